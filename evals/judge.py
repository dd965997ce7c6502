"""Has a language model rate an answer, in addition to the deterministic scorers. Floor 4."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from assistant.errors import ModelUnavailable, ReplayMiss
from assistant.models.types import Message, Model
from assistant.types import Answer
from evals.items import GoldItem
from evals.score import Context, Score, refused, short

RATES = ("correctness", "faithfulness", "neutrality")
_ALLOWED = (0, 0.5, 1)
_MAX_TOKENS = 300
_SCHEMA = {
    "type": "object",
    "properties": {**{name: {"enum": list(_ALLOWED)} for name in RATES}, "reason": {"type": "string"}},
    "required": [*RATES, "reason"],
    "additionalProperties": False,
}


class ModelJudge:
    """Rates answers with one model. Ratings are named `judge_<name>`, unscored if the reply is invalid."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def __call__(self, item: GoldItem, answer: Answer, context: Context) -> Mapping[str, Score]:
        """The ratings of one answer. Refusals are not rated: rules decide whether they are right."""
        if refused(answer):
            return _all(Score(None, "refused"))
        try:
            schema = _SCHEMA if self._model.structured else None
            reply = self._model.complete(messages(item, answer, context), max_tokens=_MAX_TOKENS, schema=schema)
        except (ModelUnavailable, ReplayMiss) as error:
            return _all(Score(None, str(error)))
        return ratings(reply.text)


def messages(item: GoldItem, answer: Answer, context: Context) -> list[Message]:
    """The judge's prompt. It is deterministic, so that a recording can be replayed."""
    from prompts import render

    quotes = [f"[{one.number}] {one.outlet or 'no outlet'}: {_stored(one, context)}" for one in answer.citations]
    texts = {
        "question": item.question,
        "expected": expected(item),
        "answer": answer.text,
        "evidence": "\n".join(quotes) or "(none)",
    }
    system, user = render("judge", fence=fence(texts), **texts)
    return [Message("system", system), Message("user", user)]


def fence(texts: Mapping[str, str]) -> str:
    """A mark that none of these texts can contain: a digest of all of them."""
    whole = hashlib.sha256("\0".join(texts[name] for name in sorted(texts)).encode()).hexdigest()
    return f"mark-{whole[:24]}"


def expected(item: GoldItem) -> str:
    """What a gold item asks for, in words; its patterns are given as they are."""
    lines = [f"- this fact, in any of these wordings: {' | '.join(fact)}" for fact in item.facts]
    lines += [f"- this side of the dispute: {' | '.join(side.say)}" for side in item.sides]
    lines += [f"- not this: {one}" for one in item.forbid]
    if item.abstain:
        lines.append("- only that the articles do not hold the answer")
    return "\n".join(lines) or "- an answer to the question"


def ratings(reply: str) -> Mapping[str, Score]:
    """The ratings of a reply; all unscored unless it holds one JSON object, with every rating among 0, 0.5 and 1."""
    found = _objects(reply)
    if len(found) != 1:
        return _all(Score(None, f"the judge gave {len(found) or 'no'} ratings: “{short(reply)}”"))
    data = found[0]
    wrong = [name for name in RATES if isinstance(data.get(name), bool) or data.get(name) not in _ALLOWED]
    if wrong:
        return _all(Score(None, f"the judge's {' and '.join(wrong)} is not 0, 0.5 or 1: “{short(reply)}”"))
    reason = short(str(data.get("reason") or "no reason given"), 300)
    return {f"judge_{name}": Score(float(data[name]), reason) for name in RATES}


def _objects(reply: str) -> list[dict[str, Any]]:
    """The JSON objects in a reply, ignoring text around them."""
    found, at, decoder = [], 0, json.JSONDecoder()
    while match := re.compile(r"\{").search(reply, at):
        try:
            data, at = decoder.raw_decode(reply, match.start())
            found.append(data)
        except ValueError:
            at = match.end()
    return found


def _all(score: Score) -> dict[str, Score]:
    return {f"judge_{name}": score for name in RATES}


def _stored(citation: Any, context: Context) -> str:
    evidence = context.evidence(citation)
    return evidence.quote if evidence else "(nothing is stored there)"
