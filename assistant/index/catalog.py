"""The catalogue: articles and their passages, the source of truth, in SQLite or PostgreSQL. Floor 1.

It also serves lexical retrieval. An article is `pending` until its passages are in the vector store, so that the next
ingest completes one that was killed; searches see indexed articles only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import UnknownArticle
from assistant.index.database import Database, placeholders, where_of
from assistant.index.feedbook import FeedBook
from assistant.index.gone import GoneBook
from assistant.index.grams import count_words
from assistant.index.identities import Identities
from assistant.index.quoted import QuoteBook
from assistant.index.sentence_stems import sentence_stems
from assistant.index.sqlite import SqliteDatabase
from assistant.index.versions import article_of
from assistant.index.writing import Writing
from assistant.language.terms import stem, words
from assistant.settings import Settings
from assistant.types import Article, Filters, Passage

_PAGE = 500  # articles fetched at a time when all are read
# One index seek per outlet; SELECT DISTINCT would scan every article.
_EACH_OUTLET = """
WITH RECURSIVE each (outlet) AS (
    SELECT min(outlet) FROM article WHERE state = 'indexed'
    UNION ALL SELECT (SELECT min(outlet) FROM article WHERE state = 'indexed' AND outlet > each.outlet)
    FROM each WHERE each.outlet IS NOT NULL
)
SELECT outlet FROM each WHERE outlet IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Listing:
    """One line of the list of articles."""

    id: str
    outlet: str | None
    title: str | None
    published: str | None
    url: str | None
    language: str | None
    words: int
    passages: int
    versions: int


