"""Ingest on Ray beside ingest in one process: seconds, and whether the two indexes are equal. Floor 4.

    python -m benchmarks.on_ray [--first N] [--stand-in] [CORPUS.jsonl.gz]

Three homes are filled with the articles of MultiHop-RAG, or the first N: by one process, on a Ray of as many workers as
there are processors, and on one of which a worker is killed with SIGKILL when half of the passages are embedded.
Seconds are those of the whole command, Ray's start counted in; `after the start`: from the first passages that were
embedded on. With `--stand-in`, vectors are made of digests, so that reading and storing are what is measured.
Equal: ids, texts, versions, what is known of sources, passages, and vectors to 0.001 in each of their numbers.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.index.catalog import Catalog
from assistant.index.chroma_vectors import ChromaVectors
from assistant.index.embedder import BuiltinEmbedder, Vector

_CORPUS = Path("../shared/bench/multihoprag/corpus.jsonl.gz")
_PLACE = "SAYSO_BENCHMARK_PLACE"
_MOST_APART = 0.001  # of one number of a vector


class Telling:
    """The built-in embedder, which leaves a line for each call: who embedded, how many texts, when."""

    def __init__(self) -> None:
        self._embedder = BuiltinEmbedder()

    def embed_query(self, text: str) -> Vector:
        """The vector of a question."""
        return self.embed_passages([text])[0]

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        """One vector a text, in the order given."""
        vectors = self._vectors(texts)
        with open(os.environ[_PLACE], "a", encoding="utf-8") as file:
            file.write(f"{os.getpid()} {len(texts)} {time.time()}\n")
        return vectors

    def _vectors(self, texts: Sequence[str]) -> list[Vector]:
        return self._embedder.embed_passages(texts)


class StandIn(Telling):
    """The same with vectors that take no time."""

    def _vectors(self, texts: Sequence[str]) -> list[Vector]:
        import hashlib

        return [[byte / 1300 for byte in hashlib.sha256(text.encode()).digest()] for text in texts]


def main() -> None:
    """Fill the three homes, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path, default=_CORPUS)
    parser.add_argument("--first", type=int)
    parser.add_argument("--stand-in", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sayso-", dir="/tmp") as folder:
        sample = Path(folder) / "articles.jsonl"
        with gzip.open(asked.corpus, "rt", encoding="utf-8") as file:
            sample.write_text("".join(itertools.islice(file, asked.first)), encoding="utf-8")
        embedder = f"benchmarks.on_ray:{'StandIn' if asked.stand_in else 'Telling'}"
        alone = _filled(sample, Path(folder) / "alone", embedder)
        print(f"one process: {alone['seconds']:.0f} s; after the start {alone['after_start']:.0f} s", flush=True)
        for name, kill_after in (("ray", None), ("killed", alone["passages"] / 2)):
            found = _filled(sample, Path(folder) / name, embedder, "--ray", "local", kill_after=kill_after)
            equal = "equal" if _differences(alone, found) == [] else f"differ: {_differences(alone, found)}"
            ratios = [alone[key] / found[key] for key in ("seconds", "after_start")]
            print(
                f"{name}: {found['seconds']:.0f} s; after the start {found['after_start']:.0f} s; one process takes "
                f"{ratios[0]:.2f} and {ratios[1]:.2f} times as long; {found['workers']} processes embedded; {equal}",
                flush=True,
            )


def _filled(sample: Path, home: Path, embedder: str, *more: str, kill_after: float | None = None) -> dict[str, Any]:
    """Fill a home, killing the worker that embedded last when so many passages are; what came of it."""
    told = home.with_suffix(".told")
    told.touch()
    env = {**os.environ, "SAYSO_EMBEDDER": embedder, _PLACE: str(told)}
    words = [sys.executable, "-m", "assistant", "ingest", str(sample), "--home", str(home), "--json", *more]
    began = time.time()
    process = subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    while kill_after is not None and process.poll() is None:
        time.sleep(0.05)
        if sum(count for _, count, _ in _calls(told)) >= kill_after:
            os.kill(_calls(told)[-1][0], signal.SIGKILL)
            kill_after = None
    receipt = json.loads(process.communicate()[0])
    ended = time.time()
    first = min(when for *_, when in _calls(told))
    return {
        "seconds": ended - began,
        "after_start": ended - first,
        "workers": len({pid for pid, *_ in _calls(told)}),
        "passages": sum(count for _, count, _ in _calls(told)),
        "receipt": receipt,
        **_index(home),
    }


def _calls(told: Path) -> list[tuple[int, int, float]]:
    rows = [line.split() for line in told.read_text(encoding="utf-8").splitlines(keepends=True) if line.endswith("\n")]
    return [(int(pid), int(count), float(when)) for pid, count, when in rows]


def _index(home: Path) -> dict[str, Any]:
    """Everything that an index holds, but for the times at which it came."""
    catalog = Catalog(home)
    store = ChromaVectors(home / "chroma", collection=str(catalog.meta("collection")))
    articles = sorted(catalog.articles(), key=lambda article: article.id)
    ids = [article.id for article in articles]
    passages = {id_: catalog.passages_of(id_) for id_ in ids}
    return {
        "articles": articles,
        "versions": {id_: [kept.article for kept in catalog.history(id_)] for id_ in ids},
        "sources": {id_: [(name, catalog.known_source(name)) for name in catalog.sources_of(id_)] for id_ in ids},
        "passages_of": passages,
        "pending": catalog.pending(),
        "vectors": store.vectors_of([passage.id for told in passages.values() for passage in told]),
    }


def _differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """In what two indexes and their receipts differ."""
    keys = ("receipt", "articles", "versions", "sources", "passages_of", "pending")
    found = [key for key in keys if one[key] != other[key]]
    if one["vectors"].keys() != other["vectors"].keys() or any(
        abs(a - b) > _MOST_APART
        for id_, vector in one["vectors"].items()
        for a, b in zip(vector, other["vectors"][id_], strict=True)
    ):
        found.append("vectors")
    return found


if __name__ == "__main__":
    main()
