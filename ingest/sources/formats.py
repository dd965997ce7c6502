"""Maps file extensions to the modules that read them, which are imported on first use. Floor 2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from assistant.plugins import offered
from ingest.sources.found import Blob, Format, Found, ReadFailure, Skipped, TooLarge

_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class FileType:
    """How files of one extension are read: the one place where a format is named.

    `module` is the file of this folder with `read(blob)`. `many`: a file holds any number of articles, which are passed
    on one by one. `text`: an upload with other bytes than text is refused. `media_type`: as what servers send it.
    """

    module: str
    many: bool = False
    text: bool = True
    media_type: str = ""


FORMATS = {
    ".txt": FileType("text", media_type="text/plain"),
    ".md": FileType("text", media_type="text/markdown"),
    ".html": FileType("webpage", media_type="text/html"),
    ".htm": FileType("webpage"),
    ".xhtml": FileType("webpage", media_type="application/xhtml+xml"),
    ".mhtml": FileType("mhtml", text=False),
    ".mht": FileType("mhtml", text=False),
    ".warc": FileType("warc", many=True, text=False, media_type="application/warc"),
    ".wacz": FileType("archives", many=True, text=False),
    ".json": FileType("records", many=True, media_type="application/json"),
    ".jsonl": FileType("records", many=True, media_type="application/x-ndjson"),
    ".ndjson": FileType("records", many=True),
    ".csv": FileType("tables", many=True, media_type="text/csv"),
    ".tsv": FileType("tables", many=True),
    ".pdf": FileType("pdf", text=False, media_type="application/pdf"),
    ".docx": FileType("docx", text=False, media_type=f"{_OFFICE}.wordprocessingml.document"),
    ".odt": FileType("odt", text=False, media_type="application/vnd.oasis.opendocument.text"),
    ".eml": FileType("mail", media_type="message/rfc822"),
    ".mbox": FileType("mail"),
    ".zip": FileType("archives", many=True, text=False, media_type="application/zip"),
    ".gz": FileType("archives", many=True, text=False),
    ".rss": FileType("feeds", many=True),
    ".atom": FileType("feeds", many=True),
    ".xml": FileType("feeds", many=True),
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


def text_endings() -> tuple[str, ...]:
    """Those of our extensions whose files are text and nothing else."""
    return tuple(ending for ending, kind in FORMATS.items() if kind.text)


def is_one_article(filename: str) -> bool:
    """Whether files of this name hold one article, or few, so that another process may read the whole of it."""
    kind = FORMATS.get(ending_of(filename))
    return kind is not None and not kind.many


def ending_of_media_type(media_type: str) -> str:
    """The extension of files that servers send as this type; "" for a type that is not read."""
    return next((ending for ending, kind in FORMATS.items() if media_type and kind.media_type == media_type), "")


def read_blob(blob: Blob) -> Iterator[Found]:
    """The articles of a blob, in its order, by its extension; OSError and TooLarge become a ReadFailure."""
    ending = ending_of(blob.filename)
    kind = FORMATS.get(ending)
    if kind is None and ending not in endings():
        yield Skipped(blob.name, unread_ending(blob.filename))
        return
    if kind is not None and kind.module == "archives" and blob.depth >= _DEEPEST:
        yield ReadFailure(blob.name, f"lies {blob.depth} archives deep, deeper than is opened")
        return
    # A package offers a format by an entry point named as the extension (`epub`): a module with `read(blob)`.
    reader = cast(
        Format, import_module(f"ingest.sources.{kind.module}") if kind else offered(_GROUP)[ending[1:]].load()
    )
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
