"""Timelines, the latest, and what happened within some days: sentences in the order of their events. Floor 3."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assistant.answering.material import Material, Row
from assistant.answering.pools import Pools
from assistant.answering.select import apart, central, leans, repeats
from assistant.finding.told_day import Told, day_span, told_day
from assistant.types import Evidence, Filters, Query

_ROWS, _A_DAY, _UNDATED = 10, 3, 2
_BEARS = 0.4  # share of the best sentence's score from which one bears on the subject
_LATEST = 3
_NEAR_PERIOD = 60  # articles looked at for what happened within some days
_PERIOD_ROWS = 6


@dataclass(frozen=True, slots=True)
class _Dated:
    piece: Evidence
    told: Told


def timeline(pools: Pools, query: Query, about: bool) -> Material:
    """What happened, in order of the days that sentences tell of, each event once; undated ones apart.

    `about`: the query has a subject; without one the whole index is told, as far as it is read.
    """
    pool = _read_on(pools, query) if about else pools.whole(pools.articles(query.filters))
    opening = pools.openings(pool)
    dated = _dated(pool, opening, query.filters)
    rows: list[_Dated] = []
    for one in dated:
        same_day = [
            other.piece for other in rows if other.told.first <= one.told.last and one.told.first <= other.told.last
        ]
        if len(rows) < _ROWS and not repeats(one.piece, same_day) and len(same_day) < _A_DAY:
            rows.append(one)
    rows.sort(key=lambda one: one.told.order)
    taken = [one.piece for one in rows]
    known = {one.piece.key for one in dated}
    undated = apart(
        (one for one in pool if one.key not in known and not leans(one) and not repeats(one, taken)), _UNDATED
    )
    if not rows:
        return (
            Material(missing="No article names a day for it.")
            if not undated
            else Material(tuple(Row(one, "No day is given") for one in undated))
        )
    inferred = sum(one.told.inferred for one in rows)
    note = f"The day was worked out, not printed with its year, for {inferred} of {len(rows)} rows." if inferred else ""
    return Material(
        tuple([Row(one.piece, _shown(one.told), _how(one.told)) for one in rows])
        + tuple(Row(one, "No day is given", "nothing in the article dates it") for one in undated),
        notes=(note,) if note else (),
    )


def latest(pools: Pools, query: Query, about: bool, today: str | None, newest: str | None) -> Material:
    """The newest accounts first: by the day of the event, then of publication; what came before is said to."""
    pool = _on(pools, query) if about else pools.laddered(pools.leads(pools.articles(query.filters)[:6]))
    opening = pools.openings(pool)
    found = [(day, one) for one in pool if (day := _news_day(one, opening))]
    best: list[tuple[str, Evidence]] = []
    for day, piece in sorted(found, key=lambda row: _news_order(row[0], row[1], opening), reverse=True):
        crowded = sum(one.article.id == piece.article.id for _, one in best) >= (1 if _is_article(piece) else 2)
        if len(best) < _LATEST and not crowded and not leans(piece) and not repeats(piece, [one for _, one in best]):
            best.append((day, piece))
    if not best:
        undated = apart(pool, 2)
        return Material(
            tuple(Row(one) for one in undated),
            notes=("Nothing that bears on it has a day: which account is the newest cannot be told.",)
            if undated
            else (),
            missing="Nothing in the articles bears on it.",
        )
    rows = [
        Row(piece, f"{'Newest' if at == 0 else 'Before that'}, {_named(piece, day)}")
        for at, (day, piece) in enumerate(best)
    ]
    return Material(tuple(rows), notes=(_age(best[0][0], _named(best[0][1], best[0][0]), today, newest),))


def period(pools: Pools, query: Query, since: str | None, until: str | None) -> Material:
    """What happened within some days: sentences that name a day of them, then openings of articles printed in them."""
    first, last = since or "0001-01-01", until or "9999-12-31"
    shown = _period_shown(since, until)
    printed = [one for one in pools.articles(query.filters) if one.published and first <= one.published <= last]
    pool = [*pools.about(query, _NEAR_PERIOD), *pools.whole(printed)]
    pool = list({(one.article.id, one.start): one for one in pool}.values())
    opening = pools.openings(pool)
    inside = [
        _Dated(one, told)
        for one in pool
        if (told := told_day(one, lead=(one.article.id, one.start) in opening))
        and first <= told.first
        and told.last <= last
    ]
    chosen = {id(one) for one in central([one.piece for one in inside], _PERIOD_ROWS, per_article=3)}
    rows = sorted((one for one in inside if id(one.piece) in chosen), key=lambda one: one.told.order)
    if not rows:
        return Material(missing=f"Nothing in the articles is dated {shown}.")
    inferred = any(one.told.inferred for one in rows)
    notes = ("Some of these days were worked out, not printed with their year.",) if inferred else ()
    return Material(tuple(Row(one.piece, _shown(one.told), _how(one.told)) for one in rows), notes=notes)


def _on(pools: Pools, query: Query) -> list[Evidence]:
    """The sentences that bear on a subject, best first."""
    pool = pools.about(query)
    least = _BEARS * max((one.score for one in pool), default=0.0)
    return [one for one in pool if one.score >= least]


def _read_on(pools: Pools, query: Query) -> list[Evidence]:
    """The same, those first that the reader finds to bear on it."""
    chance = {(one.article.id, one.start): one.score for one in pools.weighed(query)}
    return sorted(_on(pools, query), key=lambda one: -chance.get((one.article.id, one.start), 0.0))


def _dated(pool: Iterable[Evidence], opening: set[tuple[str, int]], filters: Filters) -> list[_Dated]:
    """The sentences of a pool whose day is known within a month, in their order."""
    found = []
    for piece in pool:
        told = told_day(piece, lead=(piece.article.id, piece.start) in opening)
        if told and _length(told) <= 31 and not (filters.latest and told.first > filters.latest):
            found.append(_Dated(piece, told))
    return found


def _length(told: Told) -> int:
    return (date.fromisoformat(told.last) - date.fromisoformat(told.first)).days


def _news_day(piece: Evidence, opening: set[tuple[str, int]]) -> str | None:
    """The day that a sentence is news of: of its event, at most the day of its article; None for mere background."""
    told = told_day(piece, lead=(piece.article.id, piece.start) in opening)
    if told and told.coming:  # it was news on the day on which it was announced
        return piece.article.published
    return told.first if told else None


def _news_order(day: str, piece: Evidence, opening: set[tuple[str, int]]) -> tuple[str, str, str, bool, float]:
    told = told_day(piece, lead=True)
    opens = (piece.article.id, piece.start) in opening
    return day, piece.article.published or "", told.clock if told else "", opens, piece.score


def _is_article(piece: Evidence) -> bool:
    told = told_day(piece, lead=True)
    return not (told and told.clock)


def _shown(told: Told) -> str:
    return told.shown if not told.inferred else f"{told.shown} (from {told.how})"


def _how(told: Told) -> str:
    return f"the day is {'worked out from' if told.inferred else 'that of'} {told.how}"


def _named(piece: Evidence, day: str) -> str:
    told = told_day(piece, lead=True)
    return told.shown if told and told.first == day else day_span(day, day)


def _period_shown(since: str | None, until: str | None) -> str:
    if since and until:
        return day_span(since, until)
    return f"after {day_span(since, since)}" if since else f"before {day_span(until or '', until or '')}"


def _age(day: str, shown: str, today: str | None, newest: str | None) -> str:
    """How old the newest account is, as far as that can be told."""
    told = f"The newest of these accounts is of {shown}"
    if today and day <= today:
        days = (date.fromisoformat(today) - date.fromisoformat(day)).days
        return f"{told}: {days} {'day' if days == 1 else 'days'} before {day_span(today, today)}."
    if newest and newest > day:
        return f"{told}; the newest article in the index is of {day_span(newest, newest)}."
    return f"{told}, and nothing in the index is newer."
