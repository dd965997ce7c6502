"""Sums up a subject, an outlet, a period or articles in sentences of their own. Floor 3."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering import days
from assistant.answering.article_reference import ArticleReference, referenced_article
from assistant.answering.main_news import sets_scene
from assistant.answering.material import UNSURE, Material, Row, plain_rows, within_words
from assistant.answering.pools import OF_NEWS, Pools
from assistant.answering.representative import apart, central, fitting, leans
from assistant.finding.article_days import day_below
from assistant.finding.event_date import day_span
from assistant.finding.relevance import topic_overlap
from assistant.language.outlets import mentions
from assistant.language.terms import stems
from assistant.question.decompose import blanked
from assistant.question.request import Request
from assistant.question.shape import topic_stems
from assistant.question.time_windows import time_windows
from assistant.types import Article, Evidence, Query

_OPENS_DAYS = frozenset(["since", "till"])  # precede a day
_POINTS = 5  # sentences of a summary
_SHORT = 12  # words of a short sentence, for how many fit into a summary of a given length
_ON_TOPIC = 0.6  # share of a topic's words in a sentence, its neighbours and title, from which it is on the topic


def summarise(pools: Pools, request: Request, query: Query, topic: Sequence[str]) -> Material:
    """The summary that a request asks for; `topic` are the words that name what its query is about."""
    articles, words = pools.articles(query.filters), request.length.words
    most = words // _SHORT if words else request.length.most or _POINTS
    if meant := referenced_article(pools, query, request.subject, articles):
        return _of_article(pools, meant, most, words)
    named = pools.titled(request.subject, articles)
    if named:
        return _points(pools, named, f"“{named[0].title}” in its main points", most, words)
    if (query.since or query.until) and not topic:
        return days.period_material(pools, query, query.since, query.until)
    if topic:
        found = within_words(_on_topic(pools, query, " ".join(topic), most), words)
        return replace(found, rows=tuple(sorted(found.rows, key=lambda row: _in_order(row.piece))))
    if query.named_outlets or len(articles) == 1:
        return _points(pools, articles, _scope_named(articles), most, words)
    return _of_everything(pools, articles, most, words)


def topic_of(subject: str, outlets: Sequence[str]) -> list[str]:
    """The words of a subject that name its topic: not outlets, days or words for coverage."""
    spans = [span for span, _ in mentions(subject, outlets)]
    spans += [one.span for one in time_windows(subject, "2000-01-01")]
    return [
        word
        for word in topic_stems(blanked(subject, spans)).values()
        if word not in OF_NEWS and word not in _OPENS_DAYS
    ]


def _on_topic(pools: Pools, query: Query, topic: str, most: int) -> Material:
    """Sentences that name a topic, best first by the reader model's score, none repeated."""
    asked = replace(query, text=f"What is reported about {query.text.rstrip(' ?.!')}?")
    own = set(stems(topic))
    found = [one for one in pools.weighed(asked) if own & set(stems(one.quote))]
    best = max((len(own & set(stems(one.quote))) for one in found), default=0)
    whole = [one for one in found if len(own & set(stems(one.quote))) >= min(best, 2) and not leans(one)]
    on_topic = [one for one in whole if topic_overlap(topic, one) >= _ON_TOPIC]
    chance = 1.0 if on_topic else UNSURE
    return Material(
        plain_rows(apart(on_topic or whole, most)), missing="Nothing in the articles is about it.", chance=chance
    )


def _of_everything(pools: Pools, articles: list[Article], most: int, words: int) -> Material:
    """The news of the newest and of the most central articles, in the order of their days."""
    leads = [one for article in articles for one in pools.leads([article])]
    newest = [one for one in leads if one.article.id == articles[0].id][:1] if most > 1 else []
    others = [one for one in leads if one not in newest]
    ranked = [*newest, *central(others, most - len(newest), per_article=1)]
    news = [one for lead in ranked for one in pools.news(lead.article)]
    chosen = fitting(apart(news, most), words)
    chosen.sort(key=_in_order)
    note = f"The news of {len(chosen)} of {len(articles)} articles: those that share most with the others."
    notes = (note,) if len(articles) > len(chosen) else ()
    return Material(plain_rows(chosen), notes=notes, missing="There is nothing to sum up.")


def _of_article(pools: Pools, meant: ArticleReference, most: int, words: int) -> Material:
    """The main points of the article referred to; not as an answer if nothing confirms that it is the one."""
    article = meant.article
    points = _points(pools, [article], f"“{article.title or 'The article'}” in its main points", most, words)
    if meant.sure:
        return points
    note = "No title or opening has all that was asked for: this is the article that covers most of it."
    return replace(points, notes=(note,), chance=UNSURE)


def _points(pools: Pools, articles: Sequence[Article], heading: str, most: int, words: int) -> Material:
    """The news of the first of some articles and the central sentences of all, by day and place in the article.

    An opening that only sets the scene is left out.
    """
    pieces = pools.whole(articles)
    news = pools.news(articles[0])
    points = pieces[1:] if news and sets_scene(pieces[0], news[0]) else pieces
    chosen = fitting(apart([*news, *central(points, most)], most), words)
    order = sorted(chosen, key=lambda one: (one.article.published or "", one.start))
    return Material(
        tuple(Row(one, heading, "names what is summed up") for one in order), missing="There is nothing to sum up."
    )


def _in_order(piece: Evidence) -> tuple[str, str, int]:
    """Sort key that orders the rows of a summary by day."""
    day = day_below(piece.article, piece.start) or piece.article.published or ""
    return day, piece.article.id, piece.start


def _scope_named(articles: list[Article]) -> str:
    """The outlet, number and days of articles, as a heading."""
    outlet = articles[0].outlet or "an unnamed outlet"
    days_ = sorted(one.published for one in articles if one.published)
    when = f", {day_span(days_[0], days_[-1])}" if days_ else ""
    return f"{outlet}, {len(articles)} {'article' if len(articles) == 1 else 'articles'}{when}"
