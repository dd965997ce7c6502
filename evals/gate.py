"""Holds a run to thresholds: `--fail-under citation_precision=0.95,facts=0.9`. Floor 4."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.errors import BadSetting
from evals.runs import Run
from evals.scorers import SCORERS
from evals.summary import of_scorer


def thresholds(text: str) -> dict[str, float]:
    """The thresholds of an option's value. Raises BadSetting for an unknown scorer or a value outside 0 to 1."""
    expected = f"name=value pairs with values from 0 to 1 and names from {', '.join(SCORERS)}"
    found: dict[str, float] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = pair.partition("=")
        try:
            found[name.strip()] = float(value)
        except ValueError as error:
            raise BadSetting("--fail-under", pair, expected) from error
        if name.strip() not in SCORERS or not 0 <= found[name.strip()] <= 1:
            raise BadSetting("--fail-under", pair, expected)
    if not found:
        raise BadSetting("--fail-under", text, expected)
    return found


def fallen(run: Run, limits: Mapping[str, float]) -> list[str]:
    """A sentence for each threshold that a system misses, baselines not held to it. None means all are held.

    A scorer that no item could be scored on misses its threshold: a gate that measures nothing must not pass.
    """
    held = [one["name"] for one in run.meta["systems"] if not one.get("baseline")]
    sentences = []
    for system in held:
        for name, limit in limits.items():
            got = of_scorer(run.of(system), name)
            if got.mean is None:
                sentences.append(f"{system}: {name} could not be computed on any item; {limit} is asked")
            elif got.mean < limit:
                sentences.append(f"{system}: {name} is {got.mean:.3f} over {got.n} items; {limit} is asked")
    return sentences
