"""Compares two runs item by item: paired differences, how sure they are, and which items flipped. Floor 4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import BadRun
from evals.runs import ItemResult, load_run
from evals.scorers import SCORERS

RESAMPLES = 10_000


@dataclass(frozen=True, slots=True)
class ScoreDifference:
    """The mean paired difference B - A over items scored in both, with a 95% interval."""

    scorer: str
    mean_a: float
    mean_b: float
    difference: float
    low: float
    high: float
    n: int

    @property
    def sure(self) -> bool:
        """Whether the interval excludes zero."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Flip:
    """An item that was all right (1) in one run and not in the other, by one scorer, with the reason it was not."""

    scorer: str
    id: str
    before: float
    after: float
    reason: str


@dataclass(frozen=True, slots=True)
class RunComparison:
    """The comparison of two sets of rows; `warnings` say why they may not be comparable."""

    name_a: str
    name_b: str
    differences: tuple[ScoreDifference, ...]
    flips: tuple[Flip, ...]
    warnings: tuple[str, ...] = ()


def pick(spec: str) -> tuple[str, list[ItemResult], str]:
    """The rows that `PATH` or `PATH::SYSTEM` stands for, with a name and the digest of their gold file.

    Raises BadRun where there is no such run or system, or where a run has several systems and none is named.
    """
    path, _, system = spec.partition("::")
    run = load_run(Path(path))
    listed = ", ".join(run.systems)
    if system and system not in run.systems:
        raise BadRun(Path(path), f"it has no system {system!r}, only {listed}")
    if not system and len(run.systems) > 1:
        raise BadRun(Path(path), f"it has several systems ({listed}); name one, as in {path}::{run.systems[0]}")
    system = system or run.systems[0]
    return f"{Path(path).name}::{system}", run.of(system), str(run.meta["gold"]["sha256"])


def pick_two(specs: Sequence[str]) -> tuple[str, str]:
    """The two sides of a comparison: two specs as they are, or one run's first system and the one after it."""
    if len(specs) == 2:
        return specs[0], specs[1]
    run = load_run(Path(specs[0]))
    if len(run.systems) < 2:
        raise BadRun(Path(specs[0]), "it has one system only; name a second run to compare it with")
    return f"{specs[0]}::{run.systems[0]}", f"{specs[0]}::{run.systems[1]}"


def compare_two(spec_a: str, spec_b: str, *, seed: int = 0) -> RunComparison:
    """Compare two sets of rows. Raises BadRun as `pick` does, and where they have no item in common."""
    (name_a, rows_a, gold_a), (name_b, rows_b, gold_b) = pick(spec_a), pick(spec_b)
    by_id = {row.id: row for row in rows_a}
    pairs = [(by_id[row.id], row) for row in rows_b if row.id in by_id]
    if not pairs:
        raise BadRun(Path(spec_b.partition("::")[0]), f"it has no item in common with {name_a}")
    warnings = []
    if gold_a != gold_b:
        warnings.append("The gold files differ: an item of the same id may ask for something else.")
    alone = len(rows_a) + len(rows_b) - 2 * len(pairs)
    if alone:
        warnings.append(f"{alone} items are in one run only and are left out.")
    differences = tuple(one for name in SCORERS if (one := _difference(name, pairs, seed)))
    flips = tuple(flip for name in SCORERS for a, b in pairs if (flip := _flip(name, a, b)))
    return RunComparison(name_a, name_b, differences, flips, tuple(warnings))


def _values(name: str, a: ItemResult, b: ItemResult) -> tuple[float, float] | None:
    before, after = a.scores.get(name), b.scores.get(name)
    if before is None or after is None or before.value is None or after.value is None:
        return None
    return before.value, after.value


def _difference(name: str, pairs: Sequence[tuple[ItemResult, ItemResult]], seed: int) -> ScoreDifference | None:
    values = [found for a, b in pairs if (found := _values(name, a, b))]
    if not values:
        return None
    mean_a, mean_b = (sum(side) / len(values) for side in zip(*values, strict=True))
    low, high = interval([after - before for before, after in values], seed=seed)
    return ScoreDifference(name, mean_a, mean_b, mean_b - mean_a, low, high, len(values))


def interval(differences: Sequence[float], *, seed: int = 0) -> tuple[float, float]:
    """The 95% percentile bootstrap interval of the mean (Efron & Tibshirani 1993), the same for the same seed."""
    import numpy as np

    values = np.asarray(differences, dtype=float)
    draws = np.random.default_rng(seed).integers(0, len(values), size=(RESAMPLES, len(values)))
    low, high = np.percentile(values[draws].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)


def _flip(name: str, a: ItemResult, b: ItemResult) -> Flip | None:
    values = _values(name, a, b)
    if values is None or (values[0] == 1) == (values[1] == 1):
        return None
    reason = (b if values[0] == 1 else a).scores[name].reason
    return Flip(name, a.id, *values, reason)
