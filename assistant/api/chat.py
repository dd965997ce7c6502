"""The OpenAI chat protocol over a desk, so that chat clients can talk to Sayso. Floor 4.

The last message is the question, those before it the talk. What a client sets for a model (temperature and the like)
has no meaning here and is passed over; tools and images are refused by name.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from itertools import chain, pairwise
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.api.events import HEADERS, event
from assistant.api.faults import fault, fault_of
from assistant.api.footnotes import body, settled_body, url_annotations, without_footnotes
from assistant.api.service import Service
from assistant.types import Answer, Turn
from assistant.writing.render import answer_json

MODEL = "sayso"


class Message(BaseModel):
    """One message; its content a text, or parts of which each is a text."""

    model_config = ConfigDict(extra="allow")
    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[dict[str, Any]] | None = None

    def text(self) -> str:
        """All text of it."""
        if isinstance(self.content, list):
            return "\n".join(str(part.get("text", "")) for part in self.content)
        return self.content or ""


class ChatRequest(BaseModel):
    """A request of the chat protocol, as far as it means something here."""

    model_config = ConfigDict(extra="allow")
    model: str = MODEL
    messages: list[Message] = Field(min_length=1, max_length=500)
    stream: bool = False
    stream_options: dict[str, Any] | None = None
    tool_choice: Any = None
    n: int | None = None


class Refused(Exception):
    """A request that cannot be met, with the field that is meant."""

    def __init__(self, message: str, param: str, status: int = 400, code: str | None = None) -> None:
        super().__init__(message)
        self.param, self.status, self.code = param, status, code


def chat_router(service: Service) -> APIRouter:
    """`/models` and `/chat/completions`."""
    router = APIRouter(tags=["chat"])

    @router.get("/models", operation_id="models")
    def models() -> dict[str, Any]:
        """The one model that there is."""
        return {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": "sayso"}]}

    @router.post("/chat/completions", operation_id="chat_completions")
    def completions(asked: ChatRequest) -> Any:
        """Answer the last message; citations as footnotes in the text, as annotations, and whole under `sayso`."""
        try:
            question, talk = read_messages(asked)
        except Refused as refused:
            return JSONResponse(
                fault("invalid_request_error", str(refused), refused.param, refused.code), refused.status
            )
        if not asked.stream:
            return JSONResponse(completion(service.answer(question, talk=talk)))
        growing = service.stream(question, talk=talk)
        first = next(growing)  # what is wrong with the question is told before anything is sent
        usage = bool((asked.stream_options or {}).get("include_usage"))
        chunks = stream_chunks(chain([first], growing), usage)
        return StreamingResponse(chunks, media_type="text/event-stream", headers=HEADERS)

    return router


def read_messages(asked: ChatRequest) -> tuple[str, tuple[Turn, ...]]:
    """The question and the talk before it. Raises Refused."""
    if asked.model.partition(":")[0] != MODEL:
        raise Refused(f"There is no model {asked.model!r} here; there is {MODEL!r}.", "model", 404, "model_not_found")
    if asked.tool_choice not in (None, "none", "auto"):
        raise Refused("Sayso calls no tools: it answers from its articles alone.", "tool_choice")
    if asked.n not in (None, 1):
        raise Refused("Sayso gives one answer.", "n")
    for at, message in enumerate(asked.messages):
        for part in message.content if isinstance(message.content, list) else ():
            if part.get("type") not in ("text", "input_text", "output_text"):
                raise Refused(f"Sayso reads text alone, and no {part.get('type')}.", f"messages.{at}.content")
    said = [one for one in asked.messages if one.role in ("user", "assistant") and one.text().strip()]
    if not said or said[-1].role != "user":
        raise Refused("The last message is not a user's question.", "messages")
    turns = [
        Turn(one.text(), without_footnotes(other.text()))
        for one, other in pairwise(said)
        if one.role == "user" and other.role == "assistant"
    ]
    return said[-1].text(), tuple(turns)


def completion(answer: Answer) -> dict[str, Any]:
    """A whole reply."""
    text = body(answer)
    message = {"role": "assistant", "content": text, "refusal": None, "annotations": url_annotations(answer, text)}
    return {
        **_head("chat.completion"),
        "choices": [{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}],
        "usage": _usage(answer),
        "sayso": answer_json(answer),
    }


def stream_chunks(growing: Iterator[Answer], with_usage: bool) -> Iterator[str]:
    """A reply in pieces. A sentence is sent once its check is done: what was sent is not taken back.

    Where the whole answer does not begin with what was sent, it follows whole, and says so.
    """
    head = _head("chat.completion.chunk")
    yield event(_chunk(head, {"role": "assistant", "content": ""}))
    sent, answer = "", None
    try:
        for answer in growing:
            told = settled_body(answer)
            if told.startswith(sent) and len(told) > len(sent):
                yield event(_chunk(head, {"content": told[len(sent) :]}))
                sent = told
    except Exception as error:  # the status is sent already
        yield event(fault_of(error))
        return
    if answer:
        whole = body(answer)
        rest = whole[len(sent) :] if whole.startswith(sent) else f"\n\nThe answer as it stands now:\n\n{whole}"
        yield event(_chunk(head, {"content": rest}))
        yield event(
            {**_chunk(head, {"annotations": url_annotations(answer, whole)}, "stop"), "sayso": answer_json(answer)}
        )
        if with_usage:
            yield event({**head, "choices": [], "usage": _usage(answer)})
    yield "data: [DONE]\n\n"


def _chunk(head: dict[str, Any], delta: dict[str, Any], finished: str | None = None) -> dict[str, Any]:
    return {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": finished, "logprobs": None}]}


def _head(kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{uuid.uuid4().hex}", "object": kind, "created": int(time.time()), "model": MODEL}


def _usage(answer: Answer) -> dict[str, int]:
    usage = answer.usage
    total = usage.prompt_tokens + usage.completion_tokens
    return {"prompt_tokens": usage.prompt_tokens, "completion_tokens": usage.completion_tokens, "total_tokens": total}
