"""The SQLite file in which talks and briefings are kept: its schema's version, its transactions. Floor 1.

Apart from the catalogue, so that a backup of the articles holds nothing of their readers.
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
"""2 added visits, and questions that are taken as they are worded."""
_WAIT_SECONDS = 60.0  # for another process that writes; threads of this one take turns


class TalkFile:
    """The file of one home. Safe to use from several threads; two processes may open it at a time.

    Where the home may not be written, a temporary folder that goes with the process stands for it, and `lasting` is
    False.
    """

    def __init__(self, home: Path) -> None:
        self._turn = threading.Lock()
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
        # SQLite lets whoever wakes at the right moment write next: of fifty threads, some would never be the one.
        with self._turn, closing(self._open()) as db:  # closing it takes back what is not committed
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")

    def _open(self) -> sqlite3.Connection:
        """A connection of this call's own: the file may be moved, removed or restored while the page runs."""
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
                _bring_up(db)
            return db
        except (OSError, sqlite3.Error) as error:
            raise HomeUnusable(self._file.parent, f"cannot keep talks ({error})") from error


def _bring_up(db: sqlite3.Connection) -> None:
    """Make the tables that are missing and what a file of an earlier release lacks, unless another was faster."""
    db.execute("BEGIN IMMEDIATE")
    held = db.execute("PRAGMA user_version").fetchone()[0]
    grown = ["ALTER TABLE turn ADD COLUMN worded INTEGER NOT NULL DEFAULT 0"] if held == 1 else []
    for statement in [*TABLES.split(";\n"), *grown] if held < VERSION else []:
        db.execute(statement)
    db.execute(f"PRAGMA user_version = {VERSION}")
    db.execute("COMMIT")
