"""The tables of talks and briefings, for SQLite and for the catalogue's PostgreSQL. Floor 1.

Reader ids are unguessable; a dump of the articles leaves these tables out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Protocol

from assistant.index.database import Connection

if TYPE_CHECKING:
    from assistant.index.postgres import Postgres

TABLES = """
CREATE TABLE IF NOT EXISTS talk (
    id TEXT PRIMARY KEY, reader TEXT NOT NULL, title TEXT NOT NULL, made TEXT NOT NULL, changed TEXT NOT NULL,
    deleted TEXT
);
CREATE INDEX IF NOT EXISTS talk_reader ON talk (reader, changed);
CREATE TABLE IF NOT EXISTS turn (
    talk TEXT NOT NULL, number INTEGER NOT NULL, after INTEGER NOT NULL, question TEXT NOT NULL, filters TEXT NOT NULL,
    state TEXT NOT NULL, answer TEXT, problem TEXT NOT NULL, made TEXT NOT NULL, rating TEXT, reason TEXT NOT NULL,
    worded INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (talk, number)
);
CREATE TABLE IF NOT EXISTS briefing (
    id TEXT PRIMARY KEY, reader TEXT NOT NULL, topic TEXT NOT NULL, made TEXT NOT NULL, told TEXT NOT NULL, deleted TEXT
);
CREATE INDEX IF NOT EXISTS briefing_reader ON briefing (reader, made);
CREATE TABLE IF NOT EXISTS visit (reader TEXT PRIMARY KEY, before TEXT, last TEXT NOT NULL);
"""


class TalkDatabase(Protocol):
    """A database of talks. Safe to share between threads and processes."""

    lasting: bool
    """Whether the data outlives this process."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection for reading."""

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction: all of it or nothing."""


class TalkTables:
    """Talks in the catalogue's PostgreSQL."""

    lasting = True

    def __init__(self, database: Postgres) -> None:
        self._database = database
        self._made = False

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reading."""
        self._make()
        yield self._database.read()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: all of it or nothing."""
        self._make()
        with self._database.write() as db:
            yield db

    def _make(self) -> None:
        if not self._made:
            self._database.create()
            self._database.make(TABLES, "talk")
            self._made = True
