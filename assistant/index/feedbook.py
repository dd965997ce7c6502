"""What is remembered of the web: the feeds that a reader follows, and what a server said of each address. Floor 1."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.index.database import Part
from assistant.index.versions import now


@dataclass(frozen=True, slots=True)
class FollowedFeed:
    """A feed that is pulled. `checked` is when it was last asked, `problem` what went wrong then."""

    address: str
    title: str | None
    added: str
    checked: str | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class Fetched:
    """The marks by which a server knows what it sent last: its ETag and Last-Modified."""

    etag: str | None
    modified: str | None


class FeedBook(Part):
    """Feeds and fetched addresses, in the catalogue."""

    def follow(self, address: str, title: str | None = None) -> bool:
        """Remember a feed; whether it is new."""
        with self._write() as db:
            row = (address, title, now())
            done = db.execute("INSERT INTO feed (address, title, added) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", row)
            return bool(done.rowcount)

    def unfollow(self, address: str) -> bool:
        """Forget a feed; whether it was there."""
        with self._write() as db:
            return bool(db.execute("DELETE FROM feed WHERE address = ?", (address,)).rowcount)

    def feeds(self) -> list[FollowedFeed]:
        """The feeds that are followed, in the order in which they were added."""
        rows = self._db().execute("SELECT address, title, added, checked, problem FROM feed ORDER BY added, address")
        return [FollowedFeed(*row) for row in rows]

    def feed_checked(self, address: str, title: str | None, problem: str | None) -> None:
        """Note how asking a feed ended."""
        with self._write() as db:
            db.execute(
                "UPDATE feed SET checked = ?, problem = ?, title = coalesce(?, title) WHERE address = ?",
                (now(), problem, title, address),
            )

    def fetched(self, address: str) -> Fetched:
        """What a server said of an address when it was last read; nothing for a new one."""
        row = self._db().execute("SELECT etag, modified FROM fetched WHERE address = ?", (address,)).fetchone()
        return Fetched(*row) if row else Fetched(None, None)

    def remember_fetched(self, address: str, etag: str | None, modified: str | None) -> None:
        """Note what a server said of an address."""
        with self._write() as db:
            db.execute(
                "INSERT INTO fetched (address, etag, modified) VALUES (?, ?, ?)"
                " ON CONFLICT (address) DO UPDATE SET etag = excluded.etag, modified = excluded.modified",
                (address, etag, modified),
            )
