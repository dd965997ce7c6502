"""A briefing as JSON, with its ledger of claims, and the ledger alone as CSV. Floor 3. Pure functions."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from typing import Any

from assistant.briefing.clauses import ladder_lead
from assistant.briefing.compare import FORMAT, lines_of
from assistant.briefing.layout import title_of
from assistant.briefing.record import LedgerRow
from assistant.briefing.types import Briefing

COLUMNS = (
    "line", "role", "stance", "claim", "ladder", "quote", "article_id", "start", "end", "outlet", "published",
    "citation", "origin", "dispute",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def briefing_json(briefing: Briefing) -> dict[str, Any]:
    """All of a briefing. Sections refer to lines by number; `lines`, `citations` and `ledger` are in full."""
    data = asdict(briefing)
    data["lines"] = [asdict(line) for line in lines_of(briefing)]
    data["title"] = title_of(briefing)
    data["headline"] = briefing.headline.number if briefing.headline else None
    data["summary"] = [line.number for line in briefing.summary]
    for name in ("story", "report"):
        data[name] = [[line.number for line in part] for part in getattr(briefing, name)]
    for entry, shown in zip(briefing.timeline, data["timeline"], strict=True):
        shown["line"] = entry.line.number
    for voice, shown in zip(briefing.voices, data["voices"], strict=True):
        shown["lines"] = [line.number for line in voice.lines]
    for card, shown in zip(briefing.disputes, data["disputes"], strict=True):
        for side, side_shown in zip(card.sides, shown["sides"], strict=True):
            side_shown["line"] = side.line.number if side.line else None
    for point, shown in zip(briefing.unknown, data["unknown"], strict=True):
        shown["line"] = point.line.number if point.line else None
    return {"format": FORMAT, **data}


def as_json(briefing: Briefing) -> str:
    """The JSON form."""
    return json.dumps(briefing_json(briefing), ensure_ascii=False, indent=2) + "\n"


def as_csv(briefing: Briefing) -> str:
    """The ledger, a row for each citation of each claim.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in briefing.ledger:
        writer.writerow([_cell(value) for value in _values(row)])
    return out.getvalue()


def _values(row: LedgerRow) -> list[Any]:
    data = {**asdict(row), "ladder": ladder_lead(row.ladder, row.outlet)}
    return [data[column] for column in COLUMNS]


def _cell(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value
