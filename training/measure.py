"""Measures how well scores rank answers, and separate them from near misses. Floor 5."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from training.groups import Group


@dataclass(frozen=True, slots=True)
class ChoiceMetrics:
    """Shares of the answerable questions with a right unit first, in three, in five; and the AUC of the best score."""

    first: float
    three: float
    five: float
    auc: float
    questions: int

    def __str__(self) -> str:
        return (
            f"first {self.first:.3f} three {self.three:.3f} five {self.five:.3f} auc {self.auc:.3f} ({self.questions})"
        )


def measure_choice(groups: Sequence[Group], scores: Sequence[Sequence[float]]) -> ChoiceMetrics:
    """The figures for groups whose pairs have these scores; `auc` is of each question's best score."""
    ranks, answerable, hopeless = [], [], []
    for group, own in zip(groups, scores, strict=True):
        if group.record.gold:
            order = sorted(range(len(own)), key=lambda at: -own[at])
            ranks.append(next(rank for rank, at in enumerate(order) if group.pairs[at].answers))
            answerable.append(max(own))
        else:
            hopeless.append(max(own))
    count = max(1, len(ranks))
    first, three, five = (sum(rank < upto for rank in ranks) / count for upto in (1, 3, 5))
    return ChoiceMetrics(first, three, five, auc(answerable, hopeless), len(groups))


def auc(above: Sequence[float], below: Sequence[float]) -> float:
    """How often one of the first kind scores above one of the second, ties counted half; .5 where either is empty."""
    if not above or not below:
        return 0.5
    won = sum((one > other) + 0.5 * (one == other) for one in above for other in below)
    return won / (len(above) * len(below))
