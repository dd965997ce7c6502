"""Precision and recall of near-duplicate detection, and its cost. Floor 4.

    python -m benchmarks.copies [--sizes 1000 10000]

The pairs are labelled by construction: copies are truncated, framed in boilerplate, lightly edited, given another
dateline, or embedded in a longer piece; the others are two articles on one event, and two articles of one outlet that
share a quoted paragraph. Then a home is filled to each size without embeddings, and the processor seconds are printed,
which hardly depend on the load of the machine.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from assistant.index.catalog import Catalog
from assistant.index.writing import Entry
from assistant.settings import Settings
from assistant.types import Article
from benchmarks.generated import news
from ingest.copies import find_copy, fingerprint_of
from ingest.run import ingest

_FRAME = (
    "Sign up for our morning letter and never miss a story from the valley.",
    "This article was first published by our partner. Read more of our coverage of the region here.",
)


def main() -> None:
    """Print precision and recall over the pairs, then seconds by size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 10000])
    given = parser.parse_args()
    counts: Counter[str] = Counter()
    for kind, is_copy, one, other in pairs():
        found = _found(one, other)
        counts[f"{kind}: {'found' if found else 'not found'}"] += 1
        counts["right" if found and is_copy else "wrong" if found else "missed" if is_copy else "left"] += 1
    for kind, count in sorted(counts.items()):
        print(f"{kind}: {count}")
    print(
        f"precision {counts['right'] / max(1, counts['right'] + counts['wrong']):.3f} "
        f"recall {counts['right'] / max(1, counts['right'] + counts['missed']):.3f}"
    )
    for size in given.sizes:
        print(f"{size} articles: {_seconds(size):.1f} s")


def pairs(count: int = 30) -> Iterator[tuple[str, bool, str, str]]:
    """Labelled pairs of texts: how they were made, whether they are copies, and both texts."""
    chance = random.Random(5)
    stories = list(news(count * 8, 18, seed=3))
    for n in range(count):
        text = stories[n].text
        sentences = text.split(". ")
        yield "trimmed to half", True, text, ". ".join(sentences[: len(sentences) // 2])
        yield "boilerplate added", True, text, f"{_FRAME[0]}\n\n{text}\n\n{_FRAME[1]}"
        yield (
            "another dateline",
            True,
            f"LISBON (AP) — {text}",
            f"Lisbon, 3 May — {text.replace(' said ', ' told us ')}",
        )
        yield "lightly edited", True, text, _edited(text, chance)
        yield "within a longer piece", True, text, f"{stories[n + count].text} {text} {stories[n + 2 * count].text}"
        yield "lightly edited and trimmed", True, text, _edited(". ".join(sentences[4:]), chance)
        yield "other news", False, text, stories[n + 3 * count].text
        yield "other account of one event", False, *_accounts(n)
        quote = f"“{'. '.join(sentences[2:4])},” it said."
        yield "one quoted paragraph shared", False, f"{text} {quote}", f"{stories[n + 4 * count].text} {quote}"


def _edited(text: str, chance: random.Random) -> str:
    """The text with one word in 25 replaced."""
    words = text.split()
    for at in range(len(words)):
        if chance.random() < 0.04:
            words[at] = chance.choice(("however", "indeed", "nearly", "some", "local"))
    return " ".join(words)


def _accounts(n: int) -> tuple[str, str]:
    """Two independent accounts of one event, with names and figures in common."""
    place, who, figure = f"Orsova-{n}", f"Ilie Banu{n}", 40 + n
    one = (
        f"Fire destroyed the textile market of {place} on Monday night, and {figure} traders lost their stalls. Fire "
        f"chief {who} said a faulty cable was the likely cause. Nobody was hurt. The council opened a hall for all who "
        "lost all, and promised a first payment within the week. It was the third fire there in ten years."
    )
    other = (
        f"Some {figure} stallholders in {place} stood before ashes on Tuesday after their market had burned down. “It "
        f"began with a cable,” fire chief {who} told reporters, adding that all watchmen had got out. Mayor Pop wants "
        "to pay the first aid by Friday and has offered a hall to trade in. Traders recalled two earlier blazes."
    )
    return one, other


def _found(one: str, other: str) -> bool:
    """Whether the second text is found as a near-duplicate of the stored first one."""
    with tempfile.TemporaryDirectory() as home:
        catalog = Catalog(Path(home))
        catalog.create()
        article = Article("a", one, source="/a", version="1", family="a")
        catalog.put([Entry(article, [], "/a", "d", "r", fingerprint_of(one))])
        return find_copy(catalog, other, fingerprint_of(other)) is not None


def _seconds(size: int) -> float:
    """Processor seconds to fill a home with `size` articles, every tenth a near-duplicate, without embeddings."""
    import json

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "all.jsonl"
        with file.open("w", encoding="utf-8") as out:
            before = ""
            for n, story in enumerate(news(size, 18, seed=9)):
                text = f"{before} More was not known." if n % 10 == 9 else story.text
                before = story.text
                row = {
                    "title": f"{story.title} {n}",
                    "outlet": story.outlet,
                    "published": story.published,
                    "text": text,
                }
                out.write(json.dumps(row) + "\n")
        begun = time.process_time()
        ingest(Settings(home=Path(folder) / "home", embedder="none"), [file])
        return time.process_time() - begun


if __name__ == "__main__":
    main()
