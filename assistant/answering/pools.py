"""The sentences that a request may draw on, each with its ladder: of whole articles, or on a subject. Floor 3."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.answering.main_news import main_first
from assistant.attribution.named import people_in
from assistant.attribution.proper import name_kind
from assistant.finding.event_date import EventDate, day_below, event_date, is_date_heading, latest_date, rolling_days
from assistant.finding.passages import sentences_of
from assistant.finding.retrieve import Retriever
from assistant.finding.selection import EvidenceSelector
from assistant.finding.units import LIKELY
from assistant.index.catalog import Catalog
from assistant.index.embedder import Embedder
from assistant.language.boilerplate import is_boilerplate
from assistant.language.outlets import mentions
from assistant.language.sentences import sentence_spans
from assistant.language.terms import content_words, stem, stems
from assistant.question.decompose import blanked, topic_words
from assistant.types import Article, Evidence, Filters, Hit, Passage, Query, Span

_FEWEST_WORDS, _MOST_WORDS = 6, 70
_READ_WHOLE = 8  # articles read whole for one request: each takes some 50 ms for its ladders
_LISTED = 400  # articles whose openings are looked at
_OPENING = 1500  # characters in which an article's first sentence is looked for
OF_NEWS = frozenset(
    "outlet outlets article articles coverage report reports story stories piece tell tells told".split()
)
"""Words of a subject that are about what was printed, not about a matter."""
_STATES = re.compile(r"[.!…][\"”’)\]]*$")
_PASSAGES = 24
_PASSAGES_OF_EVENT = 40  # in which its day is looked for


class Pools:
    """Draws sentences out of one home."""

    def __init__(
        self, catalog: Catalog, retriever: Retriever, chooser: EvidenceSelector, embedder: Embedder | None
    ) -> None:
        self._catalog, self._retriever, self._chooser, self._embedder = catalog, retriever, chooser, embedder

    def articles(self, filters: Filters) -> list[Article]:
        """The articles that pass the filters, the newest first, undated ones last, one of each report.

        A page that is written on from day to day is as new as the last day that it tells of.
        """
        found: dict[str, Article] = {}
        for article in self._catalog.articles(filters):
            found.setdefault(article.family or article.id, article)
        return sorted(found.values(), key=lambda one: (latest_date(one) or "", one.id), reverse=True)[:_LISTED]

    def leads(self, articles: Iterable[Article], first: int = 1) -> list[Evidence]:
        """The first sentences of each article that state something, without ladders, in the order given."""
        found = [(article, span) for article in articles for span in _leads(article)[:first]]
        return [Evidence(key, article, *span) for key, (article, span) in enumerate(found, 1)]

    def news(self, article: Article, most: int = 1) -> list[Evidence]:
        """The sentences that tell an article's news, best first; of a page written on each day, its last day's."""
        whole = self.whole([article])
        newest = latest_date(article)
        latest = [one for one in whole if day_below(article, one.start) == newest] if rolling_days(article) else []
        return main_first(latest or whole, whole, self._embedder)[:most]

    def openings(self, pool: Iterable[Evidence]) -> set[tuple[str, int]]:
        """Article and place of the openings of the articles of a pool: news tells there what happened on its day."""
        articles = {one.article.id: one.article for one in pool}
        return {(one.article.id, one.start) for one in self.leads(articles.values())}

    def whole(self, articles: Sequence[Article]) -> list[Evidence]:
        """The sentences of some articles, of the first eight at most, in order."""
        return _stated(sentences_of([_as_hit(article) for article in articles[:_READ_WHOLE]]))

    def laddered(self, pieces: Sequence[Evidence]) -> list[Evidence]:
        """Single sentences with the ladders that their articles give them."""
        articles = {piece.article.id: piece.article for piece in pieces}
        told = {(one.article.id, one.start): one.ladder for one in sentences_of(list(map(_as_hit, articles.values())))}
        return [replace(one, ladder=told.get((one.article.id, one.start), one.ladder)) for one in pieces]

    def about(self, query: Query, top: int = _PASSAGES) -> list[Evidence]:
        """The sentences of the passages on a subject, best first, each with the share of its words as its score."""
        return _stated(self._chooser.found(query, self._retriever.retrieve(query, top)))

    def weighed(self, query: Query, top: int = _PASSAGES) -> list[Evidence]:
        """The same, as the reader weighs them: the chance that they answer the query's text is their score."""
        hits = self._retriever.retrieve(query, top)
        return _stated(self._chooser.weigh(query, hits).evidence)

    def chance(self, query: Query, shown: Sequence[Evidence]) -> float:
        """How likely sentences that were weighed answer."""
        return self._chooser.chance(query, shown)

    def when(self, event: str, asked: str, filters: Filters) -> EventDate | None:
        """The day, or month, of an event: that of the sentences that are likely to answer `asked`; None where none are.

        Only sentences of a past day are read; the opening of an article tells of the day it was printed on.
        """
        query = Query(asked=asked, text=event, filters=filters, words=tuple(topic_words(event)))
        hits = self._retriever.retrieve(query, _PASSAGES_OF_EVENT)
        found = _stated(self._chooser.found(query, hits))
        opening = self.openings(found)
        days = {one.key: event_date(one, lead=(one.article.id, one.start) in opening) for one in found}
        dated = [one for one in found if (day := days[one.key]) and day.first[:7] == day.last[:7] and not day.coming]
        missed: dict[tuple[str, str], float] = {}
        best: dict[tuple[str, str], EventDate] = {}
        for one in self.judged(replace(query, text=asked), dated):
            if day := event_date(one, lead=(one.article.id, one.start) in opening):
                missed[day.first, day.last] = missed.get((day.first, day.last), 1.0) * (1 - one.score)
                best.setdefault((day.first, day.last), day)
        likeliest = min(missed, key=lambda key: missed[key], default=None)
        return best[likeliest] if likeliest and 1 - missed[likeliest] >= LIKELY else None

    def judged(self, query: Query, pieces: Sequence[Evidence]) -> list[Evidence]:
        """Some sentences, best first as the reader weighs them for the query's text: their chance is their score."""
        return list(self._chooser.weigh(query, (), pieces).evidence)

    def titled(self, subject: str, articles: Sequence[Article]) -> list[Article]:
        """The articles whose title a subject names, at least three words of it and most of what it says."""
        named = [span for span, _ in mentions(subject, self._catalog.outlets())]
        own = {stem(word) for word in content_words(blanked(subject, named)) if word not in OF_NEWS}
        return [
            one
            for one in articles
            if len(shared := own & set(stems(one.title or ""))) >= 3 and len(shared) >= 0.7 * len(own)
        ]

    def is_person(self, name: str) -> bool:
        """Whether the articles have somebody of that name: in full, or as the last of several."""
        if " " in name:
            return name_kind(name) == "person"
        found = self.about(Query(asked=name, text=name), 6)
        return any(one.split()[-1] == name for piece in found for one in people_in(piece.quote))

    def knows(self, word: str) -> bool:
        """Whether any article has a word."""
        return bool(self._catalog.frequencies([stem(word)])[stem(word)])


def _as_hit(article: Article) -> Hit:
    return Hit(Passage(article.id, article.id, 0, len(article.text), article.text), article, 0.0)


def _leads(article: Article) -> list[Span]:
    spans = sentence_spans(article.text[:_OPENING])
    return [span for span in spans if states(article.text[slice(*span)])]


def _stated(pieces: Iterable[Evidence]) -> list[Evidence]:
    return [piece for piece in pieces if states(piece.quote)]


def states(text: str) -> bool:
    """Whether a sentence tells something by itself: no heading, no question, nothing of the page, not too long."""
    long_enough = _FEWEST_WORDS <= len(text.split()) <= _MOST_WORDS
    return long_enough and bool(_STATES.search(text)) and not is_date_heading(text) and not is_boilerplate(text)
