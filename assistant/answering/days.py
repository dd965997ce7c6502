"""Timelines, and what happened within some days: sentences in the order of their events. Floor 3."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.answering.material import UNSURE, Material, Row
from assistant.answering.pools import Pools
from assistant.answering.representative import apart, central, has_names, leans, repeats
from assistant.finding.event_date import PUBLICATION, EventDate, day_span, days_long, event_date, rolling_days
from assistant.finding.relevance import topic_overlap
from assistant.finding.units import LIKELY
from assistant.question.anchors import anchor_of
from assistant.types import Evidence, Filters, Query

ROWS = 10
_A_DAY, _UNDATED = 3, 2
_FEW = 4  # rows whose day is named, below which openings are of the day they were printed on
_OF_IT = 0.6  # share of the words of a subject that a row has, or its neighbours and title, which is of it
_HOPE = 0.3  # share of the best one's chance from which a row has to do with an event
_MONTH = 31  # days: the longest that counts as the time of an event
_BEARS = 0.4  # share of the best sentence's score from which one bears on the subject
_NEAR_PERIOD = 60  # articles looked at for what happened within some days
_PERIOD_ROWS = 6


@dataclass(frozen=True, slots=True)
class _Dated:
    piece: Evidence
    told: EventDate


def timeline(pools: Pools, query: Query, about: bool, most: int = ROWS) -> Material:
    """What happened, in order of the days that sentences tell of, each event once.

    `about`: the query has a subject; without one the whole index is told, as far as it is read. Sentences that name
    their day come first; openings, which are of the day they were printed on, fill up what is short. Where no day is
    told for anything, the undated sentences are shown, and not as an answer.
    """
    pool = _read_on(pools, query) if about else pools.whole(pools.articles(query.filters))
    dated = _dated(pool, pools.openings(pool), query.filters)
    named = [one for one in dated if one.told.how != PUBLICATION]
    rows: list[_Dated] = []
    for one in [*named, *(dated if len(named) < _FEW else ())]:
        same_day = [other for other in rows if _overlap(one.told, other.told)]
        told_since = one.told.coming and any(not other.told.coming for other in same_day)
        crowded = len(same_day) >= _A_DAY or repeats(one.piece, [other.piece for other in same_day])
        if len(rows) < most and one not in rows and not crowded and not told_since:
            rows.append(one)
    rows.sort(key=lambda one: one.told.order)
    with_day, taken = {one.piece.key for one in dated}, [one.piece for one in rows]
    rest = (one for one in pool if one.key not in with_day and not leans(one) and not repeats(one, taken))
    undated = apart((one for one in rest if one.score >= LIKELY or not rows), _UNDATED)
    inferred = sum(one.told.inferred for one in rows)
    note = f"The day was worked out, not printed with its year, for {inferred} of {len(rows)} rows." if inferred else ""
    return Material(
        tuple(Row(one.piece, _shown(one.told), _how(one.told)) for one in rows)
        + tuple(Row(one, "No day is given", "nothing in the article dates it") for one in undated),
        notes=(note,) if note else (),
        missing="No article names a day for it.",
        chance=1.0
        if rows and (not about or any(topic_overlap(query.text, one.piece) >= _OF_IT for one in rows))
        else UNSURE,
    )


def period(pools: Pools, query: Query, since: str | None, until: str | None) -> Material:
    """What happened within some days: sentences that name a day of them, then openings of articles printed in them."""
    first, last = since or "0001-01-01", until or "9999-12-31"
    shown = _period_shown(since, until)
    printed = [
        one
        for one in pools.articles(query.filters)
        if any(first <= day <= last for day in (one.published, *(day for _, day in rolling_days(one))) if day)
    ]
    pool = [*pools.about(query, _NEAR_PERIOD), *pools.whole(printed)]
    pool = list({(one.article.id, one.start): one for one in pool}.values())
    opening = pools.openings(pool)
    dated = _dated(pool, opening, query.filters)
    inside = [one for one in dated if first <= one.told.first and one.told.last <= last and not one.told.coming]
    named = [one for one in inside if one.told.how != PUBLICATION]
    inside = named if len(named) >= _FEW else inside
    sure = True
    if anchor_of(query.asked):  # what has to do with the event is for the reader to say
        read = pools.judged(replace(query, text=query.asked), [one.piece for one in inside])
        likely = [one for one in read if one.score >= _HOPE * read[0].score]
        sure = bool(read) and read[0].score >= LIKELY
        best = {(one.article.id, one.start) for one in apart(likely, _PERIOD_ROWS)}
    else:
        told_most = central([one.piece for one in inside], _PERIOD_ROWS, per_article=3)
        best = {(one.article.id, one.start) for one in told_most}
    chosen = (one for one in inside if (one.piece.article.id, one.piece.start) in best)
    rows = sorted(chosen, key=lambda one: one.told.order)
    if not rows:
        return Material(missing=f"Nothing in the articles is dated {shown}.")
    inferred = any(one.told.inferred for one in rows)
    notes = ("Some of these days were worked out, not printed with their year.",) if inferred else ()
    shown_rows = tuple(Row(one.piece, _shown(one.told), _how(one.told)) for one in rows)
    return Material(shown_rows, notes=notes, chance=1.0 if sure else UNSURE)


def _read_on(pools: Pools, query: Query) -> list[Evidence]:
    """The sentences that bear on a subject by their words, best first as the reader weighs them."""
    pool = pools.about(query)
    pool = [one for one in pool if has_names(query.text, one.quote)] or pool
    least = _BEARS * max((one.score for one in pool), default=0.0)
    asked = replace(query, text=f"What happened in {query.text.rstrip(' ?.!')}, and when?")
    chance = {(one.article.id, one.start): one.score for one in pools.weighed(asked)}
    bearing = [replace(one, score=chance.get((one.article.id, one.start), 0.0)) for one in pool if one.score >= least]
    return sorted(bearing, key=lambda one: -one.score)


def _dated(pool: Iterable[Evidence], opening: set[tuple[str, int]], filters: Filters) -> list[_Dated]:
    """The sentences of a pool whose day is known within a month, in their order."""
    found = []
    for piece in pool:
        told = event_date(piece, lead=(piece.article.id, piece.start) in opening)
        if told and days_long(told) <= _MONTH and not (filters.latest and told.first > filters.latest):
            found.append(_Dated(piece, told))
    return found


def _overlap(one: EventDate, other: EventDate) -> bool:
    return other.first <= one.last and one.first <= other.last


def _shown(told: EventDate) -> str:
    if told.coming:
        return f"Announced for {told.shown} ({told.how})"
    return told.shown if not told.inferred else f"{told.shown} (from {told.how})"


def _how(told: EventDate) -> str:
    return f"the day is {'worked out from' if told.inferred else 'that of'} {told.how}"


def _period_shown(since: str | None, until: str | None) -> str:
    if since and until:
        return day_span(since, until)
    return f"after {day_span(since, since)}" if since else f"before {day_span(until or '', until or '')}"
