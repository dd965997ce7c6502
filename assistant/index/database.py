"""The Protocols through which the catalogue and the talks use a database. Floor 1.

Each query is written once, in the SQL that SQLite and PostgreSQL share: `?` for a value, `ON CONFLICT`, `RETURNING`.
What they do not share is a method here: full-text search, write access, locking, the place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from assistant.types import Filters

COLUMNS = "id, text, title, outlet, published, url, author, language, form, source, metadata, version, family, details"
"""Of a stored article, as `Article` names them."""


class Rows(Protocol):
    """The result of a statement."""

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""

    def fetchone(self) -> Any:
        """The next row, None where there is none."""

    def fetchall(self) -> list[Any]:
        """All remaining rows."""

    def __iter__(self) -> Iterator[Any]:
        """Iterate over the remaining rows."""


class Connection(Protocol):
    """Runs statements."""

    def execute(self, query: str, values: Sequence[Any] = ()) -> Rows:
        """Run one statement; `values` fill its placeholders in order."""

    def executemany(self, query: str, rows: Iterable[Sequence[Any]]) -> Any:
        """One statement for each row of values."""


class Database(Protocol):
    """Where a catalogue or a book of talks is kept. Safe to share between threads and processes.

    Raises NoIndex for reading where no index was begun; HomeUnusable and CatalogDamaged for a file,
    CatalogUnavailable for a server.
    """

    @property
    def exists(self) -> bool:
        """Whether an index has been begun here."""

    @property
    def writable(self) -> bool:
        """Whether this process may write."""

    @property
    def columns(self) -> str:
        """`COLUMNS`, with NULL for those that a read-only catalogue of an earlier release lacks."""

    @property
    def place(self) -> str:
        """Its path or address without a login, as stored in the catalogue and shown to users."""

    @property
    def words(self) -> Words:
        """Its full-text search."""

    def create(self) -> None:
        """Create the tables that are missing."""

    def has(self, table: str) -> bool:
        """Whether the table exists."""

    def read(self) -> Connection:
        """A connection in autocommit mode. Raises NoIndex."""

    def write(self) -> AbstractContextManager[Connection]:
        """A transaction: committed as a whole or rolled back."""

    def alone(self) -> AbstractContextManager[None]:
        """Hold the lock of ingests. Raises HomeBusy where another process holds it."""

    def is_copy_of(self, place: str, name: str | None) -> bool:
        """Whether this catalogue is a copy of the one named `name`, which still exists at `place`."""

    def erase_deleted(self) -> None:
        """Remove deleted data from the file for good (vacuum)."""


class Words(Protocol):
    """Full-text search over passages."""

    def put(self, db: Connection, passages: Sequence[tuple[int, tuple[str, str, str], str]]) -> None:
        """Within a transaction: make passages findable, by number, head and text.

        The head is title, outlet, and the day in words.
        """

    def forget(self, db: Connection, numbers: Sequence[int]) -> None:
        """Within a transaction: remove these passages from the index."""

    def bodies(self, ids: Sequence[str]) -> list[tuple[str, str, int, int, str]]:
        """Id, article's id, start, end and text of the indexed passages among these ids, at most some hundreds."""

    def search(
        self,
        terms: Sequence[str],
        filters: Filters,
        top: int,
        favoured: Sequence[str],
    ) -> list[tuple[str, float]]:
        """See `Catalog.lexical`."""

    def frequencies(self, stems: Sequence[str]) -> dict[str, int]:
        """The number of passages in which each stem occurs, over all articles."""

    def stems_like(self, opening: str, shortest: int, longest: int) -> list[str]:
        """See `Catalog.stems_like`."""

    def texts_with(self, stem: str, most: int) -> list[str]:
        """Title and text of at most `most` passages that hold a stem."""

    def passage_count(self) -> int:
        """The number of passages."""


class Part:
    """Base of the parts of the catalogue, over either database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def _db(self) -> Connection:
        return self.database.read()

    def _write(self) -> AbstractContextManager[Connection]:
        return self.database.write()

    @property
    def _is_of_old(self) -> bool:
        """Whether this is a read-only catalogue of an earlier release, which lacks columns."""
        return "NULL" in self.database.columns


def where_of(filters: Filters) -> tuple[str, list[str]]:
    """The filters as an SQL condition on `article a`, and its values. A date filter excludes undated articles."""
    terms = ["a.state = 'indexed'"]
    values: list[str] = []
    if filters.outlets:
        terms.append(f"a.outlet IN ({placeholders(filters.outlets)})")
        values += filters.outlets
    if filters.dated:
        terms.append("a.published >= ?")
        values.append(filters.since or "0")
    if filters.latest:
        terms.append("a.published <= ?")
        values.append(filters.latest)
    return " AND ".join(terms), values


def placeholders(values: Collection[Any]) -> str:
    """A `?` for each value; NULL for none, so that `IN (...)` matches nothing."""
    return ",".join("?" * len(values)) or "NULL"
