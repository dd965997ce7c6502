"""Finds in an index what the sentences of a draft from outside rest on, and checks them. Floor 2."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.attribution.ladders import ladders
from assistant.checking.check import check
from assistant.checking.exact import straight
from assistant.finding.passages import sentences_of
from assistant.finding.retrieve import Retriever
from assistant.index.catalog import Catalog
from assistant.language.outlets import same_outlet
from assistant.language.sentences import sentence_spans
from assistant.language.terms import stems
from assistant.reading.borne_out import Checker, CitedSentence
from assistant.types import Article, Evidence, Filters, Query, Verdict

NOT_STORED = "quote-"
"""How the id of an article begins that is known by a quote alone."""
_PASSAGES = 6  # searched for a sentence that names no evidence
_MOST_LINES = 3  # of them cited, the best by shared words
_SHARE_OF_BEST = 0.6


@dataclass(frozen=True, slots=True)
class Claimed:
    """A sentence, and what its writer cites for it, as `{"url" or "outlet"/"title", "quote"}`; None where nothing."""

    text: str
    evidence: tuple[Mapping[str, Any], ...] | None = None


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of a draft with its verdict and the evidence that it was held against."""

    text: str
    verdict: Verdict
    evidence: tuple[Evidence, ...]


class DraftChecker:
    """Checks drafts against one index. Without a `checker`, nothing that is not verbatim is called supported."""

    def __init__(self, catalog: Catalog, retriever: Retriever, checker: Checker | None) -> None:
        self._catalog, self._retriever, self._checker = catalog, retriever, checker
        self._listed = catalog.listing()
        self._articles: dict[str, Article] = {}

    def check(self, claims: Sequence[Claimed], filters: Filters | None = None) -> list[CheckedSentence]:
        """One result a claim, in their order.

        A claim with evidence is held against those quotes, each in its paragraph, and nothing else; one without,
        against the lines of the index, inside the filters, that share most words with it.
        """
        filters = filters or Filters()
        cited = [self._cited(claim, filters) for claim in claims]
        sentences = [CitedSentence(claim.text, pieces) for claim, pieces in zip(claims, cited, strict=True)]
        verdicts = check(sentences, self._checker)
        return [
            CheckedSentence(claim.text, verdict, pieces)
            for claim, verdict, pieces in zip(claims, verdicts, cited, strict=True)
        ]

    def _cited(self, claim: Claimed, filters: Filters) -> tuple[Evidence, ...]:
        if claim.evidence is None:
            return self._found(claim.text, filters)
        located = [self._located(number, row) for number, row in enumerate(claim.evidence, 1)]
        return tuple(located)

    def _located(self, number: int, row: Mapping[str, Any]) -> Evidence:
        """A quote where it stands in its article; by itself where the index has no such article or quote."""
        quote = str(row.get("quote") or "")
        for article in self._named(row):
            at = find_quote(article.text, quote)
            if at:
                spans = sentence_spans(article.text)
                rungs = ladders(article.text, article.outlet, spans)
                own = next((rung for span, rung in zip(spans, rungs, strict=True) if span[0] <= at[0] < span[1]), ())
                return Evidence(number, article, *at, own)
        id_ = f"{NOT_STORED}{hashlib.sha256(quote.encode()).hexdigest()[:12]}"
        alone = Article(id_, quote, row.get("title"), row.get("outlet"), row.get("published"), row.get("url"))
        return Evidence(number, alone, 0, len(quote))

    def _named(self, row: Mapping[str, Any]) -> Iterator[Article]:
        """The stored articles that a row may mean: those of its address, else of its outlet and title."""
        url, outlet, title = row.get("url"), row.get("outlet"), row.get("title")
        for line in self._listed:
            if url:
                meant = line.url == url
            else:
                meant = bool(outlet or title) and (not title or line.title == title)
                meant = meant and (not outlet or bool(line.outlet and same_outlet(line.outlet, outlet)))
            if meant:
                if line.id not in self._articles:
                    self._articles[line.id] = self._catalog.article(line.id)
                yield self._articles[line.id]

    def _found(self, text: str, filters: Filters) -> tuple[Evidence, ...]:
        """The lines of the index that share most words with a sentence, best first."""
        pieces = sentences_of(self._retriever.retrieve(Query(text, text, filters), _PASSAGES))
        own = set(stems(text))
        shared = {piece.key: len(own & set(stems(piece.quote))) for piece in pieces}
        most = max(shared.values(), default=0)
        best = sorted((piece for piece in pieces if shared[piece.key]), key=lambda piece: -shared[piece.key])
        chosen = [piece for piece in best[:_MOST_LINES] if shared[piece.key] >= _SHARE_OF_BEST * most]
        return tuple(replace(piece, key=number) for number, piece in enumerate(chosen, 1))


def draft_sentences(text: str) -> list[Claimed]:
    """The sentences of a draft, in order; those without a word are left out. An empty draft gives an empty list."""
    return [Claimed(text[start:end]) for start, end in sentence_spans(text) if re.search(r"\w", text[start:end])]


def find_quote(text: str, quote: str) -> tuple[int, int] | None:
    """Where a quote stands in a text, white space and typography aside; None where it does not."""
    wanted = straight(quote).split()
    if not wanted:
        return None
    pattern = r"\s+".join(re.escape(word) for word in wanted)
    found = re.search(pattern, straight(text))
    return (found.start(), found.end()) if found else None
