"""The language model as the rest of the code sees it: messages, reply, and the Model protocol. Floor 1."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol

Schema = Mapping[str, Any]
"""A JSON schema of an object, all of whose properties are required (what OpenAI calls strict)."""


class Message(NamedTuple):
    """One message of a call."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply. `cut`: it ended at the token limit. Token counts are the server's, or else our own.

    `note` is a warning for the user, or empty.
    """

    text: str
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cut: bool = False
    note: str = ""


class Model(Protocol):
    """A language model; an implementation need only define the attributes and `stream`.

    `name` may be shown and saved: it holds no key. `window_tokens` bounds prompt and reply together. `strong`: it reads
    whole passages and can check sentences. `structured`: its server accepts a JSON schema, as far as is known.
    `thinking_tokens` may be used on top of `max_tokens`.
    """

    name: str
    window_tokens: int
    strong: bool
    thinking_tokens: int

    @property
    def structured(self) -> bool:
        """Whether the server accepts a JSON schema."""
        ...

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, schema: Schema | None = None
    ) -> Generator[str, None, Reply]:
        """Yield the reply in pieces as they arrive and return it whole. Raises ModelUnavailable, also midway."""
        ...

    def complete(self, messages: Sequence[Message], *, max_tokens: int, schema: Schema | None = None) -> Reply:
        """The whole reply. Raises ModelUnavailable."""
        pieces = self.stream(messages, max_tokens=max_tokens, schema=schema)
        while True:
            try:
                next(pieces)
            except StopIteration as end:
                reply: Reply = end.value
                return reply


class WrappedModel(Model):
    """A base for wrappers: the attributes of the wrapped model; subclasses override `stream`."""

    def __init__(self, model: Model) -> None:
        self.name, self.window_tokens, self.thinking_tokens = model.name, model.window_tokens, model.thinking_tokens
        self.strong = model.strong
        self._model = model

    @property
    def structured(self) -> bool:
        """As the wrapped model now: it may have learned that its server rejects schemas."""
        return self._model.structured
