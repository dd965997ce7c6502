"""The catalogue in PostgreSQL: connections, transactions, the ingest lock, error messages. Floor 1.

Sole owner of psycopg, with `postgres_sql`, which translates the SQL shared with SQLite.
"""

from __future__ import annotations

import atexit
import logging
import re
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any, TypeVar

from assistant.addresses import service_name
from assistant.errors import CatalogUnavailable, HomeBusy, MissingExtra, NoIndex
from assistant.index.database import COLUMNS, Connection, Words
from assistant.index.postgres_sql import PipelinedWrites, PooledReads, to_postgres_table
from assistant.index.postgres_words import TABLES as WORD_TABLES
from assistant.index.postgres_words import PostgresWords
from assistant.index.tables import INDEXES, TABLES, statements

T = TypeVar("T")
VERSION = 1
"""Version of the PostgreSQL schema, stored in the table `meta`."""
_MOST = 8  # connections per process; four questions are answered at a time
_WAIT_SECONDS = 15.0  # for a connection: long enough for a server restart or a short network failure
_PAUSES = (0.2, 1.0, 3.0)  # before each retry of a read
_LINE = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "tcp_user_timeout": 15_000}
_INGESTING = "hashtextextended('sayso ingest ' || current_schema(), 0)"
_MAKING = "hashtextextended('sayso tables ' || current_schema(), 0)"
_OPENED: dict[str, Postgres] = {}
_OPENING = threading.Lock()


def open_postgres(address: str) -> Postgres:
    """The database at an address, one object per process. Does not connect yet. Raises MissingExtra."""
    with _OPENING:
        if address not in _OPENED:
            _OPENED[address] = Postgres(address)
            atexit.register(_OPENED[address].close)
        return _OPENED[address]


