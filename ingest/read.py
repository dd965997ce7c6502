"""Finds the sources that paths name, and reads them: a text file holds one article, a `.jsonl` one a line. Floor 2.

Nothing is lost on the way: whatever cannot be read comes back as a ReadFailure with its reason. File names and contents
are hostile until proven otherwise: sizes are limited, links do not lead out of their folder, names are made printable.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import stat
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from assistant.errors import NothingToIngest, SourceMissing
from ingest import manifest
from ingest.source import Source

TEXT_ENDINGS = (".txt", ".md")
RECORD_ENDINGS = (".jsonl", ".jsonl.gz")
ENDINGS = TEXT_ENDINGS + RECORD_ENDINGS
"""Endings of the files that are read, in any case."""
SIZE_LIMIT_BYTES = 20_000_000
"""Of a text file, or of one line of a `.jsonl`."""
_TEXT_NAMES = ("text", "body", "content")


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article as it lay there.

    `given` holds the fields that front matter or the record names (title, outlet, published, url, author, language,
    form), unchecked; `digest` is the SHA-256 of the file or of the line; `note` says what had to be assumed.
    """

    source: str
    text: str
    given: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """A source, or one record of it, that could not be read, and why: the end of a sentence about it."""

    source: str
    reason: str


def find_sources(paths: Sequence[str | Path]) -> Iterator[Source]:
    """The files that the paths name, each once: files as given, folders walked in sorted order.

    In a folder, hidden files, manifests, files of other endings and links that lead out of it are passed over; a file
    named itself is always taken, so that reading it can say why it failed. Raises SourceMissing before anything
    else, and NothingToIngest on coming to a folder that holds nothing to read.
    """
    for path in paths:
        if not os.path.lexists(path):
            raise SourceMissing(source_name(path))
    return _found(paths)


def source_name(path: str | Path) -> str:
    """How a path is called: in full, so that it means one file from wherever; always with `/`, always printable."""
    return printable(Path(os.path.abspath(path)).as_posix())


def printable(text: str) -> str:
    """The text with what a terminal or a database would choke on (controls, broken characters) as escapes."""
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def read(source: Source) -> Iterator[RawArticle | ReadFailure]:
    """The articles of a source, in its order; a record that fails does so by itself.

    A record is a JSON object with `text` (or `body`, or `content`), and any of title, outlet, published, url, author
    (other names: see `manifest.fields_of`). It is called `path#url`, or `path#17` by its line where it has no address
    of its own.
    """
    path, name = source.path, source.name
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            yield ReadFailure(name, "the folder cannot be opened")
        elif not stat.S_ISREG(mode):
            yield ReadFailure(name, "is neither a file nor a folder")
        elif path.name.lower().endswith(RECORD_ENDINGS):
            yield from _read_records(path, name)
        elif path.name.lower().endswith(TEXT_ENDINGS):
            yield _read_text(path, name)
        else:
            yield ReadFailure(name, f"is none of the files that can be read ({', '.join(ENDINGS)})")
    except OSError as error:
        yield ReadFailure(name, f"cannot be opened: {error.strerror or error}")


def _found(paths: Sequence[str | Path]) -> Iterator[Source]:
    taken: set[str] = set()
    for path in paths:
        whole = Path(os.path.abspath(path))
        if not whole.is_dir():
            found = [Source(whole, None, source_name(whole))]
        else:
            found = list(_walk(whole))
            if not found:
                raise NothingToIngest(source_name(whole), ENDINGS)
        for source in found:
            real = os.path.realpath(source.path)
            if real not in taken:
                taken.add(real)
                yield source


