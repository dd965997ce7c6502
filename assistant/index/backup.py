"""Backs up the catalogue of a home and restores it. Floor 1."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from assistant.errors import BadBackup, BadTarget, HomeUnusable, NoIndex
from assistant.index.sqlite_connection import BACKUP


def back_up(home: Path, target: Path | None = None) -> Path:
    """Copy a consistent snapshot of the catalogue, even while it is written to; the path of the copy.

    Without a target the copy replaces the backup in the home. Raises NoIndex, BadTarget.
    """
    source, target = home / "catalog.sqlite3", target or home / BACKUP
    if not source.is_file():
        raise NoIndex(home)
    partial = target.with_name(f"{target.name}.part")
    try:
        partial.unlink(missing_ok=True)
        _copy(source, partial)
        os.replace(partial, target)
    except (OSError, sqlite3.Error) as error:
        raise BadTarget(target, str(error)) from error
    return target


def bring_back(home: Path, source: Path | None = None) -> tuple[int, Path | None]:
    """Replace the catalogue by a backup; the number of its articles, and where the replaced file was moved (or None).

    The backup is checked before anything is changed. Raises BadBackup, HomeUnusable.
    """
    source, target = source or home / BACKUP, home / "catalog.sqlite3"
    count = _checked(source)
    partial, aside = target.with_name("catalog.restored.part"), None
    try:
        partial.unlink(missing_ok=True)
        _copy(source, partial)
        if target.exists():
            aside = _free(target.with_name("catalog.before-restore"))
            os.replace(target, aside)
        for left in ("-wal", "-shm"):  # they belong to the replaced file
            target.with_name(target.name + left).unlink(missing_ok=True)
        os.replace(partial, target)
    except OSError as error:
        raise HomeUnusable(home, f"cannot be written ({error.strerror})") from error
    return count, aside


def _checked(source: Path) -> int:
    """The number of articles in a backup. Raises BadBackup for a damaged file, or one that is no catalogue."""
    if not source.is_file():
        raise BadBackup(source, "there is no such file")
    try:
        db = sqlite3.connect(f"file:{source.absolute().as_posix()}?mode=ro", uri=True)
        try:
            (found,) = db.execute("PRAGMA quick_check(1)").fetchone()
            if found != "ok":
                raise BadBackup(source, f"it is damaged ({found})")
            return int(db.execute("SELECT count(*) FROM article").fetchone()[0])
        finally:
            db.close()
    except sqlite3.Error as error:
        raise BadBackup(source, f"it is no catalogue of sayso ({error})") from error


def _copy(source: Path, target: Path) -> None:
    original, copy = sqlite3.connect(source), sqlite3.connect(target)
    try:
        original.backup(copy)
    finally:
        copy.close()
        original.close()


def _free(name: Path) -> Path:
    """A file name that is not taken: name-1.sqlite3, name-2.sqlite3, ..."""
    number = 1
    while (free := name.with_name(f"{name.name}-{number}.sqlite3")).exists():
        number += 1
    return free
