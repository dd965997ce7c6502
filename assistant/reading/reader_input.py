"""Lays a question, a unit and its context before the reader: the same when it learns and reads. Floor 1."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.weights.network import END, START

QUESTION_TOKENS, UNIT_TOKENS, CONTEXT_TOKENS = 64, 128, 48


def laid_out(question: Sequence[int], unit: Sequence[int], context: Sequence[int]) -> list[int]:
    """[CLS] question [SEP] unit [SEP] context [SEP]; the second part is left out where there is no context."""
    beside = [*context, END] if context else []
    return [START, *question, END, *unit, END, *beside]


def context_of(title: str | None, before: str) -> str:
    """What is read beside a unit, so that "he" and "the deal" mean something: the title, and the sentence before."""
    return ". ".join(part for part in (title or "", before) if part)
