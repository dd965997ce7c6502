"""The latest: the newest accounts first, each under the day that makes it news. Floor 3."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.answering.material import UNSURE, Material, Row
from assistant.answering.pools import Pools
from assistant.answering.representative import apart, has_names, leans, repeats
from assistant.finding.event_date import PUBLICATION, day_below, day_span, days_long, event_date, latest_date
from assistant.finding.relevance import topic_overlap
from assistant.language.terms import stems
from assistant.markup import count
from assistant.question.shape import topic_stems
from assistant.types import Evidence, Query

LATEST = 3
_NEWEST = 6  # articles looked at
_FIRST = 3  # sentences of an article that may tell what it is about
_PASSAGES = 60
_BEARS = 0.4  # share of the best sentence's score from which one bears on the subject
_SHARE = 0.5  # of the words of a subject that a sentence has which bears on it
_WHOLE = 0.75  # of them, with its neighbours and title, from which it is of the whole matter
_NEWS = 14  # days after which what happened is no news any more
_MONTH = 31  # days: the longest that counts as the time of an event


def latest(
    pools: Pools,
    query: Query,
    about: bool,
    today: str | None,
    newest: str | None,
    most: int = LATEST,
    *,
    matter: str = "",
) -> Material:
    """The newest accounts first: by the day of the event, then of publication; what came before is said to.

    What is still to come, and what happened "this month", is news of the day on which it was printed. `matter`: what
    each account must be of, and have the names of the subject itself, not only in its title.
    """
    pool = _of_newest(pools, query, matter) if about else _openings_of_newest(pools, query)
    opening = pools.openings(pool)
    found = [(day, one) for one in pool if (day := _news_day(one, opening))]
    # What is of half of the matter is not of the matter: "the commission on the ferry" is no other row on the ferry.
    whole = [row for row in found if not about or topic_overlap(query.text, row[1]) >= _WHOLE]
    found = whole or found
    best: list[tuple[str, Evidence]] = []
    first = opening if about else set()  # what is the news of an article was looked for, where nothing else was
    for day, piece in sorted(found, key=lambda row: _news_order(row[0], row[1], first), reverse=True):
        crowded = sum(one.article.id == piece.article.id for _, one in best) >= (1 if _is_article(piece) else 2)
        if len(best) < most and not crowded and not leans(piece) and not repeats(piece, [one for _, one in best]):
            best.append((day, piece))
    best.sort(key=lambda row: row[0], reverse=True)
    if not best:
        undated = apart(pool, 2)
        return Material(
            tuple(Row(one) for one in undated),
            notes=("Nothing that bears on it has a day: which account is the newest cannot be told.",)
            if undated
            else (),
            missing="Nothing in the articles bears on it.",
            chance=UNSURE,
        )
    rows = [
        Row(piece, f"{'Newest' if at == 0 else 'Before that'}, {_named(piece, day)}")
        for at, (day, piece) in enumerate(best)
    ]
    undated_too = len({one.article.id for one in pool if not one.article.published and _news_day(one, opening) is None})
    may_be = (f"{count(undated_too, 'article')} that may be newer {'has' if undated_too == 1 else 'have'} no day.",)
    notes = (_age(best[0][0], today, newest), *(may_be if undated_too else ()))
    return Material(tuple(rows), notes=notes, chance=1.0 if whole else UNSURE)


def _news_day(piece: Evidence, opening: set[tuple[str, int]]) -> str | None:
    """The day that a sentence is news of, at most that of its article; None for what was old when it was printed.

    A sentence that names no day, or only a year, is news of the day on which it was printed.
    """
    published = piece.article.published
    told = event_date(piece, lead=(piece.article.id, piece.start) in opening)
    if told is None or days_long(told) > _MONTH:
        return published
    if published is None:
        return told.last
    old = (date.fromisoformat(published) - date.fromisoformat(told.last)).days > _NEWS
    return None if old else min(told.last, day_below(piece.article, piece.start) or published)


def _news_order(day: str, piece: Evidence, opening: set[tuple[str, int]]) -> tuple[str, str, bool, float, str]:
    """What puts the newest articles first, and within each the newest post, then what is its news and bears on it most.

    An article's news is its opening, and what it dates to the days before it.
    """
    told = event_date(piece, lead=True)
    dated = told is not None and told.how != PUBLICATION and days_long(told) <= _MONTH
    news = (dated and bool(opening)) or (piece.article.id, piece.start) in opening
    printed = day_below(piece.article, piece.start) or piece.article.published
    return printed or day, told.clock if told else "", news, piece.score, day


def _of_newest(pools: Pools, query: Query, matter: str) -> list[Evidence]:
    """The sentences with the words of a subject out of the newest articles that have any, as the reader weighs them."""
    own = set(topic_stems(query.text))
    found = [one for one in pools.about(query, _PASSAGES) if own & set(stems(one.quote))]
    least = _BEARS * max((one.score for one in found), default=0.0)
    # What was found by its words need not be the newest that has them.
    found = [one for one in found if one.score >= least] + [
        one
        for one in pools.whole(pools.articles(query.filters))
        if own and len(own & set(stems(one.quote))) >= _SHARE * len(own)
    ]
    each = {
        (one.article.id, one.start): one
        for one in found
        if has_names(query.text, one.quote if matter else f"{one.quote} {one.article.title}")
        and (not matter or topic_overlap(matter, one) >= _SHARE)
    }
    bearing = sorted(each.values(), key=_published, reverse=True)
    newest = list(dict.fromkeys(one.article.id for one in bearing))[:_NEWEST]
    # Every post of a live blog on the subject is on it, whether it names it or not.
    blogs = {one.article.id: one.article for one in bearing if one.article.id in newest and not _is_article(one)}
    each |= {(one.article.id, one.start): one for one in pools.whole(list(blogs.values()))}
    bearing = sorted(each.values(), key=_published, reverse=True)
    asked = replace(query, text=f"What is the latest on {query.text.rstrip(' ?.!')}?")
    return pools.judged(asked, [one for one in bearing if one.article.id in newest])


def _published(piece: Evidence) -> str:
    return latest_date(piece.article) or ""


def _openings_of_newest(pools: Pools, query: Query) -> list[Evidence]:
    """The sentences of the newest articles that tell their news, the best of each with the best score."""
    return [
        replace(one, score=1 / at)
        for article in pools.articles(query.filters)[:_NEWEST]
        for at, one in enumerate(pools.news(article, _FIRST), 1)
    ]


def _is_article(piece: Evidence) -> bool:
    told = event_date(piece, lead=True)
    return not (told and told.clock)


def _named(piece: Evidence, day: str) -> str:
    """The days of an event as a heading, with the day on which it was told where that is what makes it news."""
    told = event_date(piece, lead=True)
    if told and told.first == told.last == day:
        return told.shown
    within = told is not None and days_long(told) <= _MONTH
    if told and within and day != piece.article.published:
        return told.shown
    of = f" of {told.shown}" if told and within and not told.coming else ""
    return f"told on {day_span(day, day)}{of}"


def _age(day: str, today: str | None, newest: str | None) -> str:
    """How old the newest account is, as far as that can be told."""
    told = f"The newest of these accounts is of {day_span(day, day)}"
    if today and day <= today:
        days = (date.fromisoformat(today) - date.fromisoformat(day)).days
        return f"{told}: {days} {'day' if days == 1 else 'days'} before {day_span(today, today)}."
    if newest and newest > day:
        return f"{told}; the newest article in the index is of {day_span(newest, newest)}."
    return f"{told}, and nothing in the index is newer."
