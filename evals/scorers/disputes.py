"""Dispute coverage: the share of the wanted sides that the answer says, and cites from an outlet that holds them.

Floor 4.
"""

from __future__ import annotations

from assistant.language.outlets import same_outlet
from assistant.types import Answer
from evals.items import GoldItem, GoldSide
from evals.plain import says
from evals.reading import Said, sentences_in_context, sides_said
from evals.score import Context, Score, refused


def score(item: GoldItem, answer: Answer, context: Context) -> Score:
    """A side counts when one sentence (with its lead-in), or one side of a reported dispute, both says and cites it.

    Unscored where the item has no sides.
    """
    if not item.sides:
        return Score(None, "the item has no sides")
    if refused(answer):
        return Score(0.0, "refused, though the corpus holds the answer")
    pieces = [*sentences_in_context(answer), *sides_said(answer)]
    faults = [fault for side in item.sides if (fault := _missing(side, pieces, answer, context))]
    value = 1 - len(faults) / len(item.sides)
    return Score(value, "; ".join(faults) or f"all {len(item.sides)} sides said and cited")


def _missing(side: GoldSide, pieces: list[Said], answer: Answer, context: Context) -> str | None:
    """Why a side is not in the answer, or None where it is."""
    wanted = " | ".join(side.say)
    saying = [piece for piece in pieces if says(piece.text, side.say)]
    if not saying:
        return f"no sentence says {wanted}"
    numbers = {number for piece in saying for number in piece.citations}
    stored = [context.outlet_of(citation) for citation in answer.citations if citation.number in numbers]
    cited = list(dict.fromkeys(name for name in stored if name))
    if side.outlets and not any(same_outlet(name, one) for name in side.outlets for one in cited):
        return f"{wanted}: cited from {' and '.join(cited) or 'nowhere'}; gold wants {' or '.join(side.outlets)}"
    return None
