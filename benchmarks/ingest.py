"""Ingest time over the bare embedding of the same passages, in one run. Floor 4.

    python -m benchmarks.ingest [--passages 1000] [ARTICLES.jsonl]

Reads generated articles of some 900 words, or the first ones of a .jsonl(.gz), in slices of a few hundred passages.
Each slice is ingested into one temporary home, then its passages are embedded again alone, so that load on the machine
affects both alike. Prints the seconds of both and their ratio, in wall and in processor time. A first slice, not
counted, warms up both.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import resource
import tempfile
from collections.abc import Iterator
from pathlib import Path

from assistant.index.catalog import open_catalog
from assistant.index.embedder import BuiltinEmbedder
from assistant.settings import Settings
from benchmarks.clock import Clock
from benchmarks.generated import news
from ingest.indexer import embedded_text
from ingest.run import ingest

_ARTICLES = 80  # a slice: some 500 passages


def article_lines(source: Path | None) -> Iterator[str]:
    """The lines of a .jsonl or .jsonl.gz; without a file, an endless supply of generated articles."""
    if source is None:
        for one in news(1_000_000, 54):
            yield json.dumps({name: getattr(one, name) for name in ("title", "outlet", "published", "text")}) + "\n"
    else:
        with gzip.open(source, "rt") if source.suffix == ".gz" else source.open(encoding="utf-8") as lines:
            yield from lines


def main() -> None:
    """Measure and print one line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, nargs="?")
    parser.add_argument("--passages", type=int, default=1000)
    asked = parser.parse_args()
    lines = article_lines(asked.source)
    whole, bare, embedder, passages = Clock(), Clock(), BuiltinEmbedder(), 0
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder) / "home")
        catalog, known = open_catalog(settings), set[str]()
        warm = True
        for number in itertools.count():
            if passages >= asked.passages:
                break
            # a file name of its own: under one name these would be updates of the same articles
            sample = Path(folder) / f"slice-{number}.jsonl"
            some = list(itertools.islice(lines, 1 if warm else _ARTICLES))
            if not some:
                break
            sample.write_text("".join(some), encoding="utf-8")
            took = Clock()
            took.take(lambda: ingest(settings, [sample]))  # noqa: B023
            new = [one for one in catalog.articles() if one.id not in known]
            known.update(one.id for one in new)
            texts = [embedded_text(one, passage) for one in new for passage in catalog.passages_of(one.id)]
            floor = Clock()
            floor.take(lambda: embedder.embed_passages(texts))  # noqa: B023
            if not warm:
                whole.add(took)
                bare.add(floor)
                passages += len(texts)
            warm = False
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{passages} passages: ingest {sum(whole.wall):.1f} s, bare embedding {sum(bare.wall):.1f} s, ratio "
        f"{sum(whole.wall) / sum(bare.wall):.2f}; in processor time {sum(whole.cpu):.1f} s and {sum(bare.cpu):.1f} s, "
        f"ratio {sum(whole.cpu) / sum(bare.cpu):.2f}; peak memory {peak:.0f} MB"
    )


if __name__ == "__main__":
    main()
