"""How both deployments grow: SQLite with embedded Chroma, and PostgreSQL with a Chroma server. Floor 4.

    python -m benchmarks.growth --home DIR [--postgres ADDRESS --chroma ADDRESS --chroma-data DIR]
                                [--sizes 1000 10000 100000] [--questions N] [--real | --words]

What DIR and the database hold of an earlier run is used. Both are filled with the same invented news, an article of 56
words each, through the product's own code, a thousand in a transaction. Vectors are random ones of length 1, the worst
case for an index of neighbours, and embedding is switched off; with `--real` passages and questions are embedded, which
no time to store counts; with `--words` no vectors are stored. The floor of each size, measured in turn with the rest:
texts and vectors appended to two files with an fsync each, and numpy's product of all vectors with the question's.
Times are the processor's, that of servers on this machine counted in: other work on it slows them less than wall time.
"""

from __future__ import annotations

import argparse
import itertools
import os
import time
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from assistant.finding.retrieve import Retriever
from assistant.index.catalog import open_catalog
from assistant.index.embedder import BuiltinEmbedder, Embedder, Vector
from assistant.index.postgres import Postgres
from assistant.index.store import open_store
from assistant.index.vectors import VectorRow
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


class Processor:
    """Seconds of the processor that this process and others have had; what it takes to ask is left out."""

    def __init__(self, pids: Sequence[int]) -> None:
        self._pids, self._asking = pids, 0.0

    def __call__(self) -> float:
        """So far."""
        begun = time.process_time()
        tasks = [task for pid in self._pids for task in Path(f"/proc/{pid}/task").glob("*/schedstat")]
        served = sum(int(task.read_text().split()[0]) for task in tasks) / 1e9
        told = begun - self._asking + served
        self._asking += time.process_time() - begun
        return told


class Pair:
    """A catalogue and a store of vectors that belong together."""

    def __init__(self, settings: Settings, folder: Path | None, dense: bool) -> None:
        self._chroma = settings.chroma
        self.catalog, self.store, self._folder, self._dense = (
            open_catalog(settings),
            open_store(settings),
            folder,
            dense,
        )
        self.catalog.create()
        self.start()

    def start(self) -> None:
        """Count from here on, with the servers that are connected to by now."""
        database = self.catalog.database
        query = (
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
        )
        pids = [row[0] for row in database.read().execute(query)] if isinstance(database, Postgres) else []
        self.processor = Processor([*pids, *(_listening(self._chroma) if self._chroma else ())])
        self.words, self.vectors = Clock(self.processor), Clock(self.processor)

    def put(self, articles: list[Article], vectors: Sequence[Vector]) -> None:
        """Store articles of one passage each, and take the time of both parts."""
        entries = [Entry(one, [_passage(one)], one.id, one.id, one.id) for one in articles]
        rows = [VectorRow(f"p{a.id}", v, a.id, a.outlet, a.published) for a, v in zip(articles, vectors, strict=True)]
        self.words.take(lambda: self.catalog.put(entries))
        if self._dense:
            self.vectors.take(lambda: self.store.upsert(rows))
        self.words.take(lambda: self.catalog.mark_indexed([one.id for one in articles]))

    def calls(self, embedder: Embedder) -> dict[str, Callable[[str], object]]:
        """What is measured, each from a question: the way to the database, each leg, and the product's search."""
        outlets, newest = self.catalog.outlets(), self.catalog.newest()

        def search(dense: Embedder | None) -> Callable[[str], object]:
            retriever = Retriever(self.catalog, self.store, dense)
            return lambda text: retriever.retrieve(understand(text, Filters(), outlets, newest=newest), 10)

        found: dict[str, Callable[[str], object]] = {
            "SELECT 1": lambda _: self.catalog.database.read().execute("SELECT 1").fetchone(),
            "words": search(None),
        }
        if self._dense:
            found["vectors"] = lambda text: self.store.nearest(embedder.embed_query(text), Filters(), 100)
            found["both, as Sayso searches"] = search(embedder)
        return found

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
    """Fill all up to each size in turn, and print what each takes; smaller sizes than what is there are left out."""
    begun = min(one.catalog.indexed_count() for one in pairs.values())
    told = itertools.islice(enumerate(news(max(sizes), SENTENCES)), begun, None)
    asked = questions(list(news(1000, SENTENCES)), count + 3)
    for size in [size for size in sizes if size >= begun]:
        plain, added = Plain(folder / "plain", size), size - begun
        for one in pairs.values():
            one.start()
        while begun < size:
            articles = [article_of_news(*one) for one in itertools.islice(told, min(1000, size - begun))]
            vectors = embedder.embed_passages([one.text for one in articles])
            plain.put(articles, vectors)
            for one in pairs.values():
                one.put(articles, vectors)
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
        calls.update(((name, way), call) for way, call in one.calls(embedder).items())
    for text, call in itertools.product(asked[:3], calls.values()):
        call(text)
    for one in pairs.values():
        one.start()
    clocks = {key: Clock(pairs[key[0]].processor if key[0] in pairs else time.process_time) for key in calls}
    for text, key in itertools.product(asked[3:], calls):
        clocks[key].take(lambda: calls[key](text))  # noqa: B023
    floor = next(iter(clocks.values()))
    for (name, way), clock in clocks.items():
        print(
            f"  {name:26s} {way:24s} p50 {1000 * clock.cpu50:8.2f} ms, p95 {1000 * clock.cpu95:8.2f} ms,"
            f" x {clock.cpu50 / floor.cpu50:.2f}, {clock.cpu95 / floor.cpu95:.2f}; wall p50 {1000 * clock.p50:8.2f} ms",
            flush=True,
        )


def _each(clock: Clock, added: int, floor: Clock | None = None) -> str:
    """What storing took."""
    took = sum(clock.cpu)
    beside = f", x {took / sum(floor.cpu):,.0f}" if floor and floor.cpu else ""
    return f"{1000 * took / max(1, added):.3f} ms each{beside} (wall {sum(clock.wall):.0f} s for {added:,})"


def _listening(address: str) -> list[int]:
    """The process on this machine that was started for the port of an address."""
    port = f"\0{address.rpartition(':')[2].strip('/')}\0".encode()
    return [int(one.parent.name) for one in Path("/proc").glob("[0-9]*/cmdline") if port in one.read_bytes()]


def _bytes_under(folder: Path | None) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) if folder else 0


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
    parser.add_argument("--words", action="store_true")
    asked = parser.parse_args()
    home = asked.home / "home"
    pairs = {"SQLite, embedded Chroma": Pair(Settings(home=home), home, not asked.words)}
    if asked.postgres:
        there = Settings(home=asked.home / "away", catalog=asked.postgres, chroma=asked.chroma)
        pairs["PostgreSQL, Chroma server"] = Pair(there, asked.chroma_data, not asked.words)
    embedder = BuiltinEmbedder() if asked.real else Unembedded()
    growth(pairs, asked.home, sorted(asked.sizes), embedder, asked.questions)


if __name__ == "__main__":
    main()
