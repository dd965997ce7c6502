"""Plain text and Markdown: one article per file. Floor 2."""

from __future__ import annotations

from collections.abc import Iterator

from ingest import manifest
from ingest.sources.decode import decode
from ingest.sources.found import Blob, Found, RawArticle, ReadFailure, bytes_digest


def read(blob: Blob) -> Iterator[Found]:
    """The article of the file, with the fields of its front matter."""
    raw = blob.read()
    if not raw.strip(b" \t\r\n\0"):
        yield ReadFailure(blob.name, "is empty")
        return
    decoded = decode(raw)
    if decoded is None:
        yield ReadFailure(blob.name, "is not a text file")
        return
    given, text = manifest.split_front_matter(decoded.text)
    yield RawArticle(blob.name, text, given, bytes_digest(raw), decoded.note)
