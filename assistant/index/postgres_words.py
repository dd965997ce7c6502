"""Lexical retrieval in PostgreSQL: candidates by a GIN index over `tsvector`, ranked by BM25 in SQL. Floor 1.

PostgreSQL's own ranking (`ts_rank_cd`) ignores how rare a word is and how long a passage (cost: docs/scaling.md), so
tables hold passage counts per stem and the total length. The lexemes are the stems of SQLite's tokenizer, as elsewhere
in Sayso.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Protocol

from assistant.index.database import Connection, placeholders, where_of
from assistant.index.grams import grams_of
from assistant.language.terms import stem
from assistant.types import Filters

TABLES = """
CREATE TABLE IF NOT EXISTS passage_body (number INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS passage_words (
    number INTEGER PRIMARY KEY, words tsvector NOT NULL, length INTEGER NOT NULL, outlet TEXT NOT NULL
) WITH (toast_tuple_target = 8160);
CREATE INDEX IF NOT EXISTS passage_words_words ON passage_words USING gin (words);
CREATE TABLE IF NOT EXISTS stem_count (stem TEXT PRIMARY KEY, passages INTEGER NOT NULL) WITH (fillfactor = 70);
CREATE TABLE IF NOT EXISTS word_total (passages INTEGER NOT NULL, length INTEGER NOT NULL);
INSERT INTO word_total SELECT 0, 0 WHERE NOT EXISTS (SELECT 1 FROM word_total);
"""
_TOKEN = re.compile(r"[^\W_]+")
_LONGEST = 200  # characters of a lexeme; PostgreSQL's limit is 2,046 bytes
_SUMS = list(accumulate(1 / j**2 for j in range(1, 60)))
_BETWEEN = [
    (one + other) * 3 / math.pi**2 for one, other in pairwise(_SUMS)
]  # midpoints of `ts_rank` between 1 and 2, 2 and 3, ... occurrences
_PUT = """
WITH new AS (
    INSERT INTO passage_words
    SELECT * FROM unnest(CAST(? AS bigint[]), CAST(? AS tsvector[]), CAST(? AS bigint[]), CAST(? AS text[]))
    RETURNING words, length
), body AS (INSERT INTO passage_body SELECT * FROM unnest(CAST(? AS bigint[]), CAST(? AS text[]))),
more AS (SELECT count(*) AS passages, sum(length) AS length FROM new),
total AS (UPDATE word_total t SET passages = t.passages + more.passages, length = t.length + more.length FROM more)
INSERT INTO stem_count SELECT u.lexeme, count(*) FROM new, unnest(new.words) u GROUP BY 1 ORDER BY 1
ON CONFLICT (stem) DO UPDATE SET passages = stem_count.passages + excluded.passages
"""
_FORGET = """
WITH gone AS (DELETE FROM passage_words WHERE number = ANY (?) RETURNING words, length),
     body AS (DELETE FROM passage_body WHERE number = ANY (?)),
     less AS (SELECT count(*) AS passages, coalesce(sum(length), 0) AS length FROM gone),
     total AS (UPDATE word_total t SET passages = t.passages - less.passages, length = t.length - less.length FROM less)
UPDATE stem_count s SET passages = s.passages - n.passages
FROM (SELECT u.lexeme, count(*) AS passages FROM gone, unnest(gone.words) u GROUP BY 1 ORDER BY 1) n
WHERE s.stem = n.lexeme
"""
# BM25 as in FTS5: k1 = 1.2, b = .75, so that k1 * (1 - b + b * length / mean) is .3 + .9 * length / mean; cast to
# float8 because PostgreSQL's default decimal arithmetic is slow.
# Term frequency comes from `ts_rank`, which for one word is the sum of 1 / j^2 over its occurrences j, divided by
# pi^2 / 6: the only function that does not unpack the whole vector. A phrase counts once.
_SEARCH = """
WITH hit AS MATERIALIZED (
    SELECT w.number, w.length, {own} AS own, t.idf, CASE WHEN t.phrase THEN 1 ELSE
        1 + width_bucket(CAST(ts_rank('{{1,1,1,1}}', w.words, t.query) AS float8), CAST(? AS float8[])) END AS often
    FROM unnest(CAST(? AS tsquery[]), CAST(? AS float8[]), CAST(? AS bool[])) t (query, idf, phrase)
    JOIN passage_words w ON w.words @@ t.query
), scored AS (
    SELECT h.number, 1 + h.own AS weight,
        sum(h.idf * 2.2 * h.often / (h.often + CAST(.3 AS float8) + CAST(.9 AS float8) * h.length / ?)) AS score
    FROM hit h {joined} WHERE {clause} GROUP BY h.number, h.own
), best AS (SELECT s.*, s.score * s.weight AS weighed FROM scored s ORDER BY 4 DESC LIMIT ?)
SELECT p.id, b.score FROM best b JOIN passage p ON p.number = b.number ORDER BY b.weighed DESC, p.id
"""
_BEFORE = """
SELECT t.passages, t.length, EXISTS (SELECT 1 FROM article WHERE state = 'pending'),
       (SELECT json_object_agg(c.stem, c.passages) FROM stem_count c WHERE c.stem = ANY (?))
FROM word_total t
"""
_JOINED = "JOIN passage q ON q.number = h.number JOIN article a ON a.id = q.article_id"
_OWN = (
    "CAST(w.outlet IN ({}) AS int)"  # stored with the words: looking up an outlet's passages gets slower as they grow
)


class ReadableDatabase(Protocol):
    """A database that can run read statements."""

    def read(self) -> Connection:
        """Statements outside a transaction."""


class PostgresWords:
    """Lexical search in one database."""

    def __init__(self, database: ReadableDatabase) -> None:
        self._database = database

    def put(self, db: Connection, passages: Sequence[tuple[int, tuple[str, str, str], str]]) -> None:
        """Index passages: each its number, its head (title, outlet and day) and its body."""
        if passages:
            numbers, heads, bodies = zip(*passages, strict=True)
            words, lengths = zip(*(vector_of((*h, body)) for h, body in zip(heads, bodies, strict=True)), strict=True)
            outlets = [outlet for _, outlet, _ in heads]
            db.execute(_PUT, (list(numbers), list(words), list(lengths), outlets, list(numbers), list(bodies)))

    def forget(self, db: Connection, numbers: Sequence[int]) -> None:
        """Remove passages from the index."""
        if numbers:
            db.execute(_FORGET, (list(numbers), list(numbers)))

    def bodies(self, ids: Sequence[str]) -> list[tuple[str, str, int, int, str]]:
        """Id, article's id, start, end and text of the indexed passages among these ids."""
        query = (
            'SELECT p.id, p.article_id, p.start, p."end", b.body FROM passage p'
            " JOIN article a ON a.id = p.article_id JOIN passage_body b ON b.number = p.number"
            f" WHERE a.state = 'indexed' AND p.id IN ({placeholders(ids)})"
        )
        return self._database.read().execute(query, list(ids)).fetchall()

    def search(
        self,
        terms: Sequence[str],
        filters: Filters,
        top: int,
        favoured: Sequence[str],
    ) -> list[tuple[str, float]]:
        """Passage ids with BM25 scores over any of the terms, best first; unspaced text by pairs of characters.

        `favoured` outlets weigh double. No terms give an empty list.
        """
        units = Counter(unit for term in terms if (unit := tuple(lexemes(term))))
        units.update((gram,) for gram in dict.fromkeys(gram for term in terms for gram in grams_of(term).split()))
        if not units:
            return []
        db = self._database.read()
        asked = [unit[0] for unit in units if len(unit) == 1]
        passages, length, pending, counted = db.execute(_BEFORE, (asked,)).fetchone()
        counts: dict[str, int] = counted or {}
        idf = {
            unit: times * _idf(passages, counts.get(unit[0], 0) if len(unit) == 1 else self._holding(_phrase(unit)))
            for unit, times in units.items()
        }
        clause, values = where_of(filters)
        bare = filters == Filters() and not pending
        query = _SEARCH.format(
            joined="" if bare else _JOINED,
            clause="true" if bare else clause,
            own=_OWN.format(placeholders(favoured)) if favoured else "0",
        )
        mean = length / max(1, passages) or 1.0
        found = db.execute(
            query,
            (
                *favoured, _BETWEEN, [_phrase(unit) for unit in idf], list(idf.values()),
                [len(unit) > 1 for unit in idf], mean, *([] if bare else values), top,
            ),
        )  # fmt: skip
        return [(id_, float(score)) for id_, score in found]

    def frequencies(self, stems: Sequence[str]) -> dict[str, int]:
        """The number of passages with each stem, over all articles; 0 where there are none."""
        found = self._counts(stems)
        for one in stems:
            if grams := grams_of(one).split():
                found[one] = self._holding(" & ".join(map(_quoted, grams)))
        return {one: found.get(one, 0) for one in stems}

    def stems_like(self, opening: str, shortest: int, longest: int) -> list[str]:
        """The indexed stems with a prefix and of `shortest` to `longest` letters, sorted."""
        query = (
            "SELECT stem FROM stem_count WHERE stem >= ? AND stem < ? AND length(stem) BETWEEN ? AND ?"
            " AND passages > 0 ORDER BY stem"
        )
        rows = self._database.read().execute(query, (opening, opening + "\uffff", shortest, longest))
        return [row[0] for row in rows]

    def texts_with(self, stem: str, most: int) -> list[str]:
        """Title and text of up to `most` passages with a stem."""
        query = (
            "SELECT coalesce(a.title, '') || ' ' || b.body"
            " FROM passage_words w JOIN passage_body b ON b.number = w.number JOIN passage p ON p.number = w.number"
            " JOIN article a ON a.id = p.article_id WHERE w.words @@ CAST(? AS tsquery) ORDER BY w.number LIMIT ?"
        )
        return [row[0] for row in self._database.read().execute(query, (_quoted(stem), most))]

    def passage_count(self) -> int:
        """The number of passages in the catalogue."""
        return int(self._database.read().execute("SELECT passages FROM word_total").fetchone()[0])

    def _counts(self, stems: Sequence[str]) -> dict[str, int]:
        if not stems:
            return {}
        query = f"SELECT stem, passages FROM stem_count WHERE stem IN ({placeholders(stems)})"
        return dict(self._database.read().execute(query, list(stems)).fetchall())

    def _holding(self, query: str) -> int:
        """The number of passages that match a tsquery."""
        statement = "SELECT count(*) FROM passage_words WHERE words @@ CAST(? AS tsquery)"
        return int(self._database.read().execute(statement, (query,)).fetchone()[0])


def lexemes(text: str) -> list[str]:
    """The stems of a text in order, the same as SQLite's `porter unicode61 remove_diacritics 2` gives."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    found = [word[:_LONGEST] for word in _TOKEN.findall(plain)]
    return [stem(word) if len(word) > 2 else word for word in found]  # SQLite does not stem shorter words


def vector_of(fields: Sequence[str]) -> tuple[str, int]:
    """A passage's fields as one `tsvector`, and its number of words.

    Pairs of characters of unspaced text are added as lexemes but do not count as words.
    """
    places: dict[str, list[str]] = {}
    at = length = 0
    for text in fields:
        found = lexemes(text)
        length += len(found)
        for place, one in enumerate([*found, *grams_of(text).split()], at + 1):
            places.setdefault(one, []).append(str(min(place, 16_383)))
        at += len(found) + 2  # no phrase spans two fields
    return " ".join(f"{_quoted(one)}:{','.join(where[:255])}" for one, where in places.items()), length


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _phrase(unit: Sequence[str]) -> str:
    return " <-> ".join(map(_quoted, unit))


def _idf(passages: int, holding: int) -> float:
    """Inverse document frequency by FTS5's formula, at least 1e-6."""
    return max(1e-6, math.log((passages - holding + 0.5) / (holding + 0.5)))
