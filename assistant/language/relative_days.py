"""What "two weeks ago", "next Friday" and "this spring" mean on a given day. Floor 1. Pure functions.

Phrases of other languages are translated to English first, by the tables of their `days.txt`.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

DayRange = tuple[date, date]
"""First and last day, both inclusive."""

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The first month of each season, in the northern hemisphere."""
_COUNTS = {
    word: number
    for number, words in enumerate(
        ("", "a an one", "two couple", "three few", "four several", "five", "six", "seven", "eight", "nine", "ten",
         "eleven", "twelve")
    )
    for word in words.split()
}  # fmt: skip
_COUNT = rf"(?:(?:a\s)?(?:few|couple)(?:\sof)?|{'|'.join(_COUNTS)}|\d{{1,3}})"
_UNIT = r"(?:day|week|fortnight|month|year|decade)"
_AGO = re.compile(
    rf"(?P<count>{_COUNT})\s(?P<unit>{_UNIT})s?\s(?P<way>ago|from now|since)"
    rf"|in\s(?P<count2>{_COUNT})\s(?P<unit2>{_UNIT})s?'?\stime"
)
_RUN = re.compile(
    rf"(?:\w+\s)?(?:the\s)?(?P<way>last|past|previous|next|coming)\s"
    rf"(?:(?P<count>{_COUNT})\s(?P<unit>{_UNIT})s?|(?P<units>{_UNIT})s)"
    rf"|\w+\sthe\s(?P<way2>last|past|next|coming)\s(?P<unit2>{_UNIT})"
)
_VAGUE = re.compile(r"\b(?:few|several)\b")
_ONE_DAY = {"yesterday": -1, "last night": -1, "previous night": -1, "tomorrow": 1}


def weekday_near(base: date, weekday: int, turn: str | None, ahead: bool) -> date:
    """The date of a weekday (Monday = 0) as seen from `base`: by the word before it, else by tense.

    In the past tense it is the latest on or before `base`, in the future the first on or after it. "Last" and "next"
    never mean `base` itself, and "next" is the weekday of the following week.
    """
    behind, before = (base.weekday() - weekday) % 7, (weekday - base.weekday()) % 7
    if turn in ("last", "past"):
        return base - timedelta(days=behind or 7)
    if turn == "next":
        return base + timedelta(days=7 - base.weekday() + weekday)
    if ahead or turn == "coming":
        return base + timedelta(days=before)
    return base - timedelta(days=behind)


def relative_range(phrase: str, base: date, ahead: bool = False) -> DayRange | None:
    """The days that a lower-case phrase means, as seen from `base`; None for an unknown phrase.

    `ahead`: the sentence is about the future, so that "the weekend" is the next one.
    """
    if (found := _AGO.fullmatch(phrase)) and _VAGUE.search(phrase):
        return None
    if found:
        back = -1 if found["way"] in ("ago", "since") else 1
        return _counted(base, back * _number(found["count"] or found["count2"]), found["unit"] or found["unit2"])
    if found := _RUN.fullmatch(phrase):
        way, unit = found["way"] or found["way2"], found["unit"] or found["units"] or found["unit2"]
        count = _number(found["count"]) if found["count"] else 3 if found["units"] else 1
        there = _moved(base, count * (1 if way in ("next", "coming") else -1), unit)
        return min(base, there), max(base, there)
    if phrase in _ONE_DAY or phrase.split()[0] in _ONE_DAY:
        day = base + timedelta(days=_ONE_DAY.get(phrase, _ONE_DAY.get(phrase.split()[0], 0)))
        return day, day
    if phrase.endswith(("today", "tonight", "morning", "afternoon", "evening")):
        return base, base
    if phrase.endswith("weekend"):
        return _weekend(phrase.split()[0], base, ahead)
    return _period(phrase, base)


def month_range(year: int, month: int, day: int | None) -> DayRange | None:
    """A day, or a whole month; None for a day that the month does not have."""
    last = calendar.monthrange(year, month)[1]
    if day is not None and day > last:
        return None
    return date(year, month, day or 1), date(year, month, day or last)


def _number(count: str) -> int:
    words = count.replace("of", "").split()
    return int(words[-1]) if words[-1].isdigit() else _COUNTS[words[-1]]


def _moved(base: date, count: int, unit: str) -> date:
    if unit in ("day", "week", "fortnight"):
        return base + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit])
    return base + relativedelta(months=count * {"month": 1, "year": 12, "decade": 120}[unit])


def _counted(base: date, count: int, unit: str) -> DayRange:
    """The day that many days away, or the week, month or year around the day that many units away."""
    there = _moved(base, count, unit)
    if unit == "day":
        return there, there
    if unit in ("week", "fortnight"):
        return there - timedelta(days=3), there + timedelta(days=3)
    if unit == "month":
        return month_range(there.year, there.month, None) or (there, there)
    return date(there.year, 1, 1), date(there.year, 12, 31)


def _weekend(turn: str, base: date, ahead: bool) -> DayRange:
    saturday = base - timedelta(days=(base.weekday() - 5) % 7)
    if turn in ("last", "past") and base.weekday() >= 5:
        saturday -= timedelta(days=7)
    elif turn in ("next", "coming") or (ahead and base.weekday() < 5):
        saturday += timedelta(days=7)
    return saturday, saturday + timedelta(days=1)


def _period(phrase: str, base: date) -> DayRange | None:
    """ "Last year", "earlier this month": a calendar week, month, year or season, or part of it."""
    edge, turn, unit = ["", *phrase.split()][-3:]
    if turn == "past" and unit not in SEASONS:
        return _moved(base, -1, unit), base
    shift = {"last": -1, "next": 1}.get(turn, 0)
    whole: DayRange | None
    if unit in SEASONS:
        year = base.year + shift - (unit == "winter" and shift == 0 and base.month < 6)
        if turn == "past" and date(year, SEASONS[unit], 1) > base:
            year -= 1
        if turn == "next" and date(base.year, SEASONS[unit], 1) > base:
            year = base.year
        begin = date(year, SEASONS[unit], 1)
        whole = begin, begin + relativedelta(months=3, days=-1)
    elif unit == "year":
        whole = date(base.year + shift, 1, 1), date(base.year + shift, 12, 31)
    elif unit == "month":
        there = base + relativedelta(months=shift)
        whole = month_range(there.year, there.month, None)
    elif unit == "week":
        monday = base - timedelta(days=base.weekday()) + timedelta(days=7 * shift)
        whole = monday, monday + timedelta(days=6)
    else:
        return None
    if whole is None or shift or turn == "past" or not edge:
        return whole
    return (whole[0], min(base, whole[1])) if edge.startswith("earl") else (max(base, whole[0]), whole[1])
