"""The OpenAI chat protocol, so that chat clients can use Sayso. Floor 4.

The last message is the question, those before it the conversation. Sampling options (temperature and the like) are
ignored; tools and images are refused with an error that names the field.
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


class ChatMessage(BaseModel):
    """One message; its content a string, or a list of text parts."""

    model_config = ConfigDict(extra="allow")
    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[dict[str, Any]] | None = None

    def text(self) -> str:
        """The text of all parts, one a line."""
        if isinstance(self.content, list):
            return "\n".join(str(part.get("text", "")) for part in self.content)
        return self.content or ""


class ChatRequest(BaseModel):
    """A request of the chat protocol, as far as it is used here."""

    model_config = ConfigDict(extra="allow")
    model: str = MODEL
    messages: list[ChatMessage] = Field(min_length=1, max_length=500)
    stream: bool = False
    stream_options: dict[str, Any] | None = None
    tool_choice: Any = None
    n: int | None = None


class UnsupportedRequest(Exception):
    """A request that cannot be met; `param` names the field at fault."""

    def __init__(self, message: str, param: str, status: int = 400, code: str | None = None) -> None:
        super().__init__(message)
        self.param, self.status, self.code = param, status, code


def chat_router(service: Service) -> APIRouter:
    """`/models` and `/chat/completions`."""
    router = APIRouter(tags=["chat"])

    @router.get("/models", operation_id="models")
    def models() -> dict[str, Any]:
        """The only model."""
        return {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": "sayso"}]}

    @router.post("/chat/completions", operation_id="chat_completions")
    def completions(request: ChatRequest) -> Any:
        """Answer the last message; citations as footnotes in the text, as annotations, and in full under `sayso`."""
        try:
            question, talk = read_messages(request)
        except UnsupportedRequest as refused:
            return JSONResponse(
                fault("invalid_request_error", str(refused), refused.param, refused.code), refused.status
            )
        if not request.stream:
            return JSONResponse(completion(service.answer(question, talk=talk)))
        growing = service.stream(question, talk=talk)
        first = next(growing)  # an error in the question is raised before anything is sent
        usage = bool((request.stream_options or {}).get("include_usage"))
        chunks = stream_chunks(chain([first], growing), usage)
        return StreamingResponse(chunks, media_type="text/event-stream", headers=HEADERS)

    return router


def read_messages(request: ChatRequest) -> tuple[str, tuple[Turn, ...]]:
    """The question and the earlier turns. Raises UnsupportedRequest."""
    if request.model.partition(":")[0] != MODEL:
        raise UnsupportedRequest(
            f"There is no model {request.model!r} here; there is {MODEL!r}.", "model", 404, "model_not_found"
        )
    if request.tool_choice not in (None, "none", "auto"):
        raise UnsupportedRequest("Sayso calls no tools: it answers from its articles only.", "tool_choice")
    if request.n not in (None, 1):
        raise UnsupportedRequest("Sayso gives one answer.", "n")
    for at, message in enumerate(request.messages):
        for part in message.content if isinstance(message.content, list) else ():
            if part.get("type") not in ("text", "input_text", "output_text"):
                raise UnsupportedRequest(f"Sayso reads text only, not {part.get('type')}.", f"messages.{at}.content")
    spoken = [one for one in request.messages if one.role in ("user", "assistant") and one.text().strip()]
    if not spoken or spoken[-1].role != "user":
        raise UnsupportedRequest("The last message is not a user's question.", "messages")
    turns = [
        Turn(one.text(), without_footnotes(other.text()))
        for one, other in pairwise(spoken)
        if one.role == "user" and other.role == "assistant"
    ]
    return spoken[-1].text(), tuple(turns)


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
    """A reply as server-sent events. A sentence is sent once it is checked, since sent text cannot be changed.

    If the final answer does not begin with the text already sent, it follows in full under a line that says so.
    """
    head = _head("chat.completion.chunk")
    yield event(_chunk(head, {"role": "assistant", "content": ""}))
    sent, answer = "", None
    try:
        for answer in growing:
            text = settled_body(answer)
            if text.startswith(sent) and len(text) > len(sent):
                yield event(_chunk(head, {"content": text[len(sent) :]}))
                sent = text
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
