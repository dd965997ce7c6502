"""Full-text search in SQLite: BM25 of FTS5 over passages, and document frequencies. Floor 1."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from assistant.index.database import Connection, placeholders, where_of
from assistant.index.grams import grams_of
from assistant.types import Filters

# CROSS JOIN fixes the join order; SQLite's planner would begin with all indexed articles.
_WITH_ARTICLE = " CROSS JOIN passage q ON q.number = passage_words.rowid CROSS JOIN article a ON a.id = q.article_id"
_OF_OUTLETS = "SELECT o.number FROM article b CROSS JOIN passage o ON o.article_id = b.id WHERE b.outlet IN ({})"
_COUNT_STEMS = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.stem_counts USING fts5vocab('main', 'passage_words', 'row')"
_COUNTED = 50_000  # stems whose document frequency is cached: that of common words takes long to count


class Fts5:
    """Full-text search. `read` returns the thread's connection, `local` is the thread's storage for the cache."""

    def __init__(self, read: Callable[[], Any], local: threading.local) -> None:
        self._read = read
        self._local = local

    def put(self, db: Connection, passages: Sequence[tuple[int, tuple[str, str, str], str]]) -> None:
        """Make passages findable."""
        query = "INSERT INTO passage_words (rowid, title, outlet, published, body) VALUES (?, ?, ?, ?, ?)"
        db.executemany(query, [(number, *head, body) for number, head, body in passages])
        pairs = [(number, grams) for number, _, body in passages if (grams := grams_of(body))]
        db.executemany("INSERT INTO passage_grams (rowid, body) VALUES (?, ?)", pairs)

    def forget(self, db: Connection, numbers: Sequence[int]) -> None:
        """Remove these passages from the index."""
        for table in ("passage_words", "passage_grams"):
            db.executemany(f"DELETE FROM {table} WHERE rowid = ?", [(one,) for one in numbers])

    def bodies(self, ids: Sequence[str]) -> list[tuple[str, str, int, int, str]]:
        """Id, article's id, start, end and text of the indexed passages among these ids."""
        rows: list[tuple[str, str, int, int, str]] = (
            self._read()
            .execute(
                'SELECT p.id, p.article_id, p.start, p."end", w.body FROM passage p'
                " CROSS JOIN article a ON a.id = p.article_id CROSS JOIN passage_words w ON w.rowid = p.number"
                f" WHERE a.state = 'indexed' AND p.id IN ({placeholders(ids)})",
                list(ids),
            )
            .fetchall()
        )
        return rows

    def search(
        self,
        terms: Sequence[str],
        filters: Filters,
        top: int,
        favoured: Sequence[str],
    ) -> list[tuple[str, float]]:
        """The best passages by BM25 over any of the terms; unspaced text is matched by character bigrams."""
        match = " OR ".join('"' + term.replace('"', " ") + '"' for term in terms if term.strip())
        if not match:
            return []
        clause, values = where_of(filters)
        if filters == Filters() and not self._any_pending():
            clause, values = "", []  # nothing is excluded: only the best rows are joined with their article
        own = _OF_OUTLETS.format(placeholders(favoured))
        rows = self._read().execute(
            "SELECT p.id, best.score FROM ("
            " SELECT passage_words.rowid AS number, -bm25(passage_words) AS score FROM passage_words"
            + (_WITH_ARTICLE if clause else "")
            + " WHERE passage_words MATCH ?"
            + (f" AND {clause}" if clause else "")
            + f" ORDER BY score * (1 + (number IN ({own}))) DESC LIMIT ?"
            ") best CROSS JOIN passage p ON p.number = best.number"
            f" ORDER BY score * (1 + (best.number IN ({own}))) DESC, p.id",
            (match, *values, *favoured, top, *favoured),
        )
        found = [(row[0], row[1]) for row in rows]
        return self._with_unspaced(found, terms, filters, top)

    def _with_unspaced(
        self, found: list[tuple[str, float]], terms: Sequence[str], filters: Filters, top: int
    ) -> list[tuple[str, float]]:
        """The found passages merged with those that hold the character bigrams of unspaced terms, best first."""
        grams = [gram for term in terms for gram in grams_of(term).split()]
        if not grams or not self._has_bigrams():
            return found
        clause, values = where_of(filters)
        rows = self._read().execute(
            "SELECT p.id, -bm25(passage_grams) AS score FROM passage_grams"
            " CROSS JOIN passage p ON p.number = passage_grams.rowid CROSS JOIN article a ON a.id = p.article_id"
            f" WHERE passage_grams MATCH ? AND {clause} ORDER BY score DESC, p.id LIMIT ?",
            (" OR ".join(f'"{gram}"' for gram in dict.fromkeys(grams)), *values, top),
        )
        best = dict(found)
        for id_, score in rows:
            best[id_] = best.get(id_, 0.0) + score
        return sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:top]

    def frequencies(self, stems: Sequence[str]) -> dict[str, int]:
        """The number of passages in which each stem occurs, over all articles."""
        db, known = self._read(), self._counts()
        new = [one for one in stems if one not in known]
        if new:
            db.execute(_COUNT_STEMS)
            query = "SELECT doc FROM temp.stem_counts WHERE term = ?"
            rows = {one: self._unspaced_count(one) or db.execute(query, (one,)).fetchone() for one in new}
            known.update((one, row[0] if row else 0) for one, row in rows.items())
        return {one: known[one] for one in stems}

    def stems_like(self, opening: str, shortest: int, longest: int) -> list[str]:
        """See `Catalog.stems_like`."""
        db = self._read()
        db.execute(_COUNT_STEMS)
        query = "SELECT term FROM temp.stem_counts WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?"
        return [row[0] for row in db.execute(query, (opening, opening + "\uffff", shortest, longest))]

    def texts_with(self, stem: str, most: int) -> list[str]:
        """Title and text of at most `most` passages that hold a stem."""
        query = "SELECT coalesce(title, '') || ' ' || body FROM passage_words WHERE passage_words MATCH ? LIMIT ?"
        return [row[0] for row in self._read().execute(query, ('"' + stem.replace('"', " ") + '"', most))]

    def passage_count(self) -> int:
        """The number of passages."""
        known = self._counts()
        if "" not in known:  # no stem
            known[""] = int(self._read().execute("SELECT count(*) FROM passage").fetchone()[0])
        return known[""]

    def _unspaced_count(self, stem: str) -> tuple[int] | None:
        """The number of passages that hold all bigrams of an unspaced word; None for other words."""
        grams = grams_of(stem).split()
        if not grams or not self._has_bigrams():
            return None
        query = "SELECT count(*) FROM passage_grams WHERE passage_grams MATCH ?"
        (count,) = self._read().execute(query, (" AND ".join(f'"{gram}"' for gram in grams),)).fetchone()
        return (int(count),)

    def _has_bigrams(self) -> bool:
        """Whether bigrams are indexed: a read-only catalogue of an earlier release has none."""
        return "NULL" not in self._read().columns

    def _counts(self) -> dict[str, int]:
        """The cache of counts by stem; emptied after any write, and when it is full."""
        db = self._read()
        version = db.execute("PRAGMA data_version").fetchone()[0], db.total_changes
        if getattr(self._local, "version", None) != version or len(self._local.counts) > _COUNTED:
            self._local.version, self._local.counts = version, dict[str, int]()
        counts: dict[str, int] = self._local.counts
        return counts

    def _any_pending(self) -> bool:
        return self._read().execute("SELECT 1 FROM article WHERE state = 'pending' LIMIT 1").fetchone() is not None
