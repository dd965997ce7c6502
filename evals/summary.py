"""Figures over the rows of a run: mean, standard error, and how many items each is based on. Floor 4."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, median, stdev

from evals.runs import ItemResult
from evals.scorers import SCORERS


@dataclass(frozen=True, slots=True)
class MeanScore:
    """A mean over n items. The standard error is None for fewer than two; the mean is None for none."""

    mean: float | None
    standard_error: float | None
    n: int

    def __str__(self) -> str:
        if self.mean is None:
            return "-"
        spread = f" ±{self.standard_error:.3f}" if self.standard_error is not None else ""
        return f"{self.mean:.3f}{spread} ({self.n})"


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of a system. `usd` is None if the price is unknown, the first times if there were none."""

    median_seconds: float
    slowest_seconds: float
    median_first_token: float | None
    median_first_sentence: float | None
    prompt_tokens: int
    completion_tokens: int
    usd: float | None


def figure(values: Iterable[float | None]) -> MeanScore:
    """Mean and standard error (sample deviation / root of n) of the values that are there."""
    there = [value for value in values if value is not None]
    if not there:
        return MeanScore(None, None, 0)
    error = stdev(there) / sqrt(len(there)) if len(there) > 1 else None
    return MeanScore(fmean(there), error, len(there))


def of_scorer(rows: Iterable[ItemResult], name: str) -> MeanScore:
    """The figure of one scorer, or one of the judge's."""
    found = (row.scores.get(name) or row.judged.get(name) for row in rows)
    return figure(score.value if score else None for score in found)


def groups(rows: Sequence[ItemResult], key: Callable[[ItemResult], str | None]) -> dict[str, list[ItemResult]]:
    """Rows by a key, in the order in which the keys come; rows without one are left out."""
    found: dict[str, list[ItemResult]] = {}
    for row in rows:
        name = key(row)
        if name is not None:
            found.setdefault(name, []).append(row)
    return found


def cost(rows: Sequence[ItemResult]) -> Cost | None:
    """Time, tokens and money over the answers of a system; None where it gave none."""
    answers = [row.answer for row in rows if row.answer]
    if not answers:
        return None
    seconds = [row.seconds for row in rows if row.answer]
    usages = [answer["usage"] for answer in answers]
    prices = [usage["usd"] for usage in usages]
    return Cost(
        median(seconds),
        max(seconds),
        _median(row.first_token for row in rows),
        _median(row.first_sentence for row in rows),
        sum(usage["prompt_tokens"] for usage in usages),
        sum(usage["completion_tokens"] for usage in usages),
        None if None in prices else sum(prices),
    )


def _median(values: Iterable[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return median(there) if there else None


def shortfall(row: ItemResult) -> float:
    """The sum of 1 - score over the scorers of an answer, for ranking the worst."""
    return sum(1 - value for _, value, _ in fell(row))


def fell(row: ItemResult) -> list[tuple[str, float, str]]:
    """The scorers of the answer that are below 1, with value and reason, lowest first; those of the search left out."""
    low = [
        (name, one.value, one.reason)
        for name, one in row.scores.items()
        if one.value is not None and one.value < 1 and not (name in SCORERS and SCORERS[name].of_search)
    ]
    return sorted(low, key=lambda entry: entry[1])
