"""Narrows a month or a year to the part that is named: "late June", "the last week of June". Floor 1."""

from __future__ import annotations

from datetime import date, timedelta

from assistant.language.days import Day
from assistant.language.lexicon import ENGLISH, lexicon
from assistant.language.relative_days import DayRange
from assistant.types import Span


def narrowed(text: str, mention: Day, days: DayRange, language: str = ENGLISH) -> tuple[Span, DayRange]:
    """The mention's span and days, narrowed by "late" or "the last week of" before it; else as they were."""
    start, end = mention.span
    word_data = lexicon(language)
    lead = word_data.pattern("edges").search(text[max(0, start - 40) : start])
    whole = mention.day is None and (mention.month is not None or mention.year is not None or mention.relative)
    if not lead or not whole:
        return mention.span, days
    first, last = days
    length = (last - first).days + 1
    if lead.group("edge"):
        edge = word_data.table("edge_names")[lead.group("edge").lower()]
        third = length // 3
        if edge == "early":
            days = first, first + timedelta(days=third - 1)
        elif edge == "mid":
            days = first + timedelta(days=third), last - timedelta(days=third)
        else:
            days = last - timedelta(days=third), last
    else:
        days = _nth(
            days, int(word_data.table("edge_ordinals")[lead.group("ordinal").lower()]), lead.group("unit").lower()
        )
    return (start - len(lead.group()), end), days


def _nth(days: DayRange, number: int, unit: str) -> DayRange:
    first, last = days
    if unit == "half":
        whole_year = (last - first).days > 31
        middle = date(first.year, 6, 30) if whole_year else first + timedelta(days=14)
        return (first, middle) if number == 0 else (middle + timedelta(days=1), last)
    if unit == "weekend":
        saturdays = [
            first + timedelta(days=at)
            for at in range((last - first).days)
            if (first + timedelta(days=at)).weekday() == 5
        ]
        saturday = saturdays[number] if -len(saturdays) <= number < len(saturdays) else saturdays[-1]
        return saturday, saturday + timedelta(days=1)
    length = {"week": 7, "fortnight": 14}.get(unit, 3)
    if number < 0:
        return last - timedelta(days=length - 1), last
    begin = first + timedelta(days=length * number)
    return begin, min(last, begin + timedelta(days=length - 1))
