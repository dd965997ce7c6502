"""No false disputes: an answer about an uncontested matter reports no disagreement. Floor 4."""

from __future__ import annotations

from assistant.types import Answer
from evals.items import GoldItem
from evals.score import Context, Score, refused, short


def score(item: GoldItem, answer: Answer, context: Context) -> Score:
    """1 or 0 for an item that is uncontested (see GoldItem.contested); unscored for others and for refusals."""
    if item.contested is not False:
        return Score(None, "contested" if item.contested else "nobody said whether this is contested")
    if refused(answer):
        return Score(None, "refused")
    if answer.disputes:
        return Score(0.0, f"reports a dispute about {'; about '.join(short(one.about) for one in answer.disputes)}")
    if answer.status == "disputed":
        return Score(0.0, "says that it is disputed, without sides")
    return Score(1.0, "reports no dispute")
