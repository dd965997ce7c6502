"""Copies the catalogue of a home, which is the source of truth, and brings a copy back. Floor 1."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from assistant.errors import BadBackup, BadTarget, HomeUnusable, NoIndex
from assistant.index.sqlite_connection import BACKUP


def back_up(home: Path, target: Path | None = None) -> Path:
    """Copy the catalogue, whole and at one moment, also while it is written to; where the copy lies.

    Without a target it replaces the backup in the home. Raises NoIndex, BadTarget.
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
    """Put a backup in the catalogue's place; how many articles it holds, and where what was there now lies.

    The backup is checked before anything is touched. Raises BadBackup, HomeUnusable.
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
        for left in ("-wal", "-shm"):  # they belong to the file that is gone
            target.with_name(target.name + left).unlink(missing_ok=True)
        os.replace(partial, target)
    except OSError as error:
        raise HomeUnusable(home, f"cannot be written ({error.strerror})") from error
    return count, aside


def _checked(source: Path) -> int:
    """How many articles a backup holds. Raises BadBackup for what is none, or a damaged one."""
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
