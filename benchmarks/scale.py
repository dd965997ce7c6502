"""How search and the index grow, from 1,000 passages to 100,000, over floors measured in the same run. Floor 4.

    python -m benchmarks.scale [--sizes 1000 10000 100000] [--home DIR] [--out FILE.json] [--chart FILE.svg]

For each size there is an index of invented news. In turn for every question: a search; the embedding of the question
with one raw Chroma query, which is the floor; and stock llama-index retrieval over the same vectors. Then 256 further
passages are ingested. Vectors of passages are stand-ins made of their words, so that 100,000 are there in minutes; each
question is embedded by the real model as well, and that time counts. Memory is the peak of a process of its own that
searches, over that of one that does the floor's work. Times are medians, in wall and in processor time: on a busy
machine the second is the steadier.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from assistant.index.catalog import open_catalog
from assistant.index.embedder import BuiltinEmbedder, Vector
from assistant.index.store import VectorStore
from assistant.index.vectors import VectorRow
from assistant.index.writing import Entry
from assistant.language.terms import content_words
from assistant.settings import Settings
from assistant.types import Article, Filters, Passage
from benchmarks.chart import Line, line_chart
from benchmarks.clock import Clock
from benchmarks.generated import News, news, questions
from benchmarks.stock import stock_search

SENTENCES = 3  # an article: one passage of some 56 words
INCREMENT = 256


class StandIn:
    """Vectors made of hashed words, under the name of the real model, which `embed_query` runs for its time."""

    name = BuiltinEmbedder.name

    def __init__(self) -> None:
        self._real = BuiltinEmbedder()

    def embed_query(self, text: str) -> Vector:
        """The question's stand-in, after the real one was worked out."""
        self._real.embed_query(text)
        return self.embed_passages([text])[0]

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        """One vector of length 1 a text."""
        sums = [sum((_of_word(word) for word in content_words(text)), np.full(384, 1e-3)) for text in texts]
        return [(one / np.linalg.norm(one)).tolist() for one in sums]


@lru_cache(maxsize=100_000)
def _of_word(word: str) -> Any:
    return np.random.default_rng(zlib.crc32(word.encode())).standard_normal(384)


def grow(settings: Settings, size: int, embedder: StandIn) -> None:
    """Put passages straight into both stores: the reading of files is not what is measured here."""
    catalog, store = open_catalog(settings), VectorStore(settings.home / "chroma")
    catalog.set_meta("embedder", embedder.name)
    there = catalog.indexed_count()
    told = enumerate(itertools.islice(news(size, SENTENCES), there, None), there)
    while batch := [article_of_news(number, one) for number, one in itertools.islice(told, 1000)]:
        rows = [(one, Passage(f"p{one.id}", one.id, 0, len(one.text), one.text)) for one in batch]
        catalog.put([Entry(one, [passage], one.id, one.id, one.id) for one, passage in rows])
        vectors = embedder.embed_passages([one.text for one in batch])
        store.upsert([VectorRow(p.id, v, a.id, a.outlet, a.published) for (a, p), v in zip(rows, vectors, strict=True)])
        catalog.mark_indexed([one.id for one in batch])


def article_of_news(number: int, one: News) -> Article:
    """An invented article as it is stored, under its number."""
    name = f"a{number:07}"
    return Article(name, one.text, one.title, one.outlet, one.published, source=name)


def searches(settings: Settings, asked: Sequence[str], embedder: StandIn) -> dict[str, float]:
    """Milliseconds a search takes, as p50 and p95, and as multiples of the floor and of stock retrieval."""
    from assistant.desk import Desk

    desk = Desk(settings)
    store = VectorStore(settings.home / "chroma")
    desk._retriever._embedder = embedder
    stock = stock_search(settings, embedder)
    calls: dict[str, Callable[[str], object]] = {
        "sayso": desk.search,
        "floor": lambda text: store.nearest(embedder.embed_query(text), Filters(), 10),
        "stock": stock,
    }
    clocks = {name: Clock() for name in calls}
    for text in asked[:3]:
        for call in calls.values():
            call(text)
    for text, (name, call) in itertools.product(asked[3:], calls.items()):
        clocks[name].take(lambda: call(text))  # noqa: B023
    ours, floor, other = clocks["sayso"], clocks["floor"], clocks["stock"]
    return {
        "p50_ms": 1000 * ours.p50,
        "p95_ms": 1000 * ours.p95,
        "cpu_ms": 1000 * ours.cpu50,
        "floor_ms": 1000 * floor.p50,
        "stock_ms": 1000 * other.p50,
        "over_floor_p50": ours.p50 / floor.p50,
        "over_floor_p95": ours.p95 / floor.p95,
        "over_floor_cpu": ours.cpu50 / floor.cpu50,
        "over_stock_p50": ours.p50 / other.p50,
        "over_stock_cpu": ours.cpu50 / other.cpu50,
    }


