"""Calls a llama-index LLM within a deadline, with retries, every fault as ModelUnavailable. Floor 1, of `model`."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from typing import Any

from assistant.errors import ModelUnavailable
from assistant.models.event_stream import as_events, whole_as_events
from assistant.models.faults import asked_to_wait, explain, words_of, worth_another_try
from assistant.models.stoppable import make_stoppable
from assistant.models.tokens import count_tokens
from assistant.models.types import Message, Model, Reply, Schema

_TRIES = 4  # in all; with the waits below a server that is down costs some 4 s
_WAIT_SECONDS = (0.3, 8.0)  # the least and the most between two tries, random in between, growing
_SILENCE = 5  # a reply may bring nothing but comments for this many times the longest silence
_DEADLINE = 30  # and take so many times it in all, words or not
_MOST_BYTES = 4_000_000
_CHARACTERS_PER_TOKEN = 8  # more than any language needs: a server that ignores max_tokens is cut there
_LONGEST = 400  # characters of a sentence about a fault
_LIMITS = ("max_tokens", "max_completion_tokens")
_OPTIONAL = ("response_format", "stream_options", "reasoning_effort", "temperature", *_LIMITS)
_READ_SHARE = 0.6  # of a prompt's tokens by our count; a server that says it read less may have lost the beginning


class WiredModel(Model):
    """A language model behind a llama-index LLM. `makers` are tried in order where an address is not there (404)."""

    def __init__(
        self,
        name: str,
        makers: Sequence[Callable[[], Any]],
        *,
        window_tokens: int,
        strong: bool,
        thinking_tokens: int,
        secrets: Sequence[str | None],
        timeout_seconds: float,
        limits: Sequence[str] = _LIMITS,
        bare: bool = False,
    ) -> None:
        self.name, self.window_tokens = name, window_tokens
        self.strong, self.thinking_tokens = strong, thinking_tokens
        self._makers = list(makers)
        self._llm: Any = None
        self._secrets = [secret for secret in secrets if secret]
        self._timeout_seconds = timeout_seconds
        self._limits = limits  # names of the limit of tokens, the first that the server takes is used
        self._bare = bare  # takes no options with a call
        self._refused: set[str] = set()  # options that the server said it does not take
        self.sleep: Callable[[float], None] = time.sleep

    def __repr__(self) -> str:
        return f"WiredModel({self.name!r})"

    @property
    def structured(self) -> bool:
        """Whether the server takes a JSON schema: it is tried once, and remembered."""
        return not self._bare and "response_format" not in self._refused

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, schema: Schema | None = None
    ) -> Generator[str, None, Reply]:
        """The reply in pieces. Tried again only while nothing of it has come. Raises ModelUnavailable."""
        text, last, cut = "", None, False
        prompt_tokens = completion_tokens = 0
        for chunk in self._chunks(messages, max_tokens, schema):
            last = last if last == "refusal" else _finish(chunk) or last
            used = chunk.additional_kwargs
            prompt_tokens = used.get("prompt_tokens") or prompt_tokens
            completion_tokens = used.get("completion_tokens") or completion_tokens
            if chunk.delta:
                text += chunk.delta
                yield chunk.delta
            if len(text) > max_tokens * _CHARACTERS_PER_TOKEN:
                cut = True
                break
        else:
            self._complain_of(last, text)
        counted = sum(count_tokens(message.text) for message in messages)
        note = ""
        if 0 < prompt_tokens < _READ_SHARE * counted:
            note = (
                f"The server of {self.name} says that it read {prompt_tokens} of about {counted} tokens of the prompt. "
                "If its window is smaller, give it a larger one, or set SAYSO_WINDOW to what it has."
            )
        return Reply(
            text,
            prompt_tokens or counted,
            completion_tokens or count_tokens(text),
            cut or last in ("length", "max_tokens"),
            note,
        )

    def _chunks(
        self, messages: Sequence[Message], max_tokens: int, schema: Schema | None
    ) -> Generator[Any, None, None]:
        """The llama-index responses of a call, every fault of the library's and the server's made ModelUnavailable."""
        rest = None
        try:
            first, rest = self._begin(messages, max_tokens, schema)
            if first is not None:
                yield first
                yield from rest
        except (ModelUnavailable, GeneratorExit):
            raise
        # An integration raises what it likes, and a reply out of shape ends as IndexError, AttributeError, ValueError
        # or pydantic's, deep inside the library: all of it is the model's failing, and nothing of ours runs in here.
        except Exception as error:
            fault = self._fault(error, begun=rest is not None)
            raise fault from (None if self._tells_secret(error) else error)

    def _begin(self, messages: Sequence[Message], max_tokens: int, schema: Schema | None) -> tuple[Any, Iterable[Any]]:
        """The first response and the rest, after retries, without refused options, at the address that is there."""
        import openai
        from tenacity import Retrying, retry_if_exception, stop_after_attempt

        while True:
            try:
                for attempt in Retrying(
                    stop=stop_after_attempt(_TRIES),
                    wait=self._wait,
                    retry=retry_if_exception(self._worth_another_try),
                    sleep=self.sleep,
                    reraise=True,
                ):
                    with attempt:
                        rest = self._call(messages, max_tokens, schema)
                        return next(rest, None), rest
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                # "'max_tokens' is not supported, use 'max_completion_tokens'" names both, and means the one sent
                sent = {"temperature", *self._options(max_tokens, schema)} - self._refused
                named = [one for one in _OPTIONAL if one in sent and one in words_of(error)]
                if not named:
                    raise
                self._refused.add(named[0])
            except openai.NotFoundError as error:
                if len(self._makers) < 2 or "model" in words_of(error).lower():
                    raise
                self._makers.pop(0)
                self._llm = None

    def _call(self, messages: Sequence[Message], max_tokens: int, schema: Schema | None) -> Any:
        from llama_index.core.base.llms.types import ChatMessage

        if self._llm is None:
            self._llm = self._makers[0]()
        told = [ChatMessage(role=message.role, content=message.text) for message in messages]
        return iter(self._llm.stream_chat(told, **({} if self._bare else self._options(max_tokens, schema))))

    def _options(self, max_tokens: int, schema: Schema | None) -> dict[str, Any]:
        import openai

        limit = next((one for one in self._limits if one not in self._refused), "")
        options: dict[str, Any] = {
            limit: max_tokens + self.thinking_tokens,
            "stream_options": {"include_usage": True},
        }
        if self.thinking_tokens:
            options["reasoning_effort"] = "low"
        if schema:
            shape = {"name": "reply", "strict": True, "schema": dict(schema)}
            options["response_format"] = {"type": "json_schema", "json_schema": shape}
        for option in ("", *self._refused):
            options.pop(option, None)
        if "temperature" in self._refused:
            options["temperature"] = openai.NOT_GIVEN
        return options

    def _worth_another_try(self, error: BaseException) -> bool:
        """Whether a fault may pass of itself, and within the time that the user gives."""
        return worth_another_try(error) and (asked_to_wait(error) or 0) <= self._timeout_seconds

    def _wait(self, state: Any) -> float:
        """Seconds before the next try: what the server asked for, or a random and growing time."""
        from tenacity import wait_random_exponential

        asked = asked_to_wait(state.outcome.exception())
        least, most = _WAIT_SECONDS
        return least + wait_random_exponential(multiplier=least, max=most)(state) if asked is None else asked

    def _complain_of(self, finish: str | None, text: str) -> None:
        """Raise ModelUnavailable for a reply that ended otherwise than it should."""
        if finish in ("content_filter", "refusal"):
            raise ModelUnavailable(self.name, "refused to answer (its provider's rules)", "Ask in other words.")
        if not text.strip():
            raise ModelUnavailable(self.name, "sent an empty reply", "Try again, or use --model quotes.")
        if finish is None and not self._bare:
            raise ModelUnavailable(self.name, "broke off in the middle of its reply", "Try again.")

    def _fault(self, error: Exception, *, begun: bool) -> ModelUnavailable:
        problem, remedy = explain(error, begun, self._timeout_seconds)
        return ModelUnavailable(self.name, self._scrub(problem), remedy)

    def _tells_secret(self, error: BaseException) -> bool:
        return self._scrub(words_of(error), most=1_000_000) != " ".join(words_of(error).split())

    def _scrub(self, text: str, most: int = _LONGEST) -> str:
        """A server's words without keys, line breaks and what steers a terminal."""
        for secret in self._secrets:
            text = text.replace(secret, "***")
        text = re.sub(r"\b(sk|pk|key|gsk|xai)-[\w*-]{6,}|(?<=Bearer )\S+|(?<=Basic )\S+", "***", text)
        return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:most]


