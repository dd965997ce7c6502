"""The newsroom scorecard: the five criteria of the EBU and BBC study, as far as the scorers cover them. Floor 4.

The study ("News Integrity in AI Assistants", 2025) had journalists of 22 broadcasters rate answers. Here rules do,
and strictly: any shortfall of a scorer that a criterion rests on counts as a significant issue. The published 45% is
printed beside our share for orientation; the questions, the corpus and the raters are not the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from evals.runs import ItemResult
from evals.scorers import SCORERS

PUBLISHED_SHARE = 0.45

ASKS: Mapping[str, str] = MappingProxyType(
    {
        "accuracy": "Does it say what the articles say, and nothing when they are silent?",
        "sourcing": "Does each sentence rest on an existing quote, under the right outlet's name?",
        "opinion against fact": "Is a claim still attributed to whoever made it?",
        "editorialising": "Does it keep its own opinion and tone out?",
        "context": "Does it give the other side where accounts differ?",
    }
)

_JUDGED = {"editorialising": ("judge_neutrality",)}
CRITERIA: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        criterion: (
            *(name for name, listed in SCORERS.items() if listed.criterion == criterion),
            *_JUDGED.get(criterion, ()),
        )
        for criterion in ASKS
    }
)
"""The scorers of each criterion, and the ratings of the judge."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the scorecard: the answers with an issue, among those that could be scored."""

    name: str
    issues: int
    scored: int
    unscored: int

    @property
    def share(self) -> float | None:
        """The share of answers with an issue, or None if none could be scored."""
        return self.issues / self.scored if self.scored else None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The five criteria, and the share of answers with an issue on any of them."""

    criteria: tuple[Criterion, ...]
    flawed: int
    answers: int

    @property
    def share(self) -> float | None:
        """The share of answers with a significant issue, or None where there are no answers."""
        return self.flawed / self.answers if self.answers else None

    def line(self) -> str:
        """The summary in one sentence."""
        if self.share is None:
            return "No answer could be judged."
        unscored = sorted({one.name for one in self.criteria if not one.scored})
        gap = f"; {' and '.join(unscored)} could not be scored" if unscored else ""
        return (
            f"{self.flawed} of {self.answers} answers ({self.share:.0%}) have a significant issue{gap}; "
            f"published for AI assistants, rated by journalists on other questions: {PUBLISHED_SHARE:.0%}."
        )


def issue(row: ItemResult, criterion: str) -> bool | None:
    """Whether an answer has an issue on a criterion, or None if none of its scorers applies."""
    found = (row.scores.get(name) or row.judged.get(name) for name in CRITERIA[criterion])
    values = [score.value for score in found if score and score.value is not None]
    return any(value < 1 for value in values) if values else None


def scorecard(rows: Iterable[ItemResult]) -> Scorecard:
    """The scorecard over the rows that have an answer."""
    answered = [row for row in rows if row.answer is not None]
    found = {name: [issue(row, name) for row in answered] for name in CRITERIA}
    flawed = sum(any(verdicts) for verdicts in zip(*found.values(), strict=True))
    lines = tuple(
        Criterion(name, one.count(True), len(one) - one.count(None), one.count(None)) for name, one in found.items()
    )
    return Scorecard(lines, flawed, len(answered))
