"""Articles, passages and their words. Floor 1: sole owner of SQLite, and the source of truth.

Its FTS5 index is the lexical leg of retrieval. An article is `pending` until its passages are in the vector store, so
an ingest that was killed is mended by the next one; searches see indexed articles only.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import HomeUnusable, NoIndex, UnknownArticle
from assistant.index.told import told
from assistant.types import Article, Filters, Passage

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS article (
    id TEXT PRIMARY KEY, identity TEXT UNIQUE NOT NULL, content_digest TEXT NOT NULL, state TEXT NOT NULL,
    text TEXT NOT NULL, title TEXT, outlet TEXT, published TEXT, url TEXT, author TEXT, language TEXT,
    form TEXT NOT NULL, source TEXT NOT NULL, metadata TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS article_content ON article (content_digest);
DROP INDEX IF EXISTS article_state;
CREATE INDEX IF NOT EXISTS article_day ON article (state, published);
CREATE INDEX IF NOT EXISTS article_outlet ON article (state, outlet, published);
CREATE INDEX IF NOT EXISTS article_of ON article (outlet, id);
CREATE INDEX IF NOT EXISTS article_facts ON article (id, state, outlet, published);
CREATE TABLE IF NOT EXISTS source (source TEXT PRIMARY KEY, raw_digest TEXT NOT NULL, article_id TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS source_article ON source (article_id);
CREATE TABLE IF NOT EXISTS passage (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, article_id TEXT NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS passage_told (number INTEGER PRIMARY KEY, told TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS passage_article ON passage (article_id);
CREATE VIRTUAL TABLE IF NOT EXISTS passage_words USING fts5(
    title, outlet, published, body, tokenize = 'porter unicode61 remove_diacritics 2'
);
"""
# One seek an outlet: SELECT DISTINCT would walk over every article. CROSS JOIN, below, holds SQLite to the order of the
# tables as written: left to itself it begins with all that is indexed.
_EACH_OUTLET = """
WITH RECURSIVE each (outlet) AS (
    SELECT min(outlet) FROM article WHERE state = 'indexed'
    UNION ALL SELECT (SELECT min(outlet) FROM article WHERE state = 'indexed' AND outlet > each.outlet)
    FROM each WHERE each.outlet IS NOT NULL
)
SELECT outlet FROM each WHERE outlet IS NOT NULL
"""
_WITH_ARTICLE = " CROSS JOIN passage q ON q.number = passage_words.rowid CROSS JOIN article a ON a.id = q.article_id"
_OF_OUTLETS = "SELECT o.number FROM article b CROSS JOIN passage o ON o.article_id = b.id WHERE b.outlet IN ({})"
_CACHE_KIB = 16_384  # pages kept by a connection; SQLite keeps 2,000 where nothing is said
_COUNTED = 50_000  # stems whose passages are remembered: common words take long to count, and come again
_VERSION = 1  # of the schema, kept in the file
_COLUMNS = "id, text, title, outlet, published, url, author, language, form, source, metadata"


