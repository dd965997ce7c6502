"""The JSON of a model's reply: the schema that asks for it, and the objects in what came, whole or not. Floor 2."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from assistant.models.types import Schema
from assistant.reading.reply_text import without_thoughts

TEXT: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}
_decode = json.JSONDecoder(strict=False).raw_decode


def object_schema(**properties: Schema) -> Schema:
    """The schema of an object whose properties are all required, as providers demand for strict replies."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def list_schema(items: Schema, **bounds: int) -> Schema:
    """The schema of a list, with bounds such as `minItems`."""
    return {"type": "array", "items": items, **bounds}


def choice_schema(words: Iterable[str]) -> Schema:
    """The schema of one of some words."""
    return {"type": "string", "enum": list(words)}


def first_object(text: str) -> dict[str, Any] | None:
    """The first JSON object in a text, ignoring what surrounds it; None if there is no complete one."""
    start = text.find("{")
    try:
        found: dict[str, Any] | None = _decode(text, start)[0] if start >= 0 else None
    except (ValueError, RecursionError):
        return None
    return found


def list_start(text: str, name: str) -> int:
    """The position of the first entry of the list of that name in a JSON text; -1 if there is no such list yet."""
    begun = re.search(rf'"{name}"\s*:\s*\[', text)
    return begun.end() if begun else -1


def objects_from(text: str, at: int) -> tuple[list[dict[str, Any]], int]:
    """The complete objects of a list from a position in it, and the position behind the last of them."""
    rows: list[dict[str, Any]] = []
    while (start := text.find("{", at)) >= 0 and not 0 <= text.find("]", at) < start:
        try:
            row, at = _decode(text, start)
        except (ValueError, RecursionError):
            break
        rows.append(row)
    return rows, at


def objects_in(value: object) -> list[dict[str, Any]]:
    """The objects of a list; none of anything else."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def rows_by_number(rows: Iterable[Mapping[str, Any]]) -> dict[int, Mapping[str, Any]]:
    """The rows that have a `number`, by it, the first for each."""
    found: dict[int, Mapping[str, Any]] = {}
    for row in rows:
        if isinstance(row.get("number"), int):
            found.setdefault(row["number"], row)
    return found


def rows_so_far(text: str, name: str) -> dict[int, Mapping[str, Any]]:
    """The complete rows so far of the list of that name in a partial reply, by their number."""
    text = without_thoughts(text)
    start = list_start(text, name)
    return rows_by_number(objects_from(text, start)[0]) if start >= 0 else {}
