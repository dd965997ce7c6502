"""Refusal precision and recall: refuses what the corpus does not hold, and nothing else. Floor 4.

The means over a run: of all refusals, the share that was right; of all questions that the corpus cannot answer, the
share that was not claimed to be answered: refused, or met with quotes that are said to come closest only.
"""

from __future__ import annotations

from assistant.types import Answer
from evals.items import GoldItem
from evals.score import Context, Score, held_back, refused, short


def precision(item: GoldItem, answer: Answer, context: Context) -> Score:
    """1 for a right refusal, 0 for a wrong one; unscored for an answer."""
    if not refused(answer):
        return Score(None, "answered")
    if item.abstain:
        return Score(1.0, "refused, rightly")
    return Score(0.0, "refused, though the corpus holds the answer")


def recall(item: GoldItem, answer: Answer, context: Context) -> Score:
    """1 where nothing was claimed of what the corpus does not hold, else 0; unscored for answerable questions."""
    if not item.abstain:
        return Score(None, "the corpus holds the answer")
    if refused(answer):
        return Score(1.0, "refused, rightly")
    if held_back(answer):
        return Score(1.0, "shown as what comes closest, not as an answer")
    return Score(0.0, f"answered what the corpus does not hold: “{short(answer.text)}”")
