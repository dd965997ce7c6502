"""JSON and JSON lines: one article per record. Floor 2.

A record without text is a ReadFailure that lists the field names looked for; the others are still read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import IO, Any

from ingest.sources.decode import decode, repair_mojibake
from ingest.sources.fields import fields_of, looked_for, records_in, text_in
from ingest.sources.found import (
    SIZE_LIMIT_BYTES,
    Blob,
    Found,
    RawArticle,
    ReadFailure,
    bytes_digest,
    escape_unprintable,
)

_WHOLE_LIMIT_BYTES = 200_000_000
"""Limit for a `.json` of many records, which cannot be streamed."""


def read(blob: Blob) -> Iterator[Found]:
    """The articles in order: one per line, or per record of a JSON document.

    An article is named `path#url`, or `path#17` by its position where it has no unique address.
    """
    if blob.filename.lower().endswith(".json"):
        yield from _document(blob)
        return
    found = False
    seen: set[int] = set()
    with blob.open() as file:
        for number, line in lines_of_file(file):
            if line is not None and not line.strip():
                continue
            found = True
            yield _line(blob, number, line, seen)
    if not found:
        yield ReadFailure(blob.name, "is empty")


def lines_of_file(file: IO[bytes], limit_bytes: int = 0) -> Iterator[tuple[int, bytes | None]]:
    """The lines with their numbers, from 1; None for a line beyond the limit, which is never held in memory."""
    limit, number = limit_bytes or SIZE_LIMIT_BYTES, 0
    while line := file.readline(limit + 1):
        number += 1
        if len(line) > limit and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = file.readline(1_000_000)
            yield number, None
        else:
            yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line


def article_of_record(
    blob: Blob, place: str, called: str, record: Mapping[str, Any], digest: str, seen: set[int]
) -> RawArticle | ReadFailure:
    """The article of one record, or a failure. `called` is its place in words: "line 3"; `seen` hashes of addresses."""
    text, stub = text_in(record, blob.field_map)
    if not text.strip():
        names = ", ".join(sorted(str(key) for key in record)[:12])
        return ReadFailure(
            place,
            escape_unprintable(
                f"{called} has no text; looked for {looked_for()}; it has {names} (name it: --map text=...)"
            ),
        )
    given = fields_of(record, blob.field_map)
    text, note = repair_mojibake(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    url = given.get("url", "")
    key = hash(url)
    own_address = url.startswith(("http://", "https://")) and len(url) <= 500 and key not in seen
    seen.add(key)
    source = escape_unprintable(f"{blob.name}#{url}") if own_address else place
    return RawArticle(source, text, given, digest, note, stub=stub)


def _line(blob: Blob, number: int, line: bytes | None, seen: set[int]) -> RawArticle | ReadFailure:
    place, called = f"{blob.name}#{number}", f"line {number}"
    if line is None:
        return ReadFailure(place, f"{called} is longer than {SIZE_LIMIT_BYTES // 1_000_000} MB")
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return ReadFailure(place, f"{called} is not UTF-8 text")
    except (ValueError, RecursionError):
        return ReadFailure(place, f"{called} is not JSON")
    if not isinstance(record, dict):
        return ReadFailure(place, f"{called} is not a JSON object")
    return article_of_record(blob, place, called, record, bytes_digest(line.strip()), seen)


def _document(blob: Blob) -> Iterator[Found]:
    raw = blob.read(_WHOLE_LIMIT_BYTES)
    decoded = decode(raw)
    if decoded is None or not decoded.text.strip():
        yield ReadFailure(blob.name, "is empty" if decoded else "is not a text file")
        return
    try:
        document = json.loads(decoded.text)
    except (ValueError, RecursionError):
        yield ReadFailure(blob.name, "is not JSON")
        return
    seen: set[int] = set()
    records = list(records_in(document))
    if not records:
        yield ReadFailure(blob.name, "is empty")
    for number, record in enumerate(records, 1):
        alone = len(records) == 1
        place, called = (blob.name, "it") if alone else (f"{blob.name}#{number}", f"record {number}")
        if not isinstance(record, dict):
            yield ReadFailure(place, f"{called} is not a JSON object")
            continue
        digest = bytes_digest(json.dumps(record, sort_keys=True).encode())
        found = article_of_record(blob, place, called, record, digest, set() if alone else seen)
        yield found
