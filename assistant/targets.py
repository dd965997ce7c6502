"""Checks whether an output file can be written, and writes it atomically. Floor 1."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import BadTarget


def check_writable(path: Path, endings: Sequence[str]) -> None:
    """Raise BadTarget unless a file with one of the endings can be written there.

    Leaves no file behind and an existing one unchanged.
    """
    if path.suffix.lower() not in endings:
        raise BadTarget(path, f"its ending is none of {' '.join(endings)}")
    if path.is_dir():
        raise BadTarget(path, "it is a folder")
    folder = path.parent
    if not folder.is_dir():
        raise BadTarget(path, f"there is no folder {folder}")
    try:
        handle, name = tempfile.mkstemp(prefix=".sayso-", dir=folder)
        os.close(handle)
        os.unlink(name)
        if path.exists():
            with path.open("ab"):
                pass
    except OSError as error:
        raise BadTarget(path, f"it may not be written ({error.strerror})") from error


def write_whole(path: Path, content: bytes, mode: int = 0o666) -> None:
    """Replace the file atomically by these bytes. Raises BadTarget."""
    try:
        handle, name = tempfile.mkstemp(prefix=".sayso-", dir=path.parent)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, mode & ~mask)
        os.replace(name, path)
    except OSError as error:
        raise BadTarget(path, f"it could not be written ({error.strerror})") from error
