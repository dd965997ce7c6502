"""Server-sent events of an answer that is being written. Floor 4. Pure functions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from assistant.api.faults import fault_of
from assistant.types import Answer
from assistant.writing.render import answer_json

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def event(data: Any, name: str | None = None) -> str:
    """One event, with its data as JSON on one line."""
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(data, ensure_ascii=False)}\n\n"


def answer_events(growing: Iterable[Answer]) -> Iterator[str]:
    """`partial` for each state of an answer, then `answer` for the final one, or `error`."""
    latest: Answer | None = None
    try:
        for latest in growing:
            yield event(answer_json(latest), "partial")
    except Exception as error:  # the HTTP status is sent already
        yield event(fault_of(error), "error")
        return
    if latest:
        yield event(answer_json(latest), "answer")
