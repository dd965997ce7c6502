"""Maps the reader's logits to probabilities: that a sentence answers, and that the shown ones do. Floor 1.

The weights are in `calibration.json`, as fitted by `python -m training.calibrate`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("calibration.json")


@dataclass(frozen=True, slots=True)
class Calibration:
    """The weights of two logistic models by feature name, each with a `bias`."""

    sentence: Mapping[str, float]
    answer: Mapping[str, float]

    def chance_of_sentence(self, **features: float) -> float:
        """The probability that a sentence answers; features: the reader's `logit`, and `words`, its word overlap."""
        return _chance(self.sentence, features)

    def chance_of_answer(self, **features: float) -> float:
        """The probability that the shown sentences answer; features: `finding.answer_features`."""
        return _chance(self.answer, features)


@cache
def read_calibration() -> Calibration:
    """The calibration that ships with the reader."""
    stored = json.loads(_FILE.read_text(encoding="utf-8"))
    return Calibration(stored["sentence"], stored["answer"])


def _chance(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    odds = weights["bias"] + sum(weights[name] * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