def further(settings: Settings, embedder: StandIn) -> float:
    """Milliseconds of processor time that one more passage costs to ingest, its embedding apart."""
    from benchmarks.retrieval import setting
    from ingest import run

    file = settings.home / "further.jsonl"
    rows = [
        {"title": one.title, "outlet": one.outlet, "published": one.published, "text": one.text}
        for one in news(INCREMENT, SENTENCES, seed=open_catalog(settings).passage_count())
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    clock = Clock()
    with setting(run, open_embedder=lambda _: embedder):
        clock.take(lambda: run.ingest(settings, [file]))
    return 1000 * clock.cpu[0] / INCREMENT


_RAW = """
import resource, sys
from pathlib import Path
from assistant.index.embedder import BuiltinEmbedder
from assistant.index.store import VectorStore
from assistant.types import Filters
embedder, store = BuiltinEmbedder(), VectorStore(Path(sys.argv[1]) / "chroma")
for line in sys.stdin:
    store.nearest(embedder.embed_query(line), Filters(), 10)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
_OURS = """
import resource, sys
from pathlib import Path
from assistant.desk import Desk
from assistant.settings import Settings
desk = Desk(Settings(home=Path(sys.argv[1])))
for line in sys.stdin:
    desk.search(line)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def memory(settings: Settings, asked: Sequence[str]) -> dict[str, float]:
    """Peak megabytes of a process that searches, and of one that does the floor's work, over the same index."""
    peaks = [
        float(
            subprocess.run(
                [sys.executable, "-c", code, str(settings.home)],
                input="\n".join(asked[:20]),
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
        for code in (_OURS, _RAW)
    ]
    return {"memory_mb": peaks[0], "memory_floor_mb": peaks[1], "over_floor_memory": peaks[0] / peaks[1]}


def main() -> None:
    """Measure, and print one row a size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--home", type=Path, help="Keep the indexes here, and use what is there.")
    parser.add_argument("--out", type=Path, help="Write all figures as JSON.")
    parser.add_argument("--chart", type=Path, help="Draw search times as SVG.")
    asked = parser.parse_args()
    rows: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sorted(asked.sizes):
            settings = Settings(home=(asked.home or Path(folder)) / str(size))
            rows.append(measure(settings, size, asked.questions))
            print(_row(rows[-1], rows[0]), flush=True)
    if asked.out:
        asked.out.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    if asked.chart:
        asked.chart.write_text(chart(rows), encoding="utf-8")


def measure(settings: Settings, size: int, count: int) -> dict[str, float]:
    """All figures of one size; the index is filled where it holds less."""
    embedder, catalog = StandIn(), open_catalog(settings)
    catalog.create()
    grow(settings, size, embedder)
    text = questions(list(news(1000, SENTENCES)), count + 3)
    found = {"passages": size, **searches(settings, text, embedder), **memory(settings, text)}
    return {**found, "further_cpu_ms": further(settings, embedder)}


def _row(now: dict[str, float], first: dict[str, float]) -> str:
    return (
        f"{now['passages']:,.0f} passages: search p50 {now['p50_ms']:.1f} ms, p95 {now['p95_ms']:.1f} ms, processor "
        f"{now['cpu_ms']:.1f} ms. Over its floor ({now['floor_ms']:.1f} ms): p50 {now['over_floor_p50']:.2f}, p95 "
        f"{now['over_floor_p95']:.2f}, processor {now['over_floor_cpu']:.2f}. Over stock: p50 "
        f"{now['over_stock_p50']:.2f}, processor {now['over_stock_cpu']:.2f}. Over the first size: p50 "
        f"{now['p50_ms'] / first['p50_ms']:.2f}, processor {now['cpu_ms'] / first['cpu_ms']:.2f}. Memory "
        f"{now['memory_mb']:.0f} MB, {now['over_floor_memory']:.2f} of raw Chroma's. A further passage: "
        f"{now['further_cpu_ms']:.1f} ms of the processor beside its embedding, over the first size "
        f"{now['further_cpu_ms'] / first['further_cpu_ms']:.2f}."
    )


def chart(rows: Sequence[dict[str, float]]) -> str:
    """Search times by size as SVG: ours, the floor's and stock retrieval's."""
    series = (
        ("Sayso, p50", "p50_ms"),
        ("Sayso, p95", "p95_ms"),
        ("stock llama-index", "stock_ms"),
        ("floor", "floor_ms"),
    )
    lines = [Line(name, [(row["passages"], row[key]) for row in rows]) for name, key in series]
    return line_chart("A search, by passages in the index", "passages", "milliseconds", lines)


if __name__ == "__main__":
    main()
