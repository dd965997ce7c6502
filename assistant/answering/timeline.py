"""Timelines: the events of a subject under their days, in order, each once. Floor 3."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from assistant.answering.dated import MONTH, Dated, dated, news_of, with_before
from assistant.answering.material import UNSURE, Material, Row
from assistant.answering.pools import Pools, states
from assistant.answering.representative import apart, leans, one_for_each, repeats
from assistant.answering.subject import NAMED, Subject, looks_like_person, on_subject
from assistant.finding.event_date import LONG_BEFORE, EventDate, days_long
from assistant.finding.relevance import topic_overlap
from assistant.question.decompose import blanked
from assistant.question.time_windows import time_windows
from assistant.types import Evidence, Query

ROWS = 12
_A_DAY, _A_TEXT, _UNDATED = 3, 2, 2  # most rows of one day, of one article on one day, and undated
_ARTICLES = 12  # articles read
_PASSAGES = 60
_ON_SUBJECT = 0.6  # share of a subject's words in a row, its neighbours and title, from which it is on the subject
_FEW = 4  # with fewer rows, what an article about the subject dates is taken, whether it names the subject or not
_TELLS = 0.1  # chance of telling of the subject from which a sentence that does not name it is taken
_MAY_TELL = 0.015  # chance from which one that only mentions it, or looks back, is taken
_VAGUE = 0.3  # taken from the rank of a row whose day is not exactly known
_LEANS = 0.2  # of one that opens with "she" or "this"
_FURTHER = 0.1  # taken at the end of an article: news gives the main point first
_LONG_BEFORE = timedelta(days=LONG_BEFORE)
# Cosine from which two sentences on one day tell of one event: of two articles, and of one, whose sentences are alike.
_SAME, _SAME_TEXT = 0.65, 0.7


@dataclass(slots=True)
class _Event:
    """A row, its place in the ranking, and what else tells of the event on that day."""

    one: Dated
    at: int
    also: list[Dated] = field(default_factory=list)

    def tells(self, other: Dated, vectors: Sequence[Sequence[float]], at: int) -> bool:
        """Whether another sentence of that day, at a place in the ranking, tells of the same event."""
        least = _SAME if other.piece.article.id != self.one.piece.article.id else _SAME_TEXT
        near = bool(vectors) and sum(a * b for a, b in zip(vectors[self.at], vectors[at], strict=True)) >= least
        return near or repeats(other.piece, [self.one.piece])

    def shown(self, pools: Pools) -> Row:
        """The row with the sources that tell of it, one of each outlet."""
        others = one_for_each((one.piece for one in self.also), lambda piece: piece.article.outlet)
        piece, *also = pools.laddered([self.one.piece, *others])
        beside = tuple(one for one in also if one.article.outlet != piece.article.outlet)
        return Row(with_before(piece), day_heading(self.one.date), day_reason(self.one.date), beside)


def timeline_material(pools: Pools, query: Query, about: bool, most: int = ROWS) -> Material:
    """At most `most` dated rows in the order of their events, each event once, then up to two undated ones.

    `about`: the query has a subject; without one the timeline covers the newest articles. The news of an article about
    the subject is dated by its publication. If nothing has a day, only undated sentences are shown, and not as an
    answer.
    """
    pool = sentences_about(pools, query) if about else pools.whole(pools.articles(query.filters))
    found = dated(pool, news_of(pool) if about else pools.openings(pool), query.filters)
    found = [one for one in found if _within(one.date, query)]
    ranked = _ranked(pools, query, found) if about else found
    rows = _chosen(pools, ranked, most)
    with_day = {(one.piece.article.id, one.piece.start) for one in found}
    rest = (one for one in pool if (one.article.id, one.start) not in with_day and not leans(one))
    undated = pools.laddered(apart(rest, _UNDATED)) if not rows else []
    inferred = sum(row.one.date.inferred for row in rows)
    note = f"The day was worked out, not printed with its year, for {inferred} of {len(rows)} rows." if inferred else ""
    return Material(
        tuple(row.shown(pools) for row in rows)
        + tuple(Row(one, "No day is given", "nothing in the article dates it") for one in undated),
        notes=(note,) if note else (),
        missing="No article names a day for it.",
        chance=1.0
        if rows
        and (not about or any(topic_overlap(_undated(query.text), row.one.piece) >= _ON_SUBJECT for row in rows))
        else UNSURE,
    )


def day_heading(date: EventDate) -> str:
    """The heading over a row: its date, and how it was found if the sentence does not print it."""
    if date.coming:
        return f"Announced for {date.shown} ({date.how})"
    return date.shown if not date.inferred else f"{date.shown} (from {date.how})"


def day_reason(date: EventDate) -> str:
    """How the date of a row was found, as a sentence part."""
    return f"the day is {'worked out from' if date.inferred else 'that of'} {date.how}"


def overlap(one: EventDate, other: EventDate) -> bool:
    """Whether two dates have a day in common."""
    return other.first <= one.last and one.first <= other.last


def sentences_about(pools: Pools, query: Query) -> list[Evidence]:
    """The sentences on a subject, scored 1 if they name it, else 0.5."""
    articles = pools.articles_about(query, _PASSAGES)[:_ARTICLES]
    subject = Subject.of(_undated(query.text), articles)
    named_once = bool(subject.first) and " " not in subject.first
    person = pools.is_person(subject.first) if named_once else looks_like_person(subject.first, articles)
    return [piece for piece in on_subject(subject, articles, person=person) if states(piece.quote)]


def _undated(text: str) -> str:
    """A subject without the period that it names: "Brannoc" of "Brannoc in March 2024"."""
    spans = [one.span for one in time_windows(text, "2000-01-01")]
    return re.sub(r"(?:\s(?:in|on|since|after|before|between|during|until|from|the))+\s*$", "", blanked(text, spans))


def _ranked(pools: Pools, query: Query, found: Sequence[Dated]) -> list[Dated]:
    """The rows, best first: those that name the subject and are likely to tell of it; exact days before others."""
    asked = replace(query, text=f"What happened in {_undated(query.text).rstrip(' ?.!')}, and when?")
    named = {(one.piece.article.id, one.piece.start): one.piece.score for one in found}
    chance = {(one.article.id, one.start): one.score for one in pools.judged(asked, [one.piece for one in found])}

    def rank(one: Dated) -> float:
        key = one.piece.article.id, one.piece.start
        place = one.piece.start / max(1, len(one.piece.article.text))
        less = _VAGUE * (days_long(one.date) > 0) + _LEANS * leans(one.piece) + _FURTHER * place
        return named[key] + chance.get(key, 0.0) - less

    kept = [one for one in found if _tells(one, chance.get((one.piece.article.id, one.piece.start), 0.0))]
    if len(kept) < _FEW:
        back = _looking_back(found)
        kept = [one for one in found if one in kept or _may_tell(one, chance, back)]
    return sorted(kept, key=lambda one: -rank(one))


def _within(date: EventDate, query: Query) -> bool:
    """Whether a date is within the period that the query names, if any."""
    return (query.since or "") <= date.last and date.first <= (query.until or "9999-12-31")


def _tells(one: Dated, chance: float) -> bool:
    """Whether a sentence names the subject or is likely to tell of it; background must name it."""
    if one.piece.score >= NAMED and not one.spoken:
        return one.piece.score == 1.0 or chance >= _MAY_TELL
    return chance >= _TELLS and not _is_background(one)


def _may_tell(one: Dated, chance: Mapping[tuple[str, int], float], back: set[str]) -> bool:
    """Whether a sentence of an article about the subject may be taken where few rows are found; `back`: the ids of
    articles that look back, whose subject is what others give as background."""
    if one.spoken or one.piece.score == NAMED:
        return False
    if not _is_background(one):
        return True
    likely = chance.get((one.piece.article.id, one.piece.start), 0.0) >= _MAY_TELL
    return likely and one.piece.article.id in back


def _looking_back(found: Sequence[Dated]) -> set[str]:
    """The ids of articles most of whose dates are background."""
    old = Counter(one.piece.article.id for one in found if _is_background(one))
    every = Counter(one.piece.article.id for one in found)
    return {id_ for id_, count in old.items() if 2 * count > every[id_]}


def _is_background(one: Dated) -> bool:
    """Whether the event was at least a year ago when it was printed."""
    published = one.piece.article.published
    return bool(published) and date.fromisoformat(one.date.last) < date.fromisoformat(published or "") - _LONG_BEFORE


def _chosen(pools: Pools, ranked: Sequence[Dated], most: int) -> list[_Event]:
    """The best rows in the order of their days, each event once, no announcement of what is told as past."""
    vectors = pools.vectors([one.piece for one in ranked])
    rows: list[_Event] = []
    for at, one in enumerate(ranked):
        same_day = [row for row in rows if overlap(one.date, row.one.date)]
        if one.date.coming and any(not row.one.date.coming for row in same_day):
            continue
        same = next((row for row in same_day if row.tells(one, vectors, at)), None)
        if same:
            same.also.append(one)
            continue
        close = [row for row in same_day if days_long(row.one.date) <= days_long(one.date)]
        told = {each.piece.article.id for row in close for each in (row.one, *row.also)}
        detail = leans(one.piece) and one.piece.article.id in told
        few = _A_DAY if days_long(one.date) <= MONTH else _A_TEXT
        own = sum(row.one.piece.article.id == one.piece.article.id for row in close)
        if len(rows) < most and len(close) < few and own < _A_TEXT and not detail:
            rows.append(_Event(one, at))
    return sorted(rows, key=lambda row: row.one.date.order)
