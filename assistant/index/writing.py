"""Writes articles, their passages and their sources into the catalogue, in transactions. Floor 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.errors import UnknownArticle
from assistant.index.database import Connection, placeholders
from assistant.index.gone import note_gone
from assistant.index.sentence_stems import sentence_stems
from assistant.index.versions import Versions, now, stored
from assistant.types import Article, Passage

_META = "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
_SOURCE = (
    "INSERT INTO source VALUES (?, ?, ?)"
    " ON CONFLICT (source) DO UPDATE SET raw_digest = excluded.raw_digest, article_id = excluded.article_id"
)
_FINGERPRINT = "INSERT INTO fingerprint VALUES (?, ?) ON CONFLICT DO NOTHING"
_AT_ONCE = 500  # rows of one statement
Head = tuple[str, str, str]
"""What the passages of an article are found by besides their text: title, outlet, and the day in words."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article with its passages, as ingest hands it over. `identity` is what makes it the same article again.

    `fingerprint` holds hashes of some of its runs of words, by which its copies are found.
    """

    article: Article
    passages: Sequence[Passage]
    identity: str
    content_digest: str
    raw_digest: str
    fingerprint: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class NewPassage:
    """A passage on its way into the catalogue."""

    id: str
    article_id: str
    start: int
    end: int
    head: Head
    text: str


class Writing(Versions):
    """The changes that ingest makes."""

    def put(self, entries: Sequence[Entry]) -> None:
        """Store articles, no two of one id, with their passages as pending, all or none; those held are replaced."""
        with self._write() as db:
            for first in range(0, len(entries), _AT_ONCE):
                self._put(db, entries[first : first + _AT_ONCE])

    def _put(self, db: Connection, entries: Sequence[Entry]) -> None:
        articles = [one.article for one in entries]
        held = self._held(db, [one.id for one in articles])
        for article in articles:
            if article.id in held:
                self.keep_earlier(db, article)
        self._forget(db, held)
        rows = [
            {
                **stored(one.article), "identity": one.identity, "content_digest": one.content_digest,
                "state": "pending", "seen": now(),
            }
            for one in entries
        ]  # fmt: skip
        query = f"INSERT INTO article ({', '.join(rows[0])}) VALUES ({placeholders(rows[0])})"
        db.executemany(query, [list(row.values()) for row in rows])
        db.executemany(_SOURCE, [(one.article.source, one.raw_digest, one.article.id) for one in entries])
        db.executemany(_FINGERPRINT, [(hash_, one.article.id) for one in entries for hash_ in one.fingerprint])
        self._put_passages(
            db,
            [
                NewPassage(
                    each.id, one.id, each.start, each.end, head_of(one.title, one.outlet, one.published), each.text
                )
                for one, entry in zip(articles, entries, strict=True)
                for each in entry.passages
            ],
        )

    def swap_collection(self, collection: str, embedder: str) -> None:
        """Let searches use another collection of vectors, which holds all articles; the embedder that filled it."""
        with self._write() as db:
            for key, value in (("collection", collection), ("embedder", embedder)):
                db.execute(_META, (key, value))
            db.execute("UPDATE article SET state = 'indexed'")

    def set_meta(self, key: str, value: str) -> None:
        """Set a key of the catalogue's own metadata."""
        with self._write() as db:
            db.execute(_META, (key, value))

    def part_from(self, place: str, name: str | None = None) -> None:
        """Record the place of the home, and a new name where it is a copy of a home that still exists."""
        with self._write() as db:
            db.execute(_META, ("place", place))
            if name:
                db.execute(_META, ("home", name))

    def rename_embedder(self, embedder: str) -> None:
        """Rename the embedder and erase its former name, which may hold a password, from the file."""
        with self._write() as db:
            db.execute(_META, ("embedder", embedder))
        self.database.erase_deleted()

    def remember_source(self, source: str, raw_digest: str, article_id: str) -> None:
        """Record that a source holds an article that is already stored."""
        with self._write() as db:
            db.execute(_SOURCE, (source, raw_digest, article_id))

    def forget_source(self, source: str) -> None:
        """Forget that a source holds its article; the article is then that of another source, where one holds it."""
        with self._write() as db:
            (article_id,) = db.execute("DELETE FROM source WHERE source = ? RETURNING article_id", (source,)).fetchone()
            db.execute(
                "UPDATE article SET source = coalesce((SELECT min(source) FROM source WHERE article_id = ?), source)"
                " WHERE id = ? AND source = ?",
                (article_id, article_id, source),
            )

    def set_fingerprint(self, article_id: str, fingerprint: Sequence[int]) -> None:
        """Record the fingerprint by which an article's near-duplicates are found."""
        with self._write() as db:
            db.executemany(_FINGERPRINT, [(one, article_id) for one in fingerprint])

    def set_identities(self, identities: Mapping[str, str]) -> None:
        """Give articles, by their ids, the identities that this release gives; one that is taken stays as it was."""
        with self._write() as db:
            db.executemany(
                "UPDATE article SET identity = ? WHERE id = ? AND NOT EXISTS"
                " (SELECT 1 FROM article other WHERE other.identity = ? AND other.id != article.id)",
                [(one, id_, one) for id_, one in identities.items()],
            )

    def mark_indexed(self, ids: Sequence[str]) -> None:
        """Make these articles visible to searches."""
        with self._write() as db:
            db.executemany("UPDATE article SET state = 'indexed' WHERE id = ?", [(id_,) for id_ in ids])

    def mark_pending(self, ids: Sequence[str] | None = None) -> None:
        """Have the next ingest embed these articles again; all of them where none are named."""
        with self._write() as db:
            if ids is None:
                db.execute("UPDATE article SET state = 'pending'")
            else:
                db.executemany("UPDATE article SET state = 'pending' WHERE id = ?", [(id_,) for id_ in ids])

    def remove(self, article_id: str) -> None:
        """Forget an article, its passages and its sources. Raises UnknownArticle."""
        with self._write() as db:
            note_gone(db, article_id)
            if not self._held(db, [article_id]):
                raise UnknownArticle(article_id)
            self._forget(db, [article_id])
            db.execute("DELETE FROM source WHERE article_id = ?", (article_id,))
            db.execute("DELETE FROM version WHERE article_id = ?", (article_id,))

    def _held(self, db: Connection, ids: Sequence[str]) -> list[str]:
        """Which of these articles, at most some hundreds, are there."""
        return [
            row[0] for row in db.execute(f"SELECT id FROM article WHERE id IN ({placeholders(ids)})", ids).fetchall()
        ]

    def _put_passages(self, db: Connection, passages: Sequence[NewPassage]) -> None:
        """Store passages of however many articles: a server is waited for once in some hundreds of them."""
        for first in range(0, len(passages), _AT_ONCE):
            some = passages[first : first + _AT_ONCE]
            rows = ", ".join(["(?, ?, ?, ?)"] * len(some))
            query = f'INSERT INTO passage (id, article_id, start, "end") VALUES {rows} RETURNING id, number'
            values = [value for one in some for value in (one.id, one.article_id, one.start, one.end)]
            numbers = dict(db.execute(query, values).fetchall())
            stems = [(numbers[one.id], sentence_stems(one.text)) for one in some]
            db.executemany("INSERT INTO passage_told VALUES (?, ?)", stems)
            self.database.words.put(db, [(numbers[one.id], one.head, one.text) for one in some])

    def _forget(self, db: Connection, ids: Sequence[str]) -> None:
        """Drop these articles with their passages and fingerprints."""
        if not ids:
            return
        among = f"article_id IN ({placeholders(ids)})"
        rows = db.execute(f"SELECT number FROM passage WHERE {among}", ids).fetchall()
        self.database.words.forget(db, [row[0] for row in rows])
        db.executemany("DELETE FROM passage_told WHERE number = ?", rows)
        for table in ("fingerprint", "passage"):
            db.execute(f"DELETE FROM {table} WHERE {among}", ids)
        db.execute(f"DELETE FROM article WHERE id IN ({placeholders(ids)})", ids)


def head_of(title: str | None, outlet: str | None, published: str | None) -> Head:
    """The head of an article's passages."""
    return title or "", outlet or "", _spoken(published)


def _spoken(published: str | None) -> str:
    """A day in the words in which questions name it: 2023-10-16 becomes "2023-10-16 October 16 2023"."""
    if not published:
        return ""
    months = "January February March April May June July August September October November December".split()
    year, month, day = published.split("-")
    return f"{published} {months[int(month) - 1]} {int(day)} {year}"
