"""Dates the event in a sentence: the day it names, else that of its heading, else of its article. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from assistant.language.days import Day, dates, is_day
from assistant.language.event_days import EventDay, event_days, looks_ahead, names_event, of_that_year
from assistant.language.sentences import sentence_spans
from assistant.types import Article, Evidence

_CLOCK = re.compile(
    r"(?:^|\n)\s*(?P<clock>(?:[01]?\d|2[0-3])[:.][0-5]\d)(?:\s?(?P<half>[ap])\.?m\.?)?(?=\s|$)", re.IGNORECASE
)
_POSTS = 3  # paragraphs that open with a clock time, from which an article is a live blog
_HEADING_WORDS, _TITLE_WORDS = 5, 14
_DAYS_LATE = 2  # days that dates in the text may be later than the publication date, because of time zones
_KEPT_UP = 60  # days for which an article is updated at most; dates further on are plans
# Of 24 articles of 609 that open with a weekday five or six days back, 18 were written a day or two later.
_NEARLY_A_WEEK = 5
_OPENING = 1500  # characters
_OF_ONESELF = re.compile(r"\b(?:I|we|We|my|My|our|Our)\b")
_WEEKDAY = re.compile(r"\w+day")
_UPDATED = re.compile(
    r"(?:^|\n|\|)\W*(?:last |this (?:page|story|article) (?:was|is|has been) (?:last )?)?updated\b(?P<when>[^\n]*)",
    re.I,
)
LONG_BEFORE = 365
"""An event at least this many days older than its article is background."""
_SHORT_LINE = re.compile(r"^(?=[^\n]*\d)[^\n]{4,40}$", re.MULTILINE)
_BACK = 6  # preceding sentences searched for the year that "that year" refers to
_BEFORE = 2  # preceding sentences that set the time of the next one
_NOW = re.compile(r"\b(?:is|are|has|have|will|now|today|this)\b|['’](?:s|re|ve|ll)\b", re.IGNORECASE)
PUBLICATION = "the day of publication"
"""The `how` of a day that is the publication date."""
_MONTHS = "January February March April May June July August September October November December".split()


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
    base = article.published or _dateline(article.text)
    older = base is not None and _goes_on_after(article.text, base)
    clock = _post(article, piece.start)
    heading = _heading(article, piece.start, base)
    under = heading if heading and heading.exact else None
    found = event_days(piece.quote, under.first if under else base)
    if base is None and (printed := _only_year(article.text)):
        months = {one.span for one in dates(piece.quote) if one.month}
        found = [day for day in event_days(piece.quote, printed) if day.span in months or day.printed]
    if older and not under:  # "Tuesday" then counts from an unknown day
        months = {one.span for one in dates(piece.quote) if one.month}
        found = [day for day in found if day.printed or any(a < day.span[1] and day.span[0] < b for a, b in months)]
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


def rolling_days(article: Article) -> tuple[tuple[int, str], ...]:
    """The position and ISO day of each date heading in an article, in order; () if there are fewer than two dates.

    A page that is continually updated has the news of each day below such a heading, whatever its own date.
    """
    base = article.published or _dateline(article.text)
    found = [
        (at, day.first.isoformat())
        for at, line in _day_lines(article.text)
        if (day := next(iter(event_days(line, base)), None)) and day.exact
    ]
    return tuple(found) if len({day for _, day in found}) > 1 else ()


@lru_cache(maxsize=4096)
def _day_lines(text: str) -> tuple[tuple[int, str], ...]:
    """The position and text of each line that is only a date."""
    found = (one for one in _SHORT_LINE.finditer(text) if is_day(one.group().strip()))
    return tuple((one.start(), one.group().strip()) for one in found)


def day_below(article: Article, at: int) -> str | None:
    """The ISO day of the last date heading before a position; None if there is none or the page is not rolling."""
    return next((day for start, day in reversed(rolling_days(article)) if start < at), None)


def printed_on(piece: Evidence) -> str | None:
    """The ISO day a sentence was printed: its date heading on a rolling page, else the last update or publication."""
    article = piece.article
    return day_below(article, piece.start) or article.details.get("updated") or article.published


def latest_date(article: Article) -> str | None:
    """The publication date of an article or its last date heading, whichever is later; None if it has neither."""
    return max((day for day in (article.published, *(day for _, day in rolling_days(article))) if day), default=None)


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
        return f"{d1} {_MONTHS[m1 - 1]} {y1}"
    if (m1, d1, m2, d2) == (1, 1, 12, 31):
        return str(y1) if y1 == y2 else f"{y1} to {y2}"
    if (y1, m1, d1) == (y2, m2, 1) and d2 >= 28:
        return f"{_MONTHS[m1 - 1]} {y1}"
    opening = str(d1) if (y1, m1) == (y2, m2) else f"{d1} {_MONTHS[m1 - 1]}" if y1 == y2 else day_span(first, first)
    return f"{opening} to {d2} {_MONTHS[m2 - 1]} {y2}"


def is_date_heading(text: str) -> bool:
    """Whether a line is a date, or a date with a title after a colon, as in the headings of a chronology."""
    words = len(text.split())
    if words > _TITLE_WORDS:
        return False
    found = [one for one in dates(text) if one.month]
    titled = any(one.day and not one.span[0] and re.match(r"\s?[:–—]\s", text[one.span[1] :]) for one in found)
    if titled and not re.search(r"[.!?…][\"”’]?$", text):
        return True
    return words <= _HEADING_WORDS and bool(found) and is_day(text)


@lru_cache(maxsize=512)
def _goes_on_after(text: str, published: str) -> bool:
    """Whether an article was updated after its publication date: it says so, or its text contains later days.

    Signs are a past event dated well after publication, or an opening weekday that would be nearly a week old: news
    opens with its own day or the one before, so that weekday was probably after publication.
    """
    base = date.fromisoformat(published)
    if (updated := _UPDATED.search(text[:_OPENING])) and _is_later(updated.group("when"), base):
        return True
    opened = False
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        dated = [one.span for one in dates(sentence) if one.month and one.day]
        named = not opened and start < _OPENING and any(one.weekday is not None for one in dates(sentence))
        for day in event_days(sentence, published) if dated or named else ():
            late = day.exact and _DAYS_LATE < (day.first - base).days <= _KEPT_UP
            if late and not day.coming and (is_date_heading(sentence) or looks_ahead(sentence, day.span) is False):
                return True
            if named and not opened and _WEEKDAY.fullmatch(day.text):
                opened = True
                if not day.coming and (base - day.first).days >= _NEARLY_A_WEEK:
                    return True
    return False


def _is_later(when: str, base: date) -> bool:
    """Whether the text after "updated" is not a date, or one after publication."""
    days = next((one.within(base) for one in dates(when)), None)
    return days is None or days[1] > base


@lru_cache(maxsize=512)
def _headings(text: str) -> tuple[tuple[int, str], ...]:
    spans: Sequence[tuple[int, int]] = sentence_spans(text)
    return tuple((start, text[start:end]) for start, end in spans if is_date_heading(text[start:end]))


def _heading(article: Article, at: int, base: str | None) -> EventDay | None:
    """The day of the last date heading before a position."""
    above = [line for start, line in _headings(article.text) if start < at]
    found = event_days(above[-1], base) if above else []
    return found[0] if found else None


@lru_cache(maxsize=512)
def _posts(text: str) -> tuple[tuple[int, str], ...]:
    found = [(one.start("clock"), _on_24(one["clock"], one["half"])) for one in _CLOCK.finditer(text)]
    return tuple(found) if len(found) >= _POSTS else ()


def _post(article: Article, at: int) -> str:
    """The clock time of the post at a position; "" outside a live blog."""
    return next((clock for start, clock in reversed(_posts(article.text)) if start <= at), "")


def _on_24(clock: str, half: str | None) -> str:
    hour, minute = re.split(r"[:.]", clock)
    hours = int(hour) % 12 + (12 if half.lower() == "p" else 0) if half else int(hour)
    return f"{hours:02}:{minute}"


@lru_cache(maxsize=512)
def _only_year(text: str) -> str | None:
    """The first full date in the text of an undated article, if all its dates are in one year; else None."""
    found = [one for one in dates(text) if one.year and one.month]
    days = found[0].within(None) if len({one.year for one in found}) == 1 else None
    return days[0].isoformat() if days else None


@lru_cache(maxsize=512)
def _dateline(text: str) -> str | None:
    """The ISO day in the dateline of an undated article: a full date in its first line, before a dash; else None."""
    opening = re.match(r"[^\n]{0,80}?\s[—–-]{1,2}\s", text)
    found = [one for one in dates(opening.group()) if one.year and one.day] if opening else []
    days = found[0].within(None) if found else None
    return days[0].isoformat() if days else None
