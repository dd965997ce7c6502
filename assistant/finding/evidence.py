"""Turns retrieved passages into numbered sentences, each with its ladder and a lexical score. Floor 2."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.finding.passages import ladders_of
from assistant.index.catalog import Catalog
from assistant.language.boilerplate import is_boilerplate, is_heading_line
from assistant.language.terms import content_words, stem, stems
from assistant.question.shape import topic_stems
from assistant.types import Article, Attribution, Evidence, Hit, Query, Span

_QUOTED = re.compile(r"[\"“‘]([^\"”’]{4,})[\"”’]")
_NEIGHBOUR = 0.4  # credit for a question word that occurs only in the preceding sentence or the title


def term_weights(catalog: Catalog, terms: Sequence[str]) -> dict[str, float]:
    """The inverse document frequency of each stem: ln(1 + passages / (1 + passages that contain it))."""
    total = catalog.passage_count()
    return {term: math.log(1 + total / (1 + count)) for term, count in catalog.frequencies(terms).items()}


def asked_terms(query: Query) -> list[str]:
    """The topic stems of a question, without words about asking and outlet names; never empty if it has any stems."""
    parsed = {stem(word) for words in query.words for word in content_words(words)}
    asked = topic_stems(query.text)
    return [term for term in asked if term in parsed] or list(asked) or list(dict.fromkeys(stems(query.text)))


def sentences_of_hits(
    hits: Sequence[Hit], query: Query, weights: Mapping[str, float], limit: int = 60
) -> list[Evidence]:
    """The sentences of the hits, best first and numbered from 1, at most `limit`.

    The score is the weighted share of question stems in the sentence (`weights`: see `term_weights`), plus 1 if it
    contains a phrase quoted in the question. No hits give an empty list.
    """
    pieces = [piece for article, spans in _by_article(hits) for piece in _pieces(article, spans, weights)]
    phrases = [phrase.casefold() for phrase in _QUOTED.findall(query.text)]
    scored = [replace(one, score=one.score + _holds_phrase(one, phrases)) for one in pieces]
    scored.sort(key=lambda one: -one.score)
    return [replace(one, key=number) for number, one in enumerate(scored[:limit], 1)]


def _by_article(hits: Sequence[Hit]) -> list[tuple[Article, list[Span]]]:
    """The articles of the hits, by best passage, each with the spans of its passages."""
    found: dict[str, tuple[Article, list[Span]]] = {}
    for hit in hits:
        found.setdefault(hit.article.id, (hit.article, []))[1].append((hit.passage.start, hit.passage.end))
    return list(found.values())


def _pieces(article: Article, passages: Sequence[Span], weights: Mapping[str, float]) -> list[Evidence]:
    """The sentences of an article inside the given passages, scored, without boilerplate and headings."""
    return [
        Evidence(0, article, *one.span, one.ladder, _overlap(one.own, one.around, weights))
        for one in _sentences(article.text, article.outlet, article.title)
        if any(start <= one.span[0] and one.span[1] <= end for start, end in passages)
    ]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence independent of any question: span, ladder, its stems, and those of the preceding one and the title."""

    span: Span
    ladder: tuple[Attribution, ...]
    own: frozenset[str]
    around: frozenset[str]


@lru_cache(maxsize=512)  # the articles of one story come up again with every question
def _sentences(text: str, outlet: str | None, title: str | None) -> tuple[_Sentence, ...]:
    """The sentences of an article without boilerplate and headings."""
    headline = frozenset(stems(title or ""))
    found: list[_Sentence] = []
    before: frozenset[str] = frozenset()
    for span, ladder in zip(*ladders_of(text, outlet), strict=True):
        own = frozenset(stems(text[slice(*span)]))
        if not is_boilerplate(text[slice(*span)]) and not is_heading_line(text, span):
            found.append(_Sentence(span, ladder, own, before | headline))
        before = own
    return tuple(found)


def _overlap(own: Set[str], around: Set[str], weights: Mapping[str, float]) -> float:
    total = sum(weights.values())
    if not total:
        return 0.0
    worth = sum(
        weight if term in own else _NEIGHBOUR * weight if term in around else 0.0 for term, weight in weights.items()
    )
    return worth / total


def _holds_phrase(piece: Evidence, phrases: Sequence[str]) -> float:
    """1 if a sentence contains one of the (casefolded) phrases, else 0."""
    text = piece.quote.casefold()
    return float(any(phrase in text for phrase in phrases))
