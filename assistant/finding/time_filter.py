"""Restricts evidence to the days of a question, and orders it by date. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from assistant.finding.article_days import printed_on
from assistant.finding.event_date import day_span, days_long, event_date
from assistant.language.days import dates
from assistant.types import Evidence, Query

_CLOCK = re.compile(r"\bat (?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)\b")
_LATER = 0.5  # factor for an undated sentence in an article published after the days asked for
_LONGEST = 62  # days: a longer period, such as a year, does not date an event


def within_days(evidence: Sequence[Evidence], query: Query) -> list[Evidence]:
    """The evidence, in order, without sentences that are certainly about other days than the question.

    Certain are a day named by the sentence or its heading, and an article published before those days. Undated
    sentences stay, and so does one that prints a day of the question beside others. If the question gives a clock
    time, the live-blog posts of that time are returned, if any.
    """
    if clock := _CLOCK.search(query.text):
        wanted = f"{int(clock['hour']):02}:{clock['minute']}"
        posts = [piece for piece in evidence if (event := event_date(piece)) and event.clock == wanted]
        if posts:
            return posts
    if not query.binds:
        return list(evidence)
    first, last = query.since or "0001-01-01", query.until or "9999-12-31"
    inside = [piece for piece in evidence if _may_be_about(piece, first, last)]
    return [replace(one, score=one.score * _LATER) if _printed_later(one, last) else one for one in inside]


def _may_be_about(piece: Evidence, first: str, last: str) -> bool:
    if _prints(piece, first, last):
        return True
    event = event_date(piece)
    if event and days_long(event) <= _LONGEST:
        return event.first <= last and first <= event.last
    return not piece.article.published or piece.article.published >= first


def _prints(piece: Evidence, first: str, last: str) -> bool:
    """Whether a sentence prints a year, or a day with its year, in these days: "half of all sales by 2026"."""
    printed = [days for one in dates(piece.quote) if one.year and (days := one.within(None))]
    return any(since.isoformat() <= last and first <= until.isoformat() for since, until in printed)


def beyond_newest(query: Query, newest: str | None, *, named: bool) -> tuple[str, ...]:
    """A note for a question about days after the newest article: only articles that look ahead can tell of them.

    `named`: some sentence found names these days.
    """
    if not (query.binds and query.since and newest and query.since > newest):
        return ()
    until = query.until or query.since
    span = day_span(query.since, until)
    told = "these sentences name it beforehand" if named else "nothing that was found names it"
    return (f"No article was published in or after {span}: {told}.",)


def _printed_later(piece: Evidence, last: str) -> bool:
    """Whether an undated sentence is in an article published after the days, so it may be about its own day."""
    return bool(piece.article.published and piece.article.published > last and event_date(piece) is None)


def none_within(query: Query) -> str:
    """The refusal for a question about whose days nothing was found, as a sentence."""
    since, until = query.since, query.until
    if since and until:
        shown = f"from {day_span(since, until)}"
    else:
        shown = f"from {day_span(since, since)} on" if since else f"from before {day_span(until or '', until or '')}"
    return f"The articles in the index do not answer this: nothing that was found is {shown} or names it."


def newest_first(units: Sequence[Evidence]) -> list[Evidence]:
    """The units by day of event, then of publication, newest first; undated ones last, in the given order."""
    return sorted(units, key=_news_day, reverse=True)


def later_posts(units: Sequence[Evidence]) -> tuple[list[Evidence], str]:
    """The units, with posts of a live blog newest first, and a note that says so; unchanged and "" without posts."""
    clocks = [(event.clock if (event := event_date(one)) else "") for one in units]
    posts = {clock for clock in clocks if clock}
    if len(posts) < 2 or len({one.article.id for one, clock in zip(units, clocks, strict=True) if clock}) > 1:
        return list(units), ""
    first, last = min(posts), max(posts)
    return newest_first(units), f"These are posts of a live blog: that of {last} is later than that of {first}."


def inferred_days(units: Sequence[Evidence]) -> list[str]:
    """A sentence for each day that a unit does not print in full: the date, and how it was inferred."""
    inferred = [day for one in units if (day := event_date(one)) and day.inferred and day.first == day.last]
    return list(dict.fromkeys(f"{day.how[0].upper()}{day.how[1:]} is {day.shown}." for day in inferred))


def _news_day(piece: Evidence) -> tuple[str, str, str]:
    event, published = event_date(piece), printed_on(piece) or ""
    clock = event.clock if event else ""
    if event and days_long(event) <= _LONGEST:
        return (min(event.last, published) if published else event.last), published, clock
    return published, published, clock


def day_before(day: str) -> str:
    """The ISO day before an ISO day."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def day_after(day: str) -> str:
    """The ISO day after an ISO day."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
