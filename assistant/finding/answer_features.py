"""Features from which the calibration estimates the probability that the shown sentences answer. Floor 2."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.language.terms import content_words
from assistant.types import Evidence, Query

CLAIMED = 0.8  # least probability for a reply to be called an answer
# Of the answers to questions of four stories that are not claimed, those with a probability of .5 and more quote a
# right sentence in 22 of 29 cases; of the others, those from .4 in 8 of 18, those below in 8 of 36, and in 27 of 45
# where the opening names what no article has.
PROBABLE = 0.5  # from which quotes are said to probably answer
EVEN = 0.4  # below which they are said to be less likely to answer than not


def answer_features(query: Query, picked: Sequence[Evidence]) -> dict[str, float]:
    """The features for `Calibration.chance_of_answer`; each score in `picked` is a probability.

    best: the highest probability, 0 for none. missed: the probability that none of them answers, assuming they are
    independent. length: content words of the question / 10, at most 1. The second-best probability, whether a reason
    is asked for and the number of likely outlets were tried and added nothing.
    """
    missed = 1.0
    for piece in picked:
        missed *= 1 - piece.score
    return {
        "best": max((piece.score for piece in picked), default=0.0),
        "missed": missed,
        "length": min(1.0, len(content_words(query.text)) / 10),
    }
