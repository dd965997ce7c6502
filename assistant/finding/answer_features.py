"""How surely what is shown answers: what the calibration of an answer is learned and asked on. Floor 2."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.language.terms import content_words
from assistant.types import Evidence, Query

CLAIMED = 0.8  # chance from which an answer is called one


def answer_features(query: Query, picked: Sequence[Evidence]) -> dict[str, float]:
    """What the chance of an answer is told from; `picked` each with its own chance.

    best: the highest chance. missed: the chance that none of them answers, if they were independent. length: of the
    question, in words of matter; 1 from ten on. The second chance, whether it asks for a reason and how many outlets
    have something likely were tried, and told nothing more.
    """
    missed = 1.0
    for piece in picked:
        missed *= 1 - piece.score
    return {
        "best": max((piece.score for piece in picked), default=0.0),
        "missed": missed,
        "length": min(1.0, len(content_words(query.text)) / 10),
    }
