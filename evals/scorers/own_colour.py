"""No colour of our own: an answer made only of the outlets' words adds no opinion or tone to them. Floor 4.

Whether words that are the writer's own editorialise, no rule can decide; those answers are left to a reader or the
judge.
"""

from __future__ import annotations

from assistant.types import Answer
from evals.items import GoldItem
from evals.score import Context, Score
from evals.support import cited_evidence, is_verbatim


def score(item: GoldItem, answer: Answer, context: Context) -> Score:
    """1 where every sentence is verbatim of a place it cites, or joins; else unscored. Unscored for refusals too."""
    if not answer.sentences:
        return Score(None, "the answer has no sentences")
    own = 0
    for sentence in answer.sentences:
        evidence = [one for one in cited_evidence(answer, sentence, context).values() if one]
        own += sentence.check != "joining" and not is_verbatim(sentence.text, evidence)
    if own:
        return Score(None, f"{own} of {len(answer.sentences)} sentences are in the writer's own words: read them")
    return Score(1.0, "every sentence is an outlet's own")
