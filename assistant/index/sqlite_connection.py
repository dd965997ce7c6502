"""A connection to the catalogue's SQLite file that reports damage and a full disk as errors of ours. Floor 1."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assistant.errors import CatalogDamaged, HomeUnusable, SaysoError
from assistant.index.database import COLUMNS

BACKUP = "catalog.backup.sqlite3"
"""The catalogue as it was before the last change of its schema, or at the last backup without a name."""
_DAMAGE = ("malformed", "not a database", "file is encrypted", "corrupt")


class _Cursor(sqlite3.Cursor):
    """Raises CatalogDamaged and HomeUnusable in place of the errors of SQLite that mean these."""

    def execute(self, *given: Any) -> _Cursor:
        with _translated(self.connection):
            return super().execute(*given)

    def executemany(self, *given: Any) -> _Cursor:
        with _translated(self.connection):
            return super().executemany(*given)

    def fetchone(self) -> Any:
        with _translated(self.connection):
            return super().fetchone()

    def fetchall(self) -> list[Any]:
        with _translated(self.connection):
            return super().fetchall()

    def __next__(self) -> Any:
        with _translated(self.connection):
            return super().__next__()


class SqliteConnection(sqlite3.Connection):
    """A connection to the catalogue of `home`, with cursors that translate errors."""

    home: Path
    read_only = False
    columns = COLUMNS
    """The columns of an article: NULL for those that a read-only catalogue of an earlier release lacks."""

    def cursor(self, factory: Any = _Cursor) -> Any:
        """A cursor that translates errors."""
        return super().cursor(factory)

    def execute(self, *given: Any) -> Any:
        """Run one statement; the cursor with its rows."""
        return self.cursor().execute(*given)

    def executemany(self, *given: Any) -> Any:
        """Run one statement for each row of values."""
        return self.cursor().executemany(*given)


@contextmanager
def _translated(db: Any) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        if fault := sqlite_fault(db.home, error):
            raise fault from error
        raise


def sqlite_fault(home: Path, error: sqlite3.Error) -> SaysoError | None:
    """The error to show for one of SQLite's; None where it is a bug of ours."""
    said = str(error).lower()
    if any(sign in said for sign in _DAMAGE):
        backup = home / BACKUP
        return CatalogDamaged(home, str(error), backup if backup.is_file() else None)
    if "disk is full" in said:
        return HomeUnusable(home, "lies on a disk that is full")
    if "disk i/o error" in said:
        return HomeUnusable(home, "lies on a disk that cannot be read or written")
    return None


@contextmanager
def transaction(db: SqliteConnection) -> Iterator[SqliteConnection]:
    """A write transaction: committed at the end, rolled back where anything is raised."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield db
    except BaseException:
        db.rollback()
        raise
    with _translated(db):
        db.commit()


def file_identity(file: Path) -> tuple[int, int] | None:
    """The device and inode of a file, which change when another file takes its name; None where there is none."""
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_dev, found.st_ino
