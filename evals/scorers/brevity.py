"""Brevity: an answer can be read at a glance. Floor 4."""

from __future__ import annotations

from assistant.types import Answer
from evals.items import GoldItem
from evals.plain import plain_words
from evals.score import Context, Score, refused

USUAL_WORDS = 120
WORDS_OF_KIND = {"dispute": 180, "provenance": 180, "timeline": 240, "comparison": 240}
"""Kinds that must show several accounts side by side get more room."""


def score(item: GoldItem, answer: Answer, context: Context) -> Score:
    """1 within the kind's words, else words allowed / words used. Unscored for refusals."""
    if refused(answer):
        return Score(None, "refused")
    used, allowed = len(plain_words(answer.text)), WORDS_OF_KIND.get(item.kind, USUAL_WORDS)
    return Score(min(1.0, allowed / used) if used else None, f"{used} words of {allowed}")
