"""The catalogue's SQLite file in a home: opened, migrated, locked, for writing or for reading only. Floor 1.

Owns sqlite3 together with `sqlite_connection`, `sqlite_schema` and `fts5`; other rooms see `assistant.errors` only.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from assistant.errors import HomeBusy, HomeUnusable, NoIndex
from assistant.index import sqlite_schema as schema
from assistant.index.database import COLUMNS, Words
from assistant.index.fts5 import Fts5
from assistant.index.sqlite_connection import BACKUP, SqliteConnection, file_identity, sqlite_fault, transaction

_WAIT_SECONDS = 30.0  # for the write lock of another process
_CACHE_KIB = 16_384  # page cache of a connection; SQLite's default is 2,000


class SqliteDatabase:
    """The catalogue of a home, one connection per thread; reopened when the file was moved or replaced."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._file = home / "catalog.sqlite3"
        self._local = threading.local()
        self.words: Words = Fts5(self.read, self._local)

    @property
    def place(self) -> str:
        """The home folder."""
        return str(self.home.resolve())

    @property
    def writable(self) -> bool:
        """Whether this user may write the file, and its folder."""
        return not self._connection().read_only

    @property
    def columns(self) -> str:
        """The columns of an article: NULL for those that a read-only catalogue of an earlier release lacks."""
        return self.read().columns

    def has(self, table: str) -> bool:
        """Whether there is such a table."""
        query = "SELECT 1 FROM sqlite_master WHERE name = ?"
        return self.read().execute(query, (table,)).fetchone() is not None

    @property
    def exists(self) -> bool:
        """Whether an index has been begun here."""
        return os.path.isfile(self._file)

    def create(self) -> None:
        """Create the home folder and the tables that are missing. Raises HomeUnusable, CatalogDamaged."""
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            if self._connection().read_only:
                raise HomeUnusable(self.home, "may not be written by this user")
            with self.write() as db:
                schema.bring_up(db)
        except (OSError, sqlite3.Error) as error:
            raise HomeUnusable(self.home, f"cannot be written ({error})") from error

    def read(self) -> SqliteConnection:
        """This thread's connection. Raises NoIndex where nothing has been ingested yet, CatalogDamaged."""
        if not self.exists:
            raise NoIndex(self.home)
        return self._connection()

    def _connection(self) -> SqliteConnection:
        db: SqliteConnection | None = getattr(self._local, "db", None)
        identity = file_identity(self._file)
        if db is not None and identity is not None and identity != self._local.identity:
            db.close()  # the home was moved, restored or made anew under a server that goes on
            db = None
        if db is None:
            db = self._local.db = self._opened()
            self._local.identity = file_identity(self._file)
        return db

    def _opened(self) -> SqliteConnection:
        try:
            db = self._connect(str(self._file), uri=False)
            try:
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("PRAGMA synchronous = NORMAL")
            except sqlite3.OperationalError as error:
                if "readonly" not in str(error) and "unable to open" not in str(error):
                    raise
                db.close()
                return self._opened_for_reading()
            db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            self._migrate(db)
            return db
        except sqlite3.OperationalError as error:
            if "unable to open" in str(error) and os.path.isfile(self._file):
                return self._opened_for_reading()
            raise sqlite_fault(self.home, error) or HomeUnusable(self.home, f"cannot be opened ({error})") from error

    def _connect(self, name: str, *, uri: bool) -> SqliteConnection:
        db = sqlite3.connect(name, timeout=_WAIT_SECONDS, isolation_level=None, factory=SqliteConnection, uri=uri)
        db.home = self.home
        return db

    def _opened_for_reading(self) -> SqliteConnection:
        """A connection to a home that may not be written; raises HomeUnusable where it may not be read either."""
        problem: Exception | None = None
        for mode in ("mode=ro", "immutable=1"):  # in a read-only folder SQLite cannot create its lock file
            try:
                db = self._connect(f"file:{quote(str(self._file.absolute()))}?{mode}", uri=True)
                there = {row[1] for row in db.execute("PRAGMA table_info(article)")}
                db.read_only = True
                names = COLUMNS.split(", ")
                db.columns = ", ".join(name if name in there else f"NULL AS {name}" for name in names)
                return db
            except sqlite3.OperationalError as error:
                problem = error
        raise HomeUnusable(self.home, f"cannot be read ({problem})") from problem

    def _migrate(self, db: SqliteConnection) -> None:
        """Migrate the schema of an earlier release, after a backup. Raises HomeUnusable for that of a later release."""
        held = db.execute("PRAGMA user_version").fetchone()[0]
        if held > schema.VERSION:
            db.close()
            raise HomeUnusable(self.home, "was made by a later release of sayso")
        if held == schema.VERSION or not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'article'").fetchone():
            return
        with sqlite3.connect(self.home / BACKUP) as copy:
            db.backup(copy)
        copy.close()
        with transaction(db):
            if db.execute("PRAGMA user_version").fetchone()[0] < schema.VERSION:  # unless another process was faster
                schema.bring_up(db)

    @contextmanager
    def write(self) -> Iterator[SqliteConnection]:
        """A transaction: committed as a whole or rolled back."""
        try:
            with transaction(self._connection()) as db:
                yield db
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise HomeBusy(self.home) from error
            if "readonly" in str(error):
                raise HomeUnusable(self.home, "may not be written by this user") from error
            raise

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the home's write lock. Raises HomeBusy where another process has it, HomeUnusable."""
        from filelock import FileLock, Timeout

        try:
            with FileLock(self.home / "write.lock", timeout=0):
                yield
        except Timeout as error:
            raise HomeBusy(self.home) from error
        except PermissionError as error:
            raise HomeUnusable(self.home, "may not be written by this user") from error

    def is_copy_of(self, place: str, name: str | None) -> bool:
        """Whether this home is a copy of the one named `name`, which still exists at `place`."""
        other = Path(place)
        return name_of_home(other) == name and not self.home.samefile(other)

    def erase_deleted(self) -> None:
        """Remove deleted data from the file for good (vacuum)."""
        self._connection().execute("VACUUM")
        self._connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def name_of_home(home: Path) -> str | None:
    """The name of the home in a folder, read without writing to it; None where there is no catalogue."""
    file = home / "catalog.sqlite3"
    for mode in ("mode=ro", "immutable=1"):
        try:
            db = sqlite3.connect(f"file:{quote(str(file.absolute()))}?{mode}", uri=True)
        except sqlite3.Error:
            continue
        try:
            row = db.execute("SELECT value FROM meta WHERE key = 'home'").fetchone()
            return str(row[0]) if row else None
        except sqlite3.Error:
            continue
        finally:
            db.close()
    return None
