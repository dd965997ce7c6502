"""What each idea of retrieval brings on MultiHop-RAG, in one table from one run. Floor 4.

    python -m benchmarks.retrieval --home DIR [--ablation] [--by-type] [--every N]

Reads ../shared/bench/multihoprag (articles and development questions; they stay there, as does the scorer) and fills
DIR where it is empty: some minutes. Each way of searching has three lines: all questions; the 70% (by a hash of the
question's id) on which weights were learned; the 30% that were kept aside. The last columns are the median time of a
search, and that as a multiple of one query embedding plus one raw Chroma query, taken in turn with it. Stock
llama-index searches the same passages with the same embedder. `--ablation` leaves out one idea of ours at a time;
`--every 4` takes one question of four.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.util
import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.finding import ranking, retrieve
from assistant.finding.retrieve import Retriever, fuse
from assistant.index.catalog import open_catalog
from assistant.index.embedder import Embedder, open_embedder
from assistant.index.store import open_store
from assistant.language.terms import content_words
from assistant.question.understand import understand
from assistant.settings import Settings
from assistant.types import Filters, Query
from benchmarks.stock import stock_search

BENCH = Path(__file__).resolve().parents[2] / "shared" / "bench" / "multihoprag"
FIGURES = ("Hits@4", "Hits@10", "MRR@10", "FactRecall@4", "FactRecall@10", "AllFacts@10")
Search = Callable[[str], list[str]]
"""From a question to the texts of ten passages."""


def read_gzip(name: str) -> list[dict[str, Any]]:
    """The lines of one of the benchmark's files."""
    with gzip.open(BENCH / name, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def is_work(question: dict[str, Any]) -> bool:
    """Whether a question is of the 70% that weights are learned on."""
    return int(hashlib.sha256(question["qid"].encode()).hexdigest(), 16) % 10 < 7


def fill(settings: Settings) -> None:
    """Ingest the articles into the home, where it has none."""
    catalog = open_catalog(settings)
    if catalog.exists and catalog.passage_count():
        return
    from ingest.run import ingest

    settings.home.mkdir(parents=True, exist_ok=True)
    told = settings.home / "multihoprag.jsonl"
    with told.open("w", encoding="utf-8") as out:
        for row in read_gzip("corpus.jsonl.gz"):
            given = {"title": row["title"], "outlet": row["source"], "published": row["published_at"][:10]}
            out.write(json.dumps({**given, "url": row["url"], "author": row["author"], "text": row["body"]}) + "\n")
    print(ingest(settings, [told]).as_json()["added"], "articles", file=sys.stderr)


@contextmanager
def setting(module: Any, **values: object) -> Iterator[None]:
    """The given attributes of a module, replaced temporarily."""
    before = {name: getattr(module, name) for name in values}
    for name, value in values.items():
        setattr(module, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(module, name, value)


class Legs:
    """One index, searched in every way that the table compares."""

    def __init__(self, settings: Settings) -> None:
        self.catalog = open_catalog(settings)
        self.store = open_store(settings)
        embedder = open_embedder(settings)
        assert embedder is not None
        self.embedder: Embedder = embedder
        self.outlets, self.newest = self.catalog.outlets(), self.catalog.newest()

    def lexical(self, question: str) -> list[str]:
        """Ids by BM25 alone: title, outlet, date and body."""
        terms = list(dict.fromkeys(content_words(question)))
        return [id_ for id_, _ in self.catalog.lexical(terms, Filters(), 60)]

    def dense(self, question: str) -> list[str]:
        """Ids by the nearest vectors alone."""
        return [id_ for id_, _ in self.store.nearest(self.embedder.embed_query(question), Filters(), 60)]

    def texts(self, ids: Sequence[str]) -> list[str]:
        """The texts of the first ten."""
        found = self.catalog.passages(ids[:10])
        return [found[id_].text for id_ in ids[:10]]

    def ours(self, change: Callable[[Query], Query] = lambda query: query, *, dense: bool = True) -> Search:
        """Sayso's retrieval, with something of the query changed."""
        retriever = Retriever(self.catalog, self.store, self.embedder if dense else None)

        def search(question: str) -> list[str]:
            query = change(understand(question, Filters(), self.outlets, newest=self.newest))
            return [hit.passage.text for hit in retriever.retrieve(query, 10)]

        return search


def without_outlets(query: Query) -> Query:
    """The query as if it named no outlet."""
    return replace(query, named_outlets=(), parts=tuple(replace(part, outlets=()) for part in query.parts))


def without_days(query: Query) -> Query:
    """The query as if it named no day."""
    parts = tuple(replace(part, since=None, until=None) for part in query.parts)
    return replace(query, since=None, until=None, parts=parts)


def measure(name: str, search: Search, questions: Sequence[dict[str, Any]], legs: Legs, by_type: bool) -> None:
    """Print one line of the table: the scorer's figures, the median time, and its multiple of the floor."""
    rate = scorer()
    groups: dict[str, list[dict[str, float]]] = defaultdict(list)
    times: list[float] = []
    floors: list[float] = []
    for number, question in enumerate(questions):
        begun = time.perf_counter()
        if number % 4 == 0:
            legs.store.nearest(legs.embedder.embed_query(question["query"]), Filters(), 10)
        middle = time.perf_counter()
        found = search(question["query"])
        if number % 4 == 0:
            floors.append(middle - begun)
        times.append(time.perf_counter() - middle)
        figures = rate.one(question, {"retrieved": found})
        groups["all"].append(figures)
        groups["tuned on" if is_work(question) else "kept aside"].append(figures)
        groups[question["question_type"]].append(figures)
    took, floor = statistics.median(times), statistics.median(floors)
    for group, rows in sorted(groups.items()):
        if by_type or group in ("all", "tuned on", "kept aside"):
            values = "  ".join(f"{statistics.fmean(row[figure] for row in rows):.3f}" for figure in FIGURES)
            label = name if group == "all" else f"  {group}"
            end = f"  {1000 * took:7.1f}  {took / floor:5.2f}" if group == "all" else ""
            print(f"{label:34s}{values}{end}", flush=True)


def scorer() -> Any:
    """The scorer beside the benchmark, as a module."""
    spec = importlib.util.spec_from_file_location("score_retrieval", BENCH / "score_retrieval.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--ablation", action="store_true")
    parser.add_argument("--by-type", action="store_true")
    asked = parser.parse_args()
    if not BENCH.is_dir():
        sys.exit(f"The benchmark's data are not here: {BENCH}. Nothing was measured.")
    settings = Settings(home=asked.home)
    fill(settings)
    legs = Legs(settings)
    questions = [row for row in read_gzip("queries.dev.jsonl.gz") if row["question_type"] != "null_query"]
    questions = questions[:: asked.every]
    print(f"{len(questions)} questions, {sum(map(is_work, questions))} of them tuned on")
    print(f"{'':33s}{'  '.join(('Hit@4', 'Hit10', 'MRR10', 'Fac@4', 'Fac10', 'All10'))}  p50 ms  x floor")

    def line(name: str, search: Search) -> None:
        measure(name, search, questions, legs, asked.by_type)

    line("BM25 alone", lambda question: legs.texts(legs.lexical(question)))
    line("dense alone", lambda question: legs.texts(legs.dense(question)))
    line(
        "plain rank fusion of the two",
        lambda question: legs.texts([id_ for id_, _ in fuse([legs.lexical(question), legs.dense(question)])]),
    )
    line("stock llama-index", stock_search(settings, legs.embedder))
    line("Sayso", legs.ours())
    if not asked.ablation:
        return
    line("  without parts", legs.ours(lambda query: replace(query, parts=())))
    line("  without named outlets", legs.ours(without_outlets))
    line("  without named days", legs.ours(without_days))
    line("  without the dense leg", legs.ours(dense=False))
    with setting(ranking, _READ=0.0):
        line("  without reading sentences", legs.ours())
    with setting(ranking, _SHARED=0.0):
        line("  without sharing among parts", legs.ours())
    with setting(retrieve, topic_words=lambda text: list(dict.fromkeys(content_words(text)))):
        line("  without dropping report words*", legs.ours(lambda query: replace(query, words=())))
    print("* and with the outlets' names and dates left among the words that are searched for")


if __name__ == "__main__":
    main()
