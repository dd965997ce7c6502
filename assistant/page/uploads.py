"""Validates uploads before they are read: number, size, type, and unpacked size of archives. Floor 2.

Nothing here runs or unpacks a file.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import BadQuestion
from assistant.markup import count

MOST_FILES = 50
FILE_BYTES = 20_000_000
_UNPACKED_BYTES = 200_000_000
_MOST_MEMBERS = 2_000
_DENSEST = 100  # compression ratio; above it, an archive counts as a zip bomb
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"\xfe\xed\xfa",
    b"#!",
    b"\0asm",
)
_ZIP = b"PK\x03\x04"  # documents of Word and its like, too
_PACKED = (_ZIP, b"\x1f\x8b", b"%PDF", b"BZh", b"7z\xbc\xaf", b"Rar!", b"\xd0\xcf\x11\xe0")


def inside(paths: Sequence[str], folder: Path) -> list[Path]:
    """The files of an upload. Raises BadQuestion for too many, none, or a path that leads elsewhere."""
    if not paths:
        raise BadQuestion("No file came.", "Choose one or more.")
    if len(paths) > MOST_FILES:
        raise BadQuestion(
            f"{len(paths)} files are more than {MOST_FILES} at a time.", "Send them as a zip, or in parts."
        )
    found = [Path(path).resolve() for path in paths]
    if not all(path.is_file() and path.is_relative_to(folder.resolve()) for path in found):
        raise BadQuestion("One of the files is not here any more.", "Send them again.")
    return found


def discard(paths: Sequence[str], folder: Path) -> None:
    """Delete those files that lie below the folder of uploads."""
    for path in map(Path, paths):
        if path.resolve().is_relative_to(folder.resolve()):
            path.unlink(missing_ok=True)


def objection(path: Path, endings: Sequence[str], text_endings: Sequence[str]) -> str:
    """Why a file is not taken, as the end of a sentence about it; "" where it is.

    `endings` are taken; those of them in `text_endings` only with text inside.
    """
    ending = path.suffix.lower()
    if ending not in endings:
        return f"files ending in {ending or 'nothing'} are not read"
    size = path.stat().st_size
    if size > FILE_BYTES:
        return f"it is larger than {FILE_BYTES // 1_000_000} MB"
    if size == 0:
        return "it is empty"
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(_PROGRAMS):
        return "it is a program, whatever its name says"
    if ending in text_endings and (
        start.startswith(_PACKED) or (b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")))
    ):
        return f"it is no text, though its name ends in {ending}"
    return _in_zip(path) if ending in (".zip", ".docx") or start.startswith(_ZIP) else ""


def _in_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "it is no zip archive, or a damaged one"
    unpacked = sum(member.file_size for member in members)
    if len(members) > _MOST_MEMBERS:
        return f"it holds {count(len(members), 'file')}, more than {_MOST_MEMBERS:,}"
    if unpacked > _UNPACKED_BYTES or unpacked > max(10_000_000, _DENSEST * path.stat().st_size):
        return f"it would unpack to {unpacked // 1_000_000} MB"
    return ""
