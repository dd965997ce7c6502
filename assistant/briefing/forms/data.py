"""A briefing as JSON, with its ledger of claims, and the ledger alone as CSV. Floor 3. Pure functions."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, fields, is_dataclass
from typing import Any

from assistant.briefing.clauses import ladder_lead
from assistant.briefing.compare import FORMAT, lines_of
from assistant.briefing.layout import title_of
from assistant.briefing.record import LedgerRow
from assistant.briefing.sections.registry import ROW_SECTIONS
from assistant.briefing.types import Briefing, Line

COLUMNS = (
    "line", "role", "stance", "claim", "ladder", "quote", "article_id", "start", "end", "outlet", "published",
    "citation", "origin", "dispute",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def briefing_json(briefing: Briefing) -> dict[str, Any]:
    """All of a briefing. Sections refer to lines by number; `lines`, `citations` and `ledger` are in full."""
    data = {name: _shown(getattr(briefing, name)) for name in (field.name for field in fields(briefing))}
    del data["row_sections"]
    data |= {section.name: _shown(briefing.rows(section.name)) for section in ROW_SECTIONS}
    data["lines"] = [asdict(line) for line in lines_of(briefing)]
    data["title"] = title_of(briefing)
    return {"format": FORMAT, **data}


def _shown(value: Any) -> Any:
    """A part of a briefing as plain data, with the number of a line in its place."""
    if isinstance(value, Line):
        return value.number
    if isinstance(value, tuple):
        return [_shown(inner) for inner in value]
    if is_dataclass(value):
        return {field.name: _shown(getattr(value, field.name)) for field in fields(value)}
    return value


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
