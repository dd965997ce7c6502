"""The catalogue's PostgreSQL: its connections, its transactions, who may ingest, what its faults mean. Floor 1.

Sole owner of psycopg, with `postgres_sql`, which turns the statements of the house into its own.
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
from assistant.index.postgres_sql import Reading, Writing, turned_table
from assistant.index.postgres_words import TABLES as WORD_TABLES
from assistant.index.postgres_words import PostgresWords
from assistant.index.tables import INDEXES, TABLES, statements

T = TypeVar("T")
VERSION = 1
"""Of the schema in PostgreSQL, kept in its table `meta`."""
_MOST = 8  # connections of this process; four questions are answered at a time
_WAIT_SECONDS = 15.0  # for a connection: a server that is started again, or a network that drops, comes back by then
_PAUSES = (0.2, 1.0, 3.0)  # before a reading statement is tried again
_LINE = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "tcp_user_timeout": 15_000}
_INGESTING = "hashtextextended('sayso ingest ' || current_schema(), 0)"
_MAKING = "hashtextextended('sayso tables ' || current_schema(), 0)"
_OPENED: dict[str, Postgres] = {}
_OPENING = threading.Lock()


def open_postgres(address: str) -> Postgres:
    """The database at an address, one for the whole process. Raises MissingExtra; asks the server nothing yet."""
    with _OPENING:
        if address not in _OPENED:
            _OPENED[address] = Postgres(address)
            atexit.register(_OPENED[address].close)
        return _OPENED[address]


class Postgres:
    """One database and the schema that its address selects. Its login is sent, and never told."""

    def __init__(self, address: str) -> None:
        try:
            import psycopg_pool  # noqa: F401
        except ImportError as error:
            raise MissingExtra("SAYSO_CATALOG=postgresql://...", "psycopg", "postgres") from error
        logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)  # it tells what libpq says of an address
        self.place = service_name(address)
        self.columns = COLUMNS
        self.words: Words = PostgresWords(self)
        self._address = address
        self._known = False
        self._holding = threading.local()
        self._lock = threading.Lock()

    @property
    def exists(self) -> bool:
        """Whether an index has been begun here. Raises CatalogUnavailable for one of a later release."""
        if not self._known:
            if self._try(lambda db: db.execute("SELECT to_regclass('meta')").fetchone()[0]) is None:
                return False
            query = "SELECT to_jsonb(meta) ->> 'value' FROM meta WHERE to_jsonb(meta) ->> 'key' = 'schema'"
            held = self._try(lambda db: db.execute(query).fetchone())
            if held is None or int(held[0]) > VERSION:
                told = "was made by a later release of sayso" if held else "has tables of another program"
                raise CatalogUnavailable(self.place, told, "Update sayso here, or name another database.")
            self._known = True
        return True

    @cached_property
    def writable(self) -> bool:
        """Whether this login may write, and the server is no standby."""
        query = "SELECT has_table_privilege('article', 'INSERT') AND NOT current_setting('transaction_read_only')::bool"
        return bool(self._try(lambda db: db.execute(query).fetchone()[0]))

    def create(self) -> None:
        """Make the tables that are missing; of two processes at once one waits."""
        if self.exists:
            return
        name = uuid.uuid4().hex[:16]
        facts = {"home": name, "collection": f"sayso-{name}-1", "schema": str(VERSION)}
        self.make(f"{TABLES}{WORD_TABLES}{INDEXES}", "stem_count", facts)

    def make(self, tables: str, among: str, facts: Mapping[str, str] = {}) -> None:
        """Make tables, `among` them one of that name, unless they are there, and with them `facts` in `meta`.

        Of two processes that do so at once one waits.
        """
        if self._try(lambda db: db.execute("SELECT to_regclass(%s)", (among,)).fetchone()[0]) is not None:
            return
        with self._transaction() as (db, _):
            db.execute(f"SELECT pg_advisory_xact_lock({_MAKING})")
            for statement in statements(tables):
                db.execute(turned_table(statement))
            for fact in facts.items():
                db.execute("INSERT INTO meta VALUES (%s, %s) ON CONFLICT DO NOTHING", fact)

    def has(self, table: str) -> bool:
        """Whether there is such a table: all are made at once."""
        return self.exists

    def read(self) -> Connection:
        """Statements by themselves. Raises NoIndex where nothing has been ingested yet."""
        if not self.exists:
            raise NoIndex(self.place)
        return Reading(self._try)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction: all of it or nothing. Under `alone` it runs where the lock is held, and fails if that is."""
        with self._transaction() as (db, pipeline):
            yield Writing(db, pipeline)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the database's lock of ingests. Raises HomeBusy where another process has it."""
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
        """Never: whether the database of another address still lives is not asked."""
        return False

    def erase_deleted(self) -> None:
        """Nothing to do: no release kept here what should not be kept."""

    def close(self) -> None:
        """Let go of all connections."""
        if pool := self.__dict__.pop("_pool", None):
            pool.close()

    @cached_property
    def _pool(self) -> Any:
        from psycopg_pool import ConnectionPool

        self._connect().close()  # the pool would only wait, where the login is wrong
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
        """What the work gives on a connection; tried again on others where the connection was lost."""
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
                pool.check()  # drops all connections that were lost with this one
                time.sleep(pause)
        raise AssertionError("the last pause is None")

    @contextmanager
    def _transaction(self) -> Iterator[tuple[Any, Any]]:
        held = getattr(self._holding, "db", None)
        if held is not None:
            with self._translated(), held.pipeline() as pipeline, held.transaction():
                yield held, pipeline
            return
        self._try(lambda db: db.execute("SELECT 1"))  # a lost connection is found out before the work, not within it
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
        """The sentence for a fault of the server, without what libpq says: that may repeat parts of the address."""
        said, state = str(error), getattr(error, "sqlstate", None) or ""
        for state_of, words, problem, remedy in _FAULTS:
            if (state and state.startswith(state_of)) or re.search(words, said):
                return CatalogUnavailable(self.place, problem, remedy)
        return CatalogUnavailable(self.place, "cannot be reached", "Start it, or see SAYSO_CATALOG; then run it again.")


_NOT_ALLOWED = "does not let this user do that", "Grant it to the user in SAYSO_CATALOG."
_ADDRESS = "It is written postgresql://user:password@host:port/database, with %40 for an @ in the password."
_FAULTS = (
    ("28", r"password authentication failed|no password supplied|role .* does not exist|pg_hba", "refuses the login",
     "Mend the user and the password in SAYSO_CATALOG."),
    ("3D000", r"database .* does not exist", "is not there", "Make it with createdb, or see SAYSO_CATALOG."),
    ("53100", r"No space left", "lies on a disk that is full", "Make room, and run it again."),
    ("53300", r"too many clients|remaining connection slots", "takes no more connections", "Raise max_connections."),
    ("57014", r"statement timeout", "was too slow and stopped a statement", "See how it does, and run it again."),
)  # fmt: skip


def _is_final(error: Exception) -> bool:
    """Whether trying again is of no use."""
    from psycopg_pool import PoolTimeout

    state = getattr(error, "sqlstate", None) or ""
    return isinstance(error, PoolTimeout) or state.startswith(("28", "3D", "53100", "57014"))
