"""Joins pairs of claims that disagree to disputes: one matter, one dispute, however many sentences tell it. Floor 2."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

from assistant.disputes.claims import Claim
from assistant.disputes.disagree_figures import one_figure
from assistant.disputes.matter import Matter

Edge = tuple[int, int]
_ONE_MATTER = 0.2


def denial_groups(
    denials: Sequence[Edge], opposed: Sequence[Edge], claims: Sequence[Claim], sources: Sequence[int], matter: Matter
) -> list[list[list[int]]]:
    """Denials of one matter as one group of two sides, what is claimed and what is said against it.

    In each pair the second denies the first. Pairs belong together where they share a claim, or where their claims or
    their denials go back to one source and are about one matter.
    """
    claimed = {a for a, _ in denials}
    denying = {b for _, b in denials} - claimed
    pairs = [(a, b) for a, b in denials if b in denying]
    for a, b in opposed:
        if a in denying or b in claimed:
            a, b = b, a
        if a not in denying and b not in claimed:
            pairs.append((a, b))
            claimed.add(a)
            denying.add(b)
    joined = _Joined()
    for a, b in pairs:
        joined.join(a, b)
    for side in (claimed, denying):
        for a, b in combinations(sorted(side), 2):
            if sources[a] == sources[b] and matter.closeness(claims[a], claims[b]) >= _ONE_MATTER:
                joined.join(a, b)
    groups = [[[n for n in group if n in claimed], [n for n in group if n in denying]] for group in joined.groups()]
    return [_unmixed(sides, sources) for sides in groups if all(sides)]


def figure_groups(pairs: Sequence[Edge], claims: Sequence[Claim]) -> list[list[list[int]]]:
    """Claims with different figures as one group, a side for each figure."""
    return _split(pairs, lambda one, other: one_figure(claims[one], claims[other]))


def other_groups(pairs: Sequence[Edge]) -> list[list[list[int]]]:
    """Pairs joined to groups, each split into sides that hold no pair; the better evidence first."""
    return _split(pairs, lambda one, other: True)


class _Joined:
    """Sets of numbers that belong together."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def root(self, node: int) -> int:
        while self._parent.setdefault(node, node) != node:
            node = self._parent[node]
        return node

    def join(self, one: int, other: int) -> None:
        self._parent[self.root(one)] = self.root(other)

    def groups(self) -> list[list[int]]:
        found: dict[int, list[int]] = {}
        for node in sorted(self._parent):
            found.setdefault(self.root(node), []).append(node)
        return list(found.values())


def _split(pairs: Sequence[Edge], fits: Callable[[int, int], bool]) -> list[list[list[int]]]:
    joined = _Joined()
    for a, b in pairs:
        joined.join(a, b)
    against = {frozenset(pair) for pair in pairs}
    result = []
    for members in joined.groups():
        sides: list[list[int]] = []
        for node in members:
            free = (
                side
                for side in sides
                if not any(frozenset((node, other)) in against for other in side)
                and any(fits(node, other) for other in side)
            )
            home = next(free, None)
            if home is None:
                sides.append([node])
            else:
                home.append(node)
        if len(sides) > 1:
            result.append(sides)
    return result


def _unmixed(sides: list[list[int]], sources: Sequence[int]) -> list[list[int]]:
    """Without the claims of a source that stands mostly on the other side."""
    claimed, denying = sides
    counts = [{sources[n]: 0 for n in side} for side in sides]
    for count, side in zip(counts, sides, strict=True):
        for n in side:
            count[sources[n]] += 1
    left = [n for n in claimed if counts[0][sources[n]] > counts[1].get(sources[n], 0)]
    right = [n for n in denying if counts[1][sources[n]] >= counts[0].get(sources[n], 0)]
    return [left, right] if left and right else sides
