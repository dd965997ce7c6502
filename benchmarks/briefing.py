"""How long a briefing over thousands of articles takes, and in how much memory. Floor 4.

    python -m benchmarks.briefing CORPUS.jsonl.gz [--articles 5000] [--home DIR] [--topic WORDS ...]

The corpus is made larger in copies: in each, every name of two capitalised words is another one, and every article
comes out some weeks earlier or later, so that no copy is a copy to the product; articles are cut to 600 words or so.
Words alone are searched, since embedding thousands of articles takes an hour; with vectors a briefing embeds at most
640 sentences whatever the size.
Prints for each topic wall and processor seconds, the steps that its progress told, and the peak of memory.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import random
import re
import resource
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from assistant.desk import Desk
from assistant.settings import Settings
from benchmarks.clock import Clock

_NAME = re.compile(r"\b[A-Z][a-z]{2,} [A-Z][a-z]{2,}\b")
_LONGEST = 3600  # characters of an article
_MOST_DAYS = 120  # by which a copy comes out earlier or later


def enlarged(corpus: Path, size: int, seed: int = 7) -> Iterator[dict[str, str]]:
    """`size` articles as lines for `sayso ingest`: those of the corpus, then copies with other names and days."""
    chance = random.Random(seed)
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    names = sorted({found for one in articles for found in _NAME.findall(one["body"])})
    told = 0
    for copy in itertools.count():
        other = dict(zip(names, chance.sample(names, len(names)), strict=True)) if copy else {}
        for one in articles:
            if told == size:
                return
            told += 1
            by = timedelta(days=chance.randint(-_MOST_DAYS, _MOST_DAYS) if copy else 0)
            yield {
                "title": _renamed(one["title"], other),
                "outlet": one["source"],
                "published": (date.fromisoformat(one["published_at"][:10]) + by).isoformat(),
                "url": f"https://example.org/{copy}/{one['doc_id']}",
                "text": _renamed(one["body"][:_LONGEST], other),
            }


def _renamed(text: str, other: Mapping[str, str]) -> str:
    return _NAME.sub(lambda found: other.get(found[0], found[0]), text)


def main() -> None:
    """Make the index where there is none yet, then a briefing on each topic, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--topic", nargs="+", default=["FTX trial", "football season", "the company and its users"])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = asked.home or Path(scratch) / "home"
        settings = Settings(home=home, embedder="none")
        if not home.exists():
            _ingest(asked.corpus, asked.articles, Path(scratch), settings)
        desk = Desk(settings)
        print(f"{len(desk.listing())} articles")
        for topic in asked.topic:
            _time(desk, topic)


def _ingest(corpus: Path, size: int, scratch: Path, settings: Settings) -> None:
    from ingest.run import ingest

    file = scratch / "articles.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in enlarged(corpus, size)), "utf-8")
    ingest(settings, [file])


def _time(desk: Desk, topic: str) -> None:
    from assistant.briefing.brief import brief

    told: dict[str, int] = {}

    def progress(doing: str, share: float) -> None:
        told[doing] = told.get(doing, 0) + 1

    clock = Clock()
    clock.take(lambda: brief(desk, topic, progress=progress))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{topic}: {clock.wall[0]:.1f} s, {clock.cpu[0]:.1f} s of processor time, {peak:.0f} MB at most; {told}")


if __name__ == "__main__":
    main()
