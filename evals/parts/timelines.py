"""Scores timelines against those that an editor would make of the same articles. Floor 4.

python -m evals.parts.timelines CORPUS.jsonl.gz [--set look|aside|last] [--home DIR] [--rows]

timelines.yaml names articles of the corpus and, for each topic, its events: their days, what they are, and the
characters of the sentences that tell them. The sentences themselves stay in the corpus. `look` was read while the
product was changed, `aside` after most of that, `last` only at the end.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.desk import Desk
from assistant.settings import read_settings
from assistant.types import Answer
from ingest.run import ingest

_MONTHS = "January February March April May June July August September October November December".split()
_DAY = rf"(?:(\d{{1,2}})\s)?(?:({'|'.join(_MONTHS)})\s)?"
_SHARED = 0.85  # share of the shorter quotation's words from which two share a sentence
_SHOWN = re.compile(rf"(?:{_DAY}(?:(\d{{4}})\s)?to\s)?{_DAY}(\d{{4}})")


Quoted = tuple[str, str]
"""A quotation: its article's id in the corpus, and its text."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a topic: its first and last day, and the sentences that tell it, each with its article's id."""

    what: str
    days: tuple[str, str]
    told: tuple[Quoted, ...]
    minor: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of a timeline: the days over it, None for none, and what it quotes."""

    days: tuple[str, str] | None
    quoted: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """The events found, of the main ones, and the faults of the rows, each with its row."""

    found: int
    main: int
    right: int
    faults: tuple[tuple[str, Shown], ...]


def read_events(rows: Sequence[Mapping[str, Any]], bodies: Mapping[str, str]) -> list[Event]:
    """The events of a topic as written in timelines.yaml; `bodies`: the texts of the articles by their ids."""
    found = []
    for row in rows:
        first, _, last = str(row["days"]).partition("/")
        told = [(id_, bodies[id_][int(start) : int(end)]) for id_, start, end in map(str.split, row["at"])]
        days = (_end_of(first, last=False), _end_of(last or first, last=True))
        found.append(Event(str(row["what"]), days, tuple(told), bool(row.get("minor"))))
    return found


def shown_rows(answer: Answer, id_of: Mapping[str, str]) -> list[Shown]:
    """The rows of an answer with the days of the heading over each; `id_of` gives the corpus id of a URL."""
    cited = {one.number: one for one in answer.citations}
    rows, heading = list[Shown](), ""
    for sentence in answer.sentences:
        if not sentence.citations:
            heading = sentence.text
            continue
        quotes = [cited[number] for number in sentence.citations]
        rows.append(Shown(days_shown(heading), tuple((id_of.get(one.url or "", ""), one.quote) for one in quotes)))
    return rows


def days_shown(heading: str) -> tuple[str, str] | None:
    """The first and last day that a heading names: "3 June 2019", "June 2019", "3 to 9 June 2019"; None for none."""
    if (found := _SHOWN.search(heading)) is None:
        return None
    day, month, year, last_day, last_month, last_year = found.groups()
    if not (day or month or year):  # one date
        return _first(last_year, last_month, last_day), _last(last_year, last_month, last_day)
    return _first(year or last_year, month or last_month, day), _last(last_year, last_month, last_day)


def score(rows: Sequence[Shown], events: Sequence[Event]) -> Scored:
    """How many main events have a row with their day, and which rows are wrong: other matter, wrong day, twice.

    A row's days are right if they are within the event's days or contain them. Rows without a day count for nothing.
    """
    found, right, faults = set[int](), 0, list[tuple[str, Shown]]()
    for row in rows:
        if row.days is None:
            continue
        told = [at for at, event in enumerate(events) if any(_meet(a, b) for a in row.quoted for b in event.told)]
        timely = [at for at in told if _fit(row.days, events[at].days)]
        if not told:
            faults.append(("other matter", row))
        elif not timely:
            faults.append(("wrong day", row))
        elif found.issuperset(timely):
            faults.append(("twice", row))
        else:
            right += 1
        found.update(timely)
    main = {at for at, event in enumerate(events) if not event.minor}
    return Scored(len(found & main), len(main), right, tuple(faults))


