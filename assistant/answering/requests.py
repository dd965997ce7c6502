"""Collects the material for each kind of request; plain questions are answered elsewhere. Floor 3."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.answering import days, figure_lists, lists, people_lists, replies
from assistant.answering.critics import critics, supporters
from assistant.answering.latest import LATEST, latest
from assistant.answering.list_pools import ListOptions
from assistant.answering.material import UNSURE, Material, within_words
from assistant.answering.opinions import opinions
from assistant.answering.pools import Pools
from assistant.answering.sides import each_in_own_words, sides, speakers, whose_words
from assistant.answering.summaries import summarise, topic_of
from assistant.answering.timeline import ROWS, timeline_material
from assistant.index.catalog import Catalog
from assistant.language.outlets import matching, mentions
from assistant.language.terms import stems
from assistant.question.anchors import anchor_of
from assistant.question.decompose import blanked
from assistant.question.request import Request, units_counted
from assistant.question.request_patterns import Kind
from assistant.types import Filters, Query

Understand = Callable[[str, Filters], Query]
"""Makes the query of a subject, within filters."""
_NEWS = 5  # accounts of a period
# Chances below which a list is no better than the answer to a plain question.
_LEAST: dict[Kind, float] = {"voices": 0.4, "figures": 0.4, "quote": 0.4}
_ON = re.compile(r"\b(?:on|about|over|regarding|concerning|in)\s(?P<topic>.+)$", re.IGNORECASE)
_ASKS = re.compile(r"(?:who|whom|whose|what|when|where|why|how|which|whether)\b", re.IGNORECASE)
_ON_WHOLE_TOPIC = ("latest", "timeline", "summary")
_NONE_ANSWERS = ("missing", "opinion")  # kinds that "there is none" answers
_LISTS: dict[Kind, Callable[[Pools, Query, ListOptions], Material]] = {
    "voices": people_lists.one_per_voice,
    "sides": sides,
    "figures": figure_lists.numbers,
    "names": people_lists.names,
    "quote": lists.best_quotations,
    "outlets": lists.outlets,
    "critics": critics,
    "supporters": supporters,
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
        names, on_what = whose_words(request.subject) if request.kind == "summary" else ([], "")
        if names and not query.named_outlets:
            return scoped, each_in_own_words(self._pools, query, names, on_what)
        topic = topic_of(query.text, self._catalog.outlets())
        material = self._material_of_kind(request, scoped, filters, topic)
        # If the kind asked for is not there, a plain question still finds the closest sentences.
        if request.kind == "comparison" and not material.rows:
            return None
        if topic and not material.rows and request.kind in _ON_WHOLE_TOPIC and not self._is_known(query.text):
            return scoped, replace(material, missing=f"Nothing in the articles is about “{request.subject}”.")
        if (
            topic
            and request.kind not in _NONE_ANSWERS
            and not (material.rows and material.chance >= _LEAST.get(request.kind, 0.0))
        ):
            return None
        return scoped, replace(within_words(material, request.length.words), bullets=request.length.bullets)

    def _since_undated(self, query: Query, most: int) -> tuple[Query, Material] | None:
        """The newest accounts, for a question about what came after an event whose day was not found."""
        anchor = anchor_of(query.text)
        if not anchor or anchor.side != "since":
            return None
        newest = latest(self._pools, replace(query, text=""), False, self._today, self._catalog.newest(), most)
        opening = f"The articles do not say when “{anchor.event}” was. These are the newest of them."
        return query, replace(newest, opening=opening, chance=UNSURE)

    def _material_of_kind(self, request: Request, scoped: Query, filters: Filters, topic: list[str]) -> Material:
        most, about = request.length.most, bool(topic)
        if request.kind == "comparison":
            return self._comparison(request, scoped, filters)
        if request.kind == "latest" and scoped.since and not about:
            return self._news_of(scoped, most or _NEWS)
        if request.kind == "latest":
            return latest(self._pools, scoped, about, self._today, self._catalog.newest(), most or LATEST)
        if request.kind == "timeline":
            return timeline_material(self._pools, scoped, about, most or ROWS)
        if request.kind == "summary":
            return summarise(self._pools, request, scoped, topic)
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

    def _is_known(self, subject: str) -> bool:
        """Whether any article contains a word of a subject."""
        return any(self._catalog.frequencies(stems(subject)).values())

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
        about = bool(topic_of(subject, ()))
        on = _ON.search(subject)
        topic = on["topic"] if on else subject
        asked = f"{topic}?" if _ASKS.match(topic) else f"What is reported about {topic}?"
        queries = [
            (outlet, replace(self._query(topic if about else "", replace(filters, outlets=(outlet,))), text=asked))
            for outlet in dict.fromkeys(chosen)
        ]
        compared = lists.comparison(self._pools, query, queries, about)
        return compared if named else replace(compared, notes=())  # nobody asked about outlets that were not named
