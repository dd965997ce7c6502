"""Tombstones of removed articles: id, outlet, title and time, without the text. Floor 1."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.index.database import Connection, Part
from assistant.index.versions import now

_TABLE = (
    "CREATE TABLE IF NOT EXISTS gone (article_id TEXT NOT NULL, outlet TEXT, title TEXT, published TEXT,"
    " removed TEXT NOT NULL)"
)


@dataclass(frozen=True, slots=True)
class Gone:
    """An article that was removed, at an ISO time in UTC."""

    article_id: str
    outlet: str | None
    title: str | None
    published: str | None
    removed: str


class GoneBook(Part):
    """The tombstones in the catalogue."""

    def gone(self, since: str) -> list[Gone]:
        """The articles removed since an ISO day or time, the latest first. Raises NoIndex."""
        if not self.database.has("gone"):
            return []
        query = (
            "SELECT article_id, max(outlet), max(title), max(published), max(removed) FROM gone WHERE removed >= ?"
            " GROUP BY article_id ORDER BY max(removed) DESC"
        )
        return [Gone(*row) for row in self._db().execute(query, (since,))]


def note_gone(db: Connection, article_id: str) -> None:
    """Write the tombstone of an article, within the transaction that removes it and before it is deleted."""
    db.execute(_TABLE)
    query = "INSERT INTO gone SELECT id, outlet, title, published, ? FROM article WHERE id = ?"
    db.execute(query, (now(), article_id))
