"""How both deployments grow: SQLite with embedded Chroma, and PostgreSQL with a Chroma server. Floor 4.

    python -m benchmarks.growth --home DIR [--postgres ADDRESS --chroma ADDRESS --chroma-data DIR]
                                [--sizes 1000 10000 100000] [--questions N] [--real]

What DIR and the database hold of an earlier run is used. Both are filled with the same invented news, an article of 56
words each, through the product's own code, a thousand in a transaction. Vectors are random ones of length 1, the worst
case for an index of neighbours, and embedding is switched off; with `--real` passages and questions are embedded, which
no time to store counts. The floor of each size, measured in turn with the rest: texts and vectors appended to two files
with an fsync each, and numpy's product of all vectors with the question's. Times are wall times.
"""

from __future__ import annotations

import argparse
import itertools
import os
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from assistant.finding.retrieve import Retriever
from assistant.index.catalog import open_catalog
from assistant.index.embedder import BuiltinEmbedder, Embedder, Vector
from assistant.index.postgres import Postgres
from assistant.index.store import VectorRow, open_store
from assistant.index.writing import Entry
from assistant.question.understand import understand
from assistant.settings import Settings
from assistant.types import Article, Filters, Passage
from benchmarks.clock import Clock
from benchmarks.generated import news, questions
from benchmarks.scale import SENTENCES, article_of_news

_SIZE = (
    "SELECT sum(pg_total_relation_size(oid)) FROM pg_class"
    " WHERE relkind = 'r' AND relnamespace = CAST(current_schema() AS regnamespace)"
)


class Pair:
    """A catalogue and a store of vectors that belong together."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.catalog, self.store, self._folder = open_catalog(settings), open_store(settings), folder
        self.catalog.create()
        self.words, self.vectors = Clock(), Clock()

    def put(self, articles: list[Article], vectors: Sequence[Vector]) -> None:
        """Store articles of one passage each, and take the time of both parts."""
        entries = [Entry(one, [_passage(one)], one.id, one.id, one.id) for one in articles]
        rows = [VectorRow(f"p{a.id}", v, a.id, a.outlet, a.published) for a, v in zip(articles, vectors, strict=True)]
        self.words.take(lambda: self.catalog.put(entries))
        self.vectors.take(lambda: self.store.upsert(rows))
        self.words.take(lambda: self.catalog.mark_indexed([one.id for one in articles]))

    def search(self, embedder: Embedder | None) -> Callable[[str], object]:
        """The product's search for a question, over words alone where there is no embedder."""
        retriever = Retriever(self.catalog, self.store, embedder)
        outlets, newest = self.catalog.outlets(), self.catalog.newest()
        return lambda text: retriever.retrieve(understand(text, Filters(), outlets, newest=newest), 10)

    def settle(self) -> None:
        """Do what PostgreSQL does by itself within minutes."""
        database = self.catalog.database
        if isinstance(database, Postgres):
            for table in ("passage_words", "passage_body", "passage_told", "stem_count", "article", "passage"):
                database.read().execute(f"VACUUM ANALYZE {table}")

    def bytes(self) -> int:
        """What both take on disk."""
        database = self.catalog.database
        if isinstance(database, Postgres):
            return int(database.read().execute(_SIZE).fetchone()[0]) + _bytes_under(self._folder)
        return _bytes_under(self._folder)


class Plain:
    """The floor: texts and vectors in two files, and every vector compared with the question's by numpy."""

    def __init__(self, folder: Path, size: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._texts, self._vectors, self._size = folder / "texts", folder / "vectors", size
        self.clock = Clock()

    def put(self, articles: list[Article], vectors: Sequence[Vector]) -> None:
        """Append, and wait for the disk."""

        def write() -> None:
            for file, data in (
                (self._texts, "\n".join(one.text for one in articles).encode()),
                (self._vectors, np.array(vectors, np.float32).tobytes()),
            ):
                with file.open("ab") as out:
                    out.write(data)
                    out.flush()
                    os.fsync(out.fileno())

        self.clock.take(write)

    def search(self, embedder: Embedder) -> Callable[[str], object]:
        """The hundred nearest."""
        held = np.fromfile(self._vectors, np.float32, self._size * 384).reshape(-1, 384)
        return lambda text: np.argpartition(held @ np.array(embedder.embed_query(text), np.float32), -100)[-100:]

    def bytes(self) -> int:
        """What both files take."""
        return self._texts.stat().st_size + self._vectors.stat().st_size


class Unembedded:
    """Random vectors of length 1, always the same for a text, in no time."""

    name = BuiltinEmbedder.name

    def embed_query(self, text: str) -> Vector:
        """One vector."""
        return self.embed_passages([text])[0]

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        """One vector a text."""
        drawn = np.random.default_rng(zlib.crc32(texts[0].encode())).standard_normal((len(texts), 384))
        return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).tolist()  # type: ignore[no-any-return]


