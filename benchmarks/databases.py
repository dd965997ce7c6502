"""What PostgreSQL finds and takes beside SQLite, over the same articles of MultiHop-RAG, in one table. Floor 4.

    python -m benchmarks.databases --home DIR --postgres postgresql://... [--every N]

DIR is a home that `benchmarks.retrieval` filled; its articles are copied into the database, which may be empty. `BM25`
is the lexical leg by itself, `ts_rank_cd` the same candidates under PostgreSQL's own ranking (with and without dividing
by the logarithm of the length), `Sayso` the whole search over the same vectors. The last column is the median time.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.index.catalog import Catalog
from assistant.index.moving import Mover
from assistant.index.postgres import Postgres, open_postgres
from assistant.index.postgres_words import lexemes
from assistant.language.terms import content_words
from assistant.settings import Settings
from benchmarks.retrieval import FIGURES, Legs, read_gzip, scorer

_BY_RANK = """
SELECT p.id FROM passage_words w JOIN passage p ON p.number = w.number, CAST(? AS tsquery) q
WHERE w.words @@ q ORDER BY ts_rank_cd('{{1,1,1,1}}', w.words, q, {norm}) DESC, p.id LIMIT 10
"""


def by_rank(database: Postgres, norm: int) -> Callable[[str], list[str]]:
    """Ids by PostgreSQL's own ranking."""

    def search(question: str) -> list[str]:
        terms = dict.fromkeys(one for word in content_words(question) for one in lexemes(word))
        query = " | ".join(f"'{one}'" for one in terms)
        return [row[0] for row in database.read().execute(_BY_RANK.format(norm=norm), (query,))]

    return search


def line(name: str, search: Callable[[str], list[str]], questions: list[dict[str, Any]]) -> None:
    """Print the figures of one way of searching."""
    rate, rows, times = scorer(), [], []
    for question in questions:
        begun = time.perf_counter()
        found = search(question["query"])
        times.append(time.perf_counter() - begun)
        rows.append(rate.one(question, {"retrieved": found}))
    values = "  ".join(f"{statistics.fmean(row[figure] for row in rows):.3f}" for figure in FIGURES)
    print(f"{name:34s}{values}  {1000 * statistics.median(times):7.1f}", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--postgres", required=True)
    parser.add_argument("--every", type=int, default=8)
    asked = parser.parse_args()
    database = open_postgres(asked.postgres)
    sqlite, postgres = Legs(Settings(home=asked.home)), Legs(Settings(home=asked.home))
    postgres.catalog = Catalog(database)
    postgres.catalog.create()
    begun = time.perf_counter()
    moved = Mover(postgres.catalog).take(Mover(sqlite.catalog).records())
    print(f"{len(moved.new)} articles copied in {time.perf_counter() - begun:.0f} s, {moved.there} were there")
    database.read().execute("ANALYZE")
    questions = [row for row in read_gzip("queries.dev.jsonl.gz") if row["question_type"] != "null_query"][
        :: asked.every
    ]
    print(f"{len(questions)} questions, every {asked.every}th of the development questions")
    print(f"{'':33s}{'  '.join(('Hit@4', 'Hit10', 'MRR10', 'Fac@4', 'Fac10', 'All10'))}  p50 ms")
    line("BM25, SQLite", lambda question: sqlite.texts(sqlite.lexical(question)), questions)
    line("BM25, PostgreSQL", lambda question: postgres.texts(postgres.lexical(question)), questions)
    for norm in (0, 1):
        search = by_rank(database, norm)
        line(f"ts_rank_cd ({norm})", lambda question, search=search: postgres.texts(search(question)), questions)  # type: ignore[misc]
    line("Sayso, SQLite", sqlite.ours(), questions)
    line("Sayso, PostgreSQL", postgres.ours(), questions)


if __name__ == "__main__":
    main()
