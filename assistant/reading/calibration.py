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

_WORDS = 1.07  # added to a logit for a full word overlap, as fitted before sentences were set beside others
_OTHERS = 7  # place, from 0, of the score that stands for the other sentences; from 5 to 19 it makes no difference
_USUAL = -2.5  # about the upper quarter of that score over the kept questions
_MOST = 0.0  # above that, as for one question in thirty, others answer, too
_FILE = Path(__file__).with_name("calibration.json")


@dataclass(frozen=True, slots=True)
class Calibration:
    """The weights of two logistic models by feature name, each with a `bias`."""

    sentence: Mapping[str, float]
    answer: Mapping[str, float]

    def chances_of_sentences(self, logits: Sequence[float], shares: Sequence[float]) -> list[float]:
        """The probability that each sentence read for a question answers it, in order.

        `logits` are the reader's, `shares` the word overlap of each sentence with the question, from 0 to 1.
        """
        return [_chance(self.sentence, features) for features in sentence_features(logits, shares)]

    def chance_of_answer(self, **features: float) -> float:
        """The probability that the shown sentences answer; features: `finding.answer_features`."""
        return _chance(self.answer, features)


def sentence_features(logits: Sequence[float], shares: Sequence[float]) -> list[dict[str, float]]:
    """For each sentence read for one question, in order, its `score` and how far it is `ahead` of the others.

    What most sentences of a topic score differs by question, so a score says more beside the eighth best; where that
    is lower than usual, or fewer were read, the usual one takes its place; and where many answer, their number is no
    reason for doubt.
    """
    scores = [logit + _WORDS * share for logit, share in zip(logits, shares, strict=True)]
    ranked = sorted(scores, reverse=True)
    others = min(_MOST, max(_USUAL, ranked[_OTHERS])) if len(ranked) > _OTHERS else _USUAL
    return [{"score": score, "ahead": score - others} for score in scores]


@cache
def read_calibration() -> Calibration:
    """The calibration that ships with the reader."""
    stored = json.loads(_FILE.read_text(encoding="utf-8"))
    return Calibration(stored["sentence"], stored["answer"])


def _chance(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    odds = weights["bias"] + sum(weights[name] * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
