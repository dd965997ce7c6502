"""The verdict on two sentences without a language model: only what is certain is a contradiction. Floor 2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.disputes.days_apart import days_apart
from assistant.disputes.denials import denies
from assistant.disputes.quantities import compare_quantities, corrected
from assistant.disputes.statement import Statement, days_between, share
from assistant.language.analyse import analyse
from assistant.types import DisputeKind

Relation = Literal["contradicts", "agrees", "different"]
_SAME_WORDS = 0.75


@dataclass(frozen=True, slots=True)
class Ruling:
    """How two sentences stand to each other; for a contradiction its kind, and the words of each on which it turns."""

    relation: Relation
    kind: DisputeKind = "interpretation"
    words: tuple[str, str] = ("", "")
    denier: int = 0
    """Of a denial, which of the two denies: 1 or 2; else 0."""


def rule(first: Statement, second: Statement, closeness: float = 0.0) -> Ruling:
    """The verdict on two sentences of two sources, or of one of which the later says that it corrects the earlier.

    `closeness` is the cosine of their vectors; 0 where there is no embedder.
    """
    earlier, later = (second, first) if (days_between(first, second) or 0) < 0 else (first, second)
    if days_between(earlier, later) and (found := corrected(earlier, later)):
        return Ruling("contradicts", "superseded", found.words if earlier is first else found.words[::-1])
    if denied := denies(second, first):
        return Ruling("contradicts", "denial", (first.text, denied), 2)
    if denied := denies(first, second):
        return Ruling("contradicts", "denial", (denied, second.text), 1)
    found = compare_quantities(first, second, closeness)
    if found is not None and found.relation == "exclude":
        return Ruling("contradicts", "number", found.words)
    if days := days_apart(first, second):
        return Ruling("contradicts", "date", (days[0].text, days[1].text))
    if found is not None:
        return Ruling("agrees", "number", found.words)
    shared = min(share(first.stems, second.stems), share(second.stems, first.stems))
    return Ruling("agrees") if shared >= _SAME_WORDS and _plain(first, second) else Ruling("different")


def _plain(one: Statement, other: Statement) -> bool:
    """Whether neither has a figure, and both negate or none does."""
    turned = [analyse(told.text, told.language).has_negation for told in (one, other)]
    return not one.figures and not other.figures and turned[0] == turned[1]
