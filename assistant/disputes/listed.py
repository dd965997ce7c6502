"""Has a language model tell which accounts contradict each other: listed by the writer, or found. Floor 2.

A dispute is shown only where the comparer names the words of both sides that cannot both be true, and each of the two
takes a side; all else that was listed as different stands beside, and claims nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from assistant.disputes.find import Compared
from assistant.disputes.groups import Clash, disputes_of
from assistant.reading.contradiction import Comparer, Comparison, Pair
from assistant.types import DisputeKind, Evidence

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Listed:
    """A disagreement as a writer lists it, not read by anybody else: what about, of which kind, between which lines."""

    about: str
    kind: DisputeKind
    sides: tuple[Evidence, ...]


def check_listed(
    listed: Sequence[Listed], found: Sequence[tuple[Evidence, Evidence]], comparer: Comparer | None
) -> Compared:
    """What is a dispute of the listed disagreements and the pairs found, and what stands beside.

    One call a dozen pairs. Without a comparer, or where it could not read a pair, what was listed stands beside.
    """
    abouts = {
        frozenset((one.key, other.key)): entry.about
        for entry in reversed(listed)
        for one, other in combinations(entry.sides, 2)
        if one.key != other.key
    }
    by_key = {piece.key: piece for entry in listed for piece in entry.sides}
    by_key |= {piece.key: piece for pair in found for piece in pair}
    keys = list(dict.fromkeys([*reversed(abouts), *(frozenset((one.key, other.key)) for one, other in found)]))
    pairs = [Pair(*(by_key[key] for key in sorted(pair))) for pair in keys]
    read = comparer.compare(pairs) if comparer and pairs else [Comparison("unread")] * len(pairs)
    clashes: list[Clash] = []
    beside: list[tuple[Evidence, Evidence]] = []
    for key, pair, told in zip(keys, pairs, read, strict=True):
        if told.relation == "disagree" and "unclear" not in told.stances:
            clashes.append(_clash(pair, told, abouts.get(key, "")))
        elif told.relation == "later account" and all(told.words) and "corrects" in told.stances:
            clashes.append(_clash(pair, replace(told, kind="superseded"), abouts.get(key, "")))
        elif told.relation in ("disagree", "later account") or (key in abouts and told.relation == "unread"):
            beside.append((pair.one, pair.other))
    return Compared(tuple(disputes_of(clashes)[:_SHOWN]), tuple(beside))


def _clash(pair: Pair, told: Comparison, about: str) -> Clash:
    """Of a denial the second denies, as far as the stances tell."""
    turned = told.stances[0] == "denies" and told.stances[1] != "denies"
    one, other = (pair.other, pair.one) if turned else (pair.one, pair.other)
    words = told.words[::-1] if turned else told.words
    return Clash(one, other, told.kind, words, about or told.topic)
