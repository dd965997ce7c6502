"""Gold drafts from answers that readers rated on the page: each is an item to be finished by hand. Floor 4."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from assistant.talks.types import KeptTurn

_KINDS = {"disputed": "dispute", "not_in_corpus": "unanswerable"}


def drafts_yaml(turns: Iterable[KeptTurn]) -> str:
    """The items as YAML, the latest rating of a question alone; "" for none.

    An answer that was found useful gives its outlets, one that was not only its question, of which `sayso eval check`
    says that it asks for nothing yet. What the reader said is its note.
    """
    import yaml

    latest = {turn.question: turn for turn in turns if turn.rating}
    items = [_item(number, turn) for number, turn in enumerate(latest.values(), 1)]
    return str(yaml.safe_dump(items, allow_unicode=True, sort_keys=False, width=110)) if items else ""


def _item(number: int, turn: KeptTurn) -> dict[str, Any]:
    """One item, its `id` made of the question's first words."""
    words = re.findall(r"[a-z0-9]+", turn.question.lower())[:5]
    answer = turn.answer
    kind = _KINDS.get(answer.status if answer else "", "fact")
    item: dict[str, Any] = {"id": f"reader-{number}-{'-'.join(words)}"[:60], "question": turn.question, "kind": kind}
    filters = {name: getattr(turn.filters, name) for name in ("since", "until", "as_of") if getattr(turn.filters, name)}
    if turn.filters.outlets:
        filters["outlets"] = list(turn.filters.outlets)
    if filters:
        item["filters"] = filters
    said = f": {' '.join(turn.reason.split())}" if turn.reason else ""
    item["note"] = f"rated {'useful' if turn.rating == 'up' else 'not useful'} by a reader{said}"
    if kind == "unanswerable":
        # whoever finds a refusal useless says that the articles do answer
        return {**item, "abstain": True} if turn.rating == "up" else {**item, "kind": "fact"}
    if answer and turn.rating == "up":
        item["outlets"] = list(dict.fromkeys(one.outlet for one in answer.citations if one.outlet))
    return item
