"""Finds the day that a sentence tells of, resolved only as far as the article allows. Floor 3."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from assistant.language.days import Day, dates
from assistant.language.event_days import looks_ahead
from assistant.types import Evidence

_MONTHS = "January February March April May June July August September October November December".split()
_SEASON = re.compile(r"[/–-]\d\d\b")  # behind a year: "the 2007/08 winner" tells of no day


@dataclass(frozen=True, slots=True)
class When:
    """A day or a span of days: as shown, its first and last ISO day (None where the year is not known), its order."""

    shown: str
    first: str | None
    last: str | None
    order: tuple[int, str, str]


def when(piece: Evidence) -> When | None:
    """The day of what a sentence tells; None where it names none.

    A weekday or a day without a year is worked out where its article is dated; else it stays as printed. The most
    exact mention counts, the first of several; decades say too little.
    """
    published, quote = piece.article.published, piece.quote
    found = [day for day in dates(quote) if day.decade is None and not _SEASON.match(quote, day.span[1])]
    found = [day for day in found if not (day.relative and not day.within(published))]
    if not found:
        return None
    day = min(found, key=lambda one: (_exactness(one), one.span))
    span = day.within(published, looks_ahead(quote, day.span))
    if span is None:
        printed = f"“{day.text}” (no year printed)" if day.month else f"“{day.text}” (article undated)"
        return When(printed, None, None, (1, f"{day.month or 99:02}-{day.day or 99:02}", piece.article.id))
    first, last = span
    shown = _named(first, last)
    if day.year is None:
        shown += f" (“{day.text}”)"
    return When(shown, first.isoformat(), last.isoformat(), (0, first.isoformat(), last.isoformat()))


def _exactness(day: Day) -> int:
    if day.day is not None:
        return 0
    if day.weekday is not None or day.relative in ("yesterday", "today", "tomorrow", "tonight", "last night"):
        return 1
    if day.month is not None:
        return 2
    return 3 if day.relative else 4


def _named(first: date, last: date) -> str:
    """ "3 June 2019", "June 2019", "2019", or both ends."""
    if first == last:
        return f"{first.day} {_MONTHS[first.month - 1]} {first.year}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return str(first.year)
    if first.day == 1 and first.month == last.month and last.day >= 28:
        return f"{_MONTHS[first.month - 1]} {first.year}"
    return f"{_named(first, first)} to {_named(last, last)}"
