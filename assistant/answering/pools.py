"""The sentences from which a request is answered: of whole articles, or on a subject. Floor 3."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.answering.main_news import main_first
from assistant.attribution.named import people_in
from assistant.attribution.proper import name_kind
from assistant.finding.article_days import day_below, is_date_heading, latest_date, rolling_days
from assistant.finding.event_date import EventDate, event_date
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
_READ_WHOLE = 8  # articles read whole for one request: attribution takes some 50 ms for each
_LISTED = 400  # articles listed for one request
_OPENING = 1500  # characters in which an article's first sentences are looked for
OF_NEWS = frozenset(
    "outlet outlets article articles coverage report reports story stories piece tell tells told".split()
)
"""Words of a subject that refer to coverage, not to a topic."""
_STATES = re.compile(r"[.!…][\"”’)\]]*$")
_PASSAGES = 24
_PASSAGES_OF_EVENT = 40  # in which the day of an event is looked for


class Pools:
    """Selects sentences from one home.

    Sentences are complete statements: no headings, no questions, nothing about the page itself.
    """

    def __init__(
        self, catalog: Catalog, retriever: Retriever, selector: EvidenceSelector, embedder: Embedder | None
    ) -> None:
        self._catalog, self._retriever, self._selector, self._embedder = catalog, retriever, selector, embedder

    def articles(self, filters: Filters) -> list[Article]:
        """The articles that pass the filters, at most 400, newest first, undated ones last, one for each report.

        A page that is updated from day to day is as new as its last day.
        """
        found: dict[str, Article] = {}
        for article in self._catalog.articles(filters):
            found.setdefault(article.family or article.id, article)
        return sorted(found.values(), key=lambda one: (latest_date(one) or "", one.id), reverse=True)[:_LISTED]

    def leads(self, articles: Iterable[Article], first: int = 1) -> list[Evidence]:
        """The `first` sentences of each article, without attribution, in the order given."""
        found = [(article, span) for article in articles for span in _leads(article)[:first]]
        return [Evidence(key, article, *span) for key, (article, span) in enumerate(found, 1)]

    def statements(self, articles: Iterable[Article]) -> list[Evidence]:
        """Every complete statement of some articles, in order, without attribution."""
        found = [(article, span) for article in articles for span in sentence_spans(article.text)]
        return _stated(Evidence(key, article, *span) for key, (article, span) in enumerate(found, 1))

    def news(self, article: Article, most: int = 1) -> list[Evidence]:
        """The `most` sentences that best give an article's news, best first, of its last day if it is updated daily."""
        whole = self.whole([article])
        newest = latest_date(article)
        latest = [one for one in whole if day_below(article, one.start) == newest] if rolling_days(article) else []
        return main_first(latest or whole, whole, self._embedder)[:most]

    def openings(self, pool: Iterable[Evidence]) -> set[tuple[str, int]]:
        """Article id and start of the opening sentence of each article of a pool, where news is about its own day."""
        articles = {one.article.id: one.article for one in pool}
        return {(one.article.id, one.start) for one in self.leads(articles.values())}

    def whole(self, articles: Sequence[Article], most: int = _READ_WHOLE) -> list[Evidence]:
        """The sentences of the first `most` of some articles, in order, with attribution."""
        return _stated(sentences_of([_as_hit(article) for article in articles[:most]]))

    def laddered(self, pieces: Sequence[Evidence]) -> list[Evidence]:
        """The sentences with the attribution ladders that their articles give them, in the same order."""
        articles = {piece.article.id: piece.article for piece in pieces}
        hits = [_as_hit(article) for article in articles.values()]
        ladders = {(one.article.id, one.start): one.ladder for one in sentences_of(hits)}
        return [replace(one, ladder=ladders.get((one.article.id, one.start), one.ladder)) for one in pieces]

    def about(self, query: Query, top: int = _PASSAGES) -> list[Evidence]:
        """The sentences of the `top` passages on a subject, best first, scored by the share of its words."""
        return _stated(self._selector.found(query, self._retriever.retrieve(query, top)))

    def articles_about(self, query: Query, top: int = _PASSAGES) -> list[Article]:
        """The articles of the `top` passages on a subject, those with most passages first, one for each report."""
        hits = self._retriever.retrieve(query, top)
        counts = Counter(hit.article.id for hit in hits)
        found: dict[str, Article] = {}
        for hit in sorted(hits, key=lambda hit: -counts[hit.article.id]):
            found.setdefault(hit.article.family or hit.article.id, hit.article)
        return list(found.values())

    def weighed(self, query: Query, top: int = _PASSAGES) -> list[Evidence]:
        """The same, scored by the reader model: the chance that they answer the query's text."""
        hits = self._retriever.retrieve(query, top)
        return _stated(self._selector.weigh(query, hits).evidence)

    def chance(self, query: Query, shown: Sequence[Evidence]) -> float:
        """How likely some of the sentences that `weighed` gave for the query answer it."""
        return self._selector.chance(query, shown)

    def when(self, event: str, asked: str, filters: Filters) -> EventDate | None:
        """The day or month of an event, by the sentences likely to answer `asked`; None if there are none.

        Only sentences about the past count; the opening of an article is dated by its publication.
        """
        query = Query(asked=asked, text=event, filters=filters, words=tuple(topic_words(event)))
        hits = self._retriever.retrieve(query, _PASSAGES_OF_EVENT)
        found = _stated(self._selector.found(query, hits))
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
        """Some sentences, best first, scored by the reader model: the chance that they answer the query's text."""
        return list(self._selector.weigh(query, (), pieces).evidence)

    def vectors(self, pieces: Sequence[Evidence]) -> Sequence[Sequence[float]]:
        """The vectors of some sentences, of length 1; () without an embedder or for none."""
        if self._embedder is None or not pieces:
            return ()
        return self._embedder.embed_passages([piece.quote for piece in pieces])

    def titled(self, subject: str, articles: Sequence[Article]) -> list[Article]:
        """The articles whose title a subject names: at least three words, and 0.7 of the subject's own."""
        named = [span for span, _ in mentions(subject, self._catalog.outlets())]
        own = {stem(word) for word in content_words(blanked(subject, named)) if word not in OF_NEWS}
        return [
            one
            for one in articles
            if len(shared := own & set(stems(one.title or ""))) >= 3 and len(shared) >= 0.7 * len(own)
        ]

    def is_person(self, name: str) -> bool:
        """Whether a name is a person's: a full name by its form, a single word if an article has it as a last name."""
        if " " in name:
            return name_kind(name) == "person"
        found = self.about(Query(asked=name, text=name), 6)
        return any(one.split()[-1] == name for piece in found for one in people_in(piece.quote))

    def knows(self, word: str) -> bool:
        """Whether any article contains a word."""
        return bool(self._catalog.frequencies([stem(word)])[stem(word)])


def _as_hit(article: Article) -> Hit:
    return Hit(Passage(article.id, article.id, 0, len(article.text), article.text), article, 0.0)


def _leads(article: Article) -> list[Span]:
    spans = sentence_spans(article.text[:_OPENING])
    return [span for span in spans if states(article.text[slice(*span)])]


def _stated(pieces: Iterable[Evidence]) -> list[Evidence]:
    return [piece for piece in pieces if states(piece.quote)]


def states(text: str) -> bool:
    """Whether a sentence is a complete statement: no heading, no question, no boilerplate, of 6 to 70 words."""
    long_enough = _FEWEST_WORDS <= len(text.split()) <= _MOST_WORDS
    return long_enough and bool(_STATES.search(text)) and not is_date_heading(text) and not is_boilerplate(text)