class Catalog(Writing, Identities, FeedBook, QuoteBook, GoneBook):
    """The articles of one home, in a SQLite file in its folder or in the database given.

    Safe to share between threads and processes.
    """

    def __init__(self, place: Path | Database) -> None:
        super().__init__(SqliteDatabase(place) if isinstance(place, Path) else place)

    @property
    def exists(self) -> bool:
        """Whether an index has been begun here."""
        return self.database.exists

    def create(self) -> None:
        """Create the tables that are missing. Raises HomeUnusable, CatalogDamaged, CatalogUnavailable."""
        self.database.create()

    def meta(self, key: str) -> str | None:
        """The value of a key of the catalogue's own metadata, or None."""
        row = self._db().execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def article(self, article_id: str) -> Article:
        """The stored article. Raises UnknownArticle."""
        query = f"SELECT {self.database.columns} FROM article WHERE id = ?"
        row = self._db().execute(query, (article_id,)).fetchone()
        if row is None:
            raise UnknownArticle(article_id)
        return article_of(row)

    def articles_of(self, ids: Collection[str]) -> dict[str, Article]:
        """The stored articles of these ids, at most some hundreds; unknown ones are left out."""
        query = f"SELECT {self.database.columns} FROM article WHERE id IN ({placeholders(ids)})"
        return {row[0]: article_of(row) for row in self._db().execute(query, list(ids))}

    def articles(self, filters: Filters | None = None) -> Iterator[Article]:
        """Indexed articles that pass the filters, by outlet, date and id."""
        clause, values = where_of(filters or Filters())
        query = f"SELECT {self.database.columns} FROM article a WHERE {clause}"
        rows = self._db().execute(f"{query} ORDER BY outlet NULLS FIRST, published NULLS FIRST, id", values)
        yield from map(article_of, rows)

    def every(self) -> Iterator[Article]:
        """All articles, pending ones included, by id."""
        query, last = f"SELECT {self.database.columns} FROM article WHERE id > ? ORDER BY id LIMIT {_PAGE}", ""
        while rows := self._db().execute(query, (last,)).fetchall():
            yield from map(article_of, rows)
            last = rows[-1][0]

    def relatives(self, article: Article) -> list[Article]:
        """The near-duplicates of an article, without itself, by outlet and id."""
        if article.family is None:
            return []
        query = (
            f"SELECT {self.database.columns} FROM article WHERE family = ? AND id != ? ORDER BY outlet NULLS FIRST, id"
        )
        return [article_of(row) for row in self._db().execute(query, (article.family, article.id))]

    def holds(self, filters: Filters) -> bool:
        """Whether any indexed article passes the filters."""
        clause, values = where_of(filters)
        return self._db().execute(f"SELECT 1 FROM article a WHERE {clause} LIMIT 1", values).fetchone() is not None

    def listing(self, filters: Filters | None = None) -> list[Listing]:
        """One entry per indexed article, by outlet, date and id."""
        counts = dict(self._db().execute("SELECT article_id, count(*) FROM passage GROUP BY article_id"))
        earlier = self.earlier_counts()
        return [
            Listing(
                a.id,
                a.outlet,
                a.title,
                a.published,
                a.url,
                a.language,
                count_words(a.text),
                counts.get(a.id, 0),
                1 + earlier.get(a.id, 0),
            )
            for a in self.articles(filters)
        ]

    def outlets(self) -> list[str]:
        """The outlets of the indexed articles, as stored, sorted."""
        return [row[0] for row in self._db().execute(_EACH_OUTLET)]

    def newest(self) -> str | None:
        """The latest day of publication in the index, or None where no article has one."""
        row = self._db().execute("SELECT max(published) FROM article WHERE state = 'indexed'").fetchone()
        return row[0] if row else None

    def pending(self) -> list[str]:
        """Ids of articles whose passages may not all be in the vector store."""
        return [row[0] for row in self._db().execute("SELECT id FROM article WHERE state = 'pending' ORDER BY id")]

    def article_count(self) -> int:
        """The number of indexed articles."""
        return int(self._db().execute("SELECT count(*) FROM article WHERE state = 'indexed'").fetchone()[0])

    def indexed_count(self) -> int:
        """The number of passages that the vector store should hold."""
        query = "SELECT count(*) FROM article a CROSS JOIN passage p ON p.article_id = a.id WHERE a.state = 'pending'"
        return self.passage_count() - int(self._db().execute(query).fetchone()[0])

    def indexed_passages(self) -> Iterator[tuple[str, str]]:
        """The id of each passage that the vector store should hold, with that of its article."""
        query = (
            "SELECT p.id, p.article_id FROM passage p CROSS JOIN article a ON a.id = p.article_id"
            " WHERE a.state = 'indexed' ORDER BY p.number"
        )
        yield from self._db().execute(query)

    def passage_count(self) -> int:
        """The number of passages, those of pending articles included."""
        return self.database.words.passage_count()

    def lexical(
        self,
        terms: Sequence[str],
        filters: Filters,
        top: int,
        favoured: Sequence[str] = (),
    ) -> list[tuple[str, float]]:
        """The ids of the `top` passages by BM25 over any of the terms, best first, with their score (higher is better).

        Title, outlet, day and body weigh the same. Terms are quoted, so that they hold no query syntax. Passages of the
        `favoured` outlets rank as if they scored twice as high. No terms give an empty list.
        """
        return self.database.words.search(terms, filters, top, favoured)

    def frequencies(self, stems: Sequence[str]) -> dict[str, int]:
        """The number of passages in which each stem occurs, over all articles."""
        return self.database.words.frequencies(stems)

    def stems_like(self, opening: str, shortest: int, longest: int) -> list[str]:
        """The stems of the index that begin with `opening` and have from `shortest` to `longest` letters."""
        return self.database.words.stems_like(opening, shortest, longest)

    def words_with_stem(self, wanted: str) -> list[str]:
        """The word forms of a stem, as a sample of five passages prints them, the most frequent first."""
        texts = self.database.words.texts_with(wanted, 5)
        found = Counter(word for text in texts for word in words(text) if stem(word) == wanted)
        return [word for word, _ in found.most_common()]

    def passages_of(self, article_id: str) -> list[Passage]:
        """The passages of an article, in order of position. Raises UnknownArticle."""
        article = self.article(article_id)
        query = 'SELECT id, start, "end" FROM passage WHERE article_id = ? ORDER BY start'
        rows = self._db().execute(query, (article_id,))
        return [Passage(id_, article_id, start, end, article.text[start:end]) for id_, start, end in rows]

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The passages of indexed articles among these ids; others are left out."""
        found: dict[str, Passage] = {}
        for first in range(0, len(ids), 500):
            found.update((row[0], Passage(*row)) for row in self.database.words.bodies(ids[first : first + 500]))
        return found

    def with_sentence_stems(self, ids: Sequence[str]) -> dict[str, tuple[Passage, str]]:
        """The passages of indexed articles among these ids, each with its `sentence_stems`; others are left out."""
        passages, known = self.passages(ids), dict[str, str]()
        if self.database.has("passage_told"):  # unless a home of an earlier release may not be written
            query = (
                "SELECT p.id, t.told FROM passage p CROSS JOIN passage_told t ON t.number = p.number"
                f" WHERE p.id IN ({placeholders(ids)})"
            )
            known = dict(self._db().execute(query, list(ids)).fetchall())
        return {id_: (one, known[id_] if id_ in known else sentence_stems(one.text)) for id_, one in passages.items()}

    def provenance(self, ids: Sequence[str]) -> dict[str, tuple[str | None, str | None]]:
        """Outlet and day of publication of each passage among these ids; others are left out."""
        known: dict[str, tuple[str | None, str | None]] = {}
        for first in range(0, len(ids), 500):
            chunk = ids[first : first + 500]
            rows = self._db().execute(
                "SELECT p.id, a.outlet, a.published FROM passage p CROSS JOIN article a ON a.id = p.article_id"
                f" WHERE a.state = 'indexed' AND p.id IN ({placeholders(chunk)})",
                chunk,
            )
            known.update((id_, (outlet, published)) for id_, outlet, published in rows)
        return known


def open_catalog(settings: Settings) -> Catalog:
    """The catalogue that the settings name: in PostgreSQL, or in the home. Raises CatalogUnavailable, MissingExtra."""
    if settings.catalog:
        from assistant.index.postgres import open_postgres

        return Catalog(open_postgres(settings.as_given(settings.catalog)))
    return Catalog(settings.home)
