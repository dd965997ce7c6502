"""Dates the event in a sentence: the day it names, else that of its heading, else of its article. Floor 2."""

from __future__ import annotations

import re
from calendar import month_name
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.finding.article_days import KEPT_UP, dateline, goes_on_after, heading_above, only_year, post_clock
from assistant.language.days import Day, dates
from assistant.language.event_days import event_days, names_event, of_that_year
from assistant.language.sentences import sentence_spans
from assistant.types import Article, Evidence

_OF_ONESELF = re.compile(r"\b(?:I|we|We|my|My|our|Our)\b")
LONG_BEFORE = 365
"""An event at least this many days older than its article is background."""
_BACK = 6  # preceding sentences searched for the year that "that year" refers to
_BEFORE = 2  # preceding sentences that set the time of the next one
_NOW = re.compile(r"\b(?:is|are|has|have|will|now|today|this)\b|['’](?:s|re|ve|ll)\b", re.IGNORECASE)
PUBLICATION = "the day of publication"
"""The `how` of a day that is the publication date."""


@dataclass(frozen=True, slots=True)
class EventDate:
    """The first and last ISO day of an event, how they were found, and the clock time of its post in a live blog.

    `inferred`: the sentence itself does not print the date with its year.
    """

    first: str
    last: str
    how: str
    inferred: bool
    clock: str = ""
    coming: bool = False
    """Whether the event was in the future when the sentence was printed."""
    text: str = ""
    """The words of the sentence that name the date; "" if it names none."""

    @property
    def order(self) -> tuple[str, str, str]:
        """Sort key for chronological order."""
        return self.first, self.last, self.clock

    def overlaps(self, other: EventDate) -> bool:
        """Whether two dates have a day in common."""
        return self.first <= other.last and other.first <= self.last

    @property
    def shown(self) -> str:
        """The date for display: "3 June 2019", "June 2019", "2019" or a range, with the clock time of a post."""
        return f"{day_span(self.first, self.last)}{f', {self.clock}' if self.clock else ''}"


def event_date(piece: Evidence, *, lead: bool = False) -> EventDate | None:
    """The date of the event in a sentence; None if neither the sentence nor a heading of its article gives one.

    The most exact mention counts, the first of equals. If the sentence is the `lead` of its article or in a live-blog
    post, it falls back on the publication date.
    """
    article = piece.article
    base = article.published or dateline(article.text)
    older = base is not None and goes_on_after(article.text, base)
    clock = post_clock(article, piece.start)
    heading = heading_above(article, piece.start, base)
    under = heading if heading and heading.exact else None
    found = event_days(piece.quote, under.first if under else base)
    if base is None and (printed := only_year(article.text)):
        months = {one.span for one in dates(piece.quote) if one.month}
        found = [day for day in event_days(piece.quote, printed) if day.span in months or day.printed]
    if older and not under:  # "Tuesday" then counts from an unknown day
        months = {one.span for one in dates(piece.quote) if one.month}
        found = [day for day in found if day.printed or any(a < day.span[1] and day.span[0] < b for a, b in months)]
        oldest = date.fromisoformat(base or "") - timedelta(days=365 - KEPT_UP)
        found = [day for day in found if day.printed or day.first >= oldest]  # "November 6" may be after publication
    if under and _OF_ONESELF.search(piece.quote) and any(not day.printed for day in found):
        return None  # the speaker's "today", not necessarily the heading's
    found = [day for day in found if not names_event(piece.quote, day.span)]
    exact = [day for day in found if day.exact]
    if not found and (other := of_that_year(piece.quote)):
        return _in_year_before(article, piece.start, other, clock)
    if not exact and heading:
        return EventDate(
            heading.first.isoformat(), heading.last.isoformat(), f"the heading “{heading.text}”", True, clock
        )
    if found:
        best = min(exact or found, key=lambda day: ((day.last - day.first).days, day.span))
        how = f"“{best.text}” under the heading “{under.text}”" if under and not best.printed else best.how
        return EventDate(
            best.first.isoformat(), best.last.isoformat(), how, not best.printed, clock, best.coming, best.text
        )
    if base and (lead or clock) and not older:
        return EventDate(base, base, PUBLICATION, True, clock)
    return None


def _in_year_before(article: Article, at: int, month: Day, clock: str) -> EventDate | None:
    """The date of "in June of that year", by the last year named in the preceding sentences, if any."""
    spans = [span for span in sentence_spans(article.text) if span[1] <= at][-_BACK:]
    before = [article.text[slice(*span)] for span in spans]
    years = [day.first.year for one in before for day in event_days(one, article.published) if day.printed]
    days = replace(month, year=years[-1]).within(None) if years else None
    how = f"“{month.text}” of the year that is named before it"
    return EventDate(days[0].isoformat(), days[1].isoformat(), how, True, clock) if days else None


def is_background(piece: Evidence) -> bool:
    """Whether an undated sentence continues background: all dates in the two sentences before are at least a year old.

    "It is 30 years since the yard burnt. The crew came too late." False for a sentence in the present tense.
    """
    article = piece.article
    if not article.published or event_days(piece.quote, article.published) or _NOW.search(piece.quote):
        return False
    before = [span for span in sentence_spans(article.text) if span[1] <= piece.start][-_BEFORE:]
    found = [day for span in before for day in event_days(article.text[slice(*span)], article.published)]
    printed = date.fromisoformat(article.published[:10])
    return bool(found) and all((printed - day.last).days >= LONG_BEFORE for day in found)


def days_long(event: EventDate) -> int:
    """The number of days from the first to the last day of an event: 0 for a single day."""
    return (date.fromisoformat(event.last) - date.fromisoformat(event.first)).days


def day_span(first: str, last: str) -> str:
    """Two ISO days formatted for display: "3 June 2019", "June 2019", "2019", "3 to 9 June 2019"."""
    (y1, m1, d1), (y2, m2, d2) = ([int(part) for part in day.split("-")] for day in (first, last))
    if first == last:
        return f"{d1} {month_name[m1]} {y1}"
    if (m1, d1, m2, d2) == (1, 1, 12, 31):
        return str(y1) if y1 == y2 else f"{y1} to {y2}"
    if (y1, m1, d1) == (y2, m2, 1) and d2 >= 28:
        return f"{month_name[m1]} {y1}"
    opening = str(d1) if (y1, m1) == (y2, m2) else f"{d1} {month_name[m1]}" if y1 == y2 else day_span(first, first)
    return f"{opening} to {d2} {month_name[m2]} {y2}"
