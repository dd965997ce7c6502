"""Where logins are kept: in a file, or in the catalogue's PostgreSQL, where many servers share them. Floor 4."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistant.api.accounts import Accounts, accounts_of, read_accounts, write_accounts

IN_CATALOG = "catalog"
"""Given in the place of a file's name, where SAYSO_CATALOG is set."""
_TABLES = "CREATE TABLE IF NOT EXISTS login (line TEXT PRIMARY KEY);\n"


@dataclass(frozen=True, slots=True)
class Logins:
    """The logins of a file, or of a database where its address is given."""

    path: Path
    catalog: str | None = None

    @property
    def named(self) -> str:
        """What `--auth-file` takes for them."""
        return IN_CATALOG if self.catalog else str(self.path)

    def read(self, missing: bool = False) -> Accounts:
        """The logins; none where there may be none yet. Raises BadAccounts, CatalogUnavailable."""
        if self.catalog:
            return accounts_of(sorted(self._lines()), Path(IN_CATALOG))
        return Accounts() if missing and not self.path.exists() else read_accounts(self.path)

    def write(self, accounts: Accounts) -> None:
        """Keep these logins instead. Raises BadTarget, CatalogUnavailable."""
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
    """The logins of that name: `catalog`, or a file; without a name those of the catalogue, else of the home."""
    if catalog and named in (None, IN_CATALOG):
        return Logins(Path(IN_CATALOG), catalog)
    return Logins(Path(named) if named else home.expanduser() / "users")
