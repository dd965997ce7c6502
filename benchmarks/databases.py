"""What PostgreSQL finds and takes beside SQLite, over the same articles of MultiHop-RAG, in one table. Floor 4.

    python -m benchmarks.databases --home DIR --postgres postgresql://... [--every N]
    python -m benchmarks.databases --growth 1000 10000 --home DIR --postgres postgresql://...

DIR is a home that `benchmarks.retrieval` filled; its articles are copied into the database, which may be empty. `BM25`
is the lexical leg by itself, `ts_rank_cd` the same candidates under PostgreSQL's own ranking (1: with the logarithm of
the length divided out), `Sayso` the whole search over the same vectors. The last column is the median time.
With `--growth` both hold so many invented passages: the processor time, of the server too where it runs on this
machine, that one more takes to store and that a search by words takes, and the bytes. Vectors are the matter of
`benchmarks.scale`.
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from assistant.index.catalog import Catalog
from assistant.index.moving import Mover
from assistant.index.postgres import Postgres, open_postgres
from assistant.index.postgres_words import lexemes
from assistant.index.writing import Entry
from assistant.language.terms import content_words, stem
from assistant.settings import Settings
from assistant.types import Article, Filters, Passage
from benchmarks.generated import news, questions
from benchmarks.retrieval import FIGURES, Legs, read_gzip, scorer
from benchmarks.scale import SENTENCES, article_of_news

_BY_RANK = """
SELECT p.id FROM passage_words w JOIN passage p ON p.number = w.number, CAST(? AS tsquery) q
WHERE w.words @@ q ORDER BY ts_rank_cd('{{1,1,1,1}}', w.words, q, {norm}) DESC, p.id LIMIT 10
"""

_SIZE = (
    "SELECT sum(pg_total_relation_size(oid)) FROM pg_class"
    " WHERE relkind = 'r' AND relnamespace = CAST(current_schema() AS regnamespace)"
)


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


def growth(home: Path, database: Postgres, sizes: list[int]) -> None:
    """Print what both take at each size."""
    catalogs = {"SQLite": Catalog(home / "growth"), "PostgreSQL": Catalog(database)}
    for catalog in catalogs.values():
        catalog.create()
    print(f"{'passages':>9s} {'':11s} store ms  search ms  bytes each")
    for size in sizes:
        stored = {name: _processor_ms(database, partial(_store, catalog, size)) for name, catalog in catalogs.items()}
        for table in ("passage_words", "stem_count", "article", "passage"):
            database.read().execute(f"VACUUM ANALYZE {table}")  # as PostgreSQL does by itself within minutes
        terms = []
        for text in questions(list(itertools.islice(news(size, SENTENCES), 200)), 60):
            rare = catalogs["SQLite"].frequencies([stem(word) for word in content_words(text)])
            terms.append(sorted(rare, key=lambda one: rare[one])[:6])
        taken = {
            "SQLite": sum(file.stat().st_size for file in (home / "growth").glob("catalog.sqlite3*")),
            "PostgreSQL": int(database.read().execute(_SIZE).fetchone()[0]),
        }
        for name, catalog in catalogs.items():
            _search(catalog, terms)
            took = _processor_ms(database, partial(_search, catalog, terms))
            print(f"{size:9d} {name:11s} {stored[name]:8.2f} {took:10.2f} {taken[name] / size:11.0f}", flush=True)


def _processor_ms(database: Postgres, work: Callable[[], int]) -> float:
    """Milliseconds of processor time, here and in a server on this machine, for each of what the work does."""

    def seconds() -> float:
        pids = database.read().execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        files = [Path(f"/proc/{pid}/stat") for (pid,) in pids]
        ticks = sum(sum(map(int, file.read_text().split()[13:15])) for file in files if file.exists())
        return ticks / os.sysconf("SC_CLK_TCK") + time.process_time()

    before = seconds()
    count = work()
    return 1000 * (seconds() - before) / max(1, count)


def _search(catalog: Catalog, terms: list[list[str]]) -> int:
    """Search five times for each of the lists of words; how many searches that were."""
    for one in terms * 5:
        catalog.lexical(one, Filters(), 100)
    return 5 * len(terms)


def _store(catalog: Catalog, size: int) -> int:
    """Fill a catalogue up to a size; how many passages came."""
    there = catalog.passage_count()
    told = enumerate(itertools.islice(news(size, SENTENCES), there, None), there)
    while batch := [article_of_news(number, one) for number, one in itertools.islice(told, 500)]:
        catalog.put([Entry(one, [_passage(one)], one.id, one.id, one.id) for one in batch])
        catalog.mark_indexed([one.id for one in batch])
    return size - there


def _passage(article: Article) -> Passage:
    return Passage(f"p{article.id}", article.id, 0, len(article.text), article.text)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--postgres", required=True)
    parser.add_argument("--every", type=int, default=8)
    parser.add_argument("--growth", type=int, nargs="+", metavar="PASSAGES")
    asked = parser.parse_args()
    if asked.growth:
        growth(asked.home, open_postgres(asked.postgres), asked.growth)
        return
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
