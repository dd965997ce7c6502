"""Makes the bytes of a chat server's reply into the event stream that the OpenAI client reads. Floor 1, of `model`.

Some servers send a whole reply where a stream was asked for, and some give the content of a message as a list of parts;
the client reads neither.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any


def as_events(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The blocks of a stream with the content of each event as one text; whatever is no event passes unchanged."""
    rest = b""
    for block in blocks:
        *lines, rest = (rest + block).split(b"\n")
        if lines:
            yield b"".join(_tidied(line) + b"\n" for line in lines)
    if rest:
        yield _tidied(rest)


def whole_as_events(body: bytes) -> bytes:
    """A whole chat completion, or an error, as a stream; a body of another shape is given back as it is."""
    try:
        reply = json.loads(body)
        if reply.get("error"):  # under status 200, as some gateways send it
            return b"data: " + json.dumps(reply).encode() + b"\n\n"
        choice = reply["choices"][0]
        text = _text(choice["message"].get("content"))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return body
    head = {name: reply.get(name, "") for name in ("id", "created", "model")} | {"object": "chat.completion.chunk"}
    head["created"] = head["created"] or 0
    told = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}
    ended: dict[str, Any] = {"index": 0, "delta": {}, "finish_reason": choice.get("finish_reason") or "stop"}
    events = [{**head, "choices": [told]}, {**head, "choices": [ended]}]
    if reply.get("usage"):
        events.append({**head, "choices": [], "usage": reply["usage"]})
    return b"".join(b"data: " + json.dumps(event).encode() + b"\n\n" for event in events) + b"data: [DONE]\n\n"


def _tidied(line: bytes) -> bytes:
    """One line of a stream; an event whose content is a list of parts has it as one text."""
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
    """The content of a message as one text, whether it is one, a list of parts, or nothing."""
    if isinstance(content, list):
        return "".join(str(part.get("text") or "") for part in content if isinstance(part, dict))
    return str(content or "")
