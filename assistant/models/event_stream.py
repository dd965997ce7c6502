"""Normalizes a chat server's reply to the event stream that the OpenAI client reads. Floor 1.

Some servers send a whole reply where a stream was requested, and some send a message's content as a list of parts; the
client reads neither.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any


def as_events(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The blocks of a stream, the content of each event as one string; what is not an event passes unchanged."""
    buffer = b""
    for block in blocks:
        *lines, buffer = (buffer + block).split(b"\n")
        if lines:
            yield b"".join(_normalized(line) + b"\n" for line in lines)
    if buffer:
        yield _normalized(buffer)


def whole_as_events(body: bytes) -> bytes:
    """A whole chat completion, or an error, as an event stream; a body of any other shape is returned unchanged."""
    try:
        reply = json.loads(body)
        if reply.get("error"):  # some gateways send errors under status 200
            return b"data: " + json.dumps(reply).encode() + b"\n\n"
        choice = reply["choices"][0]
        text = _text(choice["message"].get("content"))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return body
    head = {name: reply.get(name, "") for name in ("id", "created", "model")} | {"object": "chat.completion.chunk"}
    head["created"] = head["created"] or 0
    content = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}
    end: dict[str, Any] = {"index": 0, "delta": {}, "finish_reason": choice.get("finish_reason") or "stop"}
    events = [{**head, "choices": [content]}, {**head, "choices": [end]}]
    if reply.get("usage"):
        events.append({**head, "choices": [], "usage": reply["usage"]})
    return b"".join(b"data: " + json.dumps(event).encode() + b"\n\n" for event in events) + b"data: [DONE]\n\n"


def _normalized(line: bytes) -> bytes:
    """One line of a stream, with a list of content parts joined to one string."""
    if not line.startswith(b"data:") or b'"content"' not in line:
        return line
    try:
        event = json.loads(line[5:])
        deltas = [choice["delta"] for choice in event["choices"]]
    except (ValueError, KeyError, TypeError):
        return line
    if not any(isinstance(delta.get("content"), list) for delta in deltas):
        return line
    for delta in deltas:
        delta["content"] = _text(delta.get("content"))
    return b"data: " + json.dumps(event).encode()


def _text(content: Any) -> str:
    """The content of a message as one string, whether it is a string, a list of parts, or missing."""
    if isinstance(content, list):
        return "".join(str(part.get("text") or "") for part in content if isinstance(part, dict))
    return str(content or "")
