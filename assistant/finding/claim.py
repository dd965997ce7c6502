"""How surely what is shown answers: what the calibration of an answer is learned and asked on. Floor 2."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.language.terms import content_words
from assistant.question.asks import read_question
from assistant.types import Evidence, Query

CLAIMED = 0.8  # chance from which an answer is called one


def features(query: Query, picked: Sequence[Evidence]) -> dict[str, float]:
    """What the chance of an answer is told from; `picked` each with its own chance.

    best, second: the two highest chances. missed: the chance that none of them answers, if they were independent.
    outlets: how many further outlets say something likely. length: of the question. reason: it asks why or how.
    """
    chances = sorted((piece.score for piece in picked), reverse=True)
    missed = 1.0
    for chance in chances:
        missed *= 1 - chance
    likely = {piece.article.outlet for piece in picked if piece.score >= 0.3}
    return {
        "best": chances[0] if chances else 0.0,
        "second": chances[1] if len(chances) > 1 else 0.0,
        "missed": missed,
        "outlets": min(2.0, max(0.0, len(likely) - 1.0)),
        "length": min(1.0, len(content_words(query.text)) / 10),
        "reason": float(read_question(query.text).thing == "reason"),
    }
