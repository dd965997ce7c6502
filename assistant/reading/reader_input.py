"""The reader model's input format, shared by training and inference. Floor 1."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.weights.network import END, START

QUESTION_TOKENS, UNIT_TOKENS, CONTEXT_TOKENS = 64, 128, 48


def reader_tokens(question: Sequence[int], unit: Sequence[int], context: Sequence[int]) -> list[int]:
    """The token ids of [CLS] question [SEP] unit [SEP] context [SEP], without the last part if there is no context."""
    beside = [*context, END] if context else []
    return [START, *question, END, *unit, END, *beside]


def context_of(title: str | None, before: str) -> str:
    """The context of a unit, which resolves "he" and "the deal": the title and the preceding sentence, if any."""
    return ". ".join(part for part in (title or "", before) if part)
