"""Maps the reader's logits to probabilities: that a sentence answers, and that the shown ones do. Floor 1.

The weights are in `calibration.json`, as fitted by `python -m training.calibrate`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_OTHERS = 7  # place, from 0, of the logit that stands for the other sentences; from 5 to 19 it makes no difference
_USUAL = -4.0  # near the median of that logit over the kept questions
_FILE = Path(__file__).with_name("calibration.json")


@dataclass(frozen=True, slots=True)
class Calibration:
    """The weights of two logistic models by feature name, each with a `bias`."""

    sentence: Mapping[str, float]
    answer: Mapping[str, float]

    def chances_of_sentences(self, logits: Sequence[float]) -> list[float]:
        """The probability that each sentence answers, in order, from the logits of all read for a question."""
        return [_chance(self.sentence, features) for features in sentence_features(logits)]

    def chance_of_answer(self, **features: float) -> float:
        """The probability that the shown sentences answer; features: `finding.answer_features`."""
        return _chance(self.answer, features)


def sentence_features(logits: Sequence[float]) -> list[dict[str, float]]:
    """For each sentence read for one question, in order, its `logit` and how far it is `ahead` of the others.

    What most sentences of a topic score differs by question, so a logit says more beside the eighth best; where that
    is lower than usual, or fewer were read, the usual one takes its place.
    """
    ranked = sorted(logits, reverse=True)
    others = max(_USUAL, ranked[_OTHERS]) if len(ranked) > _OTHERS else _USUAL
    return [{"logit": logit, "ahead": logit - others} for logit in logits]


@cache
def read_calibration() -> Calibration:
    """The calibration that ships with the reader."""
    stored = json.loads(_FILE.read_text(encoding="utf-8"))
    return Calibration(stored["sentence"], stored["answer"])


def _chance(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    odds = weights["bias"] + sum(weights[name] * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
