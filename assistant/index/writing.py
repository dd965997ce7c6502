"""Writes articles, their passages and their sources into the catalogue, in transactions. Floor 1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.errors import UnknownArticle
from assistant.index.database import Connection, marks
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


class Writing(Versions):
    """The changes that ingest makes."""

    def put(self, entries: Iterable[Entry]) -> None:
        """Store articles with their passages as pending, all or none; an article of the same id is replaced."""
        with self._write() as db:
            for entry in entries:
                article = entry.article
                self._forget_passages(db, article.id)
                self.keep_earlier(db, article)
                values = {
                    **stored(article), "identity": entry.identity, "content_digest": entry.content_digest,
                    "state": "pending", "seen": now(),
                }  # fmt: skip
                names = ", ".join(values)
                db.execute("DELETE FROM article WHERE id = ?", (article.id,))
                db.execute(f"INSERT INTO article ({names}) VALUES ({marks(values)})", list(values.values()))
                db.execute(_SOURCE, (article.source, entry.raw_digest, article.id))
                db.executemany(_FINGERPRINT, [(one, article.id) for one in entry.fingerprint])
                rows = [(one.id, one.start, one.end, one.text) for one in entry.passages]
                self._put_passages(db, article.id, head_of(article.title, article.outlet, article.published), rows)

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
            if db.execute("DELETE FROM article WHERE id = ?", (article_id,)).rowcount == 0:
                raise UnknownArticle(article_id)
            self._forget_passages(db, article_id)
            db.execute("DELETE FROM source WHERE article_id = ?", (article_id,))
            db.execute("DELETE FROM version WHERE article_id = ?", (article_id,))

    def _put_passages(
        self, db: Connection, article_id: str, head: tuple[str, str, str], passages: Sequence[tuple[str, int, int, str]]
    ) -> None:
        query = 'INSERT INTO passage (id, article_id, start, "end") VALUES (?, ?, ?, ?) RETURNING number'
        added = [db.execute(query, (id_, article_id, start, end)) for id_, start, end, _ in passages]
        rows = [(one.fetchone()[0], text) for one, (*_, text) in zip(added, passages, strict=True)]
        db.executemany(
            "INSERT INTO passage_told VALUES (?, ?)", [(number, sentence_stems(text)) for number, text in rows]
        )
        self.database.words.put(db, head, rows)

    def _forget_passages(self, db: Connection, article_id: str) -> None:
        rows = db.execute("SELECT number FROM passage WHERE article_id = ?", (article_id,)).fetchall()
        self.database.words.forget(db, [row[0] for row in rows])
        db.execute("DELETE FROM fingerprint WHERE article_id = ?", (article_id,))
        db.executemany("DELETE FROM passage_told WHERE number = ?", rows)
        db.execute("DELETE FROM passage WHERE article_id = ?", (article_id,))


def head_of(title: str | None, outlet: str | None, published: str | None) -> tuple[str, str, str]:
    """What the passages of an article are found by besides their text: title, outlet, and the day in words."""
    return title or "", outlet or "", _spoken(published)


def _spoken(published: str | None) -> str:
    """A day in the words in which questions name it: 2023-10-16 becomes "2023-10-16 October 16 2023"."""
    if not published:
        return ""
    months = "January February March April May June July August September October November December".split()
    year, month, day = published.split("-")
    return f"{published} {months[int(month) - 1]} {int(day)} {year}"
