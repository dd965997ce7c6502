"""Collects the material for each kind of request; plain questions are answered elsewhere. Floor 3."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answering import days, lists, replies
from assistant.answering.article_reference import ArticleReference, referenced_article
from assistant.answering.critics import critics
from assistant.answering.latest import LATEST, latest
from assistant.answering.lists import ListOptions
from assistant.answering.main_news import sets_scene
from assistant.answering.material import UNSURE, Material, Row, plain_rows
from assistant.answering.opinions import opinions
from assistant.answering.pools import OF_NEWS, Pools
from assistant.answering.representative import apart, central, fitting, leans
from assistant.answering.sides import each_in_own_words, sides, speakers
from assistant.answering.timeline import ROWS, timeline_material
from assistant.finding.event_date import day_below, day_span
from assistant.finding.relevance import topic_overlap
from assistant.index.catalog import Catalog
from assistant.language.outlets import matching, mentions
from assistant.language.terms import stems
from assistant.question.anchors import anchor_of
from assistant.question.decompose import blanked
from assistant.question.request import Request, units_counted
from assistant.question.request_patterns import Kind
from assistant.question.shape import topic_stems
from assistant.question.time_windows import time_windows
from assistant.types import Article, Evidence, Filters, Query

Understand = Callable[[str, Filters], Query]
"""Makes the query of a subject, within filters."""
_OPENS_DAYS = frozenset(["since", "till"])  # precede a day
_NEWS = 5  # accounts of a period
_POINTS = 5  # sentences of a summary
_SHORT = 12  # words of a short sentence, for how many fit into a summary of a given length
# Chances below which a list is no better than the answer to a plain question.
_LEAST: dict[Kind, float] = {"voices": 0.4, "figures": 0.4, "quote": 0.4}
_ON = re.compile(r"\b(?:on|about|over|regarding|concerning|in)\s(?P<topic>.+)$", re.IGNORECASE)
_ASKS = re.compile(r"(?:who|whom|whose|what|when|where|why|how|which|whether)\b", re.IGNORECASE)
_ON_TOPIC = 0.6  # share of a topic's words in a sentence, its neighbours and title, from which it is on the topic
_ON_WHOLE_TOPIC = ("latest", "timeline", "summary")
_NONE_ANSWERS = ("missing", "opinion")  # kinds that "there is none" answers
_LISTS: dict[Kind, Callable[[Pools, Query, ListOptions], Material]] = {
    "voices": lists.one_per_voice,
    "sides": sides,
    "figures": lists.numbers,
    "names": lists.names,
    "quote": lists.best_quotations,
    "outlets": lists.outlets,
    "critics": critics,
    "missing": lists.missing,
    "opinion": opinions,
}


class Requests:
    """Answers requests over one home."""

    def __init__(self, catalog: Catalog, pools: Pools, understand: Understand, today: str | None) -> None:
        self._catalog, self._pools, self._understand, self._today = catalog, pools, understand, today

    def reply(self, request: Request, filters: Filters) -> str | None:
        """The reply to a message that is no question to the articles; None for all others."""
        if request.kind == "greeting":
            return replies.greeting(request, self._catalog, self._pools)
        if request.kind == "help":
            return replies.abilities(self._catalog, self._pools)
        if request.kind == "outside" and not (request.unless and self._pools.knows(request.unless)):
            return replies.outside(request)
        if request.kind == "holdings":
            return replies.index_summary(self._catalog, filters, request.subject)
        return None

    def material(self, request: Request, filters: Filters) -> tuple[Query, Material] | None:
        """The query of a request and the material that answers it; None if it is to be answered as a plain question."""
        if request.kind in ("question", "outside", "change"):
            return None
        query = self._query(request.subject, filters)
        if anchor_of(query.text) and request.kind in ("latest", "summary"):
            return self._since_undated(query, request.length.most or LATEST)
        scoped = replace(query, filters=self._scope(query, filters))
        about = bool(_topic_of(query.text, self._catalog.outlets()))
        material = self._material_of_kind(request, scoped, filters, about)
        # If the kind asked for is not there, a plain question still finds the closest sentences.
        if request.kind == "comparison" and not material.rows:
            return None
        if about and not material.rows and request.kind in _ON_WHOLE_TOPIC and not self._is_known(query.text):
            return scoped, replace(material, missing=f"Nothing in the articles is about “{request.subject}”.")
        if (
            about
            and request.kind not in _NONE_ANSWERS
            and not (material.rows and material.chance >= _LEAST.get(request.kind, 0.0))
        ):
            return None
        return scoped, replace(_within(material, request.length.words), bullets=request.length.bullets)

    def _since_undated(self, query: Query, most: int) -> tuple[Query, Material] | None:
        """The newest accounts, for a question about what came after an event whose day was not found."""
        anchor = anchor_of(query.text)
        if not anchor or anchor.side != "since":
            return None
        newest = latest(self._pools, replace(query, text=""), False, self._today, self._catalog.newest(), most)
        opening = f"The articles do not say when “{anchor.event}” was. These are the newest of them."
        return query, replace(newest, opening=opening, chance=UNSURE)

    def _material_of_kind(self, request: Request, scoped: Query, filters: Filters, about: bool) -> Material:
        most = request.length.most
        if request.kind == "comparison":
            return self._comparison(request, scoped, filters)
        if request.kind == "latest" and scoped.since and not about:
            return self._news_of(scoped, most or _NEWS)
        if request.kind == "latest":
            return latest(self._pools, scoped, about, self._today, self._catalog.newest(), most or LATEST)
        if request.kind == "timeline":
            return timeline_material(self._pools, scoped, about, most or ROWS)
        if request.kind == "summary":
            lines = request.length.words // _SHORT if request.length.words else most or _POINTS
            return self._summary(request, scoped, about, lines)
        options = ListOptions(about, most, frozenset(units_counted(request.unit) if request.unit else ()))
        return _LISTS[request.kind](self._pools, scoped, options)

    def _query(self, subject: str, filters: Filters) -> Query:
        """The query of a subject; without a subject its text is empty."""
        return (
            self._understand(subject, filters) if subject else replace(self._understand("everything", filters), text="")
        )

    def _scope(self, query: Query, filters: Filters) -> Filters:
        """The filters, narrowed to the outlets that the subject names."""
        return replace(filters, outlets=query.named_outlets or filters.outlets)

    def _summary(self, request: Request, query: Query, about: bool, most: int) -> Material:
        articles, words = self._pools.articles(query.filters), request.length.words
        if meant := referenced_article(self._pools, query, request.subject, articles):
            return _of_article(self._pools, meant, most, words)
        named = self._pools.titled(request.subject, articles)
        if named:
            return _points(self._pools, named, f"“{named[0].title}” in its main points", most, words)
        if (query.since or query.until) and not about:
            return days.period_material(self._pools, query, query.since, query.until)
        if about:
            summary = _within(self._summary_about(query, most), words)
            return replace(summary, rows=tuple(sorted(summary.rows, key=lambda row: _in_order(row.piece))))
        if query.named_outlets or len(articles) == 1:
            return _points(self._pools, articles, _scope_named(articles), most, words)
        return self._of_everything(articles, most, words)

    def _summary_about(self, query: Query, most: int) -> Material:
        """A summary of a subject: sentences that name it, best first by the reader model's score, none repeated."""
        asked = replace(query, text=f"What is reported about {query.text.rstrip(' ?.!')}?")
        own = set(stems(" ".join(_topic_of(query.text, self._catalog.outlets()))))
        found = [one for one in self._pools.weighed(asked) if own & set(stems(one.quote))]
        best = max((len(own & set(stems(one.quote))) for one in found), default=0)
        whole = [one for one in found if len(own & set(stems(one.quote))) >= min(best, 2) and not leans(one)]
        topic = " ".join(_topic_of(query.text, self._catalog.outlets()))
        on_topic = [one for one in whole if topic_overlap(topic, one) >= _ON_TOPIC]
        chance = 1.0 if on_topic else UNSURE
        return Material(
            plain_rows(apart(on_topic or whole, most)), missing="Nothing in the articles is about it.", chance=chance
        )

    def _is_known(self, subject: str) -> bool:
        """Whether any article contains a word of a subject."""
        return any(self._catalog.frequencies(stems(subject)).values())

    def _of_everything(self, articles: list[Article], most: int, words: int) -> Material:
        """The news of the newest and of the most central articles, in the order of their days."""
        leads = [one for article in articles for one in self._pools.leads([article])]
        newest = [one for one in leads if one.article.id == articles[0].id][:1] if most > 1 else []
        others = [one for one in leads if one not in newest]
        ranked = [*newest, *central(others, most - len(newest), per_article=1)]
        news = [one for lead in ranked for one in self._pools.news(lead.article)]
        chosen = fitting(apart(news, most), words)
        chosen.sort(key=_in_order)
        note = f"The news of {len(chosen)} of {len(articles)} articles: those that share most with the others."
        notes = (note,) if len(articles) > len(chosen) else ()
        return Material(plain_rows(chosen), notes=notes, missing="There is nothing to sum up.")

    def _news_of(self, query: Query, most: int) -> Material:
        """The news of a period, newest first; without articles from it, what happened in it, else the newest."""
        filters, newest = query.filters, self._catalog.newest()
        since, until = max(filter(None, (filters.since, query.since)), default=None), query.until or filters.until
        printed = replace(query, filters=replace(filters, since=since, until=until))
        if self._pools.articles(printed.filters):
            return latest(self._pools, printed, False, self._today, newest, most)
        happened = days.period_material(self._pools, query, query.since, query.until)
        if happened.rows:
            return happened
        return replace(latest(self._pools, query, False, self._today, newest), opening=happened.missing)

    def _comparison(self, request: Request, query: Query, filters: Filters) -> Material:
        """What each named outlet or speaker says on the topic; the first four outlets if none is named."""
        known = self._catalog.outlets()
        named = mentions(request.subject, known)
        names, on_what = speakers(request.subject) if not named else ([], "")
        if names:
            statements = each_in_own_words(self._pools, self._query(request.subject, filters), names, on_what)
            if statements.rows:
                return statements
        if len(named) == 1:  # the other side of the comparison is no outlet of the index
            return Material()
        chosen = [name for _, one in named for name in matching(one, known)] or known[:4]
        subject = " ".join(blanked(request.subject, [span for span, _ in named]).split())
        about = bool(_topic_of(subject, ()))
        on = _ON.search(subject)
        topic = on["topic"] if on else subject
        asked = f"{topic}?" if _ASKS.match(topic) else f"What is reported about {topic}?"
        queries = [
            (outlet, replace(self._query(topic if about else "", replace(filters, outlets=(outlet,))), text=asked))
            for outlet in dict.fromkeys(chosen)
        ]
        compared = lists.comparison(self._pools, query, queries, about)
        return compared if named else replace(compared, notes=())  # nobody asked about outlets that were not named


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


def _within(material: Material, words: int) -> Material:
    """The rows that fit into `words` words; all of them for 0."""
    kept = fitting([row.piece for row in material.rows], words)
    return replace(material, rows=tuple(row for row in material.rows if row.piece in kept))


def _scope_named(articles: list[Article]) -> str:
    """The outlet, number and days of articles, as a heading."""
    outlet = articles[0].outlet or "an unnamed outlet"
    days_ = sorted(one.published for one in articles if one.published)
    when = f", {day_span(days_[0], days_[-1])}" if days_ else ""
    return f"{outlet}, {len(articles)} {'article' if len(articles) == 1 else 'articles'}{when}"


def _topic_of(subject: str, outlets: Sequence[str]) -> list[str]:
    """The words of a subject that name its topic: not outlets, days or words for coverage."""
    spans = [span for span, _ in mentions(subject, outlets)]
    spans += [one.span for one in time_windows(subject, "2000-01-01")]
    return [
        word
        for word in topic_stems(blanked(subject, spans)).values()
        if word not in OF_NEWS and word not in _OPENS_DAYS
    ]
