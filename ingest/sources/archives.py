"""Archives: the files of a `.zip`, the recordings of a `.wacz`, the one file of a `.gz`, read by extension. Floor 2.

Nothing is unpacked to disk. Declared sizes are not trusted: bytes are counted while unpacking.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import PurePosixPath
from typing import IO, cast

from ingest.sources.formats import ending_of, read_blob
from ingest.sources.found import DOCUMENT_LIMIT_BYTES, Blob, Found, ReadFailure, Skipped, TooLarge, escape_unprintable

UNPACKED_LIMIT_BYTES = 2_000_000_000
"""Limit of the unpacked size of one archive."""
_RATIO = 300
"""Compression ratio beyond which a file counts as a zip bomb; the densest exports of news reach about 20."""
_RATIO_FROM_BYTES = 10_000_000
_MOST_MEMBERS = 200_000


class Damaged(OSError):
    """An archive is truncated or corrupt."""


def read(blob: Blob) -> Iterator[Found]:
    """The articles of every file in the archive, in its order; each file is named `archive.zip/path`."""
    if ending_of(blob.filename) == ".gz":
        yield from _gzip(blob)
    else:
        yield from _zip(blob)


def _gzip(blob: Blob) -> Iterator[Found]:
    inner = blob.filename[: -len(".gz")]
    budget = [UNPACKED_LIMIT_BYTES]

    def opened() -> IO[bytes]:
        return cast(IO[bytes], _Counted(gzip.GzipFile(fileobj=blob.open()), budget, blob.size))  # type: ignore[arg-type]

    yield from read_blob(replace(blob, filename=inner, opener=opened, size=None, depth=blob.depth + 1))


def _zip(blob: Blob) -> Iterator[Found]:
    with blob.open() as file:
        # A nested zip is not seekable; it is read into memory, within limits.
        whole = file if blob.depth == 0 and file.seekable() else io.BytesIO(blob.read(DOCUMENT_LIMIT_BYTES))
        try:
            archive = zipfile.ZipFile(whole)
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            yield ReadFailure(blob.name, f"is no zip archive, or a damaged one ({str(error)[:60]})")
            return
        with archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if ending_of(blob.filename) == ".wacz":  # beside its recordings it has tables of contents
                members = [member for member in members if member.filename.startswith("archive/")]
            if len(members) > _MOST_MEMBERS:
                yield ReadFailure(blob.name, f"holds {len(members)} files, more than are read")
                return
            budget = [UNPACKED_LIMIT_BYTES]
            for member in members:
                yield from _member(blob, archive, member, budget)
            if not members:
                yield ReadFailure(blob.name, "is an empty archive")


def _member(blob: Blob, archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: list[int]) -> Iterator[Found]:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    name = escape_unprintable(f"{blob.name}/{path}")
    if any(part.startswith(".") and part not in (".", "..") for part in path.parts) or path.parts[:1] == ("__MACOSX",):
        return
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        yield ReadFailure(name, "its name leads out of the archive")
        return
    if member.flag_bits & 0x1:
        yield ReadFailure(name, "is locked with a password")
        return
    if member.file_size > _RATIO_FROM_BYTES and member.file_size > _RATIO * max(member.compress_size, 1):
        yield ReadFailure(name, f"would unpack to {member.file_size // 1_000_000} MB, which looks like a zip bomb")
        return

    def opened() -> IO[bytes]:
        try:
            return cast(IO[bytes], _Counted(archive.open(member), budget, member.compress_size))
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError) as error:
            raise Damaged(f"is damaged in its archive ({str(error)[:60]})") from error

    inner = replace(blob, name=name, filename=path.name, opener=opened, size=None, depth=blob.depth + 1)
    for found in read_blob(inner):
        yield found if not isinstance(found, Skipped) else Skipped(name, found.reason)


class _Counted(io.RawIOBase):
    """A member while it unpacks; its bytes count against the budget of the archive. Raises TooLarge, Damaged."""

    def __init__(self, file: IO[bytes], budget: list[int], packed_bytes: int | None) -> None:
        self._file, self._budget = file, budget
        self._packed, self._given = packed_bytes, 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        with _damage_reported():
            return self._counted(self._file.read(size))

    def readline(self, size: int | None = -1) -> bytes:
        """The next line."""
        with _damage_reported():
            return self._counted(self._file.readline(-1 if size is None else size))

    def readable(self) -> bool:
        """Always true."""
        return True

    def close(self) -> None:
        """Close the member."""
        self._file.close()
        super().close()

    def _counted(self, taken: bytes) -> bytes:
        self._budget[0] -= len(taken)
        self._given += len(taken)
        bomb = self._packed and self._given > _RATIO_FROM_BYTES and self._given > _RATIO * self._packed
        if self._budget[0] < 0 or bomb:
            raise TooLarge("unpacks to far more than it holds, which looks like a zip bomb")
        return taken


@contextmanager
def _damage_reported() -> Iterator[None]:
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, NotImplementedError) as error:
        raise Damaged("is a damaged archive: what came after the last good part is missing") from error
