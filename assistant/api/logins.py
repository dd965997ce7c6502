"""Stores logins in a file, or in the catalogue's PostgreSQL, where several servers share them. Floor 4."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistant.api.accounts import Accounts, accounts_of, read_accounts, write_accounts

IN_CATALOG = "catalog"
"""The value of `--auth-file` that means the database of SAYSO_CATALOG."""
_TABLES = "CREATE TABLE IF NOT EXISTS login (line TEXT PRIMARY KEY);\n"


@dataclass(frozen=True, slots=True)
class Logins:
    """The logins of a file, or of the database at `catalog`."""

    path: Path
    catalog: str | None = None

    @property
    def named(self) -> str:
        """The value of `--auth-file` for these logins."""
        return IN_CATALOG if self.catalog else str(self.path)

    def read(self, missing: bool = False) -> Accounts:
        """The logins; with `missing`, a file that does not exist gives none. Raises BadAccounts, CatalogUnavailable."""
        if self.catalog:
            return accounts_of(sorted(self._lines()), Path(IN_CATALOG))
        return Accounts() if missing and not self.path.exists() else read_accounts(self.path)

    def write(self, accounts: Accounts) -> None:
        """Replace the stored logins. Raises BadTarget, CatalogUnavailable."""
        if not self.catalog:
            write_accounts(self.path, accounts)
            return
        from assistant.index.postgres import open_postgres

        database = open_postgres(self.catalog)
        database.make(_TABLES, "login")
        with database.write() as db:
            db.execute("DELETE FROM login")
            db.executemany("INSERT INTO login VALUES (?)", [(line,) for line in accounts.lines()])

    def _lines(self) -> list[str]:
        from assistant.index.postgres import open_postgres

        database = open_postgres(self.catalog or "")
        database.create()
        database.make(_TABLES, "login")
        return [row[0] for row in database.read().execute("SELECT line FROM login")]


def logins_of(named: str | None, catalog: str | None, home: Path) -> Logins:
    """The logins that `--auth-file` names: `catalog` or a file; None gives the catalogue's, else the home's file."""
    if catalog and named in (None, IN_CATALOG):
        return Logins(Path(IN_CATALOG), catalog)
    return Logins(Path(named) if named else home.expanduser() / "users")
