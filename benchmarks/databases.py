"""What PostgreSQL and a Chroma server find and answer beside SQLite and embedded Chroma. Floor 4.

    python -m benchmarks.databases --home DIR --postgres postgresql://... --chroma http://... [--every N]
    python -m benchmarks.databases --home DIR --postgres ... --chroma ... --answers evals/gold.yaml corpus

DIR is a home that `benchmarks.retrieval` filled with MultiHop-RAG; its articles and vectors are copied to the servers,
which may be empty. `BM25` is the lexical leg by itself, `ts_rank_cd` the same candidates under PostgreSQL's own ranking
(1: with the logarithm of the length divided out), `vectors` the dense leg, `Sayso` the whole search. The last column is
the median time. With `--answers` the corpus is ingested into both, and the questions of a gold set asked over both.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assistant.desk import Desk
from assistant.index.catalog import open_catalog
from assistant.index.moving import Mover
from assistant.index.postgres import Postgres, open_postgres
from assistant.index.postgres_words import lexemes
from assistant.index.vectors import VectorRow
from assistant.language.terms import content_words
from assistant.reading.reader import Unit, open_reader
from assistant.settings import Settings
from assistant.writing.render import answer_json
from benchmarks.retrieval import FIGURES, Legs, read_gzip, scorer
from evals.gold import load_gold
from evals.solve import build_index

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


def filled(here: Settings, there: Settings) -> tuple[Legs, Legs]:
    """Both, the second with all that the first holds: articles, words, vectors."""
    open_catalog(there).create()
    one, other = Legs(here), Legs(there)
    begun = time.perf_counter()
    moved = Mover(other.catalog).take(Mover(one.catalog).records())
    middle = time.perf_counter()
    held = other.store.ids() or set()
    ids = [id_ for id_, _ in one.catalog.indexed_passages() if id_ not in held]
    for first in range(0, len(ids), 1000):
        vectors = one.store.vectors_of(ids[first : first + 1000])
        passages = one.catalog.passages(list(vectors))
        articles = one.catalog.articles_of({passage.article_id for passage in passages.values()})
        owners = [(id_, articles[passage.article_id]) for id_, passage in passages.items()]
        other.store.upsert([VectorRow(id_, vectors[id_], of.id, of.outlet, of.published) for id_, of in owners])
    print(f"{len(moved.new)} articles copied in {middle - begun:.0f} s, {len(ids)} vectors in", end=" ")
    print(f"{time.perf_counter() - middle:.0f} s; {moved.there} articles were there")
    return one, other


class Once:
    """The built-in reader, which reads nothing twice: the two desks show it the same."""

    def __init__(self) -> None:
        self._reader = open_reader(None)
        self._read: dict[tuple[str, Unit], float] = {}

    def scores(self, question: str, units: Sequence[Unit]) -> list[float]:
        """As the reader's."""
        new = [unit for unit in dict.fromkeys(units) if (question, unit) not in self._read]
        found = self._reader.scores(question, new)
        self._read.update(((question, unit), score) for unit, score in zip(new, found, strict=True))
        return [self._read[question, unit] for unit in units]


def answers(gold: Path, corpus: Path, every: int, here: Settings, there: Settings) -> None:
    """Put every question of a gold set to both, and list what differs in the answers and the passages found."""
    for settings in (here, there):
        build_index(settings, [corpus])
    reader = Once()
    desks = Desk(here, reader=reader), Desk(there, reader=reader)
    items, asked, same = load_gold(gold)[::every], 0, {"answers": 0, "passages": 0, "scores": 0}
    try:
        for item in items:
            one, other = (answer_json(desk.ask(item.question, item.filters)) for desk in desks)
            mine, theirs = (desk.search(item.question, item.filters)[1] for desk in desks)
            differing = [key for key in one if key != "usage" and one[key] != other.get(key)]
            asked += 1
            same["answers"] += not differing
            same["passages"] += [hit.passage for hit in mine] == [hit.passage for hit in theirs]
            same["scores"] += all(abs(a.score - b.score) < 1e-4 for a, b in zip(mine, theirs, strict=False))
            if differing:
                print(f"{item.id}: {', '.join(differing)}", flush=True)
                for answer in (one, other):
                    quotes = [f"{each['article_id']}[{each['start']}:{each['end']}]" for each in answer["citations"]]
                    print(f"    {answer['status']} {' '.join(quotes)}", flush=True)
    finally:  # also of a run that is broken off
        print(f"{gold.name}, {asked} questions of {len(items)}. The same in both: {same}", flush=True)


def main() -> None:
    """Print the table, or what differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--postgres", required=True)
    parser.add_argument("--chroma", required=True)
    parser.add_argument("--every", type=int, default=8)
    parser.add_argument("--answers", type=Path, nargs=2, metavar=("GOLD", "CORPUS"))
    asked = parser.parse_args()
    here = Settings(home=asked.home)
    there = Settings(home=asked.home / "away", catalog=asked.postgres, chroma=asked.chroma)
    if asked.answers:
        gold, corpus = asked.answers
        answers(gold, corpus, asked.every, here, there)
        return
    sqlite, postgres = filled(here, there)
    database = open_postgres(asked.postgres)
    database.read().execute("ANALYZE")
    questions = [row for row in read_gzip("queries.dev.jsonl.gz") if row["question_type"] != "null_query"][
        :: asked.every
    ]
    print(f"{len(questions)} questions, every {asked.every}th of the development questions")
    print(f"{'':33s}{'  '.join(('Hit@4', 'Hit10', 'MRR10', 'Fac@4', 'Fac10', 'All10'))}  p50 ms")
    for name, legs in (("SQLite, embedded Chroma", sqlite), ("PostgreSQL, Chroma server", postgres)):
        line(f"Sayso: {name}", legs.ours(), questions)
        line(f"BM25: {name}", lambda question, legs=legs: legs.texts(legs.lexical(question)), questions)  # type: ignore[misc]
        line(f"vectors: {name}", lambda question, legs=legs: legs.texts(legs.dense(question)), questions)  # type: ignore[misc]
    for norm in (0, 1):
        search = by_rank(database, norm)
        line(f"ts_rank_cd ({norm})", lambda question, search=search: postgres.texts(search(question)), questions)  # type: ignore[misc]


if __name__ == "__main__":
    main()
