"""What happened within a period: sentences in the order of their events. Floor 3."""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.dated import dated
from assistant.answering.material import UNSURE, Material, Row
from assistant.answering.pools import Pools
from assistant.answering.representative import apart, central
from assistant.answering.timeline import day_heading, day_reason
from assistant.finding.article_days import rolling_days
from assistant.finding.event_date import day_span
from assistant.finding.units import LIKELY
from assistant.question.anchors import anchor_of
from assistant.types import Query

_FEW = 4  # with fewer rows whose day is named, openings are dated by their publication
_RELATED = 0.3  # share of the best chance from which a row is related to an event
_NEAR_PERIOD = 60  # passages searched for what happened within a period
_PERIOD_ROWS = 6


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
    found = dated(pool, opening, query.filters)
    inside = [one for one in found if first <= one.date.first and one.date.last <= last and not one.date.coming]
    named = [one for one in inside if one.printed]
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
    shown_rows = tuple(Row(one.piece, day_heading(one.date), day_reason(one.date)) for one in rows)
    return Material(shown_rows, notes=notes, chance=1.0 if sure else UNSURE)


def _period_shown(since: str | None, until: str | None) -> str:
    if since and until:
        return day_span(since, until)
    return f"after {day_span(since, since)}" if since else f"before {day_span(until or '', until or '')}"
