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
    """A whole reply. `cut`: it was ended at the limit of tokens. Tokens are the server's count, or else our own."""

    text: str
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cut: bool = False


class Model(Protocol):
    """What the rest of the house knows of a language model; a wrapper (a meter, a replay) need only give `stream`.

    `name` may be shown and saved: it holds no key. `window_tokens` bounds prompt and reply together. `structured`:
    its replies are better under a JSON schema than as prose. `thinking_tokens` may be spent on top of `max_tokens`.
    """

    name: str
    window_tokens: int
    structured: bool
    thinking_tokens: int

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
