"""Counts the tokens and money that model calls use, and refuses a call that could exceed a limit. Floor 2.

A `Budget` counts for a run, with another nested in it for each question; `MeteredModel` charges them.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Sequence
from dataclasses import dataclass

from assistant.errors import BudgetSpent
from assistant.models.prices import Price
from assistant.models.tokens import count_tokens
from assistant.models.types import Message, Model, Reply, Schema, WrappedModel
from assistant.types import Usage

_TOKENIZER_MARGIN = 1.15  # other tokenizers count up to 15% more tokens than ours
_PER_MESSAGE = 8  # tokens that a chat template adds


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that may be spent, tokens read and written together; None for no limit."""

    usd: float | None = None
    tokens: int | None = None


class Budget:
    """Tokens and US dollars spent so far. Thread-safe. A budget `within` another charges that one too."""

    def __init__(self, limits: Limits | None = None, what: str = "this run", within: Budget | None = None) -> None:
        self._limits, self._what, self._within = limits or Limits(), what, within
        self._lock = threading.Lock()
        self._prompt = self._completion = 0
        self._usd: float | None = 0.0
        self._held_tokens, self._held_usd = 0, 0.0

    def usage(self, seconds: float) -> Usage:
        """What was spent, with the time that the caller measured. `usd` is None once a price was unknown."""
        with self._lock:
            usd = None if self._usd is None else round(self._usd, 6)
            return Usage(self._prompt, self._completion, round(seconds, 3), usd)

    def hold(self, tokens: int, usd: float | None, model: str) -> None:
        """Reserve the most that a call may use. Raises BudgetSpent if that would exceed a limit."""
        with self._lock:
            self._allow(tokens, usd, model)
            self._held_tokens += tokens
            self._held_usd += usd or 0.0
        if self._within:
            try:
                self._within.hold(tokens, usd, model)
            except BudgetSpent:
                self._release(tokens, usd)
                raise

    def settle(self, tokens: int, usd: float | None, prompt: int, completion: int, paid: float | None) -> None:
        """Replace the reservation of a call by what it really used."""
        self._release(tokens, usd)
        with self._lock:
            self._prompt += prompt
            self._completion += completion
            if prompt or completion:
                self._usd = None if self._usd is None or paid is None else self._usd + paid
        if self._within:
            self._within.settle(tokens, usd, prompt, completion, paid)

    def _release(self, tokens: int, usd: float | None) -> None:
        with self._lock:
            self._held_tokens -= tokens
            self._held_usd -= usd or 0.0

    def _allow(self, tokens: int, usd: float | None, model: str) -> None:
        limits = self._limits
        if limits.tokens is not None:
            spent = self._prompt + self._completion + self._held_tokens
            if spent + tokens > limits.tokens:
                needed = f"{tokens:,} tokens, and {spent:,} are spent"
                raise BudgetSpent(f"{limits.tokens:,} tokens for {self._what}", needed)
        if limits.usd is not None:
            limit = f"{limits.usd:g} USD for {self._what}"
            if usd is None or self._usd is None:
                raise BudgetSpent(limit, f"an unknown sum: no price of {model} is in prices.yaml")
            spent_usd = self._usd + self._held_usd
            if spent_usd + usd > limits.usd:
                raise BudgetSpent(limit, f"{usd:.4f} USD, and {spent_usd:.4f} are spent")


class MeteredModel(WrappedModel):
    """A model whose calls are charged to a budget. Raises BudgetSpent before a call that could exceed a limit."""

    def __init__(self, model: Model, budget: Budget, price: Price | None) -> None:
        super().__init__(model)
        self._budget, self._price = budget, price

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, schema: Schema | None = None
    ) -> Generator[str, None, Reply]:
        """The reply in pieces. A reply that breaks off or is abandoned is charged for the pieces that came."""
        read = sum(count_tokens(message.text) for message in messages)
        most_read = int(read * _TOKENIZER_MARGIN) + _PER_MESSAGE * len(messages)
        most = most_read + max_tokens + self.thinking_tokens
        most_usd = self._price.of(most_read, most - most_read) if self._price else None
        self._budget.hold(most, most_usd, self.name)
        text = ""
        reply: Reply | None = None
        pieces = self._model.stream(messages, max_tokens=max_tokens, schema=schema)
        try:
            while True:
                try:
                    piece = next(pieces)
                except StopIteration as end:
                    reply = end.value
                    break
                text += piece
                yield piece
        finally:
            pieces.close()
            if reply:
                prompt, completion = reply.prompt_tokens, reply.completion_tokens
            else:
                prompt, completion = (read, count_tokens(text)) if text else (0, 0)
            paid = self._price.of(prompt, completion) if self._price else None
            self._budget.settle(most, most_usd, prompt, completion, paid)
        return reply
