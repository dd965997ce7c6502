"""Fits a small logistic model, and measures its calibration. Floor 5."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

Rows = Sequence[Mapping[str, float]]


def fit(rows: Rows, happened: Sequence[bool], *, ridge: float = 1.0) -> dict[str, float]:
    """Weights by feature, and `bias`, by Newton's method; `ridge` holds all but the bias near 0."""
    names = list(rows[0])
    given = np.array([[row[name] for name in names] + [1.0] for row in rows])
    wanted = np.array(happened, dtype=float)
    penalty = np.diag([ridge] * len(names) + [1e-6])
    weights = np.zeros(len(names) + 1)
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(given @ weights, -30, 30)))
        slope = given.T @ (chance - wanted) + penalty @ weights
        curve = (given * (chance * (1 - chance))[:, None]).T @ given + penalty
        weights -= np.linalg.solve(curve, slope)
    return dict(zip([*names, "bias"], [round(float(weight), 4) for weight in weights], strict=True))


def curve(chances: Sequence[float], happened: Sequence[bool], edges: Sequence[float]) -> list[tuple[float, float, int]]:
    """The calibration curve: per bin between two edges the mean prediction, the observed share, and the count."""
    found = []
    for low, high in zip(edges, [*edges[1:], 1.01], strict=True):
        inside = [(chance, one) for chance, one in zip(chances, happened, strict=True) if low <= chance < high]
        if inside:
            predicted = sum(chance for chance, _ in inside) / len(inside)
            found.append((predicted, sum(one for _, one in inside) / len(inside), len(inside)))
    return found
