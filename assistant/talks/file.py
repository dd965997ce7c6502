"""The SQLite file of talks and briefings: schema version, migrations, transactions. Floor 1.

Separate from the catalogue, so that a backup of the articles contains nothing about their readers.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from assistant.errors import HomeUnusable
from assistant.talks.tables import TABLES

FILE = "talks.sqlite3"
VERSION = 2
"""2 added visits, and questions that are taken literally."""
_WAIT_SECONDS = 60.0  # for a lock of another process; threads of this one wait for `_turn`


class TalkFile:
    """The file of one home. Thread-safe; several processes may open it.

    If the home is not writable, a temporary folder of this process replaces it, and `lasting` is False.
    """

    def __init__(self, home: Path) -> None:
        self._turn = threading.Lock()
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        writable = os.access(home if home.exists() else home.parent, os.W_OK)
        if not writable:
            self._temporary = tempfile.TemporaryDirectory(prefix="sayso-talks-")
        self._file = Path(self._temporary.name if self._temporary else home) / FILE
        self.lasting = writable

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for reading."""
        db = self._open()
        try:
            yield db
        finally:
            db.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of it or nothing."""
        # SQLite's lock is not fair: of fifty threads, some would wait forever.
        with self._turn, closing(self._open()) as db:  # closing rolls back what is not committed
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")

    def _open(self) -> sqlite3.Connection:
        """A new connection: the file may be moved, removed or restored while the page runs."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(self._file, timeout=_WAIT_SECONDS, isolation_level=None)
            held = db.execute("PRAGMA user_version").fetchone()[0]
            if held > VERSION:
                db.close()
                raise HomeUnusable(self._file.parent, "has talks of a later release of sayso")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
            if held < VERSION:
                _migrate(db)
            return db
        except (OSError, sqlite3.Error) as error:
            raise HomeUnusable(self._file.parent, f"cannot keep talks ({error})") from error


def _migrate(db: sqlite3.Connection) -> None:
    """Create missing tables and migrate an older file, unless another process already has."""
    db.execute("BEGIN IMMEDIATE")
    held = db.execute("PRAGMA user_version").fetchone()[0]
    added = ["ALTER TABLE turn ADD COLUMN worded INTEGER NOT NULL DEFAULT 0"] if held == 1 else []
    for statement in [*TABLES.split(";\n"), *added] if held < VERSION else []:
        db.execute(statement)
    db.execute(f"PRAGMA user_version = {VERSION}")
    db.execute("COMMIT")
