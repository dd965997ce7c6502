"""Notes when the first piece of a model's reply came. Floor 4."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence

from assistant.models.types import Message, Model, Reply, Schema, WrappedModel


class ClockedModel(WrappedModel):
    """A model under its own name; `first` is the `time.perf_counter()` of the first piece since it was last None."""

    def __init__(self, model: Model) -> None:
        super().__init__(model)
        self.first: float | None = None

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, schema: Schema | None = None
    ) -> Generator[str, None, Reply]:
        """The model's reply as it comes. Raises as the model does."""
        pieces = self._model.stream(messages, max_tokens=max_tokens, schema=schema)
        try:
            opening = next(pieces)
        except StopIteration as end:
            reply: Reply = end.value
            return reply
        if self.first is None:
            self.first = time.perf_counter()
        yield opening
        return (yield from pieces)

    def since(self, begun: float) -> float | None:
        """Seconds from `begun` to the first piece; None where none came."""
        return None if self.first is None else round(self.first - begun, 3)
