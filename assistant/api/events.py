"""Server-sent events: what a client reads while an answer grows. Floor 4. Pure functions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from assistant.api.faults import fault_of
from assistant.types import Answer
from assistant.writing.render import answer_json

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def event(data: Any, name: str | None = None) -> str:
    """One event; its data on one line."""
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(data, ensure_ascii=False)}\n\n"


def answer_events(growing: Iterable[Answer]) -> Iterator[str]:
    """`partial` for each state of an answer, then `answer` for the whole one; `error` where it ends in one."""
    waiting: Answer | None = None
    try:
        for waiting in growing:
            yield event(answer_json(waiting), "partial")
    except Exception as error:  # the status is sent already: an event tells it
        yield event(fault_of(error), "error")
        return
    if waiting:
        yield event(answer_json(waiting), "answer")
