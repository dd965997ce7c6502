"""What the catalogue and the talks need of a database: these Protocols, and nothing else of it. Floor 1.

Each query is written once, in SQL that SQLite and PostgreSQL share: `?` for a value, `ON CONFLICT`, `RETURNING`. What
they do not share is here by name: how words are searched, who may write, where it lies.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from assistant.types import Filters

COLUMNS = "id, text, title, outlet, published, url, author, language, form, source, metadata, version, family, details"
"""Of a stored article, as `Article` names them."""


class Rows(Protocol):
    """What a statement gives, row by row."""

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""

    def fetchone(self) -> Any:
        """The next row, None where there is none."""

    def fetchall(self) -> list[Any]:
        """All that are left."""

    def __iter__(self) -> Iterator[Any]:
        """Row by row."""


class Connection(Protocol):
    """Runs statements."""

    def execute(self, query: str, values: Sequence[Any] = ()) -> Rows:
        """One statement with its values."""

    def executemany(self, query: str, rows: Iterable[Sequence[Any]]) -> Any:
        """One statement for each row of values."""


class Database(Protocol):
    """Where a catalogue or a book of talks is kept. Safe to share between threads and processes.

    Its faults are those of `assistant.errors`: NoIndex for reading where nothing was begun, HomeUnusable and
    CatalogDamaged of a file, CatalogUnavailable of a server.
    """

    @property
    def exists(self) -> bool:
        """Whether an index has been begun here."""

    @property
    def writable(self) -> bool:
        """Whether this process may write."""

    @property
    def columns(self) -> str:
        """What is selected of an article: `COLUMNS`, with NULL for those that a read-only home of old lacks."""

    @property
    def place(self) -> str:
        """Where it lies, as it is kept in the catalogue and told; no login."""

    @property
    def words(self) -> Words:
        """How its passages are found by words."""

    def create(self) -> None:
        """Make the tables that are missing."""

    def has(self, table: str) -> bool:
        """Whether there is such a table."""

    def read(self) -> Connection:
        """A connection for reading; what it changes is kept at once."""

    def write(self) -> AbstractContextManager[Connection]:
        """A transaction: all of it or nothing."""

    def alone(self) -> AbstractContextManager[None]:
        """While this lasts no other process ingests. Raises HomeBusy where another does."""

    def is_copy_of(self, place: str, name: str | None) -> bool:
        """Whether at another place the catalogue of that name still lives, of which this one was copied."""

    def erase_deleted(self) -> None:
        """Let nothing of what was overwritten stay in the file."""


class Words(Protocol):
    """The lexical leg of retrieval: passages by their words."""

    def put(self, db: Connection, passages: Sequence[tuple[int, tuple[str, str, str], str]]) -> None:
        """Within a transaction: make passages findable, by number, head and text.

        The head is title, outlet, and the day in words.
        """

    def forget(self, db: Connection, numbers: Sequence[int]) -> None:
        """Within a transaction: let these passages be found no more."""

    def bodies(self, ids: Sequence[str]) -> list[tuple[str, str, int, int, str]]:
        """Id, article's id, start, end and text of the indexed passages among these ids, at most some hundreds."""

    def search(
        self,
        terms: Sequence[str],
        filters: Filters,
        top: int,
        favoured: Sequence[str],
    ) -> list[tuple[str, float]]:
        """As `Catalog.lexical` tells."""

    def frequencies(self, stems: Sequence[str]) -> dict[str, int]:
        """In how many passages each stem occurs, over all articles; 0 where it occurs in none."""

    def stems_like(self, opening: str, shortest: int, longest: int) -> list[str]:
        """The stems of the index that begin so and have so many letters."""

    def texts_with(self, stem: str, most: int) -> list[str]:
        """Title and text of some passages that have a stem."""

    def passage_count(self) -> int:
        """How many passages there are."""


class Part:
    """A part of the catalogue, over whichever database holds it."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def _db(self) -> Connection:
        return self.database.read()

    def _write(self) -> AbstractContextManager[Connection]:
        return self.database.write()

    @property
    def _is_of_old(self) -> bool:
        """Whether this is the catalogue of an earlier release that may not be written, and lacks columns."""
        return "NULL" in self.database.columns


def where_of(filters: Filters) -> tuple[str, list[str]]:
    """The filters as a condition on `article a`. A date filter leaves out what has no date."""
    terms = ["a.state = 'indexed'"]
    values: list[str] = []
    if filters.outlets:
        terms.append(f"a.outlet IN ({marks(filters.outlets)})")
        values += filters.outlets
    if filters.dated:
        terms.append("a.published >= ?")
        values.append(filters.since or "0")
    if filters.latest:
        terms.append("a.published <= ?")
        values.append(filters.latest)
    return " AND ".join(terms), values


def marks(values: Collection[Any]) -> str:
    """A `?` for each value; NULL where there is none, so that `IN (...)` holds for nothing."""
    return ",".join("?" * len(values)) or "NULL"
