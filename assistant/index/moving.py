"""Exports articles as records and imports them into another catalogue. Floor 1.

A record is plain JSON with everything that the catalogue holds of an article, the same from either database. Its digest
shows whether an article arrived complete; identical records are skipped, so an interrupted move is resumed by a rerun.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, field
from typing import Any

from assistant.index.catalog import Catalog
from assistant.index.database import Connection, placeholders
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
    """The result of a move: ids of new articles, the number already there, and (id, reason) of refused ones."""

    new: set[str] = field(default_factory=set)
    there: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)

    def add(self, other: Moved) -> None:
        """Add the result of another batch."""
        self.new |= other.new
        self.there += other.there
        self.refused += other.refused


class Mover(Writing):
    """Reads records from a catalogue and writes them into it."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__(catalog.database)
        self.catalog = catalog

    def records(self) -> Iterator[Record]:
        """The record of every article, by id."""
        for article in self.catalog.every():
            yield self.record(article.id)

    def record(self, article_id: str) -> Record:
        """The record of one article; {} for an unknown id."""
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
        """Store records: identical ones are skipped, others with a known id replace what is stored.

        A record whose identity belongs to an article with another id is refused.
        """
        moved, waiting = Moved(), list[Record]()
        for record in records:
            article = record["article"]
            held = self.record(article["id"])
            if record_digest(held) == record_digest(record):
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
        """The catalogue's own metadata: its name, its collection of vectors, its embedder."""
        return {key: value for key in _FACTS if (value := self.catalog.meta(key))}

    def take_facts(self, facts: dict[str, str]) -> None:
        """Take over the metadata of another catalogue, and with it its collection of vectors."""
        for key, value in facts.items():
            self.set_meta(key, value)

    def take_books(self, other: Catalog) -> None:
        """Copy the followed feeds and the kept quotes of another catalogue."""
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


def record_digest(record: Record) -> str:
    """The SHA-256 of a record without its vectors and its state of indexing."""
    known = {name: value for name, value in record.items() if name != "vectors"}
    if known:
        known["article"] = {name: value for name, value in known["article"].items() if name != "state"}
    encoded = json.dumps(known, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(encoded.encode("utf-8", "surrogatepass")).hexdigest()


def records_digest(records: Iterable[Record]) -> tuple[int, int, str]:
    """The number of articles and of passages in the records, and a SHA-256 over all of them in order."""
    whole, articles, passages = hashlib.sha256(), 0, 0
    for record in records:
        whole.update(record_digest(record).encode())
        articles, passages = articles + 1, passages + len(record["passages"])
    return articles, passages, whole.hexdigest()


def _insert(db: Connection, table: str, values: Record) -> None:
    db.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({placeholders(values)})", list(values.values()))
