"""Sentences with the day of their event, fit to stand as a row under that day. Floor 3."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from assistant.answering.representative import leans
from assistant.finding.event_date import LONG_BEFORE, PUBLICATION, EventDate, days_long, event_date
from assistant.language.days import dates
from assistant.language.event_days import event_days
from assistant.language.quotations import quotations
from assistant.language.sentences import sentence_spans
from assistant.language.terms import stems
from assistant.types import Evidence, Filters

MONTH = 31  # days: the longest span that counts as the time of an event, but for whole years and seasons
_SEASON = 92
_LED_TO = re.compile(
    r"\b(?:in|by|since|until|during|through|early|late|mid|of|last|next)[\s-]+(?:the\s)?$", re.IGNORECASE
)
_OWNS = re.compile(r"[’']s\b|\s[a-z]+\b(?<!\band)(?=\s(?:of|in|at|for)\b)")
_RELATIVE = re.compile(r",?\s(?:which|who|whose|that|where)\s(?P<clause>[^,;]*)$")
_ASKS = re.compile(r"(?:how|why|what|who|where|is|are|can|does|do|inside|explained)\b|.*\?", re.IGNORECASE)
_NEWS, _FEWEST = 0.4, 3  # share and least number of a title's stems in the sentence that gives its news
_OPENING = 3  # sentences in which it is looked for
OF_THE_DAY = re.compile(r"\b(?:has|have|is|are|will)\b|[’'](?:s|re|ve)\s(?:\w+ing|\w+ed)\b")
_BEFORE = 600  # characters searched for the preceding sentence
_TOGETHER = 60  # words up to which two sentences are quoted as one


@dataclass(frozen=True, slots=True)
class Dated:
    """A sentence, the date of its event, and whether somebody quoted names that date."""

    piece: Evidence
    date: EventDate
    spoken: bool = False

    @property
    def printed(self) -> bool:
        """Whether the sentence or a heading names the day; otherwise it is that of publication."""
        return self.date.how != PUBLICATION


def dated(pool: Iterable[Evidence], opening: set[tuple[str, int]], filters: Filters) -> list[Dated]:
    """The sentences of a pool whose date is known to within a month, or is a past year or season, in their order.

    A day counts only where it is told as the time of what happened: not within a quotation, whose speaker may have
    counted from another day, and not as a part of a name ("the 2020 election", "last year's fair").
    """
    found = []
    for piece in pool:
        date_ = event_date(piece, lead=(piece.article.id, piece.start) in opening)
        late = date_ is not None and bool(filters.latest) and date_.first > (filters.latest or "")
        if date_ and not late and _is_time(piece, date_) and not _of_year_before(piece, date_):
            at = piece.start + max(0, piece.quote.find(date_.text))
            spoken = bool(date_.text) and _is_spoken(piece.article.text, at)
            if not (spoken and date_.inferred and not re.search(r"\d", date_.text)):
                found.append(Dated(piece, date_, spoken))
    return found


def news_of(pieces: Iterable[Evidence]) -> set[tuple[str, int]]:
    """Article id and start of the sentence of each article that its title announces, if it reports news.

    It is news of the day of publication, told in the present or perfect. A title that asks or explains ("How the port
    grew") announces none.
    """
    opening: dict[str, list[Evidence]] = {}
    for piece in pieces:
        opening.setdefault(piece.article.id, []).append(piece)
    found = set[tuple[str, int]]()
    for own in opening.values():
        title = own[0].article.title or ""
        announced = set(stems(title))
        first = sorted(own, key=lambda one: one.start)[:_OPENING]
        shares = [len(announced & set(stems(one.quote))) for one in first]
        if _ASKS.match(title) or max(shares) < max(_FEWEST, _NEWS * len(announced)):
            continue
        news = first[shares.index(max(shares))]
        if OF_THE_DAY.search(news.quote):
            found.add((news.article.id, news.start))
    return found


def with_before(piece: Evidence) -> Evidence:
    """A sentence that leans on the one before it ("He resigned in May") with that one, if both are short."""
    if not leans(piece):
        return piece
    before = sentence_spans(piece.article.text[max(0, piece.start - _BEFORE) : piece.start])
    if not before:
        return piece
    start = max(0, piece.start - _BEFORE) + before[-1][0]
    both = piece.article.text[start : piece.end]
    apart = "\n" in piece.article.text[start : piece.start].strip() or start == piece.start - _BEFORE
    return piece if apart or len(both.split()) > _TOGETHER else replace(piece, start=start)


def _is_time(piece: Evidence, event: EventDate) -> bool:
    """Whether a date is known closely enough and is the time of what its sentence tells."""
    if not event.text or event.text not in piece.quote:
        return days_long(event) <= MONTH
    at = piece.quote.index(event.text)
    before, behind = piece.quote[:at], piece.quote[at + len(event.text) :]
    if _OWNS.match(behind) or (before.endswith("the ") and re.match(r"\s\w", behind) and event.text.isdigit()):
        return False  # "last year's fair", "the 2020 election"
    if days_long(event) <= MONTH:
        return True
    first, last = date.fromisoformat(event.first), date.fromisoformat(event.last)
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year
    past = bool(piece.article.published) and event.last < (piece.article.published or "")
    year = whole and past and bool(_LED_TO.search(before) or re.match(r"last\b", event.text, re.IGNORECASE))
    return year or (not whole and not event.inferred and first.day == 1 and days_long(event) <= _SEASON)


def _of_year_before(piece: Evidence, event: EventDate) -> bool:
    """Whether a month without a year may be one of the old year that the sentence before prints."""
    if not event.inferred or not piece.article.published or event.how == PUBLICATION:
        return False
    if any(one.relative or one.weekday is not None for one in dates(event.text)):
        return False
    start = max(0, piece.start - _BEFORE)
    before = sentence_spans(piece.article.text[start : piece.start])
    found = event_days(piece.article.text[start:][slice(*before[-1])], piece.article.published) if before else []
    printed = date.fromisoformat(piece.article.published[:10])
    return bool(found) and all(one.printed and (printed - one.last).days >= LONG_BEFORE for one in found)


def _is_spoken(text: str, at: int) -> bool:
    return any(one.start < at < one.end for one in quotations(text))
