"""Timelines, and what happened within a period: sentences in the order of their events. Floor 3."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.answering.material import UNSURE, Material, Row
from assistant.answering.pools import Pools
from assistant.answering.representative import apart, central, has_names, leans, repeats
from assistant.finding.article_days import rolling_days
from assistant.finding.event_date import PUBLICATION, EventDate, day_span, days_long, event_date
from assistant.finding.relevance import topic_overlap
from assistant.finding.units import LIKELY
from assistant.question.anchors import anchor_of
from assistant.types import Evidence, Filters, Query

ROWS = 10
_A_DAY, _UNDATED = 3, 2  # most rows of one day, and most undated rows
_FEW = 4  # with fewer rows whose day is named, openings are dated by their publication
_ON_SUBJECT = 0.6  # share of a subject's words in a row, its neighbours and title, from which it is on the subject
_RELATED = 0.3  # share of the best chance from which a row is related to an event
_MONTH = 31  # days: the longest span that counts as the time of an event
_RELEVANT = 0.4  # share of the best score from which a sentence is relevant to the subject
_NEAR_PERIOD = 60  # passages searched for what happened within a period
_PERIOD_ROWS = 6


@dataclass(frozen=True, slots=True)
class _Dated:
    piece: Evidence
    date: EventDate


def timeline_material(pools: Pools, query: Query, about: bool, most: int = ROWS) -> Material:
    """At most `most` dated rows in the order of their events, each event once, then up to two undated ones.

    `about`: the query has a subject; without one the timeline covers the newest articles. Sentences that name their day
    are preferred; if there are few, openings are added, dated by their publication. If nothing has a day, only undated
    sentences are shown, and not as an answer.
    """
    pool = _relevant(pools, query) if about else pools.whole(pools.articles(query.filters))
    dated = _dated(pool, pools.openings(pool), query.filters)
    named = [one for one in dated if one.date.how != PUBLICATION]
    rows: list[_Dated] = []
    for one in [*named, *(dated if len(named) < _FEW else ())]:
        same_day = [other for other in rows if one.date.overlaps(other.date)]
        happened_since = one.date.coming and any(not other.date.coming for other in same_day)
        crowded = len(same_day) >= _A_DAY or repeats(one.piece, [other.piece for other in same_day])
        if len(rows) < most and one not in rows and not crowded and not happened_since:
            rows.append(one)
    rows.sort(key=lambda one: one.date.order)
    with_day, taken = {one.piece.key for one in dated}, [one.piece for one in rows]
    rest = (one for one in pool if one.key not in with_day and not leans(one) and not repeats(one, taken))
    undated = apart((one for one in rest if one.score >= LIKELY or not rows), _UNDATED)
    inferred = sum(one.date.inferred for one in rows)
    note = f"The day was worked out, not printed with its year, for {inferred} of {len(rows)} rows." if inferred else ""
    return Material(
        tuple(Row(one.piece, _shown(one.date), _how(one.date)) for one in rows)
        + tuple(Row(one, "No day is given", "nothing in the article dates it") for one in undated),
        notes=(note,) if note else (),
        missing="No article names a day for it.",
        chance=1.0
        if rows and (not about or any(topic_overlap(query.text, one.piece) >= _ON_SUBJECT for one in rows))
        else UNSURE,
    )


def period_material(pools: Pools, query: Query, since: str | None, until: str | None) -> Material:
    """What happened within a period, in order: sentences that name a day in it, then openings of articles from it.

    Either end may be open. Nothing dated within the period gives no rows.
    """
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
    inside = [one for one in dated if first <= one.date.first and one.date.last <= last and not one.date.coming]
    named = [one for one in inside if one.date.how != PUBLICATION]
    inside = named if len(named) >= _FEW else inside
    sure = True
    if anchor_of(query.asked):  # the reader model decides what is related to the event
        read = pools.judged(replace(query, text=query.asked), [one.piece for one in inside])
        likely = [one for one in read if one.score >= _RELATED * read[0].score]
        sure = bool(read) and read[0].score >= LIKELY
        best = {(one.article.id, one.start) for one in apart(likely, _PERIOD_ROWS)}
    else:
        best_known = central([one.piece for one in inside], _PERIOD_ROWS, per_article=3)
        best = {(one.article.id, one.start) for one in best_known}
    chosen = (one for one in inside if (one.piece.article.id, one.piece.start) in best)
    rows = sorted(chosen, key=lambda one: one.date.order)
    if not rows:
        return Material(missing=f"Nothing in the articles is dated {shown}.")
    inferred = any(one.date.inferred for one in rows)
    notes = ("Some of these days were worked out, not printed with their year.",) if inferred else ()
    shown_rows = tuple(Row(one.piece, _shown(one.date), _how(one.date)) for one in rows)
    return Material(shown_rows, notes=notes, chance=1.0 if sure else UNSURE)


def _relevant(pools: Pools, query: Query) -> list[Evidence]:
    """The sentences relevant to a subject by their words, best first by the reader model's score."""
    pool = pools.about(query)
    pool = [one for one in pool if has_names(query.text, one.quote)] or pool
    least = _RELEVANT * max((one.score for one in pool), default=0.0)
    asked = replace(query, text=f"What happened in {query.text.rstrip(' ?.!')}, and when?")
    chance = {(one.article.id, one.start): one.score for one in pools.weighed(asked)}
    relevant = [replace(one, score=chance.get((one.article.id, one.start), 0.0)) for one in pool if one.score >= least]
    return sorted(relevant, key=lambda one: -one.score)


def _dated(pool: Iterable[Evidence], opening: set[tuple[str, int]], filters: Filters) -> list[_Dated]:
    """The sentences of a pool whose date is known to within a month, in their order."""
    found = []
    for piece in pool:
        date = event_date(piece, lead=(piece.article.id, piece.start) in opening)
        if date and days_long(date) <= _MONTH and not (filters.latest and date.first > filters.latest):
            found.append(_Dated(piece, date))
    return found


def _shown(date: EventDate) -> str:
    if date.coming:
        return f"Announced for {date.shown} ({date.how})"
    return date.shown if not date.inferred else f"{date.shown} (from {date.how})"


def _how(date: EventDate) -> str:
    return f"the day is {'worked out from' if date.inferred else 'that of'} {date.how}"


def _period_shown(since: str | None, until: str | None) -> str:
    if since and until:
        return day_span(since, until)
    return f"after {day_span(since, since)}" if since else f"before {day_span(until or '', until or '')}"
