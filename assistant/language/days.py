"""Reads days, months, years, weekdays and phrases such as "two weeks ago" out of news text. Floor 1.

How a language names them stands in its `days.txt`. What a mention means in an article of a given day is worked out in
`relative_days`, by tense in `event_days`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from assistant.language.lexicon import ENGLISH, Lexicon, lexicon
from assistant.language.relative_days import SEASONS, DayRange, month_range, relative_range, weekday_near
from assistant.types import Span

_KINDS = ("day", "month", "name", "quarter", "season", "decade", "year", "relative", "weekday")
_ISO = re.compile(r"\b(?P<year>1[5-9]\d\d|20\d\d)-(?P<month>0\d|1[0-2])-(?P<day>[0-3]\d)\b")
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


def dates(text: str, language: str = ENGLISH) -> list[Day]:
    """The mentions of time in text, in order, none overlapping. Unreadable days such as June 31 are left out."""
    return list(_dates(text, language))


@lru_cache(maxsize=4096)  # the sentences of one story come up again with every question
def _dates(text: str, language: str) -> tuple[Day, ...]:
    taken: list[Day] = []
    free = text
    for kind, pattern in _forms(language):
        found = list(_readings(kind, pattern, free, text, lexicon(language)))
        taken += found
        free = _blank(free, found) if found else free
    return tuple(sorted(taken, key=lambda mention: mention.span))


@cache
def _forms(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The forms in which a language names days, those that say most first."""
    told = lexicon(language)
    forms = ((kind, form) for kind in _KINDS for form in told.patterns(f"{kind}_forms"))
    return ("iso", _ISO), *((kind, re.compile(form, re.IGNORECASE)) for kind, form in forms)


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


def _readings(kind: str, pattern: re.Pattern[str], free: str, text: str, told: Lexicon) -> Iterator[Day]:
    for match in pattern.finditer(free):
        start, end = match.span()
        parts = match.groupdict()
        printed = parts.get("month") or ""
        month = _month_number(printed, told)
        small = told.table("writing").get("months") == "small"
        if printed.isalpha() and not (small or printed[0].isupper()):
            continue
        if kind == "name" and not parts.get("turn") and _is_other(printed.lower(), text, (start, end), told):
            continue
        if kind == "year":
            start = match.start("year")
            led = told.pattern("leads", r"{}[\s-]").match(match.group())
            if not led and told.pattern("counted").match(text[end : end + 20]):
                continue
        day = int(re.sub(r"\D", "", parts["day"])) if parts.get("day") else None
        year = int(parts["year"]) if parts.get("year") else None
        if month and day and day > calendar.monthrange(year or 2020, month)[1]:
            continue
        weekday = parts.get("weekday")
        relative = parts.get("relative")
        turn = parts.get("turn")
        yield Day(
            text[start:end],
            (start, end),
            year=year,
            month=month,
            day=day,
            weekday=int(told.table("weekdays")[weekday.lower().rstrip(".")]) if weekday else None,
            decade=int(parts["decade"]) if parts.get("decade") else None,
            relative=_in_english(" ".join(relative.lower().replace("’", "'").split()), told) if relative else None,
            turn=told.table("turns")[turn.lower()] if turn else None,
            part=_part_of_year(parts, told),
        )


def _is_other(name: str, text: str, span: Span, told: Lexicon) -> bool:
    """Whether the name of a month that stands alone is another word ("May he"), or somebody's name ("June Orsk")."""
    start, end = span
    named = name in told.words("given_names") and bool(_NAMED.match(text, end))
    if not named and name not in told.words("ambiguous_months"):
        return False
    return not told.pattern("before_month").search(text[max(0, start - 10) : start])


def _in_english(phrase: str, told: Lexicon) -> str:
    """A phrase that counts from the day of the article in the English form that `relative_days` reads."""
    if known := told.table("relative_meanings").get(phrase):
        return known
    for section, form in (("ago", "{} ago"), ("ahead", "{} from now"), ("lately", "last {}")):
        if told.pattern(f"{section}_phrases").fullmatch(phrase):
            meant = {**told.table("counts"), **told.table("units")}
            words = phrase.split()
            return form.format(" ".join(meant.get(word, word) for word in words if word in meant or word.isdigit()))
    return phrase


def _part_of_year(parts: dict[str, str | None], told: Lexicon) -> int | str | None:
    nth, quarter, season = parts.get("nth"), parts.get("q"), parts.get("season")
    if nth:
        return int(told.table("nth")[nth.lower()])
    if season and season.lower() in SEASONS:
        return season.lower()
    if season:
        first = told.table("seasons")[season.lower()]
        return next(name for name, month in SEASONS.items() if month == int(first))
    return int(quarter) if quarter else None


def _month_number(name: str, told: Lexicon) -> int | None:
    if not name:
        return None
    return int(name) if name.isdigit() else int(told.table("months")[name.lower().rstrip(".")])


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
