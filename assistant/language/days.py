"""Reads days, months, years, weekdays and phrases such as "two weeks ago" out of news text. Floor 1.

What a mention means in an article of a given day is worked out in `relative_days`, by tense in `event_days`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assistant.language.relative_days import RELATIVE, SEASONS, DayRange, month_range, relative_range, weekday_near
from assistant.types import Span

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
_NTH = r"(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th)"
_FORMS = (
    ("iso", rf"\b(?P<year>{_YEAR})-(?P<month>0\d|1[0-2])-(?P<day>[0-3]\d)\b"),
    ("day", rf"\b(?P<month>{_MONTH})\s(?:the\s)?(?P<day>{_DAY})\b(?!:\d|,\d)(?:,?\s(?:of\s)?(?P<year>{_YEAR})\b)?"),
    ("day", rf"\b(?:the\s)?(?P<day>{_DAY})\s(?:of\s)?(?P<month>{_MONTH})\b(?:,?\s(?P<year>{_YEAR})\b)?"),
    ("month", rf"\b(?P<month>{_MONTH}),?\s(?:of\s)?(?P<year>{_YEAR})\b"),
    ("name", rf"\b(?:(?P<turn>last|this|next)\s)?(?P<month>{'|'.join(_MONTHS)})\b"),
    ("quarter", rf"\b(?:(?:the\s)?{_NTH}[\s-]quarter|Q(?P<q>[1-4]))\b(?:\s(?:of\s)?(?P<year>{_YEAR})\b)?"),
    ("season", rf"\b(?P<season>spring|summer|autumn|fall|winter)\s(?:of\s)?(?P<year>{_YEAR})\b"),
    ("decade", r"(?<![\w$£€])(?P<decade>(?:1[5-9]|20)\d0)s\b"),
    ("year", rf"(?:\b{_LEADS}[\s-]|(?<![\w$£€.,-]))(?P<year>{_YEAR})(?![\w%]|[.,]\d|-\d)"),
    ("relative", rf"(?<![\d.,])\b(?P<relative>{RELATIVE})\b"),
    ("weekday", rf"\b(?:(?P<turn>last|past|this|next|coming)\s)?(?P<weekday>{'|'.join(_WEEKDAYS)})s?\b"),
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
_NAMED = re.compile(r"\s[A-Z][a-z’']")  # "June Orsk" is somebody; "in June Orsk went" is not
_FAR, _JUST_NOW = 270, 60  # days
_OTHER_CLOCK, _SOON = 3, 20  # days: how far a page is dated otherwise; up to when a past day without a year is unclear


@dataclass(frozen=True, slots=True)
class Day:
    """A mention of time at `text == source[span[0]:span[1]]`, with the parts that were printed; the rest is None.

    weekday counts from Monday = 0, with `turn` for the "last" or "next" before it; relative is the lower-cased phrase
    ("last year", "two weeks ago"); part is the quarter (1 to 4) or the season that a year is narrowed to.
    """

    text: str
    span: Span
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    decade: int | None = None
    relative: str | None = None
    turn: str | None = None
    part: int | str | None = None

    def within(self, published: str | date | None, ahead: bool | None = None) -> DayRange | None:
        """The days it can mean in an article of that ISO day, or None where that cannot be told.

        `ahead` tells whether its sentence speaks of what is to come (True) or of what was (False). Where nobody looked
        (None), a weekday is the latest one on or before publication; a day or month without a year is the one nearest
        to publication. Seasons are those of the north.
        """
        base = date.fromisoformat(published[:10]) if isinstance(published, str) else published
        if self.decade is not None:
            return date(self.decade, 1, 1), date(self.decade + 9, 12, 31)
        if self.part is not None:
            return self._part(base, ahead)
        if self.year is not None and self.month is None:
            return date(self.year, 1, 1), date(self.year, 12, 31)
        if self.month is not None:
            year = self.year if self.year is not None else _year_by(self.month, self.day, base, ahead, self.turn)
            return None if year is None else month_range(year, self.month, self.day)
        if base is None:
            return None
        if self.weekday is not None:
            found = weekday_near(base, self.weekday, self.turn, bool(ahead))
            return found, found
        return relative_range(self.relative or "", base, bool(ahead))

    def _part(self, base: date | None, ahead: bool | None) -> DayRange | None:
        """The quarter or season of its year; without a year, the quarter that ended last, or that comes next."""
        year = self.year if self.year is not None else base.year if base else None
        if year is None:
            return None
        first = SEASONS[self.part] if isinstance(self.part, str) else 3 * (self.part or 1) - 2
        if self.year is None and base and not ahead and first + 2 >= base.month:
            year -= 1
        end = month_range(year + (first + 2 > 12), (first + 1) % 12 + 1, None)
        return (date(year, first, 1), end[1]) if end else None


def dates(text: str) -> list[Day]:
    """The mentions of time in text, in order, none overlapping. Unreadable days such as June 31 are left out."""
    return list(_dates(text))


@lru_cache(maxsize=4096)  # the sentences of one story come up again with every question
def _dates(text: str) -> tuple[Day, ...]:
    taken: list[Day] = []
    free = text
    for kind, pattern in _PATTERNS:
        found = list(_readings(kind, pattern, free, text))
        taken += found
        free = _blank(free, found) if found else free
    return tuple(sorted(taken, key=lambda mention: mention.span))


def is_day(text: str) -> bool:
    """Whether a line is a day, or a month, and nothing else: "Friday, Nov. 17"."""
    found = dates(text)
    return any(one.month for one in found) and not re.search(r"[^\W_]", _blank(text, found).replace("\0", ""))


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
        alone = kind == "name" and not parts.get("turn") and not _BEFORE_MONTH.search(text[max(0, start - 10) : start])
        if alone and (month in (3, 5, 8) or (month in (4, 6) and _NAMED.match(text, end))):
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
        part = _part_of_year(parts)
        yield Day(
            text[start:end],
            (start, end),
            year=year,
            month=month,
            day=day,
            weekday=_WEEKDAYS.index(weekday.lower()) if weekday else None,
            decade=int(parts["decade"]) if parts.get("decade") else None,
            relative=" ".join(relative.lower().replace("’", "'").split()) if relative else None,
            turn=parts["turn"].lower() if parts.get("turn") else None,
            part=part,
        )


def _part_of_year(parts: dict[str, str | None]) -> int | str | None:
    nth, quarter, season = parts.get("nth"), parts.get("q"), parts.get("season")
    if nth:
        return ("first", "second", "third", "fourth").index(nth.lower()) + 1 if nth.isalpha() else int(nth[0])
    return int(quarter) if quarter else season.lower() if season else None


def _month_number(name: str | None) -> int | None:
    if not name:
        return None
    if name.isdigit():
        return int(name)
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(name.lower().rstrip(".")[:3]))


def _year_by(month: int, day: int | None, base: date | None, ahead: bool | None, turn: str | None) -> int | None:
    """The year that puts a day, or the middle of a month, nearest to base, on the side that the tense tells.

    "Last" and "next" are never the month of base itself.
    """
    if base is None:
        return None
    if turn in ("last", "next"):
        there = month < base.month if turn == "last" else month > base.month
        return base.year if there else base.year + (1 if turn == "next" else -1)
    at = {year: date(year, month, min(day or 15, 28)) for year in (base.year - 1, base.year, base.year + 1)}
    gap = {year: (one - base).days for year, one in at.items()}
    if ahead is None:
        return min(gap, key=lambda year: abs(gap[year]))
    # A month is past from its first day on, and to come until its last; a page may be dated by another clock.
    slack = _OTHER_CLOCK if day else 17
    right = {year: days for year, days in gap.items() if (days if ahead else -days) >= -slack}
    if day and not ahead and any(slack < days <= _SOON for days in gap.values()):
        return None  # a year ago, or in an article that was written on after the day it bears
    best = min(right or gap, key=lambda year: abs(gap[year]))
    nearest = min(gap, key=lambda year: abs(gap[year]))
    # What is said to come in most of a year, and was just now, was: the tense was misread.
    return nearest if ahead and gap[best] > _FAR and -gap[nearest] < _JUST_NOW else best
