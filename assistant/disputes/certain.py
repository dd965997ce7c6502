"""Decides by rules, without a language model, whether two sentences certainly contradict each other. Floor 2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.disputes.days_apart import days_apart
from assistant.disputes.denials import denied_words
from assistant.disputes.quantities import compare_quantities, corrected_quantity
from assistant.disputes.statement import Statement, days_between, share
from assistant.language.analyse import analyse
from assistant.types import DisputeKind

Relation = Literal["contradicts", "agrees", "different"]
_SAME_WORDS = 0.75


@dataclass(frozen=True, slots=True)
class Ruling:
    """How two sentences relate; for a contradiction its kind, and the conflicting words of each."""

    relation: Relation
    kind: DisputeKind = "interpretation"
    words: tuple[str, str] = ("", "")
    denier: int = 0
    """Which of the two is the denial: 1 or 2; 0 if it is none."""


def rule(first: Statement, second: Statement, closeness: float = 0.0) -> Ruling:
    """The verdict on two sentences of different sources, or of one source that corrects itself.

    `closeness` is the cosine similarity of their embeddings; 0 without an embedder.
    """
    if days_between(first, second):
        earlier, later = sorted((first, second), key=lambda one: str(one.published))
        if found := corrected_quantity(earlier, later):
            return Ruling("contradicts", "superseded", found.words if earlier is first else found.words[::-1])
    if denied := denied_words(second, first):
        return Ruling("contradicts", "denial", (first.text, denied), 2)
    if denied := denied_words(first, second):
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
    """Whether neither has a figure, and both are negated or neither is."""
    negated = [analyse(statement.text, statement.language).has_negation for statement in (one, other)]
    return not one.figures and not other.figures and negated[0] == negated[1]