def _walk(root: Path) -> Iterator[Source]:
    inside = os.path.realpath(root)
    closed: list[str] = []
    for folder, folders, files in os.walk(root, onerror=lambda error: closed.append(str(error.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(folder, name)
            if name.startswith(".") or name.lower() in manifest.NAMES or not name.lower().endswith(ENDINGS):
                continue
            if path.is_symlink() and not os.path.realpath(path).startswith(inside.rstrip(os.sep) + os.sep):
                continue
            yield Source(path, root, source_name(path))
    for folder in closed:
        yield Source(Path(folder), root, source_name(folder))


def _read_text(path: Path, name: str) -> RawArticle | ReadFailure:
    with path.open("rb") as file:
        raw = file.read(SIZE_LIMIT_BYTES + 1)
    if len(raw) > SIZE_LIMIT_BYTES:
        return ReadFailure(name, f"is larger than {SIZE_LIMIT_BYTES // 1_000_000} MB, which no article is")
    if not raw.strip():
        return ReadFailure(name, "is empty")
    text, encoding = _decoded(raw)
    if text is None:
        return ReadFailure(name, "is not a text file")
    given, text = manifest.split_front_matter(text)
    note = f"read as {encoding}" if encoding else ""
    return RawArticle(name, text, given, hashlib.sha256(raw).hexdigest(), note)


def _decoded(raw: bytes) -> tuple[str | None, str]:
    """The text of some bytes and the encoding that had to be assumed for it ("" for UTF-8); None for no text."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return raw.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError:
            return None, ""
    controls = sum(raw.count(bytes([code])) for code in range(32) if code not in (9, 10, 12, 13))
    if b"\0" in raw or controls * 100 > len(raw):
        return None, ""
    try:
        return raw.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        pass
    for encoding in _likely_encodings(raw):
        try:
            text = raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        odd = sum(not (char.isalnum() or char.isspace() or char.isascii()) for char in text)
        if odd * 10 < len(text):
            return text, encoding
    return None, ""


def _likely_encodings(raw: bytes) -> list[str]:
    """What bytes that are no UTF-8 may be: cp1252 where few letters are not ASCII, else what their statistics say.

    Asked about every text, the statistics take a Spanish name in an English article for cp1250.
    """
    if sum(byte > 127 for byte in raw) * 10 < len(raw):
        return ["cp1252"]
    from charset_normalizer import from_bytes

    # Only encodings in which news has been saved: among all of them, short texts are taken for exotic ones.
    saved = ["cp1251", "cp1252", "cp1250", "koi8_r", "shift_jis", "gb18030", "big5", "euc_kr"]
    best = from_bytes(raw[:1_000_000], cp_isolation=saved).best()
    return [best.encoding, "cp1252"] if best else ["cp1252"]


def _read_records(path: Path, name: str) -> Iterator[RawArticle | ReadFailure]:
    """The records of a `.jsonl`, a line in memory at a time."""
    found = False
    seen: set[int] = set()
    with path.open("rb") as raw:
        file: IO[bytes] | gzip.GzipFile = gzip.GzipFile(fileobj=raw) if path.name.lower().endswith(".gz") else raw
        try:
            for number, line in _lines(file):
                if line is not None and not line.strip():
                    continue
                found = True
                yield _record(name, number, line, seen)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            found = True
            yield ReadFailure(name, "is a damaged archive: what came after the last good line is missing")
    if not found:
        yield ReadFailure(name, "is empty")


def _lines(file: IO[bytes] | gzip.GzipFile) -> Iterator[tuple[int, bytes | None]]:
    """The lines with their numbers from 1; None for one beyond the limit, which is skipped piece by piece."""
    number = 0
    while line := file.readline(SIZE_LIMIT_BYTES + 1):
        number += 1
        if len(line) > SIZE_LIMIT_BYTES and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = file.readline(1_000_000)
            yield number, None
        else:
            yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line


def _record(name: str, number: int, line: bytes | None, seen: set[int]) -> RawArticle | ReadFailure:
    by_line = f"{name}#{number}"
    if line is None:
        return ReadFailure(by_line, f"line {number} is longer than {SIZE_LIMIT_BYTES // 1_000_000} MB")
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return ReadFailure(by_line, f"line {number} is not UTF-8 text")
    except (ValueError, RecursionError):
        return ReadFailure(by_line, f"line {number} is not JSON")
    if not isinstance(record, dict):
        return ReadFailure(by_line, f"line {number} is not a JSON object")
    text = next((record[key] for key in _TEXT_NAMES if isinstance(record.get(key), str)), None)
    if not text or not text.strip():
        return ReadFailure(by_line, f"line {number} has no text")
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    given = manifest.fields_of(record)
    url = given.get("url", "")
    key = hash(url)
    own_address = url.startswith(("http://", "https://")) and len(url) <= 500 and key not in seen
    seen.add(key)
    source = printable(f"{name}#{url}") if own_address else by_line
    return RawArticle(source, text, given, hashlib.sha256(line.strip()).hexdigest())