def _fit(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return (other[0] <= one[0] and one[1] <= other[1]) or (one[0] <= other[0] and other[1] <= one[1])


def _meet(one: Quoted, other: Quoted) -> bool:
    """Whether two quotations of an article share a sentence: nearly all words of the shorter one."""
    own, others = (set(re.findall(r"\w+", text)) for _, text in (one, other))
    return one[0] == other[0] and len(own & others) >= _SHARED * min(len(own), len(others))


def _end_of(day: str, *, last: bool) -> str:
    """The first or last ISO day of a year, month or day."""
    year, month, own = [*day.split("-"), "", ""][:3]
    return day if own else f"{year}-{month or ('12' if last else '01')}-{'31' if last else '01'}"


def _first(year: str, month: str | None, day: str | None) -> str:
    return f"{year}-{_MONTHS.index(month) + 1 if month else 1:02}-{int(day or 1):02}"


def _last(year: str, month: str | None, day: str | None) -> str:
    return f"{year}-{_MONTHS.index(month) + 1 if month else 12:02}-{int(day or 31):02}"


def _home(folder: Path, articles: Sequence[Mapping[str, str]]) -> Desk:
    """A desk over the articles, ingested into a folder unless it holds an index."""
    settings = read_settings(home=folder / "index", model="quotes")
    if not settings.home.exists():
        records = folder / "articles.jsonl"
        fields = {"title": "title", "source": "outlet", "published_at": "published", "url": "url", "body": "text"}
        lines = [json.dumps({to: row[name] for name, to in fields.items()}) for row in articles]
        records.write_text("\n".join(lines), "utf-8")
        ingest(settings, [records])
    return Desk(settings)


def main() -> None:
    """Print, for each topic and each set, the share of events found and the rows that are wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--set", choices=["look", "aside", "last"])
    parser.add_argument("--home", type=Path, help="a folder that keeps the index for the next run")
    parser.add_argument("--rows", action="store_true", help="print the events missed and the wrong rows")
    asked = parser.parse_args()
    given = yaml.safe_load(Path(__file__).with_name("timelines.yaml").read_text("utf-8"))
    with gzip.open(asked.corpus, "rt", encoding="utf-8") as lines:
        articles = [row for row in map(json.loads, lines) if row["doc_id"] in given["articles"]]
    bodies = {row["doc_id"]: row["body"] for row in articles}
    id_of = {row["url"]: row["doc_id"] for row in articles}
    with tempfile.TemporaryDirectory() as made:
        folder = asked.home or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        desk = _home(folder, articles)
        scored: dict[str, list[Scored]] = {}
        for topic in given["topics"]:
            if asked.set and topic["set"] != asked.set:
                continue
            events = read_events(topic["events"], bodies)
            rows = shown_rows(desk.ask(topic["ask"]), id_of)
            result = score(rows, events)
            scored.setdefault(topic["set"], []).append(result)
            print(_line(f"{topic['set']} {topic['id']}", [result]))
            if asked.rows:
                _print_rows(rows, events, result)
    for name, results in scored.items():
        print(_line(name, results))


def _line(name: str, results: Sequence[Scored]) -> str:
    found, main = sum(one.found for one in results), sum(one.main for one in results)
    right, faults = sum(one.right for one in results), [fault for one in results for fault, _ in one.faults]
    kinds = ", ".join(f"{faults.count(kind)} {kind}" for kind in dict.fromkeys(faults))
    shown = right + len(faults)
    wrong = len(faults) / shown if shown else 0.0
    return (
        f"{name:<18} events {found} of {main} ({found / main:.3f}), "
        f"rows wrong {len(faults)} of {shown} ({wrong:.3f}) {kinds}"
    )


def _print_rows(rows: Sequence[Shown], events: Sequence[Event], result: Scored) -> None:
    seen = [row for row in rows if row.days]
    for event in events:
        told = [row for row in seen if any(_meet(a, b) for a in row.quoted for b in event.told)]
        if not event.minor and not any(row.days and _fit(row.days, event.days) for row in told):
            print(f"    missed {event.days[0]} {event.what}")
    for fault, row in result.faults:
        print(f"    {fault}: {row.days} {row.quoted[0][1][:150]}")


if __name__ == "__main__":
    main()
