"""The SQLite file in which talks and briefings are kept: its schema's version, its transactions. Floor 1.

Apart from the catalogue, so that a backup of the articles holds nothing of their readers.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import HomeUnusable
from assistant.talks.tables import TABLES

FILE = "talks.sqlite3"
VERSION = 1


class TalkFile:
    """The file of one home. Safe to use from several threads; two processes may open it at a time.

    Where the home may not be written, a temporary folder that goes with the process stands for it, and `lasting` is
    False.
    """

    def __init__(self, home: Path) -> None:
        self._passing: tempfile.TemporaryDirectory[str] | None = None
        writable = os.access(home if home.exists() else home.parent, os.W_OK)
        if not writable:
            self._passing = tempfile.TemporaryDirectory(prefix="sayso-talks-")
        self._file = Path(self._passing.name if self._passing else home) / FILE
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
        db = self._open()
        try:
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")
        finally:
            db.close()  # rolls back what is not committed

    def _open(self) -> sqlite3.Connection:
        """A connection of this call's own: the file may be moved, removed or restored while the page runs."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(self._file, timeout=10, isolation_level=None)
            held = db.execute("PRAGMA user_version").fetchone()[0]
            if held > VERSION:
                db.close()
                raise HomeUnusable(self._file.parent, "has talks of a later release of sayso")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
            if held < VERSION:
                db.executescript(f"BEGIN IMMEDIATE; {TABLES} PRAGMA user_version = {VERSION}; COMMIT;")
            return db
        except (OSError, sqlite3.Error) as error:
            raise HomeUnusable(self._file.parent, f"cannot keep talks ({error})") from error
