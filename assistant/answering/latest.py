"""The latest news: the newest accounts first, each under its day. Floor 3."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.answering.dated import OF_THE_DAY, dated, with_before
from assistant.answering.material import UNSURE, Material, Row
from assistant.answering.pools import Pools
from assistant.answering.representative import apart, has_names, leans, repeats
from assistant.answering.subject import NAMED, Subject, is_about
from assistant.answering.timeline import sentences_about
from assistant.finding.article_days import day_below, latest_date
from assistant.finding.event_date import LONG_BEFORE, PUBLICATION, day_span, days_long, event_date
from assistant.finding.relevance import topic_overlap
from assistant.language.terms import stems
from assistant.markup import count
from assistant.question.shape import topic_stems
from assistant.types import Evidence, Query

LATEST = 3
_NEWEST = 6  # articles looked at
_FIRST = 3  # sentences of an article that may give its news
_PASSAGES = 60
_RELEVANT = 0.4  # share of the best score from which a sentence is relevant to the subject
_SHARE = 0.5  # share of a subject's words that a relevant sentence has
_WHOLE = 0.75  # the same with its neighbours and title, from which it is on the whole topic
_NEWS = 14  # days after which an event is no longer news
_MONTH = 31  # days: the longest span that counts as the time of an event


def latest(
    pools: Pools,
    query: Query,
    about: bool,
    today: str | None,
    newest: str | None,
    most: int = LATEST,
    *,
    topic: str = "",
) -> Material:
    """At most `most` accounts, the newest first, each under its day, with a note on their age.

    Announcements, and events dated "this month", count as news of the day on which they were printed. `about`: the
    query has a subject. `topic`: each account must be on it, and contain the names of the subject itself, not only in
    its title. `today` and `newest` (the index's newest day) are for the note. If nothing has a day, up to two undated
    sentences, not as an answer.
    """
    pool, opening = _of_newest(pools, query, topic) if about else _openings_of_newest(pools, query)
    days = [(_news_day(one, opening, strict=about), one) for one in pool]
    found = [(day, one) for day, one in days if day]
    found = found or [(day, one) for one in pool if (day := _news_day(one, opening, strict=False))]
    # A sentence on half of the topic is off topic: one on the ferry alone does not fit "the commission on the ferry".
    whole = [row for row in found if not about or topic_overlap(query.text, row[1]) >= _WHOLE]
    found = whole or found
    best: list[tuple[str, Evidence]] = []
    first = opening if about else set()  # without a subject, the pool holds nothing but news
    for day, piece in sorted(found, key=lambda row: _news_order(row[0], row[1], first), reverse=True):
        crowded = sum(one.article.id == piece.article.id for _, one in best) >= (1 if _is_article(piece) else 2)
        alone = not leans(piece) or (about and with_before(piece) != piece)
        if len(best) < most and not crowded and alone and not repeats(piece, [one for _, one in best]):
            best.append((day, piece))
    best.sort(key=lambda row: row[0], reverse=True)
    if not best:
        undated = apart(pool, 2)
        return Material(
            tuple(Row(one) for one in undated),
            notes=("Nothing relevant to it has a day: which account is the newest cannot be told.",) if undated else (),
            missing="Nothing in the articles is relevant to it.",
            chance=UNSURE,
        )
    headings = [
        f"{'Newest' if at == 0 else 'Before that'}, {_named(piece, day)}" for at, (day, piece) in enumerate(best)
    ]
    quoted = pools.laddered([piece for _, piece in best])
    rows = [Row(with_before(piece), heading) for piece, heading in zip(quoted, headings, strict=True)]
    undated_too = len({one.article.id for day, one in days if not one.article.published and not day})
    may_be = (f"{count(undated_too, 'article')} that may be newer {'has' if undated_too == 1 else 'have'} no day.",)
    notes = (_age(best[0][0], today, newest), *(may_be if undated_too else ()))
    return Material(tuple(rows), notes=notes, chance=1.0 if whole else UNSURE)


def _news(pools: Pools, pool: Sequence[Evidence]) -> set[tuple[str, int]]:
    """Article id and start of the sentence of each article of a pool that gives its news, and of its opening."""
    articles = {one.article.id: one.article for one in pool}
    news = {(one.article.id, one.start) for article in articles.values() for one in pools.news(article)}
    return news | pools.openings(pool)


def _news_day(piece: Evidence, opening: set[tuple[str, int]], *, strict: bool) -> str | None:
    """The day of a sentence's news, at the latest that of its article; None if it was old when printed.

    A sentence that names no day, or only a year, is news of the day on which it was printed; not if `strict`, as it may
    be background, unless it gives its article's news. `strict` events may be older, as their own day orders them.
    """
    published = piece.article.published
    event = event_date(piece, lead=(piece.article.id, piece.start) in opening)
    if event is None or days_long(event) > _MONTH:
        return None if strict else published
    if published is None:
        return event.last
    age = (date.fromisoformat(published) - date.fromisoformat(event.last)).days
    if age > (LONG_BEFORE if strict else _NEWS):
        return None
    return min(event.last, day_below(piece.article, piece.start) or published)


def _news_order(day: str, piece: Evidence, opening: set[tuple[str, int]]) -> tuple[str, str, str, bool, float]:
    """Sort key, to be reversed: the newest event, its newest article and post, then its news, then the best score.

    Without `opening`, the newest article and post. An article's news is its opening, and events that it dates to within
    a month.
    """
    event = event_date(piece, lead=True)
    dated = event is not None and event.how != PUBLICATION and days_long(event) <= _MONTH
    news = (dated and bool(opening)) or (piece.article.id, piece.start) in opening
    printed = day_below(piece.article, piece.start) or piece.article.published
    first = day if opening else printed or day
    return first, printed or day, event.clock if event else "", news, piece.score


def _of_newest(pools: Pools, query: Query, topic: str) -> tuple[list[Evidence], set[tuple[str, int]]]:
    """The sentences of the newest articles with words of the subject, best first by the reader model's score.

    With the article id and start of those that give news of the day of their article: of one about the subject its main
    sentence, of another what it says of the subject in the present ("is in talks").
    """
    own = set(topic_stems(query.text))
    found = [one for one in pools.about(query, _PASSAGES) if own & set(stems(one.quote))]
    least = _RELEVANT * max((one.score for one in found), default=0.0)
    # The newest sentences with the subject's words need not be among the passages retrieved.
    found = [one for one in found if one.score >= least] + [
        one
        for one in pools.whole(pools.articles(query.filters))
        if own and len(own & set(stems(one.quote))) >= _SHARE * len(own)
    ]
    own_rows = sentences_about(pools, query)
    named = {(one.article.id, one.start) for one in own_rows if one.score >= NAMED}
    dated_too = dated((one for one in own_rows if one.score >= NAMED), set(), query.filters)
    read = {one.article.id: one.article for one in own_rows}
    subject = Subject.of(query.text, list(read.values()))
    about = {id_ for id_, article in read.items() if is_about(subject, article)}
    news = _news(pools, own_rows) | {
        key
        for one in own_rows
        if (key := (one.article.id, one.start)) in named
        and one.article.id not in about
        and OF_THE_DAY.search(one.quote)
    }
    found = [one for one in found if one.article.id not in read or (one.article.id, one.start) in named | news]
    rows = [one.piece for one in dated_too if not one.spoken and not one.date.coming]
    rows += [one for one in own_rows if (one.article.id, one.start) in news & named]
    each = {
        (one.article.id, one.start): one
        for one in [*found, *rows]
        if has_names(query.text, one.quote if topic else f"{one.quote} {one.article.title}")
        and (not topic or topic_overlap(topic, one) >= _SHARE)
    }
    relevant = sorted(each.values(), key=_published, reverse=True)
    newest = list(dict.fromkeys(one.article.id for one in relevant))[:_NEWEST]
    # Every post of a live blog on the subject counts, whether it names the subject or not.
    blogs = {one.article.id: one.article for one in relevant if one.article.id in newest and not _is_article(one)}
    each |= {(one.article.id, one.start): one for one in pools.whole(list(blogs.values()))}
    relevant = sorted(each.values(), key=_published, reverse=True)
    asked = replace(query, text=f"What is the latest on {query.text.rstrip(' ?.!')}?")
    read_of_newest = pools.judged(asked, [one for one in relevant if one.article.id in newest])
    return read_of_newest, news | pools.openings(read_of_newest)


def _published(piece: Evidence) -> str:
    return latest_date(piece.article) or ""


def _openings_of_newest(pools: Pools, query: Query) -> tuple[list[Evidence], set[tuple[str, int]]]:
    """The news of the newest articles: up to three sentences each, scored by their rank in the article."""
    pool = [
        replace(one, score=1 / at)
        for article in pools.articles(query.filters)[:_NEWEST]
        for at, one in enumerate(pools.news(article, _FIRST), 1)
    ]
    return pool, pools.openings(pool)


def _is_article(piece: Evidence) -> bool:
    """Whether a sentence is from an ordinary article, not a timed post of a live blog."""
    event = event_date(piece, lead=True)
    return not (event and event.clock)


def _named(piece: Evidence, day: str) -> str:
    """The date of an event as a heading, with the day on which it was printed if that makes it news."""
    event = event_date(piece, lead=True)
    if event and event.first == event.last == day:
        return event.shown
    within = event is not None and days_long(event) <= _MONTH
    if event and within and day != piece.article.published:
        return event.shown
    of = f" of {event.shown}" if event and within and not event.coming else ""
    return f"reported on {day_span(day, day)}{of}"


def _age(day: str, today: str | None, newest: str | None) -> str:
    """A sentence on how old the newest account is."""
    newest_account = f"The newest of these accounts is from {day_span(day, day)}"
    if today and day <= today:
        days = (date.fromisoformat(today) - date.fromisoformat(day)).days
        return f"{newest_account}: {days} {'day' if days == 1 else 'days'} before {day_span(today, today)}."
    if newest and newest > day:
        return f"{newest_account}; the newest article in the index is from {day_span(newest, newest)}."
    return f"{newest_account}, and nothing in the index is newer."
