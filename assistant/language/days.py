"""Reads days, months, years, weekdays and phrases such as "two weeks ago" out of news text. Floor 1.

The forms of each language are in its `days.txt`. `relative_days` resolves a mention against the day of its article,
`event_days` uses the tense of its sentence as well.
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
_OTHER_CLOCK, _SOON = 3, 20  # days: how far a page's date may be off; up to when a past day without a year is ambiguous


@dataclass(frozen=True, slots=True)
class Day:
    """A mention of time, where `text == source[span[0]:span[1]]`. Parts that were not printed are None.

    `weekday` counts from Monday = 0 and `turn` is the "last" or "next" before it. `relative` is the lower-cased phrase
    ("last year", "two weeks ago"). `part` is the quarter (1 to 4) or season that narrows a year.
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
        """The days it can mean in an article published on that ISO day; None where they cannot be resolved.

        `ahead` is the tense of its sentence: True for the future, False for the past. With None, a weekday is the
        latest one on or before publication, and a day or month without a year the one nearest to publication. Seasons
        are those of the northern hemisphere.
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
        """The quarter or season of its year; without a year, the last one that ended, or the next one."""
        year = self.year if self.year is not None else base.year if base else None
        if year is None:
            return None
        first = SEASONS[self.part] if isinstance(self.part, str) else 3 * (self.part or 1) - 2
        if self.year is None and base and not ahead and first + 2 >= base.month:
            year -= 1
        end = month_range(year + (first + 2 > 12), (first + 1) % 12 + 1, None)
        return (date(year, first, 1), end[1]) if end else None


def dates(text: str, language: str = ENGLISH) -> list[Day]:
    """The mentions of time in a text, in order, not overlapping. Impossible days such as June 31 are left out."""
    return list(_dates(text, language))


@lru_cache(maxsize=4096)  # every question reads the sentences of the same stories again
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
    """The forms in which a language names days, the most specific first."""
    word_data = lexicon(language)
    forms = ((kind, form) for kind in _KINDS for form in word_data.patterns(f"{kind}_forms"))
    return ("iso", _ISO), *((kind, re.compile(form, re.IGNORECASE)) for kind, form in forms)


def is_day(text: str) -> bool:
    """Whether a line is only a day or a month: "Friday, Nov. 17"."""
    found = dates(text)
    return any(one.month for one in found) and not re.search(r"[^\W_]", _blank(text, found).replace("\0", ""))


def _blank(text: str, taken: list[Day]) -> str:
    """The text with mentions already read blanked out, its length unchanged, so that no later form reads them again."""
    pieces, at = [], 0
    for mention in sorted(taken, key=lambda one: one.span):
        start, end = mention.span
        pieces += [text[at:start], "\0" * (end - start)]
        at = end
    return "".join(pieces) + text[at:]


def _readings(kind: str, pattern: re.Pattern[str], free: str, text: str, word_data: Lexicon) -> Iterator[Day]:
    for match in pattern.finditer(free):
        start, end = match.span()
        parts = match.groupdict()
        printed = parts.get("month") or ""
        month = _month_number(printed, word_data)
        small = word_data.table("writing").get("months") == "small"
        if printed.isalpha() and not (small or printed[0].isupper()):
            continue
        if kind == "name" and not parts.get("turn") and _is_other(printed.lower(), text, (start, end), word_data):
            continue
        if kind == "year":
            start = match.start("year")
            led = word_data.pattern("leads", r"{}[\s-]").match(match.group())
            if not led and word_data.pattern("counted").match(text[end : end + 20]):
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
            weekday=int(word_data.table("weekdays")[weekday.lower().rstrip(".")]) if weekday else None,
            decade=int(parts["decade"]) if parts.get("decade") else None,
            relative=_in_english(" ".join(relative.lower().replace("’", "'").split()), word_data) if relative else None,
            turn=word_data.table("turns")[turn.lower()] if turn else None,
            part=_part_of_year(parts, word_data),
        )


def _is_other(name: str, text: str, span: Span, word_data: Lexicon) -> bool:
    """Whether the name of a month by itself is another word ("May he") or a person's name ("June Orsk")."""
    start, end = span
    named = name in word_data.words("given_names") and bool(_NAMED.match(text, end))
    if not named and name not in word_data.words("ambiguous_months"):
        return False
    return not word_data.pattern("before_month").search(text[max(0, start - 10) : start])


def _in_english(phrase: str, word_data: Lexicon) -> str:
    """A phrase relative to the day of the article, in the English form that `relative_days` reads."""
    if known := word_data.table("relative_meanings").get(phrase):
        return known
    for section, form in (("ago", "{} ago"), ("ahead", "{} from now"), ("lately", "last {}")):
        if word_data.pattern(f"{section}_phrases").fullmatch(phrase):
            meant = {**word_data.table("counts"), **word_data.table("units")}
            words = phrase.split()
            return form.format(" ".join(meant.get(word, word) for word in words if word in meant or word.isdigit()))
    return phrase


def _part_of_year(parts: dict[str, str | None], word_data: Lexicon) -> int | str | None:
    nth, quarter, season = parts.get("nth"), parts.get("q"), parts.get("season")
    if nth:
        return int(word_data.table("nth")[nth.lower()])
    if season and season.lower() in SEASONS:
        return season.lower()
    if season:
        first = word_data.table("seasons")[season.lower()]
        return next(name for name, month in SEASONS.items() if month == int(first))
    return int(quarter) if quarter else None


def _month_number(name: str, word_data: Lexicon) -> int | None:
    if not name:
        return None
    return int(name) if name.isdigit() else int(word_data.table("months")[name.lower().rstrip(".")])


def _year_by(month: int, day: int | None, base: date | None, ahead: bool | None, turn: str | None) -> int | None:
    """The year that puts a day, or the middle of a month, nearest to base, on the side given by the tense.

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
    # A month is past from its first day on, and future until its last; a page's date may be in another time zone.
    slack = _OTHER_CLOCK if day else 17
    right = {year: days for year, days in gap.items() if (days if ahead else -days) >= -slack}
    if day and not ahead and any(slack < days <= _SOON for days in gap.values()):
        return None  # a year ago, or the article was updated after the day it is dated
    best = min(right or gap, key=lambda year: abs(gap[year]))
    nearest = min(gap, key=lambda year: abs(gap[year]))
    # Most of a year ahead, when that day was only just past: the tense was misread.
    return nearest if ahead and gap[best] > _FAR and -gap[nearest] < _JUST_NOW else best
