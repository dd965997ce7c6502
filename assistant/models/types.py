"""What the house knows of a language model: its messages, its reply, and the one protocol. Floor 1."""

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
    """A whole reply. `cut`: it was ended at the limit of tokens. Tokens are the server's count, or else our own.

    `note` is what a reader should know of how it came about.
    """

    text: str
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cut: bool = False
    note: str = ""


class Model(Protocol):
    """What the rest of the house knows of a language model; a wrapper (a meter, a replay) need only give `stream`.

    `name` may be shown and saved: it holds no key. `window_tokens` bounds prompt and reply together. `strong`: it reads
    whole passages and can check sentences. `structured`: its server takes a JSON schema, as far as is known.
    `thinking_tokens` may be spent on top of `max_tokens`.
    """

    name: str
    window_tokens: int
    strong: bool
    thinking_tokens: int

    @property
    def structured(self) -> bool:
        """As above."""
        ...

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, schema: Schema | None = None
    ) -> Generator[str, None, Reply]:
        """The reply in pieces as they come; the generator returns it whole. Raises ModelUnavailable, also midway."""
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
    """A model under its own name and with its particulars; what wraps it overrides `stream`."""

    def __init__(self, model: Model) -> None:
        self.name, self.window_tokens, self.thinking_tokens = model.name, model.window_tokens, model.thinking_tokens
        self.strong = model.strong
        self._model = model

    @property
    def structured(self) -> bool:
        """As the model is now: it may have learned that its server takes no schema."""
        return self._model.structured
