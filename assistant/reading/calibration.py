"""What the reader's logits mean: chances that a sentence answers, and that what is shown does. Floor 1.

The numbers are in `calibration.json`, as `python -m training.calibrate` learned them.
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
    """Two logistic models: each maps features, by name, to a chance between 0 and 1."""

    sentence: Mapping[str, float]
    answer: Mapping[str, float]

    def chance_of_sentence(self, **features: float) -> float:
        """How likely a sentence answers: `logit` is the reader's, `words` its share of the question's words."""
        return _chance(self.sentence, features)

    def chance_of_answer(self, **features: float) -> float:
        """How likely the sentences shown answer; see `finding.claim.features`."""
        return _chance(self.answer, features)


@cache
def read_calibration() -> Calibration:
    """The calibration that ships with the reader."""
    stored = json.loads(_FILE.read_text(encoding="utf-8"))
    return Calibration(stored["sentence"], stored["answer"])


def _chance(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    odds = weights["bias"] + sum(weights[name] * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
