"""Followed feeds, and the cache validators (ETag, Last-Modified) of each fetched address. Floor 1."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.index.database import Part
from assistant.index.versions import now


@dataclass(frozen=True, slots=True)
class FollowedFeed:
    """A followed feed. `checked` is when it was last fetched (ISO time), `problem` what went wrong then."""

    address: str
    title: str | None
    added: str
    checked: str | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class Fetched:
    """The cache validators of a reply: ETag and Last-Modified."""

    etag: str | None
    modified: str | None


class FeedBook(Part):
    """Feeds and fetched addresses, in the catalogue."""

    def follow(self, address: str, title: str | None = None) -> bool:
        """Add a feed; whether it is new."""
        with self._write() as db:
            row = (address, title, now())
            done = db.execute("INSERT INTO feed (address, title, added) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", row)
            return bool(done.rowcount)

    def unfollow(self, address: str) -> bool:
        """Delete a feed; whether it was followed."""
        with self._write() as db:
            return bool(db.execute("DELETE FROM feed WHERE address = ?", (address,)).rowcount)

    def feeds(self) -> list[FollowedFeed]:
        """The feeds that are followed, in the order in which they were added."""
        rows = self._db().execute("SELECT address, title, added, checked, problem FROM feed ORDER BY added, address")
        return [FollowedFeed(*row) for row in rows]

    def feed_checked(self, address: str, title: str | None, problem: str | None) -> None:
        """Record the result of fetching a feed now; `problem` is None for success."""
        with self._write() as db:
            db.execute(
                "UPDATE feed SET checked = ?, problem = ?, title = coalesce(?, title) WHERE address = ?",
                (now(), problem, title, address),
            )

    def fetched(self, address: str) -> Fetched:
        """The validators of the last reply from an address; both None for a new address."""
        row = self._db().execute("SELECT etag, modified FROM fetched WHERE address = ?", (address,)).fetchone()
        return Fetched(*row) if row else Fetched(None, None)

    def remember_fetched(self, address: str, etag: str | None, modified: str | None) -> None:
        """Record the validators of a reply."""
        with self._write() as db:
            db.execute(
                "INSERT INTO fetched (address, etag, modified) VALUES (?, ?, ?)"
                " ON CONFLICT (address) DO UPDATE SET etag = excluded.etag, modified = excluded.modified",
                (address, etag, modified),
            )
