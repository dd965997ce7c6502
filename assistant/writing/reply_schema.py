"""The JSON schemas of what the writer has a language model reply. Floor 3."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from assistant.models.types import Schema
from assistant.reading.reply_objects import INTEGER, TEXT, choice_schema, list_schema, object_schema
from assistant.types import DisputeKind


def answer_schema(keys: Sequence[str]) -> Schema:
    """The JSON schema of an answer; with `keys`, no others can be cited.

    With `keys` (a small model) at least one sentence is required: a model of 1.5 billion parameters gave none for 10 of
    12 questions that it could have answered.
    """
    key = choice_schema(keys) if keys else TEXT
    line = object_schema(key=key, words=TEXT)
    sentence = object_schema(text=TEXT, rests_on=list_schema(line, **({"minItems": 1} if keys else {})))
    kind = choice_schema(get_args(DisputeKind))
    return object_schema(
        answerable={"type": "boolean"},
        missing=TEXT,
        sentences=list_schema(sentence, **({"minItems": 1} if keys else {})),
        disagreements=list_schema(object_schema(about=TEXT, kind=kind, sides=list_schema(line))),
    )


CORRECTIONS = object_schema(
    sentences=list_schema(
        object_schema(number=INTEGER, text=TEXT, rests_on=list_schema(object_schema(key=TEXT, words=TEXT)))
    )
)
