"""Hybrid retrieval: lexical and dense search inside the same filters, then ranking by sub-query. Floor 2."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate

from assistant.errors import StoreUnavailable
from assistant.finding.ranking import Candidate, Retrieved, SubQuery, first_choice, select_passages
from assistant.finding.rerank import Reranker
from assistant.index.catalog import Catalog
from assistant.index.embedder import Embedder
from assistant.index.vectors import Vectors
from assistant.language.terms import stem, words
from assistant.markup import count
from assistant.question.decompose import topic_words
from assistant.stages import stage
from assistant.types import Hit, Query

_LEXICAL_DEPTH = 100  # passages taken from each leg
_DENSE_DEPTH, _DENSE_OWN = (
    100,
    30,
)  # beyond _DENSE_OWN, only the cosines are used, for passages that lexical search also found
_READ, _READ_MORE = 40, 20  # passages scored by sentence: at least, and for each further sub-query
_RERANKED = 30  # passages passed to a reranker, if there is one
_MOST_TERMS = 24
_MOST_PASSAGES = 6_000  # scored in one search, over all terms: at 3,000, MRR@10 falls by .010 on MultiHop-RAG
_COMMON = 0.2  # a word in a larger share of the passages is searched for only if there is no rarer one


def fuse(
    rankings: Sequence[Sequence[str]], weights: Sequence[float] | None = None, *, k: int = 60
) -> list[tuple[str, float]]:
    """Merge ranked id lists into one, best first, by weighted reciprocal rank fusion.

    Each list adds weight / (k + rank), rank counted from 1 (Cormack, Clarke & Buettcher, SIGIR 2009), so a score
    orders the ids of one call and means nothing across calls. Ties keep first-seen order. No rankings give an empty
    list.
    """
    scores: dict[str, float] = {}
    for ranking, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        for rank, id_ in enumerate(ranking, 1):
            scores[id_] = scores.get(id_, 0.0) + weight / (k + rank)
    return sorted(scores.items(), key=lambda pair: -pair[1])


class Retriever:
    """Retrieves passages for queries from one index. Without an embedder, lexical search alone."""

    def __init__(
        self, catalog: Catalog, store: Vectors, embedder: Embedder | None, reranker: Reranker | None = None
    ) -> None:
        self._catalog = catalog
        self._store = store
        self._embedder = embedder
        self._reranker = reranker
        self._pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="dense")  # concurrent callers
        self._loading = ThreadPoolExecutor(max_workers=1, thread_name_prefix="load")

    @property
    def english(self) -> bool:
        """Whether dense search handles English only (the built-in embedder), or there is none."""
        return self._embedder is None or self._embedder.name == "builtin" or self._embedder.name.startswith("builtin")

    def retrieve(self, query: Query, top: int = 10) -> list[Hit]:
        """The `top` best passages, best first, with every part of the question represented; empty if `top` < 1.

        Filters apply in both stores. Outlets and days that the question merely names raise the scores of their
        passages and exclude none. Raises StoreUnavailable if the vector store is empty.
        """
        if top < 1:
            return []
        dense = self._pool.submit(self._dense, query)  # releases the GIL: lexical search runs meanwhile
        sub_queries = _sub_queries(query)
        total = self._catalog.passage_count()
        asked = _words(query)
        stems = {stem(word) for word in asked} | {one for sub_query in sub_queries for one in sub_query.stems}
        counts = self._catalog.frequencies(sorted(stems))
        terms = _rarest(asked, counts, total)
        lexical = self._catalog.lexical(terms, query.filters, _LEXICAL_DEPTH, query.named_outlets)
        candidates = self._candidates(dict(lexical), dense.result(), sub_queries, top)
        depth = max(top, _RERANKED) if self._reranker else top
        picked = select_passages(
            candidates, sub_queries, {one: _inverse_frequency(counts[one], total) for one in stems}, depth
        )
        articles = self._catalog.articles_of({one.passage.article_id for one, _ in picked})
        hits = [Hit(one.passage, articles[one.passage.article_id], score) for one, score in picked]
        return self._reranker.rerank(query.text, hits)[:top] if self._reranker else hits

    def _candidates(
        self, lexical: Mapping[str, float], dense: Mapping[str, float], sub_queries: Sequence[SubQuery], top: int
    ) -> list[Candidate]:
        """The most promising passages of both legs, with their scores as shares of the leg's best."""
        farther = 0.95 * min(dense.values(), default=0.0)  # assumed cosine of passages that dense search did not return
        top_lexical, top_dense = max(lexical.values(), default=1.0), max(dense.values(), default=1.0)
        known = self._catalog.provenance(list({**lexical, **dict(list(dense.items())[:_DENSE_OWN])}))
        found = [
            Retrieved(id_, *known[id_], lexical.get(id_, 0.0) / top_lexical, dense.get(id_, farther) / top_dense)
            for id_ in known
        ]
        promising = first_choice(found, sub_queries, max(top, _READ + _READ_MORE * (len(sub_queries) - 1)))
        read = self._catalog.with_sentence_stems([one.id for one in promising])
        return [Candidate(one, *read[one.id]) for one in promising if one.id in read]

    def _dense(self, query: Query) -> dict[str, float]:
        """The nearest passages by embedding, with their cosine similarities; empty without an embedder."""
        if self._embedder is None:
            return {}
        if self._store.opened:
            vector = self._embedder.embed_query(query.text)
        else:  # load the model while the store is opened
            embedding = self._loading.submit(self._embedder.embed_query, query.text)
            self._store.count()
            vector = embedding.result()
        found = dict(self._store.nearest(vector, query.filters, _DENSE_DEPTH))
        if not found and not self._store.count():
            remedy = "Rebuild it from the catalogue: sayso ingest --re-embed"
            raise StoreUnavailable(self._store.where, "holds none of the index's passages", remedy)
        return found


