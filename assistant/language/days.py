"""Reads days, months, years and weekdays out of news text. Floor 1."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.types import Span

DayRange = tuple[date, date]
"""First and last day, both inclusive."""

_MONTHS = [name.lower() for name in calendar.month_name][1:]
_WEEKDAYS = [name.lower() for name in calendar.day_name]
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\.?)"
)
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
# A bare year wants a word that leads years in, or nothing countable behind it: "in 2015", not "2000 people".
_LEADS = r"(?:in|since|by|from|until|till|of|the|during|before|after|late|early|mid|its|his|her|their|this|’s|'s)"
_FORMS = (
    ("iso", rf"\b(?P<year>{_YEAR})-(?P<month>0\d|1[0-2])-(?P<day>[0-3]\d)\b"),
    ("day", rf"\b(?P<month>{_MONTH})\s(?:the\s)?(?P<day>{_DAY})\b(?!:\d|,\d)(?:,?\s(?:of\s)?(?P<year>{_YEAR})\b)?"),
    ("day", rf"\b(?:the\s)?(?P<day>{_DAY})\s(?:of\s)?(?P<month>{_MONTH})\b(?:,?\s(?P<year>{_YEAR})\b)?"),
    ("month", rf"\b(?P<month>{_MONTH}),?\s(?:of\s)?(?P<year>{_YEAR})\b"),
    ("name", rf"\b(?P<month>{'|'.join(_MONTHS)})\b"),
    ("weekday", rf"\b(?P<weekday>{'|'.join(_WEEKDAYS)})s?\b"),
    ("decade", r"(?<![\w$£€])(?P<decade>(?:1[5-9]|20)\d0)s\b"),
    ("year", rf"(?:\b{_LEADS}[\s-]|(?<![\w$£€.,-]))(?P<year>{_YEAR})(?![\w%]|[.,]\d|-\d)"),
    (
        "relative",
        r"\b(?P<relative>yesterday|today|tomorrow|tonight|(?:the|this|last|next)\sweekend"
        r"|(?:last|this|next)\s(?:week|month|year|spring|summer|autumn|fall|winter|night))\b",
    ),
)
_PATTERNS = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _FORMS]
_COUNTED = re.compile(
    r"\s(?!(?:was|is|has|does|as|its|his|this|across|unless)\b)(?:people|men|women|children|troops|percent|million|billion|[a-z]{2,}s)\b"
)
_LED = re.compile(rf"{_LEADS}[\s-]", re.IGNORECASE)
# "may" and "march" are months after these words only; elsewhere in running text they are verbs.
_BEFORE_MONTH = re.compile(
    r"\b(?:in|of|since|last|next|this|until|till|by|early|late|mid|from|and|to|during|before|after|for|between)[\s-]$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Day:
    """A mention of time at `text == source[span[0]:span[1]]`, with the parts that were printed; the rest is None.

    weekday counts from Monday = 0; relative is the lower-cased phrase ("last year", "yesterday").
    """

    text: str
    span: Span
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    decade: int | None = None
    relative: str | None = None

    def within(self, published: str | date | None) -> DayRange | None:
        """The days it can mean in an article of that ISO day, or None where that cannot be told.

        A weekday is the latest one on or before publication; a day or month without a year is the one nearest
        to publication.
        """
        base = date.fromisoformat(published[:10]) if isinstance(published, str) else published
        if self.decade is not None:
            return date(self.decade, 1, 1), date(self.decade + 9, 12, 31)
        if self.year is not None and self.month is None:
            return date(self.year, 1, 1), date(self.year, 12, 31)
        if self.month is not None:
            year = self.year if self.year is not None else _nearest_year(self.month, self.day or 15, base)
            return None if year is None else _month_range(year, self.month, self.day)
        if base is None:
            return None
        if self.weekday is not None:
            found = base - timedelta(days=(base.weekday() - self.weekday) % 7)
            return found, found
        return _relative_range(self.relative or "", base)


def dates(text: str) -> list[Day]:
    """The mentions of time in text, in order, none overlapping. Unreadable days such as June 31 are left out."""
    taken: list[Day] = []
    free = text
    for kind, pattern in _PATTERNS:
        found = list(_readings(kind, pattern, free, text))
        taken += found
        free = _blank(free, found) if found else free
    return sorted(taken, key=lambda mention: mention.span)


def _blank(text: str, taken: list[Day]) -> str:
    """Text of the same length with what was read already struck out, so that no later form reads it again."""
    pieces, at = [], 0
    for mention in sorted(taken, key=lambda one: one.span):
        start, end = mention.span
        pieces += [text[at:start], "\0" * (end - start)]
        at = end
    return "".join(pieces) + text[at:]


def _readings(kind: str, pattern: re.Pattern[str], free: str, text: str) -> Iterator[Day]:
    for match in pattern.finditer(free):
        start, end = match.span()
        parts = match.groupdict()
        month = _month_number(parts.get("month"))
        if parts.get("month") and not parts["month"][0].isupper() and kind != "iso":
            continue
        if kind == "name" and month in (3, 5, 8) and not _BEFORE_MONTH.search(text[max(0, start - 10) : start]):
            continue
        if kind == "year":
            start = match.start("year")
            if not _LED.match(match.group()) and _COUNTED.match(text[end : end + 20]):
                continue
        day = int(re.sub(r"\D", "", parts["day"])) if parts.get("day") else None
        year = int(parts["year"]) if parts.get("year") else None
        if month and day and day > calendar.monthrange(year or 2020, month)[1]:
            continue
        weekday = parts.get("weekday")
        relative = parts.get("relative")
        yield Day(
            text[start:end],
            (start, end),
            year=year,
            month=month,
            day=day,
            weekday=_WEEKDAYS.index(weekday.lower()) if weekday else None,
            decade=int(parts["decade"]) if parts.get("decade") else None,
            relative=" ".join(relative.lower().split()) if relative else None,
        )


def _month_number(name: str | None) -> int | None:
    if not name:
        return None
    if name.isdigit():
        return int(name)
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(name.lower().rstrip(".")[:3]))


def _month_range(year: int, month: int, day: int | None) -> DayRange | None:
    last = calendar.monthrange(year, month)[1]
    if day is not None and day > last:
        return None
    return date(year, month, day or 1), date(year, month, day or last)


def _nearest_year(month: int, day: int, base: date | None) -> int | None:
    """The year that puts the day nearest to base; None without a base."""
    if base is None:
        return None
    years = (base.year - 1, base.year, base.year + 1)
    return min(years, key=lambda year: abs((date(year, month, min(day, 28)) - base).days))


def _relative_range(phrase: str, base: date) -> DayRange | None:
    """What "yesterday", "last year" and the like mean on a day; None for seasons, which differ by hemisphere."""
    shift = {"last": -1, "next": 1}.get(phrase.split()[0], 0) if phrase else 0
    one_day = {"yesterday": -1, "last night": -1, "today": 0, "tonight": 0, "tomorrow": 1}
    if phrase in one_day:
        found = base + timedelta(days=one_day[phrase])
        return found, found
    if phrase.endswith("year"):
        return date(base.year + shift, 1, 1), date(base.year + shift, 12, 31)
    if phrase.endswith("month"):
        count = base.year * 12 + base.month - 1 + shift
        return _month_range(count // 12, count % 12 + 1, None)
    if phrase.endswith("weekend"):
        sunday = base - timedelta(days=(base.weekday() + 1) % 7) + timedelta(days=7 * max(shift, 0))
        return sunday - timedelta(days=1), sunday
    if phrase.endswith("week"):
        monday = base - timedelta(days=base.weekday()) + timedelta(days=7 * shift)
        return monday, monday + timedelta(days=6)
    return None
