"""Has a language model check disagreements that a writing model listed, and candidate pairs found by rules. Floor 2.

A pair is a dispute only where the comparer names the conflicting words of both sentences and each takes a side. What
else was listed is shown side by side, without a verdict.
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
    """A disagreement as a writing model lists it, not yet checked: its topic, its kind, and the lines of its sides."""

    about: str
    kind: DisputeKind
    sides: tuple[Evidence, ...]


def check_listed(
    listed: Sequence[Listed], found: Sequence[tuple[Evidence, Evidence]], comparer: Comparer | None
) -> Compared:
    """The listed disagreements and found pairs, sorted into at most three disputes and pairs shown side by side.

    One model call a dozen pairs. Without a comparer, or where it could not read a pair, a listed pair is shown side by
    side and a found one is dropped.
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
    for key, pair, comparison in zip(keys, pairs, read, strict=True):
        if comparison.relation == "disagree" and "unclear" not in comparison.stances:
            clashes.append(_compared_clash(pair, comparison, abouts.get(key, "")))
        elif comparison.relation == "later account" and all(comparison.words) and "corrects" in comparison.stances:
            clashes.append(_compared_clash(pair, replace(comparison, kind="superseded"), abouts.get(key, "")))
        elif comparison.relation in ("disagree", "later account") or (
            key in abouts and comparison.relation == "unread"
        ):
            beside.append((pair.one, pair.other))
    return Compared(tuple(disputes_of(clashes)[:_SHOWN]), tuple(beside))


def _compared_clash(pair: Pair, comparison: Comparison, about: str) -> Clash:
    """The clash of a pair, turned so that the second sentence is the one that denies."""
    turned = comparison.stances[0] == "denies" and comparison.stances[1] != "denies"
    one, other = (pair.other, pair.one) if turned else (pair.one, pair.other)
    words = comparison.words[::-1] if turned else comparison.words
    return Clash(one, other, comparison.kind, words, about or comparison.topic)
