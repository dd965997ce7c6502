"""No forbidden text: nothing that the item forbids is in the answer, its quotes or its disputes. Floor 4."""

from __future__ import annotations

from assistant.types import Answer
from evals.items import GoldItem
from evals.plain import says
from evals.score import Context, Score, refused


def score(item: GoldItem, answer: Answer, context: Context) -> Score:
    """1 or 0; unscored where the item forbids nothing. A refusal may repeat the question's own words."""
    if not item.forbid:
        return Score(None, "the item forbids nothing")
    text = answer.text.replace(answer.question, "").replace(item.question, "") if refused(answer) else answer.text
    shown = [text, *(citation.quote for citation in answer.citations)]
    shown += [side.claim for dispute in answer.disputes for side in dispute.sides]
    found = [
        words for one in item.forbid if (words := next(filter(None, (says(part, (one,)) for part in shown)), None))
    ]
    if found:
        return Score(0.0, f"says {' and '.join(f'“{one}”' for one in found)}")
    return Score(1.0, "none of it occurs")