def deadline_client(timeout_seconds: float, login: tuple[str, str] | None = None) -> Any:
    """An httpx client that ends a reply which drips or swells without end; proxies are taken from the environment.

    A reply that goes on bringing words is read to its end, and one that comes whole is passed on as a stream. A
    `login` takes the place of a key.
    """
    import httpx

    class Bounded(httpx.SyncByteStream):
        """The bytes of a reply, until it is silent for too long, the deadline or the largest size."""

        def __init__(self, inner: Any) -> None:
            self._inner = inner

        def __iter__(self) -> Generator[bytes, None, None]:
            ends, size = time.monotonic() + _DEADLINE * timeout_seconds, 0
            silent = time.monotonic() + _SILENCE * timeout_seconds
            for block in self._inner:
                now = time.monotonic()
                size += len(block)
                if now > min(ends, silent) or size > _MOST_BYTES:
                    raise httpx.ReadTimeout("the reply did not end")
                if b"data:" in block:
                    silent = now + _SILENCE * timeout_seconds
                yield block

        def close(self) -> None:
            self._inner.close()

    class Events(Bounded):
        """The same bytes as the event stream that the client reads. `whole`: they are one JSON object."""

        def __init__(self, inner: Any, whole: bool) -> None:
            super().__init__(inner)
            self._whole = whole

        def __iter__(self) -> Generator[bytes, None, None]:
            blocks = super().__iter__()
            yield from [whole_as_events(b"".join(blocks))] if self._whole else as_events(blocks)

    def bound(response: httpx.Response) -> None:
        asked_for_events = b'"stream":true' in response.request.content.replace(b" ", b"")
        if response.status_code != 200 or not asked_for_events or "content-encoding" in response.headers:
            response.stream = Bounded(response.stream)
        else:
            response.stream = Events(response.stream, "json" in response.headers.get("content-type", ""))

    plain = {"Accept-Encoding": "identity"}  # a packed stream could not be put right
    client = httpx.Client(
        auth=login, timeout=timeout_seconds, follow_redirects=True, headers=plain, event_hooks={"response": [bound]}
    )
    return make_stoppable(client)


def _finish(chunk: Any) -> str | None:
    """Why a reply ended, once it has: as OpenAI has it, with `refusal` for a refusal in words."""
    choices = getattr(chunk.raw, "choices", None) or []
    if not choices:
        return None
    if getattr(getattr(choices[0], "delta", None), "refusal", None):
        return "refusal"
    found: str | None = getattr(choices[0], "finish_reason", None)
    return found
