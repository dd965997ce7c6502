"""Calls a llama-index LLM with retries; every failure becomes ModelUnavailable. Floor 1."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from typing import Any

from assistant.errors import ModelUnavailable
from assistant.models.faults import explain, is_transient, message_of, retry_after_seconds
from assistant.models.tokens import count_tokens
from assistant.models.types import Message, Model, Reply, Schema

_TRIES = 4  # in all; with the waits below, a server that is down costs about 4 s
_WAIT_SECONDS = (0.3, 8.0)  # least and most between two tries: random exponential backoff
_CHARACTERS_PER_TOKEN = 8  # more than any language needs: a reply longer than max_tokens times this is cut
_LONGEST = 400  # characters of an error message
_LIMITS = ("max_tokens", "max_completion_tokens")
_OPTIONAL = ("response_format", "stream_options", "reasoning_effort", "temperature", *_LIMITS)
_READ_SHARE = 0.6  # of our token count; a server that reports fewer may have dropped the beginning of the prompt


class ModelClient(Model):
    """A language model behind a llama-index LLM.

    `makers` make the LLM; the next one is tried when the address of the last gives 404. `limits` are the possible names
    of the token limit, the first that the server accepts being used. `bare`: calls take no options. `secrets` are
    removed from error messages.
    """

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
        self._limits = limits
        self._bare = bare
        self._rejected: set[str] = set()  # options that the server rejected
        self.sleep: Callable[[float], None] = time.sleep

    def __repr__(self) -> str:
        return f"ModelClient({self.name!r})"

    @property
    def structured(self) -> bool:
        """Whether the server accepts a JSON schema: assumed until it rejects one."""
        return not self._bare and "response_format" not in self._rejected

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, schema: Schema | None = None
    ) -> Generator[str, None, Reply]:
        """The reply in pieces. Retried only before the first piece. Raises ModelUnavailable."""
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
            self._check_end(last, text)
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
        """The llama-index responses of a call; every error of the library or the server becomes ModelUnavailable."""
        rest = None
        try:
            first, rest = self._begin(messages, max_tokens, schema)
            if first is not None:
                yield first
                yield from rest
        except (ModelUnavailable, GeneratorExit):
            raise
        # Integrations raise anything, and a malformed reply ends as IndexError, AttributeError, ValueError or a
        # pydantic error inside the library. None of our own code runs in here.
        except Exception as error:
            fault = self._fault(error, begun=rest is not None)
            raise fault from (None if self._has_secret(error) else error)

    def _begin(self, messages: Sequence[Message], max_tokens: int, schema: Schema | None) -> tuple[Any, Iterable[Any]]:
        """The first response and the rest, after retries and without rejected options."""
        import openai
        from tenacity import Retrying, retry_if_exception, stop_after_attempt

        while True:
            try:
                for attempt in Retrying(
                    stop=stop_after_attempt(_TRIES),
                    wait=self._wait,
                    retry=retry_if_exception(self._is_transient),
                    sleep=self.sleep,
                    reraise=True,
                ):
                    with attempt:
                        rest = self._call(messages, max_tokens, schema)
                        return next(rest, None), rest
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                # "'max_tokens' is not supported, use 'max_completion_tokens'" names both: only the one sent counts
                sent = {"temperature", *self._options(max_tokens, schema)} - self._rejected
                named = [one for one in _OPTIONAL if one in sent and one in message_of(error)]
                if not named:
                    raise
                self._rejected.add(named[0])
            except openai.NotFoundError as error:
                if len(self._makers) < 2 or "model" in message_of(error).lower():
                    raise
                self._makers.pop(0)
                self._llm = None

    def _call(self, messages: Sequence[Message], max_tokens: int, schema: Schema | None) -> Any:
        from llama_index.core.base.llms.types import ChatMessage

        if self._llm is None:
            self._llm = self._makers[0]()
        chat = [ChatMessage(role=message.role, content=message.text) for message in messages]
        return iter(self._llm.stream_chat(chat, **({} if self._bare else self._options(max_tokens, schema))))

    def _options(self, max_tokens: int, schema: Schema | None) -> dict[str, Any]:
        import openai

        limit = next((one for one in self._limits if one not in self._rejected), "")
        options: dict[str, Any] = {
            limit: max_tokens + self.thinking_tokens,
            "stream_options": {"include_usage": True},
        }
        if self.thinking_tokens:
            options["reasoning_effort"] = "low"
        if schema:
            shape = {"name": "reply", "strict": True, "schema": dict(schema)}
            options["response_format"] = {"type": "json_schema", "json_schema": shape}
        for option in ("", *self._rejected):
            options.pop(option, None)
        if "temperature" in self._rejected:
            options["temperature"] = openai.NOT_GIVEN
        return options

    def _is_transient(self, error: BaseException) -> bool:
        """Whether a retry may succeed within the timeout."""
        return is_transient(error) and (retry_after_seconds(error) or 0) <= self._timeout_seconds

    def _wait(self, state: Any) -> float:
        """Seconds before the next try: what the server asked for, or else random exponential backoff."""
        from tenacity import wait_random_exponential

        asked = retry_after_seconds(state.outcome.exception())
        least, most = _WAIT_SECONDS
        return least + wait_random_exponential(multiplier=least, max=most)(state) if asked is None else asked

    def _check_end(self, finish: str | None, text: str) -> None:
        """Raise ModelUnavailable for a refusal, an empty reply, or one that was not finished."""
        if finish in ("content_filter", "refusal"):
            raise ModelUnavailable(self.name, "refused to answer (its provider's rules)", "Ask in other words.")
        if not text.strip():
            raise ModelUnavailable(self.name, "sent an empty reply", "Try again, or use --model quotes.")
        if finish is None and not self._bare:
            raise ModelUnavailable(self.name, "broke off in the middle of its reply", "Try again.")

    def _fault(self, error: Exception, *, begun: bool) -> ModelUnavailable:
        problem, remedy = explain(error, begun, self._timeout_seconds)
        return ModelUnavailable(self.name, self._scrub(problem), remedy)

    def _has_secret(self, error: BaseException) -> bool:
        return self._scrub(message_of(error), most=1_000_000) != " ".join(message_of(error).split())

    def _scrub(self, text: str, most: int = _LONGEST) -> str:
        """A message in one line, without keys and terminal control characters, truncated to `most` characters."""
        for secret in self._secrets:
            text = text.replace(secret, "***")
        text = re.sub(r"\b(sk|pk|key|gsk|xai)-[\w*-]{6,}|(?<=Bearer )\S+|(?<=Basic )\S+", "***", text)
        return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:most]


def _finish(chunk: Any) -> str | None:
    """OpenAI's finish reason of a chunk, or `refusal` if the model refused in text; None while the reply goes on."""
    choices = getattr(chunk.raw, "choices", None) or []
    if not choices:
        return None
    if getattr(getattr(choices[0], "delta", None), "refusal", None):
        return "refusal"
    found: str | None = getattr(choices[0], "finish_reason", None)
    return found
