"""Dispute flagged: an answer about a contested matter says that accounts differ, rather than only giving them.

Floor 4.
"""

from __future__ import annotations

from assistant.types import Answer
from evals.items import GoldItem
from evals.score import Context, Score, refused


def score(item: GoldItem, answer: Answer, context: Context) -> Score:
    """1 or 0 for an item with sides; unscored for others, and for a refusal, which `disputes` counts."""
    if not item.sides or refused(answer):
        return Score(None, "the item has no sides" if not item.sides else "refused")
    if answer.status == "disputed" or answer.disputes:
        return Score(1.0, "reported as disputed")
    return Score(0.0, "not reported as disputed")