def _sub_queries(query: Query) -> list[SubQuery]:
    """One sub-query for each part of the question; one for the whole question if it has no parts."""
    if query.parts:
        return [SubQuery(_stems(part.words), part.outlets, part.since, part.until) for part in query.parts]
    return [SubQuery(_stems(_words(query)), query.named_outlets, query.since, query.until)]


def _words(query: Query) -> Sequence[str]:
    return query.words or topic_words(query.text) or list(dict.fromkeys(words(query.text)))


def _stems(own: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stem(word) for word in own))


def _rarest(asked: Sequence[str], counts: Mapping[str, int], total: int) -> list[str]:
    """The words to search for, rarest first; common ones only if there are no others.

    Only as many as match at most _MOST_PASSAGES passages in total: more frequent words discriminate little.
    """
    rare = [word for word in asked if counts[stem(word)] <= _COMMON * total]
    if not any(counts[stem(word)] for word in rare):  # none of the rare words occurs in the index
        rare = list(asked)
    rare = sorted(rare, key=lambda word: counts[stem(word)])[:_MOST_TERMS]
    weighed = list(accumulate(counts[stem(word)] for word in rare))
    first = next(
        (at for at, count in enumerate(weighed) if count), 0
    )  # at least one word that occurs is always searched for
    return [word for at, word in enumerate(rare) if at <= first or weighed[at] <= _MOST_PASSAGES]


def _inverse_frequency(count: int, total: int) -> float:
    """The inverse document frequency of a stem that `count` of `total` passages contain; never negative."""
    return max(0.0, math.log((total + 1) / (count + 0.5)))


def report_retrieved(hits: Sequence[Hit]) -> None:
    """Report the number of passages and articles found as the current stage."""
    articles = len({hit.article.id for hit in hits})
    stage(f"reading {count(len(hits), 'passage')} of {count(articles, 'article')}")
