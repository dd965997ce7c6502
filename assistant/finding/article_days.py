"""The days that an article prints of itself: date headings, posts of a live blog, its dateline, updates. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from assistant.language.days import dates, is_day
from assistant.language.event_days import EventDay, event_days, looks_ahead
from assistant.language.sentences import sentence_spans
from assistant.types import Article, Evidence

_CLOCK = re.compile(
    r"(?:^|\n)\s*(?P<clock>(?:[01]?\d|2[0-3])[:.][0-5]\d)(?:\s?(?P<half>[ap])\.?m\.?)?(?=\s|$)", re.IGNORECASE
)
_POSTS = 3  # paragraphs that open with a clock time, from which an article is a live blog
_HEADING_WORDS, _TITLE_WORDS = 5, 14
_DAYS_LATE = 2  # days that dates in the text may be later than the publication date, because of time zones
KEPT_UP = 60
"""Days for which an article is updated at most; dates further on are plans."""
# Of 24 articles of 609 that open with a weekday five or six days back, 18 were written a day or two later.
_NEARLY_A_WEEK = 5
_OPENING = 1500  # characters
_WEEKDAY = re.compile(r"\w+day")
_UPDATED = re.compile(
    r"(?:^|\n|\|)\W*(?:last |this (?:page|story|article) (?:was|is|has been) (?:last )?)?updated\b(?P<when>[^\n]*)",
    re.I,
)
_SHORT_LINE = re.compile(r"^(?=[^\n]*\d)[^\n]{4,40}$", re.MULTILINE)


def rolling_days(article: Article) -> tuple[tuple[int, str], ...]:
    """The position and ISO day of each date heading in an article, in order; () if there are fewer than two dates.

    A page that is continually updated has the news of each day below such a heading, whatever its own date.
    """
    base = article.published or dateline(article.text)
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
def goes_on_after(text: str, published: str) -> bool:
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
        heading = is_date_heading(sentence)  # of a month, too: "November 2023"
        dated = [one.span for one in dates(sentence) if one.month and (one.day or heading)]
        named = not opened and start < _OPENING and any(one.weekday is not None for one in dates(sentence))
        for day in event_days(sentence, published) if dated or named else ():
            late = (day.exact or heading) and _DAYS_LATE < (day.first - base).days <= KEPT_UP
            if late and not day.coming and (heading or looks_ahead(sentence, day.span) is False):
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


def heading_above(article: Article, at: int, base: str | None) -> EventDay | None:
    """The day of the last date heading before a position."""
    above = [line for start, line in _headings(article.text) if start < at]
    found = event_days(above[-1], base) if above else []
    return found[0] if found else None


@lru_cache(maxsize=512)
def _posts(text: str) -> tuple[tuple[int, str], ...]:
    found = [(one.start("clock"), _on_24(one["clock"], one["half"])) for one in _CLOCK.finditer(text)]
    return tuple(found) if len(found) >= _POSTS else ()


def post_clock(article: Article, at: int) -> str:
    """The clock time of the post at a position; "" outside a live blog."""
    return next((clock for start, clock in reversed(_posts(article.text)) if start <= at), "")


def _on_24(clock: str, half: str | None) -> str:
    hour, minute = re.split(r"[:.]", clock)
    hours = int(hour) % 12 + (12 if half.lower() == "p" else 0) if half else int(hour)
    return f"{hours:02}:{minute}"


@lru_cache(maxsize=512)
def only_year(text: str) -> str | None:
    """The first full date in the text of an undated article, if all its dates are in one year; else None."""
    found = [one for one in dates(text) if one.year and one.month]
    days = found[0].within(None) if len({one.year for one in found}) == 1 else None
    return days[0].isoformat() if days else None


@lru_cache(maxsize=512)
def dateline(text: str) -> str | None:
    """The ISO day in the dateline of an undated article: a full date in its first line, before a dash; else None."""
    opening = re.match(r"[^\n]{0,80}?\s[—–-]{1,2}\s", text)
    found = [one for one in dates(opening.group()) if one.year and one.day] if opening else []
    days = found[0].within(None) if found else None
    return days[0].isoformat() if days else None
