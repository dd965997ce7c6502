"""Articles as records that hold all that the catalogue knows of them, for taking them to another catalogue. Floor 1.

A record is plain JSON, the same out of any database, so its digest tells whether an article arrived whole, and what is
there already is passed over: a move that broke off is taken up by running it again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, field
from typing import Any

from assistant.index.catalog import Catalog
from assistant.index.database import Connection, marks
from assistant.index.writing import NewPassage, Writing, head_of

_ARTICLE = (
    "id, identity, content_digest, state, text, title, outlet, published, url, author, language, form, source,"
    " metadata, version, family, details, seen"
)
_VERSION = (
    "article_id, number, version, text, title, outlet, published, url, author, language, form, source, metadata,"
    " family, details, seen"
)
_FACTS = ("home", "collection", "embedder", "identities")
_AT_ONCE = 50  # articles in one transaction
Record = dict[str, Any]


@dataclass(slots=True)
class Moved:
    """How a move went: the ids of what is new, how many were there, and what was not taken, with why."""

    new: set[str] = field(default_factory=set)
    there: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)

    def add(self, other: Moved) -> None:
        """Count another part of the same move."""
        self.new |= other.new
        self.there += other.there
        self.refused += other.refused


class Mover(Writing):
    """Takes records out of a catalogue and into it."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__(catalog.database)
        self.catalog = catalog

    def records(self) -> Iterator[Record]:
        """The record of every article, by id."""
        for article in self.catalog.every():
            yield self.record(article.id)

    def record(self, article_id: str) -> Record:
        """All that the catalogue knows of an article; {} where it is not there."""
        db = self._db()
        row = db.execute(f"SELECT {_ARTICLE} FROM article WHERE id = ?", (article_id,)).fetchone()
        if row is None:
            return {}
        versions = db.execute(f"SELECT {_VERSION} FROM version WHERE article_id = ? ORDER BY number", (article_id,))
        passages = db.execute('SELECT id, start, "end" FROM passage WHERE article_id = ? ORDER BY start', (article_id,))
        sources = db.execute(
            "SELECT source, raw_digest FROM source WHERE article_id = ? ORDER BY source", (article_id,)
        )
        hashes = db.execute("SELECT hash FROM fingerprint WHERE article_id = ? ORDER BY hash", (article_id,))
        return {
            "article": dict(zip(_ARTICLE.split(", "), row, strict=True)),
            "versions": [dict(zip(_VERSION.split(", "), one, strict=True)) for one in versions],
            "passages": [list(one) for one in passages],
            "sources": [list(one) for one in sources],
            "fingerprint": [one[0] for one in hashes],
        }

    def take(self, records: Iterable[Record]) -> Moved:
        """Store the articles of records; those that are there just so are passed over, others of the same id replaced.

        An article whose identity another one has is refused.
        """
        moved, waiting = Moved(), list[Record]()
        for record in records:
            article = record["article"]
            held = self.record(article["id"])
            if digest_of(held) == digest_of(record):
                moved.there += 1
                continue
            query = "SELECT id FROM article WHERE identity = ? AND id != ?"
            if other := self._db().execute(query, (article["identity"], article["id"])).fetchone():
                moved.refused.append((article["id"], f"it is there as {other[0]}"))
                continue
            waiting.append(record)
            moved.new.add(article["id"])
            if len(waiting) >= _AT_ONCE:
                self._store(waiting)
                waiting = []
        self._store(waiting)
        return moved

    def facts(self) -> dict[str, str]:
        """What the catalogue remembers of itself: its name, where its vectors lie, what filled them."""
        return {key: value for key in _FACTS if (value := self.catalog.meta(key))}

    def take_facts(self, facts: dict[str, str]) -> None:
        """Remember what another catalogue did, so that its vectors are this one's."""
        for key, value in facts.items():
            self.set_meta(key, value)

    def take_books(self, other: Catalog) -> None:
        """What another catalogue follows, and what it quoted."""
        for feed in other.feeds():
            self.catalog.follow(feed.address, feed.title)
        for kept in reversed(list(other.kept_quotes())):
            with self._write() as db:
                quotes = json.dumps([astuple(quote) for quote in kept.quotes], ensure_ascii=False)
                row = (kept.kind, kept.asked, kept.made, quotes)
                db.execute("DELETE FROM kept WHERE kind = ? AND asked = ? AND made = ? AND quotes = ?", row)
                db.execute("INSERT INTO kept (kind, asked, made, quotes) VALUES (?, ?, ?, ?)", row)

    def _store(self, records: list[Record]) -> None:
        if records:
            with self._write() as db:
                self._forget(db, [record["article"]["id"] for record in records])
                self._put_passages(db, [one for record in records for one in self._put_record(db, record)])

    def _put_record(self, db: Connection, record: Record) -> list[NewPassage]:
        """Store all of a record but its passages, which are given back."""
        article, id_ = record["article"], record["article"]["id"]
        for table in ("source", "version"):
            db.execute(f"DELETE FROM {table} WHERE article_id = ?", (id_,))
        _insert(db, "article", article)
        for version in record["versions"]:
            _insert(db, "version", version)
        for source, digest in record["sources"]:
            db.execute("DELETE FROM source WHERE source = ?", (source,))
            db.execute("INSERT INTO source VALUES (?, ?, ?)", (source, digest, id_))
        db.executemany("INSERT INTO fingerprint VALUES (?, ?)", [(one, id_) for one in record["fingerprint"]])
        head = head_of(article["title"], article["outlet"], article["published"])
        return [
            NewPassage(one, id_, start, end, head, article["text"][start:end]) for one, start, end in record["passages"]
        ]


def digest_of(record: Record) -> str:
    """What tells a record from another; vectors are no part of it, nor whether they are there."""
    known = {name: value for name, value in record.items() if name != "vectors"}
    if known:
        known["article"] = {name: value for name, value in known["article"].items() if name != "state"}
    told_ = json.dumps(known, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told_.encode("utf-8", "surrogatepass")).hexdigest()


def digest_of_all(records: Iterable[Record]) -> tuple[int, int, str]:
    """How many articles and passages records hold, and the digest of them all in their order."""
    whole, articles, passages = hashlib.sha256(), 0, 0
    for record in records:
        whole.update(digest_of(record).encode())
        articles, passages = articles + 1, passages + len(record["passages"])
    return articles, passages, whole.hexdigest()


def _insert(db: Connection, table: str, values: Record) -> None:
    db.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks(values)})", list(values.values()))
