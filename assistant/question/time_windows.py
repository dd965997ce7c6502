"""Reads the periods that a question names: "last week of June", "as of 4 June". Floor 2."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.language.days import Day, dates
from assistant.language.part_of_period import narrowed
from assistant.language.relative_days import DayRange
from assistant.types import Span

_MONTHS = "|".join(calendar.month_name[1:])
_DAY_TO_DAY = re.compile(
    rf"\b(?P<month>{_MONTHS})\s(?P<first>\d{{1,2}})\s?(?:–|—|-|to|and"
    rf"|through)\s?(?P<last>\d{{1,2}})\b(?:,?\s(?P<year>\d{{4}})\b)?"
    rf"|\b(?P<first2>\d{{1,2}})\s?(?:–|—|-|to|and"
    rf"|through)\s?(?P<last2>\d{{1,2}})\s(?P<month2>{_MONTHS})\b(?:,?\s(?P<year2>\d{{4}})\b)?",
)
_SINCE = re.compile(r"\b(?:since|after|following|starting(?:\sfrom|\son)?|from)\s(?:the\s)?$", re.IGNORECASE)
_UNTIL = re.compile(
    r"\b(?:before|until|till|up\sto|prior\sto|through|no\slater\sthan|by|as\slate\sas)\s(?:the\s)?$", re.IGNORECASE
)
_AS_OF = re.compile(
    r"\b(?:as\s(?:of|at)|as\sthings\sstood\s(?:on|in|at)|as\sknown\s(?:on|by|in|at)|known\s(?:on|by))\s(?:the\s)?$",
    re.IGNORECASE,
)
_BEFORE_ONLY = re.compile(r"\b(?:before|prior\sto)\s(?:the\s)?$", re.IGNORECASE)
_AFTER_ONLY = re.compile(r"\b(?:after|following)\s(?:the\s)?$", re.IGNORECASE)
_BETWEEN = re.compile(r"\s(?:and|to|until|till|through)\s(?:the\s)?|\s?[–—-]\s?", re.IGNORECASE)
_OPENS_RANGE = re.compile(r"\b(?:between|from)\s(?:the\s)?$", re.IGNORECASE)
# "published on", "the report of", "articles from": the day of publication, not of an event.
_PUBLISHED = re.compile(
    r"\b(?:publish(?:ed|ing)|printed|dated|issued|posted|articles?|reports?|stories|story|pieces?|coverage"
    r"|review|edition|issue"
    r"|reported|wrote|news)(?:\s(?:that\s)?(?:\w+\s)?(?:published|printed|appeared|ran|dated|written|released))?"
    r"(?:\s(?:on|in|of|from|for|at|during|since|after|before|until|between|by|up\sto"
    r"|\d\d?:\d\d(?::\d\d)?(?:\son)?))*\s?(?:the\s)?(?:\w+day,?\s)?$",
    re.IGNORECASE,
)
# Only these restrict the search: they say explicitly which articles to use.
_BINDING = re.compile(
    r"\b(?:(?:articles|stories|pieces|reports|items|news|coverage|publications|anything|everything"
    r"|what)\s(?:that\s|which\s)?(?:was\s|were\s|had\sbeen\s)?"
    r"(?:published|printed|dated|written|released|appeared|that\sappeared|came\sout|ran)"
    r"|only\s(?:\w+\s){0,3}?(?:articles|stories|pieces|reports|coverage|news|items)"
    r"|(?:articles|stories|pieces|coverage)(?=\s(?:only\s)?(?:from|of|dated|before|after|since|between|until"
    r"|up\sto|in)\s))"
    r"(?:\s(?:on|in|of|from|during|since|after|before|until|between|by|up\sto|starting|following|prior\sto"
    r"|no\slater\sthan|early|late|mid))*\s(?:the\s)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Window:
    """A period named in a question, with its span; ISO days, both included, None for an open end.

    `published`: it is the period of publication, not of events. `binding`: only articles of that period may be used.
    `as_of`: the question asks what was known by the last day.
    """

    span: Span
    since: str | None
    until: str | None
    published: bool = False
    binding: bool = False
    as_of: bool = False


def time_windows(text: str, today: str | None = None, newest: str | None = None) -> list[Window]:
    """The periods that a question names, in order of position; empty if it names none.

    "Last week" and the like count from `today` or, failing that, from `newest`, the day of the newest article; a month
    or day without a year is the latest one before then. Without both, such periods are left out, and so are weekdays.
    """
    latest = date.fromisoformat(newest) if newest else date.fromisoformat(today) if today else None
    base = date.fromisoformat(today) if today else latest
    if text.islower():  # months are recognised by their capitals
        text = re.sub(rf"\b(?:{_MONTHS})\b", lambda month: month.group().capitalize(), text, flags=re.IGNORECASE)
    found = _merged(text, sorted(_readings(text, base, latest), key=lambda one: one[0]))
    return [_window(text, span, days) for span, days in found]


_Read = tuple[Span, DayRange]


def _readings(text: str, base: date | None, latest: date | None) -> Iterator[_Read]:
    """The days of each expression taken by itself; overlapping expressions are dropped."""
    taken: list[Span] = []
    mentions = [one for one in dates(text) if one.decade is None and (one.weekday is None or one.turn)]
    read = [(one, narrowed(text, one, days)) for one in mentions if (days := _meant(one, mentions, base, latest))]
    widest = sorted((one for _, one in read), key=lambda one: one[0][0] - one[0][1])
    for span, days in [*_runs_of_days(text, latest), *widest]:
        if not any(start < span[1] and span[0] < end for start, end in taken):
            taken.append(span)
            yield span, days


def _meant(mention: Day, mentions: Sequence[Day], base: date | None, latest: date | None) -> DayRange | None:
    """The days of one mention; one without a year takes the year of the other mentions if they agree."""
    if mention.month and mention.year is None:
        years = {one.year for one in mentions if one.year and one.month}
        if len(years) == 1:
            return replace(mention, year=years.pop()).within(None)
        days = mention.within(latest)
        return _year_earlier(days) if days and latest and days[0] > latest else days
    return mention.within(base if mention.relative else latest)


def _runs_of_days(text: str, latest: date | None) -> Iterator[_Read]:
    """ "June 3 to 9", "3-9 June 2019"."""
    for match in _DAY_TO_DAY.finditer(text):
        name, first, last, year = (
            match.group(key) or match.group(f"{key}2") for key in ("month", "first", "last", "year")
        )
        month = list(calendar.month_name).index(name)
        if year is None and latest is None:
            continue
        of = int(year) if year or latest is None else latest.year - (month > latest.month)
        longest = calendar.monthrange(of, month)[1]
        if 1 <= int(first) <= int(last) <= longest:
            yield match.span(), (date(of, month, int(first)), date(of, month, int(last)))


def _year_earlier(days: DayRange) -> DayRange:
    first, last = days
    return (_same_day(first, first.year - 1), _same_day(last, last.year - 1))


def _same_day(day: date, year: int) -> date:
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))


def _merged(text: str, found: list[_Read]) -> list[_Read]:
    """The periods, where both ends of a range are merged: "from 3 May to 9 June", "between March and June"."""
    merged: list[_Read] = []
    for span, days in found:
        if merged:
            before, earlier = merged[-1]
            gap = text[before[1] : span[0]]
            opens = _OPENS_RANGE.search(text[max(0, before[0] - 15) : before[0]])
            if opens and _BETWEEN.fullmatch(gap) and earlier[0] <= days[1]:
                merged[-1] = ((before[0] - len(opens.group()), span[1]), (earlier[0], days[1]))
                continue
        merged.append((span, days))
    return merged


def _window(text: str, span: Span, days: DayRange) -> Window:
    """The window of an expression, given the words before it ("since", "published on")."""
    lead = text[max(0, span[0] - 80) : span[0]]
    since: date | None
    until: date | None
    since, until = days
    window = Window(span, since.isoformat(), until.isoformat())
    opened = bool(_OPENS_RANGE.match(text, span[0]))
    if _AS_OF.search(lead):
        return replace(window, since=None, as_of=True)
    if not opened and _UNTIL.search(lead):
        until = since - timedelta(days=1) if _BEFORE_ONLY.search(lead) else until
        window = replace(window, since=None, until=until.isoformat())
    elif not opened and _SINCE.search(lead) and not re.search(r"\bfrom\s(?:the\s)?$", lead):
        since = until + timedelta(days=1) if _AFTER_ONLY.search(lead) else since
        window = replace(window, since=since.isoformat(), until=None)
    return replace(window, published=bool(_PUBLISHED.search(lead)), binding=bool(_BINDING.search(lead)))
