"""Claimed right: what is given as an answer answers. What is only shown as closest claims nothing. Floor 4."""

from __future__ import annotations

from assistant.types import Answer
from evals.items import GoldItem
from evals.score import Context, Score, held_back
from evals.scorers import facts


def score(item: GoldItem, answer: Answer, context: Context) -> Score:
    """The share of the wanted facts in an answer that claims to be one. Unscored where nothing is claimed or wanted."""
    if held_back(answer):
        return Score(None, "claims nothing")
    if item.abstain:
        return Score(0.0, "claims what the corpus does not hold")
    return facts.score(item, answer, context)