@dataclass(frozen=True, slots=True)
class Entry:
    """An article with its passages, as ingest hands it over. `identity` is what makes it the same article again."""

    article: Article
    passages: Sequence[Passage]
    identity: str
    content_digest: str
    raw_digest: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One line of the list of articles."""

    id: str
    outlet: str | None
    title: str | None
    published: str | None
    url: str | None
    words: int
    passages: int


class Catalog:
    """The SQLite file in the home folder. Safe to share between threads; two processes may open it at a time."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._file = home / "catalog.sqlite3"
        self._local = threading.local()

    @property
    def exists(self) -> bool:
        """Whether an index has been begun here."""
        return self._file.is_file()

    def create(self) -> None:
        """Make the home folder and the tables where they are not there yet. Raises HomeUnusable."""
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            with self._write() as db:
                db.executescript(_SCHEMA)
            self._tell()
        except (OSError, sqlite3.Error) as error:
            raise HomeUnusable(self.home, f"cannot be written ({error})") from error

    def _tell(self) -> None:
        """Work out what the passages tell of an index that was made before this was stored."""
        with self._write() as db:
            if db.execute("PRAGMA user_version").fetchone()[0] < _VERSION:
                untold = db.execute(
                    "SELECT p.number, w.body FROM passage p CROSS JOIN passage_words w ON w.rowid = p.number"
                    " WHERE p.number NOT IN (SELECT number FROM passage_told)"
                )
                db.executemany("INSERT INTO passage_told VALUES (?, ?)", ((n, told(body)) for n, body in untold))
                db.execute(f"PRAGMA user_version = {_VERSION}")

    # --- what is known of sources and articles

    def meta(self, key: str) -> str | None:
        """A remembered fact of the index, or None."""
        row = self._db().execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def set_meta(self, key: str, value: str) -> None:
        """Remember a fact of the index."""
        with self._write() as db:
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def article(self, article_id: str) -> Article:
        """The stored article. Raises UnknownArticle."""
        row = self._db().execute(f"SELECT {_COLUMNS} FROM article WHERE id = ?", (article_id,)).fetchone()
        if row is None:
            raise UnknownArticle(article_id)
        return _article(row)

    def articles_of(self, ids: Collection[str]) -> dict[str, Article]:
        """The stored articles of these ids, at most some hundreds; unknown ones are left out."""
        query = f"SELECT {_COLUMNS} FROM article WHERE id IN ({','.join('?' * len(ids))})"
        return {row[0]: _article(row) for row in self._db().execute(query, list(ids))}

    def articles(self, filters: Filters | None = None) -> Iterator[Article]:
        """Indexed articles that pass the filters, by outlet, date and id."""
        clause, values = _where(filters or Filters())
        query = f"SELECT {_COLUMNS} FROM article a WHERE {clause} ORDER BY outlet, published, id"
        yield from map(_article, self._db().execute(query, values))

    def holds(self, filters: Filters) -> bool:
        """Whether any indexed article passes the filters."""
        clause, values = _where(filters)
        return self._db().execute(f"SELECT 1 FROM article a WHERE {clause} LIMIT 1", values).fetchone() is not None

    def listing(self, filters: Filters | None = None) -> list[Listing]:
        """One line an indexed article, by outlet, date and title."""
        counts = dict(self._db().execute("SELECT article_id, count(*) FROM passage GROUP BY article_id"))
        return [
            Listing(a.id, a.outlet, a.title, a.published, a.url, len(a.text.split()), counts.get(a.id, 0))
            for a in self.articles(filters)
        ]

    def outlets(self) -> list[str]:
        """The outlets of the indexed articles, as stored, in order."""
        return [row[0] for row in self._db().execute(_EACH_OUTLET)]

    def newest(self) -> str | None:
        """The latest day of publication in the index, or None where no article has one."""
        row = self._db().execute("SELECT max(published) FROM article WHERE state = 'indexed'").fetchone()
        return row[0] if row else None

    def known_source(self, source: str) -> tuple[str, str] | None:
        """The digest and article id under which a source was last read, or None."""
        query = "SELECT raw_digest, article_id FROM source WHERE source = ?"
        row = self._db().execute(query, (source,)).fetchone()
        return (row[0], row[1]) if row else None

    def sources_under(self, prefix: str) -> dict[str, str]:
        """Every source whose name begins with prefix, with its article id."""
        query = "SELECT source, article_id FROM source WHERE substr(source, 1, ?) = ?"
        return dict(self._db().execute(query, (len(prefix), prefix)))

    def id_by_identity(self, identity: str) -> str | None:
        """The id of the article of that identity, or None."""
        row = self._db().execute("SELECT id FROM article WHERE identity = ?", (identity,)).fetchone()
        return row[0] if row else None

    def id_by_content(self, content_digest: str) -> str | None:
        """The id of an article with just that content, or None."""
        query = "SELECT id FROM article WHERE content_digest = ? ORDER BY id"
        row = self._db().execute(query, (content_digest,)).fetchone()
        return row[0] if row else None

    def pending(self) -> list[str]:
        """Ids of articles whose passages may not all be in the vector store."""
        return [row[0] for row in self._db().execute("SELECT id FROM article WHERE state = 'pending' ORDER BY id")]

    def indexed_count(self) -> int:
        """How many passages the vector store should hold."""
        query = "SELECT count(*) FROM article a CROSS JOIN passage p ON p.article_id = a.id WHERE a.state = 'pending'"
        return self.passage_count() - int(self._db().execute(query).fetchone()[0])

    def indexed_passages(self) -> Iterator[tuple[str, str]]:
        """The id of each passage that the vector store should hold, with that of its article."""
        query = (
            "SELECT p.id, p.article_id FROM passage p CROSS JOIN article a ON a.id = p.article_id"
            " WHERE a.state = 'indexed' ORDER BY p.number"
        )
        yield from self._db().execute(query)

    def passages_of(self, article_id: str) -> list[Passage]:
        """The passages of an article, in order."""
        article = self.article(article_id)
        query = 'SELECT id, start, "end" FROM passage WHERE article_id = ? ORDER BY start'
        rows = self._db().execute(query, (article_id,))
        return [Passage(id_, article_id, start, end, article.text[start:end]) for id_, start, end in rows]

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The passages of indexed articles among these ids; others are left out."""
        found: dict[str, Passage] = {}
        for first in range(0, len(ids), 500):
            chunk = ids[first : first + 500]
            rows = self._db().execute(
                'SELECT p.id, p.article_id, p.start, p."end", w.body FROM passage p'
                " CROSS JOIN article a ON a.id = p.article_id CROSS JOIN passage_words w ON w.rowid = p.number"
                f" WHERE a.state = 'indexed' AND p.id IN ({','.join('?' * len(chunk))})",
                chunk,
            )
            found.update((row[0], Passage(*row)) for row in rows)
        return found

    def told(self, ids: Sequence[str]) -> dict[str, tuple[Passage, str]]:
        """The passages of indexed articles among these ids, each with what its sentences tell (see `index.told`)."""
        passages = self.passages(ids)
        query = (
            "SELECT p.id, t.told FROM passage p CROSS JOIN passage_told t ON t.number = p.number"
            f" WHERE p.id IN ({','.join('?' * len(ids))})"
        )
        try:
            known = dict(self._db().execute(query, list(ids)))
        except sqlite3.OperationalError:  # an index that no ingest has brought up to date yet
            known = {}
        return {id_: (one, known[id_] if id_ in known else told(one.text)) for id_, one in passages.items()}

    def provenance(self, ids: Sequence[str]) -> dict[str, tuple[str | None, str | None]]:
        """Outlet and day of publication of each passage among these ids; others are left out."""
        known: dict[str, tuple[str | None, str | None]] = {}
        for first in range(0, len(ids), 500):
            chunk = ids[first : first + 500]
            rows = self._db().execute(
                "SELECT p.id, a.outlet, a.published FROM passage p CROSS JOIN article a ON a.id = p.article_id"
                f" WHERE a.state = 'indexed' AND p.id IN ({','.join('?' * len(chunk))})",
                chunk,
            )
            known.update((id_, (outlet, published)) for id_, outlet, published in rows)
        return known

    # --- the lexical leg

    def lexical(
        self,
        terms: Sequence[str],
        filters: Filters,
        top: int,
        weights: tuple[float, float, float, float],
        favoured: Sequence[str] = (),
    ) -> list[tuple[str, float]]:
        """Ids of the `top` passages by BM25 over any of the terms, best first, with their score (higher is better).

        `weights` are those of title, outlet, date and body. Terms are taken as plain words, whatever they hold.
        Passages of the `favoured` outlets stand in the order as if they scored twice as high.
        """
        match = " OR ".join('"' + term.replace('"', " ") + '"' for term in terms if term.strip())
        if not match:
            return []
        clause, values = _where(filters)
        if filters == Filters() and not self.pending():
            clause, values = "", []  # all may be used: no row but the best is looked up
        own = _OF_OUTLETS.format(",".join("?" * len(favoured)))
        rows = self._db().execute(
            "SELECT p.id, best.score FROM ("
            " SELECT passage_words.rowid AS number, -bm25(passage_words, ?, ?, ?, ?) AS score FROM passage_words"
            + (_WITH_ARTICLE if clause else "")
            + " WHERE passage_words MATCH ?"
            + (f" AND {clause}" if clause else "")
            + f" ORDER BY score * (1 + (number IN ({own}))) DESC LIMIT ?"
            ") best CROSS JOIN passage p ON p.number = best.number"
            f" ORDER BY score * (1 + (best.number IN ({own}))) DESC, p.id",
            (*weights, match, *values, *favoured, top, *favoured),
        )
        return [(row[0], row[1]) for row in rows]

    def frequencies(self, stems: Sequence[str]) -> dict[str, int]:
        """In how many passages each stem occurs, over all articles; 0 where it occurs in none."""
        db, known = self._db(), self._counts()
        new = [stem for stem in stems if stem not in known]
        if new:
            db.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.stem_counts USING fts5vocab('main', 'passage_words', 'row')"
            )
            query = "SELECT doc FROM temp.stem_counts WHERE term = ?"
            rows = {stem: db.execute(query, (stem,)).fetchone() for stem in new}
            known.update((stem, row[0] if row else 0) for stem, row in rows.items())
        return {stem: known[stem] for stem in stems}

    def passage_count(self) -> int:
        """How many passages the catalogue holds."""
        known = self._counts()
        if "" not in known:  # no stem
            known[""] = int(self._db().execute("SELECT count(*) FROM passage").fetchone()[0])
        return known[""]

    def _counts(self) -> dict[str, int]:
        """What was counted before, by stem; forgotten where anybody has written since, or where it is too much."""
        db = self._db()
        version = db.execute("PRAGMA data_version").fetchone()[0], db.total_changes
        if getattr(self._local, "version", None) != version or len(self._local.counts) > _COUNTED:
            self._local.version, self._local.counts = version, dict[str, int]()
        counts: dict[str, int] = self._local.counts
        return counts

    # --- writing

    def put(self, entries: Iterable[Entry]) -> None:
        """Store articles with their passages as pending, all or none; an article of the same id is replaced."""
        with self._write() as db:
            for entry in entries:
                article = entry.article
                self._forget_passages(db, article.id)
                values = (
                    article.id, entry.identity, entry.content_digest, "pending", article.text, article.title,
                    article.outlet, article.published, article.url, article.author, article.language, article.form,
                    article.source, json.dumps(dict(article.metadata), ensure_ascii=False, sort_keys=True),
                )  # fmt: skip
                db.execute(f"INSERT OR REPLACE INTO article VALUES ({','.join('?' * len(values))})", values)
                db.execute(
                    "INSERT OR REPLACE INTO source VALUES (?, ?, ?)", (article.source, entry.raw_digest, article.id)
                )
                for passage in entry.passages:
                    number = db.execute(
                        'INSERT INTO passage (id, article_id, start, "end") VALUES (?, ?, ?, ?)',
                        (passage.id, article.id, passage.start, passage.end),
                    ).lastrowid
                    db.execute("INSERT INTO passage_told VALUES (?, ?)", (number, told(passage.text)))
                    db.execute(
                        "INSERT INTO passage_words (rowid, title, outlet, published, body) VALUES (?, ?, ?, ?, ?)",
                        (number, article.title, article.outlet, _spoken(article.published), passage.text),
                    )

    def remember_source(self, source: str, raw_digest: str, article_id: str) -> None:
        """Note that a source holds an article that is stored already."""
        with self._write() as db:
            db.execute("INSERT OR REPLACE INTO source VALUES (?, ?, ?)", (source, raw_digest, article_id))

    def forget_source(self, source: str) -> bool:
        """Forget that a source holds its article; whether another source still does, whose the article then is."""
        with self._write() as db:
            (article_id,) = db.execute("DELETE FROM source WHERE source = ? RETURNING article_id", (source,)).fetchone()
            left = db.execute("SELECT min(source) FROM source WHERE article_id = ?", (article_id,)).fetchone()[0]
            if left is not None:
                db.execute("UPDATE article SET source = ? WHERE id = ? AND source = ?", (left, article_id, source))
            return left is not None

    def mark_indexed(self, ids: Sequence[str]) -> None:
        """Let searches see these articles."""
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
            if db.execute("DELETE FROM article WHERE id = ?", (article_id,)).rowcount == 0:
                raise UnknownArticle(article_id)
            self._forget_passages(db, article_id)
            db.execute("DELETE FROM source WHERE article_id = ?", (article_id,))

    @staticmethod
    def _forget_passages(db: sqlite3.Connection, article_id: str) -> None:
        numbers = db.execute("SELECT number FROM passage WHERE article_id = ?", (article_id,)).fetchall()
        db.executemany("DELETE FROM passage_words WHERE rowid = ?", numbers)
        db.executemany("DELETE FROM passage_told WHERE number = ?", numbers)
        db.execute("DELETE FROM passage WHERE article_id = ?", (article_id,))

    # --- connections

    def _db(self) -> sqlite3.Connection:
        """This thread's connection. Raises NoIndex where nothing has been ingested yet."""
        if getattr(self._local, "db", None) is None and not self.exists:
            raise NoIndex(self.home)
        return self._connection()

    def _connection(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._local, "db", None)
        if db is None:
            db = sqlite3.connect(self._file, timeout=30, isolation_level=None)
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            self._local.db = db
        return db

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of it or nothing."""
        db = self._connection()
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
        except BaseException:
            db.rollback()
            raise
        db.commit()


def _article(row: Sequence[Any]) -> Article:
    values = dict(zip(_COLUMNS.split(", "), row, strict=True))
    return Article(**{**values, "metadata": json.loads(values["metadata"])})


def _where(filters: Filters) -> tuple[str, list[str]]:
    """The filters as a condition on `article a`. A date filter leaves out what has no date."""
    terms = ["a.state = 'indexed'"]
    values: list[str] = []
    if filters.outlets:
        terms.append(f"a.outlet IN ({','.join('?' * len(filters.outlets))})")
        values += filters.outlets
    if filters.dated:
        terms.append("a.published >= ?")
        values.append(filters.since or "0")
    if filters.latest:
        terms.append("a.published <= ?")
        values.append(filters.latest)
    return " AND ".join(terms), values


def _spoken(published: str | None) -> str:
    """A day in the words in which questions name it: 2023-10-16 becomes "2023-10-16 October 16 2023"."""
    if not published:
        return ""
    months = (
        "January February March April May June July August September October November December".split()
    )  # fmt: skip
    year, month, day = published.split("-")
    return f"{published} {months[int(month) - 1]} {int(day)} {year}"
