"""Compares a briefing with an earlier one, given its JSON and the current index. Floor 3."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.briefing.record import BriefingChange, BriefingComparison, ChangeKind
from assistant.briefing.types import Briefing, Line
from assistant.errors import BadBriefing
from assistant.index.catalog import Catalog
from assistant.index.quoted import Quote
from assistant.index.stale import problem_of
from assistant.language.figures import agrees, figures
from assistant.language.terms import stems

FORMAT = "sayso-briefing/2"
_READ = (FORMAT, "sayso-briefing/1")
_SAME = 0.5  # share of common stems from which a new line replaces an old one


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a comparison needs of an earlier briefing: name, topic, lines with citation numbers, citations by number."""

    name: str
    topic: str
    lines: tuple[tuple[str, tuple[int, ...]], ...]
    citations: Mapping[int, Quote]


def read_earlier(path: Path) -> Earlier:
    """The earlier briefing in a JSON file. Raises BadBriefing if it is not one, or of an unknown format."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadBriefing(path, f"it cannot be read ({error}).") from error
    except json.JSONDecodeError as error:
        raise BadBriefing(path, f"it is no JSON ({error.msg}). Give the .json form of a briefing.") from error
    form = data.get("format") if isinstance(data, dict) else None
    if form not in _READ:
        what = f"its format is {form!r}" if form else "it is no briefing of a known format"
        raise BadBriefing(
            path, f"{what}; this version reads {FORMAT!r}. Make it again: sayso brief ... --out FILE.json"
        )
    try:
        return _earlier(path.name, data)
    except (KeyError, TypeError, ValueError) as error:
        raise BadBriefing(path, f"it lacks or garbles {error}.") from error


def _earlier(name: str, data: dict[str, Any]) -> Earlier:
    lines = tuple((str(line["text"]), tuple(int(n) for n in line["citations"])) for line in data["lines"])
    citations = {
        int(one["number"]): Quote(
            str(one["article_id"]), one.get("version"), int(one["start"]), int(one["end"]), str(one["quote"]),
            one["outlet"],
        )
        for one in data["citations"]
    }  # fmt: skip
    return Earlier(name, str(data["topic"]), lines, citations)


def earlier_of(briefing: Briefing, name: str) -> Earlier:
    """The same of a briefing in memory, under a given name."""
    lines = tuple((line.text, line.citations) for line in lines_of(briefing))
    return Earlier(name, briefing.topic, lines, {one.number: Quote.of(one) for one in briefing.citations})


def compare(earlier: Earlier, now: Briefing, catalog: Catalog) -> BriefingComparison:
    """The lines that are new, changed or gone, and the passages that their articles no longer hold as quoted."""
    changes: list[BriefingChange] = []
    standing = 0
    fallen: set[str] = set()
    for number, quoted in earlier.citations.items():
        problem = problem_of(catalog, quoted)
        if problem is None:
            standing += 1
        else:
            fallen.add(quoted.quote)
            text = f"{quoted.outlet or 'unknown outlet'}: {problem.text}" + (
                f" ({problem.note})" if problem.note else ""
            )
            changes.append(BriefingChange("no longer stands", text, quoted.quote, None, number))
    quotes = {quoted.quote for quoted in earlier.citations.values()} - fallen
    old = [text for text, _ in earlier.lines]
    gone = [text for text in old if text not in {line.text for line in now.lines}]
    cited = {citation.number: citation.quote for citation in now.citations}
    for line in now.lines:
        if line.text in old or any(cited[number] in quotes for number in line.citations):
            continue
        near = _nearest(line.text, gone)
        kind: ChangeKind = "changed" if near and (near in fallen or _differs(line.text, near)) else "new"
        changes.append(BriefingChange(kind, line.text, near or "" if kind == "changed" else "", line.citations[0]))
    replaced = {change.was for change in changes}
    now_cited = set(cited.values())
    changes += [
        BriefingChange("gone", text)
        for text in gone
        if text not in replaced and text not in fallen and text not in now_cited
    ]
    order: tuple[ChangeKind, ...] = ("new", "changed", "no longer stands", "gone")
    return BriefingComparison(
        earlier.name, standing, tuple(sorted(changes, key=lambda change: order.index(change.kind)))
    )


def _nearest(text: str, old: Sequence[str]) -> str | None:
    """The old line with most stems in common with a new one, at least half of the shorter's; else None."""
    own = set(stems(text))
    best: tuple[float, str | None] = (_SAME, None)
    for other in old:
        theirs = set(stems(other))
        share = len(own & theirs) / max(1, min(len(own), len(theirs)))
        if share >= best[0]:
            best = (share, other)
    return best[1]


def _differs(text: str, other: str) -> bool:
    """Whether two lines have different figures."""
    mine, theirs = figures(text), figures(other)
    return any(not any(agrees(one, old) for old in theirs) for one in mine) if theirs else bool(mine)


def lines_of(briefing: Briefing) -> tuple[Line, ...]:
    """Every line once, sorted by number."""
    return tuple(sorted(briefing.lines, key=lambda line: line.number))
