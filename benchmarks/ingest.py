"""Ingest time over the bare embedding of the same passages, in one run. Floor 4.

    python -m benchmarks.ingest ARTICLES.jsonl [--articles 60]

Reads the first articles of a .jsonl(.gz), ingests them into a throw-away home, then embeds just their passages again,
and prints both times and their ratio. Measured in turn on one machine, so the ratio holds where the seconds do not.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import resource
import tempfile
import time
from pathlib import Path

from assistant.index.catalog import Catalog
from assistant.index.embedder import BuiltinEmbedder
from assistant.settings import Settings
from ingest.run import embedded_text, ingest


def head(source: Path, articles: int, target: Path) -> None:
    """Copy the first lines of a .jsonl or .jsonl.gz."""
    with gzip.open(source, "rt") if source.suffix == ".gz" else source.open(encoding="utf-8") as lines:
        target.write_text("".join(itertools.islice(lines, articles)), encoding="utf-8")


def main() -> None:
    """Measure and print one line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("--articles", type=int, default=60)
    args = parser.parse_args()
    BuiltinEmbedder().embed_query("warm the weights in the file cache")
    with tempfile.TemporaryDirectory() as folder:
        sample = Path(folder) / "sample.jsonl"
        head(args.source, args.articles, sample)
        settings = Settings(home=Path(folder) / "home")
        begun = time.perf_counter()
        ingest(settings, [sample])
        whole = time.perf_counter() - begun
        catalog = Catalog(settings.home)
        texts = [embedded_text(a, p) for a in catalog.articles() for p in catalog.passages_of(a.id)]
        begun = time.perf_counter()
        BuiltinEmbedder().embed_passages(texts)
        bare = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{args.articles} articles, {len(texts)} passages: ingest {whole:.1f} s, bare embedding {bare:.1f} s, "
        f"ratio {whole / bare:.2f}, peak memory {peak:.0f} MB"
    )


if __name__ == "__main__":
    main()
