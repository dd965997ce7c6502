"""The outcome of every ingested source as HTML, failures first. Floor 3. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.markup import plain
from assistant.types import SourceResult

_SHOWN = 200
_OUTCOMES = ("added", "updated", "unchanged", "duplicate", "failed", "skipped")


def receipt_html(results: Sequence[SourceResult], broken: str = "", *, stopped: bool = False) -> str:
    """The counts, then a line per source. `broken`: an error that ended it early; `stopped`: the reader did."""
    counts = {name: sum(one.outcome == name for one in results) for name in _OUTCOMES}
    counted = ", ".join(f"{number} {name}" for name, number in counts.items() if number) or "nothing was read"
    order = sorted(results, key=lambda one: (one.outcome != "failed", one.outcome == "unchanged"))
    rows = "".join(_row(one) for one in order[:_SHOWN])
    more = f"<p class='soft'>and {len(results) - _SHOWN} more</p>" if len(results) > _SHOWN else ""
    problem = f'<p class="problem">{plain(broken)} What is stored stays.</p>' if broken else ""
    ended = '<p class="stopped soft">You stopped this; what was read stays.</p>' if stopped else ""
    return (
        f'<div class="receipt-list"><p role="status"><b>{plain(counted)}</b></p>{problem}{ended}'
        f"<ul>{rows}</ul>{more}</div>"
    )


def shown_source(result: SourceResult) -> str:
    """The title, or else the last part of the source's path or address."""
    return result.title or result.source.rstrip("/").rpartition("/")[2] or result.source


def _row(result: SourceResult) -> str:
    outlet = f", {result.outlet}" if result.outlet else ""
    named = f"{shown_source(result)}{outlet}" + (f": {result.reason}" if result.reason else "")
    open_ = ""
    if result.article_id and result.outcome != "failed":
        open_ = (
            ' <button type="button" class="link" data-do="article" '
            f'data-article="{plain(result.article_id)}">Open</button>'
        )
    return f'<li dir="auto"><span class="badge {result.outcome}">{result.outcome}</span> {plain(named)}{open_}</li>'
