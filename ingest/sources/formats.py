"""Maps file extensions to the modules that read them, which are imported on first use. Floor 2."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import cast

from assistant.plugins import offered
from ingest.sources.found import Blob, Format, Found, ReadFailure, Skipped, TooLarge

FORMATS = {
    ".txt": "text",
    ".md": "text",
    ".html": "webpage",
    ".htm": "webpage",
    ".xhtml": "webpage",
    ".mhtml": "mhtml",
    ".mht": "mhtml",
    ".json": "records",
    ".jsonl": "records",
    ".ndjson": "records",
    ".csv": "tables",
    ".tsv": "tables",
    ".pdf": "pdf",
    ".docx": "docx",
    ".eml": "mail",
    ".mbox": "mail",
    ".warc": "warc",
    ".zip": "archives",
    ".gz": "archives",
    ".rss": "feeds",
    ".atom": "feeds",
    ".xml": "feeds",
}
_GROUP = "sayso.formats"
_DEEPEST = 3
"""Deepest nesting of archives that is opened."""


def ending_of(filename: str) -> str:
    """The last extension of a file name in lower case: `.gz` of `a.jsonl.GZ`; "" for none."""
    dot = filename.rfind(".")
    return filename[dot:].lower() if dot > 0 else ""


def endings() -> tuple[str, ...]:
    """The extensions that are read: ours, then those offered by installed packages."""
    return (*FORMATS, *(f".{name}" for name in offered(_GROUP) if f".{name}" not in FORMATS))


def read_blob(blob: Blob) -> Iterator[Found]:
    """The articles of a blob, in its order, by its extension; OSError and TooLarge become a ReadFailure."""
    ending = ending_of(blob.filename)
    module = FORMATS.get(ending)
    if module is None and ending not in endings():
        yield Skipped(blob.name, unread_ending(blob.filename))
        return
    if module == "archives" and blob.depth >= _DEEPEST:
        yield ReadFailure(blob.name, f"lies {blob.depth} archives deep, deeper than is opened")
        return
    # A package offers a format by an entry point named as the extension (`epub`): a module with `read(blob)`.
    reader = cast(Format, import_module(f"ingest.sources.{module}") if module else offered(_GROUP)[ending[1:]].load())
    try:
        yield from reader.read(blob)
    except TooLarge as error:
        yield ReadFailure(blob.name, str(error))
    except OSError as error:
        yield ReadFailure(blob.name, f"cannot be opened: {error.strerror}" if error.strerror else str(error))


def unread_ending(filename: str) -> str:
    """The reason for skipping a file, as the end of a sentence."""
    ending = ending_of(filename)
    return f"{ending} files are not read" if ending else "files without an ending are not read"
