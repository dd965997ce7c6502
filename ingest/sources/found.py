"""The types of reading: blobs of bytes, and the articles, failures and skips that they give. Floor 2."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import IO, Any, Protocol

from assistant.types import FieldOrigin

SIZE_LIMIT_BYTES = 20_000_000
"""Limit for a text, a page or one record; no article is larger."""
DOCUMENT_LIMIT_BYTES = 100_000_000
"""Limit for a document that holds pictures too: PDF, Word, MHTML."""


class TooLarge(Exception):
    """A source is larger than any article; the message is the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of a field (title, outlet, published, url, author, language, form, ...) and where it was found.

    `where` names the place for readers: "JSON-LD datePublished", "header From".
    """

    name: str
    value: str
    origin: FieldOrigin = "record"
    where: str = ""


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article as it was read.

    `given` holds the fields of its front matter or record, unchecked; `facts` the metadata of its page, message or
    feed, the most trusted first. `digest` is the SHA-256 of what was read, `note` states what was assumed.
    `extracted`: a library has already extracted the body from its page. `stub`: the text is only the beginning.
    """

    source: str
    text: str
    given: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""
    note: str = ""
    facts: tuple[Fact, ...] = ()
    extracted: bool = False
    stub: bool = False


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """A source, or one record of it, that could not be read; the reason is the end of a sentence."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A source that was skipped without an error, because files of its kind are not read."""

    source: str
    reason: str


Found = RawArticle | ReadFailure | Skipped


@dataclass(frozen=True, slots=True)
class Blob:
    """A named run of bytes: a file, a member of an archive, an attachment, the reply of a server.

    `name` is its printable name in receipts; the extension of `filename` decides the format. `field_map` gives the
    column or key of a record by our name (`title` -> `headline`); `depth` counts the archives around it.
    """

    name: str
    filename: str
    opener: Callable[[], IO[bytes]]
    size: int | None = None
    field_map: Mapping[str, str] = field(default_factory=dict)
    depth: int = 0

    def open(self) -> IO[bytes]:
        """Open the bytes from the beginning; the caller closes the file."""
        return self.opener()

    def read(self, limit_bytes: int = SIZE_LIMIT_BYTES) -> bytes:
        """All of the bytes. Raises TooLarge beyond the limit, OSError."""
        if self.size is not None and self.size > limit_bytes:
            raise TooLarge(f"is larger than {limit_bytes // 1_000_000} MB, which no article is")
        with self.open() as file:
            raw = file.read(limit_bytes + 1)
        if len(raw) > limit_bytes:
            raise TooLarge(f"is larger than {limit_bytes // 1_000_000} MB, which no article is")
        return raw

    @property
    def stem(self) -> str:
        """The file name without folder and extension."""
        return PurePosixPath(self.filename).stem


class Format(Protocol):
    """The interface of each format module of this folder.

    A part that cannot be read is a ReadFailure of its own; OSError and TooLarge end the blob.
    """

    def read(self, blob: Blob) -> Iterator[Found]:
        """The articles of a blob, in its order."""


def blob_of_file(path: Path, name: str, field_map: Mapping[str, str] | None = None) -> Blob:
    """The blob of a regular file. Raises OSError."""
    return Blob(name, path.name, lambda: path.open("rb"), path.stat().st_size, field_map or {})


def blob_of_bytes(name: str, filename: str, raw: bytes, of: Blob | None = None, **more: Any) -> Blob:
    """The blob of some bytes in memory; `of` is the blob that they were extracted from."""
    inherited = {"field_map": of.field_map, "depth": of.depth} if of else {}
    return Blob(name, filename, lambda: io.BytesIO(raw), len(raw), **{**inherited, **more})


def with_address(found: Found, address: str) -> Found:
    """An article with the address that its document was read from; a failure or a skip as it is."""
    if not isinstance(found, RawArticle):
        return found
    return replace(found, facts=(*found.facts, Fact("url", address, "address", "the address that was read")))


def bytes_digest(raw: bytes) -> str:
    """The SHA-256 of some bytes."""
    return hashlib.sha256(raw).hexdigest()


def escape_unprintable(text: str) -> str:
    """The text with control characters and lone surrogates as escapes."""
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
