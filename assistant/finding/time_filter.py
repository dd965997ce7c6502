"""Keeps evidence to the days that a question is about, and puts what is newest first. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from assistant.finding.event_date import day_span, days_long, event_date, printed_on
from assistant.types import Evidence, Query

_CLOCK = re.compile(r"\bat (?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)\b")
_LATER = 0.5  # of its chance, for a sentence without a day in an article that was printed after the days asked for
_LONGEST = 62  # days: a sentence that only names a year may tell of any day in it


def within_days(evidence: Sequence[Evidence], query: Query) -> list[Evidence]:
    """The evidence without what certainly tells of other days than those of the question.

    Certain is a day that the sentence or its heading names, and an article that was printed before those days began.
    What has no day stays: it may be of them. Asked for a clock time, a live blog answers by its post of that time.
    """
    if clock := _CLOCK.search(query.text):
        wanted = f"{int(clock['hour']):02}:{clock['minute']}"
        posts = [piece for piece in evidence if (told := event_date(piece)) and told.clock == wanted]
        if posts:
            return posts
    if not query.binds:
        return list(evidence)
    first, last = query.since or "0001-01-01", query.until or "9999-12-31"
    inside = [piece for piece in evidence if _may_tell_of(piece, first, last)]
    return [replace(one, score=one.score * _LATER) if _printed_later(one, last) else one for one in inside]


def _may_tell_of(piece: Evidence, first: str, last: str) -> bool:
    told = event_date(piece)
    if told and days_long(told) <= _LONGEST:
        return told.first <= last and first <= told.last
    return not piece.article.published or piece.article.published >= first


def _printed_later(piece: Evidence, last: str) -> bool:
    """Whether a sentence that names no day stands in an article printed after the days: it may tell of its own day."""
    return bool(piece.article.published and piece.article.published > last and event_date(piece) is None)


def none_within(query: Query) -> str:
    """That nothing is of the days of a question, in a sentence."""
    since, until = query.since, query.until
    if since and until:
        shown = f"from {day_span(since, until)}"
    else:
        shown = f"from {day_span(since, since)} on" if since else f"from before {day_span(until or '', until or '')}"
    return f"The articles in the index do not answer this: nothing that was found is {shown}."


def newest_first(units: Sequence[Evidence]) -> list[Evidence]:
    """The units by the day of their event, then of publication, the newest first; undated ones last, in their order."""
    return sorted(units, key=_news_day, reverse=True)


def later_posts(units: Sequence[Evidence]) -> tuple[list[Evidence], str]:
    """The units with the posts of a live blog newest first, and a sentence that says so ("" for none)."""
    clocks = [(told.clock if (told := event_date(one)) else "") for one in units]
    posts = {clock for clock in clocks if clock}
    if len(posts) < 2 or len({one.article.id for one, clock in zip(units, clocks, strict=True) if clock}) > 1:
        return list(units), ""
    first, last = min(posts), max(posts)
    return newest_first(units), f"These are posts of a live blog: that of {last} is later than that of {first}."


def days_worked_out(units: Sequence[Evidence]) -> list[str]:
    """For each day that a unit tells of without printing it whole: what it is, and how that was worked out."""
    told = [(one, day) for one in units if (day := event_date(one)) and day.inferred and day.first == day.last]
    return list(dict.fromkeys(f"{day.how[0].upper()}{day.how[1:]} is {day.shown}." for _, day in told))


def _news_day(piece: Evidence) -> tuple[str, str, str]:
    told, published = event_date(piece), printed_on(piece) or ""
    clock = told.clock if told else ""
    if told and days_long(told) <= _LONGEST:
        return (min(told.last, published) if published else told.last), published, clock
    return published, published, clock


def day_before(day: str) -> str:
    """The ISO day before an ISO day."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def day_after(day: str) -> str:
    """The ISO day after an ISO day."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
