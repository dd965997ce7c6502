"""CSV and TSV: one article per row, with field names in the first row. Floor 2."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

from ingest.sources.decode import decode
from ingest.sources.fields import TEXT_NAMES, is_known, looked_for
from ingest.sources.found import Blob, Found, ReadFailure, bytes_digest
from ingest.sources.records import article_of_record

_WHOLE_LIMIT_BYTES = 200_000_000
_CELL_LIMIT = 20_000_000


def read(blob: Blob) -> Iterator[Found]:
    """The articles in order, named `path#2` by row number (the field names are row 1)."""
    raw = blob.read(_WHOLE_LIMIT_BYTES)
    decoded = decode(raw)
    if decoded is None or not decoded.text.strip():
        yield ReadFailure(blob.name, "is not a text file" if decoded is None else "is empty")
        return
    rows = _rows(decoded.text, tab=blob.filename.lower().endswith(".tsv"))
    try:
        names = [name.strip() for name in next(rows)]
    except (StopIteration, csv.Error):
        yield ReadFailure(blob.name, "is not a table")
        return
    if not any(is_known(name) or name.lower() in TEXT_NAMES or name in blob.field_map.values() for name in names):
        yield ReadFailure(
            blob.name, f"its first row names no field that is known; looked for title, url, {looked_for()}"
        )
        return
    seen: set[int] = set()
    number = 1
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield ReadFailure(f"{blob.name}#{number}", f"row {number} is not CSV ({error})")
            return
        if not any(cell.strip() for cell in row):
            continue
        record = dict(zip(names, row, strict=False))
        digest = bytes_digest(json.dumps(record, sort_keys=True).encode())
        yield article_of_record(blob, f"{blob.name}#{number}", f"row {number}", record, digest, seen)


def _rows(text: str, *, tab: bool) -> Iterator[list[str]]:
    """The rows of a table; the delimiter of a `.csv` is the most frequent of tab, comma, semicolon in row 1."""
    first = text.split("\n", 1)[0]
    mark = "\t" if tab or first.count("\t") > first.count(",") + first.count(";") else ","
    mark = ";" if mark == "," and first.count(";") > first.count(",") else mark
    csv.field_size_limit(_CELL_LIMIT)
    return csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=mark)