def growth(pairs: dict[str, Pair], folder: Path, sizes: list[int], embedder: Embedder, count: int) -> None:
    """Fill all up to each size in turn, and print what each takes."""
    begun = min(one.catalog.indexed_count() for one in pairs.values())
    told = itertools.islice(enumerate(news(max(sizes), SENTENCES)), begun, None)
    asked = questions(list(news(1000, SENTENCES)), count + 3)
    for size in sizes:
        plain, added = Plain(folder / "plain", size), size - begun
        for one in pairs.values():
            one.words, one.vectors = Clock(), Clock()
        while begun < size:
            articles = [article_of_news(*one) for one in itertools.islice(told, min(1000, size - begun))]
            vectors = embedder.embed_passages([one.text for one in articles])
            for place in (plain, *pairs.values()):
                place.put(articles, vectors)
            begun += len(articles)
        print(f"{size:,} passages. Floor: {plain.bytes() / size:,.0f} bytes each, {_each(plain.clock, added)}")
        for name, one in pairs.items():
            print(
                f"  {name:26s} {one.bytes() / size:,.0f} bytes each, x {one.bytes() / plain.bytes():.1f};"
                f" words {_each(one.words, added, plain.clock)}; vectors {_each(one.vectors, added, plain.clock)}",
                flush=True,
            )
            one.settle()
        _print_searches(pairs, plain, embedder, asked)


def _print_searches(pairs: dict[str, Pair], plain: Plain, embedder: Embedder, asked: list[str]) -> None:
    """Each question by each way in turn, so that what else runs here slows them all."""
    calls = {("floor", "numpy over all vectors"): plain.search(embedder)}
    for name, one in pairs.items():
        calls[name, "SELECT 1"] = lambda _, db=one.catalog.database: db.read().execute("SELECT 1").fetchone()  # type: ignore[misc]
        calls[name, "words"] = one.search(None)
        calls[name, "vectors"] = lambda text, store=one.store: store.nearest(embedder.embed_query(text), Filters(), 100)  # type: ignore[misc]
        calls[name, "both, as Sayso searches"] = one.search(embedder)
    clocks = {key: Clock() for key in calls}
    for number, (text, key) in enumerate(itertools.product(asked, calls)):
        (clocks[key] if number >= 3 * len(calls) else Clock()).take(lambda: calls[key](text))  # noqa: B023
    floor = next(iter(clocks.values()))
    for (name, way), clock in clocks.items():
        print(
            f"  {name:26s} {way:24s} p50 {1000 * clock.p50:8.2f} ms, p95 {1000 * clock.p95:8.2f} ms,"
            f" x {clock.p50 / floor.p50:.2f}, {clock.p95 / floor.p95:.2f}", flush=True,
        )  # fmt: skip


def _each(clock: Clock, added: int, floor: Clock | None = None) -> str:
    """What storing took."""
    whole = sum(clock.wall)
    beside = f", x {whole / sum(floor.wall):,.0f}" if floor and floor.wall else ""
    return f"{added:,} stored in {whole:.0f} s, {1000 * whole / max(1, added):.3f} ms each{beside}"


def _bytes_under(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _passage(article: Article) -> Passage:
    return Passage(f"p{article.id}", article.id, 0, len(article.text), article.text)


def main() -> None:
    """Print what each size takes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--postgres")
    parser.add_argument("--chroma")
    parser.add_argument("--chroma-data", type=Path, help="The folder of the Chroma server, for its bytes.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--real", action="store_true")
    asked = parser.parse_args()
    home = asked.home / "home"
    pairs = {"SQLite, embedded Chroma": Pair(Settings(home=home), home)}
    if asked.postgres:
        there = Settings(home=asked.home / "away", catalog=asked.postgres, chroma=asked.chroma)
        pairs["PostgreSQL, Chroma server"] = Pair(there, asked.chroma_data)
    embedder = BuiltinEmbedder() if asked.real else Unembedded()
    growth(pairs, asked.home, sorted(asked.sizes), embedder, asked.questions)


if __name__ == "__main__":
    main()
