"""Scores the resolved days of sentences against days resolved by hand. Floor 4.

python -m evals.parts.days CORPUS.jsonl.gz [--set FILE] [--misses]

A line of the set names an article of the corpus, the characters of a mention of time, and its first and last day; a
mention that is no day of the story (Black Friday, the first quarter of a match) has none, and is right if nothing
is resolved for it. The sentences themselves stay in the corpus.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.language.event_days import EventDay, event_days
from assistant.language.sentences import sentence_spans


@dataclass(frozen=True, slots=True)
class DayMention:
    """A mention at `text[start:end]` of an article of a day, and the days it means; None for none."""

    text: str
    published: str
    start: int
    end: int
    days: tuple[str, str] | None


def labelled_mentions(corpus: Path, labels: Path) -> Iterator[DayMention]:
    """The mentions of a set with the texts of the corpus. Raises KeyError for an article that it lacks."""
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        articles = {row["doc_id"]: row for row in map(json.loads, lines)}
    for row in map(json.loads, labels.read_text("utf-8").splitlines()):
        article = articles[row["article"]]
        days = (row["first"], row["last"]) if row["first"] else None
        yield DayMention(article["body"], article["published_at"][:10], row["start"], row["end"], days)


def resolved(item: DayMention) -> EventDay | None:
    """The days that the product resolves a mention to, or None."""
    spans = sentence_spans(item.text)
    start, end = next((span for span in spans if span[0] <= item.start < span[1]), (item.start, item.end))
    found = event_days(item.text[start:end], item.published)
    return next((day for day in found if day.span[0] + start < item.end and item.start < day.span[1] + start), None)


def right(item: DayMention, found: EventDay | None) -> bool:
    """Whether a mention was resolved as by hand."""
    got = (found.first.isoformat(), found.last.isoformat()) if found else None
    return got == item.days


def main() -> None:
    """Print the accuracy, over the mentions that have days and over those that have none."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--set", type=Path, default=Path(__file__).with_name("days.jsonl"))
    parser.add_argument("--misses", action="store_true", help="print what was resolved otherwise")
    asked = parser.parse_args()
    scored = [
        (item, found, right(item, found))
        for item in labelled_mentions(asked.corpus, asked.set)
        for found in [resolved(item)]
    ]
    for name, part in (
        ("days", [one for one in scored if one[0].days]),
        ("no days", [one for one in scored if not one[0].days]),
    ):
        print(
            f"{name}: {sum(ok for *_, ok in part)} of {len(part)} right ({sum(ok for *_, ok in part) / len(part):.3f})"
        )
    for item, found, ok in scored if asked.misses else ():
        if not ok:
            got = (str(found.first), str(found.last)) if found else None
            around = item.text[max(0, item.start - 60) : item.end + 40].replace("\n", " ")
            print(f"  {item.published} {around!r}: {got}, by hand {item.days}")


if __name__ == "__main__":
    main()
