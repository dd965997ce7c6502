"""Finds a day of a sentence that cannot be read or worked out from the articles. Floor 2. Pure functions."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache

from assistant.language.days import Day, dates
from assistant.language.relative_days import DayRange
from assistant.language.sentences import sentence_spans
from assistant.language.terms import stems
from assistant.types import Article

_WEEK = 7  # days: a longer period ("in May") does not identify a day
_TIME_ZONES = timedelta(days=1)  # a page may be dated in another time zone
_ANY_DAY = date.fromisoformat("2000-06-14")  # any will do: only the length of a period is looked at
_ALIKE = 3  # stems that two sentences on one event share
_Mention = tuple[Day | None, DayRange | None, frozenset[str]]
"""A mention of time (None: the day of publication), the date range it may mean, and the stems of its sentence."""


def absent_day(text: str, articles: Sequence[Article]) -> tuple[str, str] | None:
    """The first day of a month that no article has, and the nearest day that they do have ("" without one).

    None where all days are found or no articles are given. Days that a writer can work out count as found: from a
    weekday, from "yesterday", from the day of publication, or the second of two ("March 23-24"). "Last week" or "on
    Monday" in an undated article may be any day, but only for the event of its own sentence.
    """
    own = frozenset(stems(text))
    for day in dates(text):
        if day.month is None or day.day is None:
            continue
        mentions = [
            (mention, days)
            for article in articles
            for mention, days, line in _days_of(article.text, article.published)
            if days or (mention and mention.day) or len(own & line) >= _ALIKE
        ]
        if (
            articles
            and not any(_may_mean(day, one) for one in mentions)
            and not any(_beside(day.month, day.day, one) for one in articles)
        ):
            return day.text, _nearest_day(day, mentions)
    return None


@lru_cache(maxsize=128)
def _days_of(text: str, published: str | None) -> tuple[_Mention, ...]:
    """The mentions of days in an article, each once for every tense; the day of publication first."""
    own = date.fromisoformat(published[:10]) if published else None
    found: list[_Mention] = [(None, (own, own), frozenset())] if own else []
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        line = frozenset(stems(sentence))
        for mention in dates(sentence):
            found += [(mention, mention.within(own, ahead), line) for ahead in (None, False, True)]
    return tuple(found)


def _may_mean(day: Day, dated: tuple[Day | None, DayRange | None]) -> bool:
    mention, days = dated
    if mention and mention.day:
        return (mention.month, mention.day) == (day.month, day.day) and (
            None in (mention.year, day.year) or mention.year == day.year
        )
    period = days or (mention and mention.within(_ANY_DAY))
    if not period or (period[1] - period[0]).days >= _WEEK:
        return False
    if not days:
        return True
    first, last = days[0] - _TIME_ZONES, days[1] + _TIME_ZONES
    return any(first <= one <= last for one in _readings(day, (first.year, last.year)))


def _readings(day: Day, years: Sequence[int]) -> Iterator[date]:
    """The dates of a day in its own year, or, where it names none, in each of the given years."""
    for one in (day.year,) if day.year else years:
        if day.month and day.day and day.day <= calendar.monthrange(one, day.month)[1]:
            yield date(one, day.month, day.day)


def _beside(month: int, day: int, article: Article) -> bool:
    """Whether an article has the day near the name of its month, or in digits: "March 23-24", "21/11/2023"."""
    if any((one.month, one.day) == (month, day) for one in dates(article.text)):
        return False  # in another year
    name = rf"\b(?:{calendar.month_name[month]}|{calendar.month_abbr[month]}t?\.?)"  # "Sept."
    ordinal = rf"\b{day}(?:[a-z]{{2}})?\b"
    pattern = (
        rf"{name}\s[^.;\n]{{0,12}}{ordinal}|{ordinal}[^.;\n]{{0,12}}\s{name}\b"
        rf"|\b0?{day}[./]0?{month}\b|\b0?{month}[./]0?{day}\b"
    )
    return bool(re.search(pattern, f"{article.title} {article.text}", re.IGNORECASE))


def _nearest_day(day: Day, mentions: Sequence[tuple[Day | None, DayRange | None]]) -> str:
    """The mentioned day of the same month with the nearest number, as printed; "" without one."""
    near = {
        one.text: abs(one.day - day.day)
        for one, _ in mentions
        if one and one.day and day.day and one.month == day.month
    }
    return min(near, key=near.__getitem__, default="")
