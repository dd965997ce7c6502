"""Agreement of the judge with the deterministic scorers on whether an answer is right. Floor 4."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from evals.runs import ItemResult

PAIRS: Mapping[str, str] = MappingProxyType({"judge_correctness": "facts", "judge_faithfulness": "citation_recall"})
"""Each of the judge's ratings with the corresponding scorer."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The share of answers on which two raters agree, and Cohen's kappa, which corrects for chance.

    Kappa is None where it is not defined: no answers, or both raters say the same of all.
    """

    judge: str
    scorer: str
    n: int
    share: float | None
    kappa: float | None


def agreements(rows: Sequence[ItemResult]) -> list[Agreement]:
    """One line a pair that both raters have scored on at least one answer; 1 counts as right, less as wrong."""
    found = []
    for judge, scorer in PAIRS.items():
        verdicts = []
        for row in rows:
            ours, theirs = row.scores.get(scorer), row.judged.get(judge)
            if ours and theirs and ours.value is not None and theirs.value is not None:
                verdicts.append((ours.value == 1, theirs.value == 1))
        if verdicts:
            same = sum(a == b for a, b in verdicts) / len(verdicts)
            found.append(Agreement(judge, scorer, len(verdicts), same, kappa(verdicts)))
    return found


def kappa(verdicts: Sequence[tuple[bool, bool]]) -> float | None:
    """Cohen's kappa (1960) of two raters' yes and no: (observed - chance) / (1 - chance)."""
    if not verdicts:
        return None
    n = len(verdicts)
    yes_a, yes_b = sum(a for a, _ in verdicts) / n, sum(b for _, b in verdicts) / n
    chance = yes_a * yes_b + (1 - yes_a) * (1 - yes_b)
    if chance == 1:
        return None
    return (sum(a == b for a, b in verdicts) / n - chance) / (1 - chance)
