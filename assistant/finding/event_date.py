"""The day that a sentence tells of: what it names, else its heading's, else that of its article. Floor 2."""

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
_DAYS_LATE = 2  # by which pages date what they tell otherwise than their articles, because of another clock
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
"""Days before its article from which an event is told as background."""
_SHORT_LINE = re.compile(r"^(?=[^\n]*\d)[^\n]{4,40}$", re.MULTILINE)
_BACK = 6  # sentences in which the year is looked for that "that year" is
_BEFORE = 2  # sentences that tell of which time the next one is
_NOW = re.compile(r"\b(?:is|are|has|have|will|now|today|this)\b|['’](?:s|re|ve|ll)\b", re.IGNORECASE)
PUBLICATION = "the day of publication"
"""How the day of an opening was found."""
_MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True, slots=True)
class EventDate:
    """The days that a sentence tells of, as ISO days, how they were found, and the post's clock time in a live blog.

    `inferred`: nothing in the sentence itself names them with their year.
    """

    first: str
    last: str
    how: str
    inferred: bool
    clock: str = ""
    coming: bool = False
    """It was still to come when the sentence was printed."""
    text: str = ""
    """The words of the sentence that name it."""

    @property
    def order(self) -> tuple[str, str, str]:
        """What puts events in order."""
        return self.first, self.last, self.clock

    @property
    def shown(self) -> str:
        """ "3 June 2019", "June 2019", "2019" or both ends, with the clock time of a post."""
        return f"{day_span(self.first, self.last)}{f', {self.clock}' if self.clock else ''}"


def event_date(piece: Evidence, *, lead: bool = False) -> EventDate | None:
    """The day of what a sentence tells; None where neither it nor its article's headings show one.

    The most exact mention counts, the first of several. Where it `lead`s its article, or is a post of a live blog, the
    day of publication stands in.
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
    if older and not under:  # its "Tuesday" counts from a day that nobody printed
        months = {one.span for one in dates(piece.quote) if one.month}
        found = [day for day in found if day.printed or any(a < day.span[1] and day.span[0] < b for a, b in months)]
    if under and _OF_ONESELF.search(piece.quote) and any(not day.printed for day in found):
        return None  # somebody's own "today", which need not be the heading's
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
    """The month of "in June of that year": of the year that one of the sentences before names last, if one does."""
    spans = [span for span in sentence_spans(article.text) if span[1] <= at][-_BACK:]
    before = [article.text[slice(*span)] for span in spans]
    years = [day.first.year for one in before for day in event_days(one, article.published) if day.printed]
    days = replace(month, year=years[-1]).within(None) if years else None
    how = f"“{month.text}” of the year that is named before it"
    return EventDate(days[0].isoformat(), days[1].isoformat(), how, True, clock) if days else None


def rolling_days(article: Article) -> tuple[tuple[int, str], ...]:
    """The days that stand as headings in an article, as ISO days, each with its place; () where fewer than two do.

    A page that is written on has the news of each day below its heading, whatever day it bears itself.
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
    """The lines of a text that are a day and nothing else, each with its place."""
    found = (one for one in _SHORT_LINE.finditer(text) if is_day(one.group().strip()))
    return tuple((one.start(), one.group().strip()) for one in found)


def day_below(article: Article, at: int) -> str | None:
    """The day of a rolling page that a place stands below."""
    return next((day for start, day in reversed(rolling_days(article)) if start < at), None)


def printed_on(piece: Evidence) -> str | None:
    """The day on which a sentence was printed: of a rolling page its heading's, else the article's last update's."""
    article = piece.article
    return day_below(article, piece.start) or article.details.get("updated") or article.published


def latest_date(article: Article) -> str | None:
    """The day of an article, or the last one that it has as a heading where that is later."""
    return max((day for day in (article.published, *(day for _, day in rolling_days(article))) if day), default=None)


def is_background(piece: Evidence) -> bool:
    """Whether a sentence that names no day goes on telling what was long over: the two before it are on another year.

    "It is 30 years since the yard burnt. The crew came too late." Of a sentence with an "is" or "has" that is not so.
    """
    article = piece.article
    if not article.published or event_days(piece.quote, article.published) or _NOW.search(piece.quote):
        return False
    before = [span for span in sentence_spans(article.text) if span[1] <= piece.start][-_BEFORE:]
    found = [day for span in before for day in event_days(article.text[slice(*span)], article.published)]
    printed = date.fromisoformat(article.published[:10])
    return bool(found) and all((printed - day.last).days >= LONG_BEFORE for day in found)


