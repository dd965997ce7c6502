"""What a source is and what reading one gives: articles, failures, and what was passed over. Floor 2."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, Protocol

from assistant.types import FieldOrigin

SIZE_LIMIT_BYTES = 20_000_000
"""Of a text, a page, one record or one message; no article is larger."""
DOCUMENT_LIMIT_BYTES = 100_000_000
"""Of a document that holds pictures beside its text: PDF, Word, MHTML."""


class TooLarge(Exception):
    """A source is larger than any article; says so as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of a field (title, outlet, published, url, author, language, form, ...) and where it was found.

    `where` tells a reader the place: "JSON-LD datePublished", "header From".
    """

    name: str
    value: str
    origin: FieldOrigin = "record"
    where: str = ""


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article as it lay there.

    `given` holds the fields that front matter or the record names, unchecked; `facts` what a page, a message or a feed
    tells of itself, the most trusted first. `digest` is the SHA-256 of what was read, `note` says what had to be
    assumed. `extracted`: a library has taken the body out of its page already. `stub`: the text is only the beginning.
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
    """A source, or one record of it, that could not be read, and why: the end of a sentence about it."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A source that was passed over and is no fault: its ending is none that is read."""

    source: str
    reason: str


Found = RawArticle | ReadFailure | Skipped


@dataclass(frozen=True, slots=True)
class Blob:
    """A named run of bytes: a file, a member of an archive, an attachment, the reply of a server.

    `name` is how receipts call it, printable; `filename` decides the format by its ending. `field_map` gives our name
    for a column or key of a record (`headline` -> `title`); `depth` counts the archives that it lies in.
    """

    name: str
    filename: str
    opener: Callable[[], IO[bytes]]
    size: int | None = None
    field_map: Mapping[str, str] = field(default_factory=dict)
    depth: int = 0

    def open(self) -> IO[bytes]:
        """The bytes from their beginning, to be closed by the caller."""
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
        """The file's name without folder and ending."""
        return PurePosixPath(self.filename).stem


class Format(Protocol):
    """What each file of this folder offers: the articles of a blob, in its order.

    A part that cannot be read is a ReadFailure by itself. May raise OSError and TooLarge, which end the blob.
    """

    def read(self, blob: Blob) -> Iterator[Found]:
        """Read the blob."""


def blob_of_file(path: Path, name: str, field_map: Mapping[str, str] | None = None) -> Blob:
    """The blob of a regular file. Raises OSError."""
    return Blob(name, path.name, lambda: path.open("rb"), path.stat().st_size, field_map or {})


def blob_of_bytes(name: str, filename: str, raw: bytes, of: Blob | None = None, **more: Any) -> Blob:
    """The blob of some bytes in memory; `of` is what they were taken out of."""
    inherited = {"field_map": of.field_map, "depth": of.depth} if of else {}
    return Blob(name, filename, lambda: io.BytesIO(raw), len(raw), **{**inherited, **more})


def bytes_digest(raw: bytes) -> str:
    """The SHA-256 of some bytes."""
    return hashlib.sha256(raw).hexdigest()


def escape_unprintable(text: str) -> str:
    """The text with what a terminal or a database would choke on (controls, broken characters) as escapes."""
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