class Postgres:
    """One database and the schema that its address selects. The login never appears in messages."""

    def __init__(self, address: str) -> None:
        try:
            import psycopg_pool  # noqa: F401
        except ImportError as error:
            raise MissingExtra("SAYSO_CATALOG=postgresql://...", "psycopg", "postgres") from error
        logging.getLogger("psycopg.pool").setLevel(
            logging.CRITICAL
        )  # it logs libpq's messages, which contain the address
        self.place = service_name(address)
        self.columns = COLUMNS
        self.words: Words = PostgresWords(self)
        self._address = address
        self._known = False
        self._holding = threading.local()
        self._lock = threading.Lock()

    @property
    def exists(self) -> bool:
        """Whether an index exists here. Raises CatalogUnavailable for one of a later release, or foreign tables."""
        if not self._known:
            if self._try(lambda db: db.execute("SELECT to_regclass('meta')").fetchone()[0]) is None:
                return False
            query = "SELECT to_jsonb(meta) ->> 'value' FROM meta WHERE to_jsonb(meta) ->> 'key' = 'schema'"
            held = self._try(lambda db: db.execute(query).fetchone())
            if held is None or int(held[0]) > VERSION:
                problem = "was made by a later release of sayso" if held else "has tables of another program"
                raise CatalogUnavailable(self.place, problem, "Update sayso here, or name another database.")
            self._known = True
        return True

    @cached_property
    def writable(self) -> bool:
        """Whether this login may write and the server is not a standby."""
        query = "SELECT has_table_privilege('article', 'INSERT') AND NOT current_setting('transaction_read_only')::bool"
        return bool(self._try(lambda db: db.execute(query).fetchone()[0]))

    def create(self) -> None:
        """Create missing tables. Of two concurrent processes one waits."""
        if self.exists:
            return
        name = uuid.uuid4().hex[:16]
        facts = {"home": name, "collection": f"sayso-{name}-1", "schema": str(VERSION)}
        self.make(f"{TABLES}{WORD_TABLES}{INDEXES}", "stem_count", facts)

    def make(self, tables: str, among: str, facts: Mapping[str, str] = {}) -> None:
        """Create tables and store `facts` in `meta`, unless the table `among` exists already.

        Of two concurrent processes one waits.
        """
        if self._try(lambda db: db.execute("SELECT to_regclass(%s)", (among,)).fetchone()[0]) is not None:
            return
        with self._transaction() as (db, _):
            db.execute(f"SELECT pg_advisory_xact_lock({_MAKING})")
            for statement in statements(tables):
                db.execute(to_postgres_table(statement))
            for fact in facts.items():
                db.execute("INSERT INTO meta VALUES (%s, %s) ON CONFLICT DO NOTHING", fact)

    def has(self, table: str) -> bool:
        """Whether a table exists; all are created together."""
        return self.exists

    def read(self) -> Connection:
        """Statements outside a transaction. Raises NoIndex before the first ingest."""
        if not self.exists:
            raise NoIndex(self.place)
        return PooledReads(self._try)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction. Within `alone` it uses the connection that holds the lock, and fails if that is lost."""
        with self._transaction() as (db, pipeline):
            yield PipelinedWrites(db, pipeline)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the ingest lock of the database. Raises HomeBusy where another process has it."""
        with self._translated():
            db = self._connect()
        before = getattr(self._holding, "db", None)
        try:
            with self._translated():
                held = db.execute(f"SELECT pg_try_advisory_lock({_INGESTING})").fetchone()[0]
            if not held:
                raise HomeBusy(self.place)
            self._holding.db = db
            yield
        finally:
            self._holding.db = before
            db.close()

    def is_copy_of(self, place: str, name: str | None) -> bool:
        """Always False: whether a database at another address still exists is not checked."""
        return False

    def erase_deleted(self) -> None:
        """Nothing to do: deleted rows leave nothing here to erase."""

    def close(self) -> None:
        """Close all connections."""
        if pool := self.__dict__.pop("_pool", None):
            pool.close()

    @cached_property
    def _pool(self) -> Any:
        from psycopg_pool import ConnectionPool

        self._connect().close()  # fails at once for a wrong login, on which the pool would only wait
        return ConnectionPool(
            self._address, kwargs={"autocommit": True, **_LINE}, min_size=1, max_size=_MOST, timeout=_WAIT_SECONDS,
            open=True, name="sayso",
        )  # fmt: skip

    def _connect(self) -> Any:
        import psycopg

        return psycopg.connect(self._address, autocommit=True, **_LINE)  # type: ignore[arg-type]

    def _opened(self) -> Any:
        with self._lock, self._translated():
            return self._pool

    def _try(self, work: Callable[[Any], T]) -> T:
        """The result of `work` on a connection, retried on others where the connection was lost."""
        import psycopg

        pool = self._opened()
        for pause in (*_PAUSES, None):
            try:
                with pool.connection() as db:
                    return work(db)
            except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction) as error:
                raise CatalogUnavailable(self.place, *_NOT_ALLOWED) from error
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                if pause is None or _is_final(error):
                    raise self._fault(error) from None
                pool.check()  # discards the other connections lost with this one
                time.sleep(pause)
        raise AssertionError("the last pause is None")

    @contextmanager
    def _transaction(self) -> Iterator[tuple[Any, Any]]:
        held = getattr(self._holding, "db", None)
        if held is not None:
            with self._translated(), held.pipeline() as pipeline, held.transaction():
                yield held, pipeline
            return
        self._try(lambda db: db.execute("SELECT 1"))  # detects a lost connection before the transaction starts
        pool = self._opened()
        with self._translated(), pool.connection() as db, db.pipeline() as pipeline, db.transaction():
            yield db, pipeline

    @contextmanager
    def _translated(self) -> Iterator[None]:
        import psycopg

        try:
            yield
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction) as error:
            raise CatalogUnavailable(self.place, *_NOT_ALLOWED) from error
        except psycopg.ProgrammingError as error:
            if error.sqlstate:
                raise  # ours
            raise CatalogUnavailable(self.place, "has an address that cannot be read", _ADDRESS) from None
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            raise self._fault(error) from None

    def _fault(self, error: Exception) -> CatalogUnavailable:
        """The error for a server failure, without libpq's message, which may contain parts of the address."""
        said, state = str(error), getattr(error, "sqlstate", None) or ""
        for state_of, words, problem, remedy in _FAULTS:
            if (state and state.startswith(state_of)) or re.search(words, said):
                return CatalogUnavailable(self.place, problem, remedy)
        return CatalogUnavailable(self.place, "cannot be reached", "Start it, or see SAYSO_CATALOG; then run it again.")


_NOT_ALLOWED = "does not let this user do that", "Grant it to the user in SAYSO_CATALOG."
_ADDRESS = "It is written postgresql://user:password@host:port/database, with %40 for an @ in the password."
_FAULTS = (
    ("28", r"password authentication failed|no password supplied|role .* does not exist|pg_hba", "refuses the login",
     "Correct the user and the password in SAYSO_CATALOG."),
    ("3D000", r"database .* does not exist", "is not there", "Create it with createdb, or see SAYSO_CATALOG."),
    ("53100", r"No space left", "lies on a disk that is full", "Free some space, and run it again."),
    ("53300", r"too many clients|remaining connection slots", "takes no more connections", "Raise max_connections."),
    ("57014", r"statement timeout", "was too slow and stopped a statement", "Check its load, and run it again."),
)  # fmt: skip


def _is_final(error: Exception) -> bool:
    """Whether a retry cannot help."""
    from psycopg_pool import PoolTimeout

    state = getattr(error, "sqlstate", None) or ""
    return isinstance(error, PoolTimeout) or state.startswith(("28", "3D", "53100", "57014"))