def days_long(told: EventDate) -> int:
    """How many days lie between the first and the last that a sentence tells of: 0 for a single day."""
    return (date.fromisoformat(told.last) - date.fromisoformat(told.first)).days


def day_span(first: str, last: str) -> str:
    """Two ISO days as a reader writes them: "3 June 2019", "June 2019", "2019", "3 to 9 June 2019"."""
    (y1, m1, d1), (y2, m2, d2) = ([int(part) for part in day.split("-")] for day in (first, last))
    if first == last:
        return f"{d1} {_MONTHS[m1 - 1]} {y1}"
    if (m1, d1, m2, d2) == (1, 1, 12, 31):
        return str(y1) if y1 == y2 else f"{y1} to {y2}"
    if (y1, m1, d1) == (y2, m2, 1) and d2 >= 28:
        return f"{_MONTHS[m1 - 1]} {y1}"
    opening = str(d1) if (y1, m1) == (y2, m2) else f"{d1} {_MONTHS[m1 - 1]}" if y1 == y2 else day_span(first, first)
    return f"{opening} to {d2} {_MONTHS[m2 - 1]} {y2}"


def is_heading(text: str) -> bool:
    """Whether a line is a day, or a day and a title behind a colon, as chronologies have above what they tell."""
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
    """Whether an article was written on after the day it was published on: it says so, or tells of later days.

    It tells, as past, of a day well after; or the first weekday that it opens with, as past, is nearly a week old: news
    opens with its own day or the one before, so that the page is of the day after, too.
    """
    base = date.fromisoformat(published)
    if (said := _UPDATED.search(text[:_OPENING])) and _is_later(said.group("when"), base):
        return True
    opened = False
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        dated = [one.span for one in dates(sentence) if one.month and one.day]
        named = not opened and start < _OPENING and any(one.weekday is not None for one in dates(sentence))
        for day in event_days(sentence, published) if dated or named else ():
            late = day.exact and (day.first - base).days > _DAYS_LATE
            if late and not day.coming and (is_heading(sentence) or looks_ahead(sentence, day.span) is False):
                return True
            if named and not opened and _WEEKDAY.fullmatch(day.text):
                opened = True
                if not day.coming and (base - day.first).days >= _NEARLY_A_WEEK:
                    return True
    return False


def _is_later(when: str, base: date) -> bool:
    """Whether what follows "updated" is no day, or another than that of publication."""
    days = next((one.within(base) for one in dates(when)), None)
    return days is None or days[1] > base


@lru_cache(maxsize=512)
def _headings(text: str) -> tuple[tuple[int, str], ...]:
    spans: Sequence[tuple[int, int]] = sentence_spans(text)
    return tuple((start, text[start:end]) for start, end in spans if is_heading(text[start:end]))


def _heading(article: Article, at: int, base: str | None) -> EventDay | None:
    """The day of the last heading before a place."""
    above = [told for start, told in _headings(article.text) if start < at]
    found = event_days(above[-1], base) if above else []
    return found[0] if found else None


@lru_cache(maxsize=512)
def _posts(text: str) -> tuple[tuple[int, str], ...]:
    found = [(one.start("clock"), _on_24(one["clock"], one["half"])) for one in _CLOCK.finditer(text)]
    return tuple(found) if len(found) >= _POSTS else ()


def _post(article: Article, at: int) -> str:
    """The clock time of the post that a place is in; nothing outside a live blog."""
    return next((clock for start, clock in reversed(_posts(article.text)) if start <= at), "")


def _on_24(clock: str, half: str | None) -> str:
    hour, minute = re.split(r"[:.]", clock)
    hours = int(hour) % 12 + (12 if half.lower() == "p" else 0) if half else int(hour)
    return f"{hours:02}:{minute}"


@lru_cache(maxsize=512)
def _only_year(text: str) -> str | None:
    """The first whole date of an article without a day, where all those that it prints are of one year."""
    found = [one for one in dates(text) if one.year and one.month]
    days = found[0].within(None) if len({one.year for one in found}) == 1 else None
    return days[0].isoformat() if days else None


@lru_cache(maxsize=512)
def _dateline(text: str) -> str | None:
    """The day that an article without one has in its dateline: a whole date in its first lines, before a dash."""
    opening = re.match(r"[^\n]{0,80}?\s[—–-]{1,2}\s", text)
    found = [one for one in dates(opening.group()) if one.year and one.day] if opening else []
    days = found[0].within(None) if found else None
    return days[0].isoformat() if days else None
