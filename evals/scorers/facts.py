"""Fact coverage: the share of the wanted facts that the answer's text gives. Floor 4."""

from __future__ import annotations

from assistant.types import Answer
from evals.items import GoldItem
from evals.plain import says
from evals.score import Context, Score, refused


def score(item: GoldItem, answer: Answer, context: Context) -> Score:
    """Unscored where the item wants no facts. A refusal gives none, whatever words of the question it repeats."""
    if not item.facts:
        return Score(None, "the item wants no facts")
    if refused(answer):
        return Score(0.0, "refused, though the corpus holds the answer")
    missing = [" | ".join(fact) for fact in item.facts if says(answer.text, fact) is None]
    if missing:
        return Score(1 - len(missing) / len(item.facts), f"does not say {'; nor '.join(missing)}")
    return Score(1.0, f"gives {'the fact' if len(item.facts) == 1 else f'all {len(item.facts)} facts'}")
