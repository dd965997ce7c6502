"""Joins pairs of sentences that contradict each other to disputes: one matter, one dispute. Floor 2."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.disputes.sides import about, against, side_of
from assistant.types import Dispute, DisputeKind, Evidence

_CITED = 3  # sentences shown of a side


@dataclass(frozen=True, slots=True)
class Clash:
    """Two sentences that cannot both be true, the kind, and the words of each on which it turns.

    Of a denial the second is the one that denies. `matter` is what it is about, where something says so.
    """

    one: Evidence
    other: Evidence
    kind: DisputeKind
    words: tuple[str, str]
    matter: str = ""


def disputes_of(clashes: Sequence[Clash]) -> list[Dispute]:
    """One dispute a matter, in the order of their first clash.

    Clashes of one kind that share a sentence are one dispute; a sentence joins the side that clashes with the same
    sentence as it does. Who would stand on both sides stands on the first.
    """
    disputes: list[Dispute] = []
    for group in _grouped(clashes):
        sides: tuple[list[Evidence], list[Evidence]] = ([], [])
        for clash in group:
            pair = (clash.one, clash.other)
            if _holds(sides[1], clash.one) or _holds(sides[0], clash.other):
                pair = pair[::-1]
            for side, opposite, piece in zip(sides, sides[::-1], pair, strict=True):
                if not _holds(side, piece) and not _holds(opposite, piece):
                    side.append(piece)
        first = group[0]
        matter = first.matter or against(first.words)
        told = [side_of(side[:_CITED], words) for side, words in zip(sides, first.words, strict=True)]
        disputes.append(Dispute(about(first.kind, matter), first.kind, tuple(told)))
    return disputes


def _grouped(clashes: Sequence[Clash]) -> list[list[Clash]]:
    groups: list[list[Clash]] = []
    for clash in clashes:
        keys = {clash.one.key, clash.other.key}
        home = [
            group
            for group in groups
            if group[0].kind == clash.kind and any(keys & {one.one.key, one.other.key} for one in group)
        ]
        merged = [one for group in home for one in group]
        groups = [group for group in groups if group not in home]
        groups.append([*merged, clash])
    order = {id(clash): at for at, clash in enumerate(clashes)}
    return sorted(groups, key=lambda group: min(order[id(one)] for one in group))


def _holds(side: Sequence[Evidence], piece: Evidence) -> bool:
    return any(one.key == piece.key for one in side)
