"""Reads the rows of a `.jsonl` file given to a command. Floor 1."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.errors import BadBatch, SourceMissing


def read_rows(path: Path, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file with their line numbers, each with a string under `key`; empty lines are skipped.

    Raises SourceMissing, and BadBatch with the line number for anything else.
    """
    if not path.is_file():
        raise SourceMissing(str(path))
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadBatch(path, None, f"cannot be read as UTF-8 text ({error}).") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadBatch(path, number, f"is not JSON ({error.msg}). Nothing was run.") from error
        if not isinstance(row, dict) or not isinstance(row.get(key), str):
            raise BadBatch(path, number, f'has no "{key}" text. Nothing was run.')
        yield number, row
