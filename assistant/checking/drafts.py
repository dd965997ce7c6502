"""Checks the sentences of a draft from outside against evidence found in an index. Floor 2."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.checking.absent import Holdings
from assistant.checking.check import check, check_cites
from assistant.checking.contradictions import contradicting
from assistant.checking.index_check import IndexEvidence, check_against_index
from assistant.checking.quotation_diff import difference
from assistant.checking.verbatim import plain_typography, quoted_parts
from assistant.finding.passages import ladders_of, sentences_of
from assistant.finding.retrieve import Retriever
from assistant.index.catalog import Catalog
from assistant.language.outlets import same_outlet
from assistant.language.terms import stems, words
from assistant.reading.checked_context import CitedSentence
from assistant.reading.faithfulness import Checker
from assistant.types import Article, Evidence, Filters, Query, Verdict

NOT_STORED = "quote-"
"""Prefix of the ids of articles of which only a quote is known."""
_PASSAGES = 10  # retrieved for a sentence that names no evidence
_READ = 6  # passages compared line by line; figures, names and days are also looked up in the articles of the others
_MOST_LINES = 3  # cited, the best by shared stems
_SHARE_OF_BEST = 0.6  # of the shared stems of the best line, the least that a further cited line has


@dataclass(frozen=True, slots=True)
class UncheckedSentence:
    """A sentence with the quotes it cites, each `{"url" or "outlet"/"title", "quote"}`; None to search the index."""

    text: str
    evidence: tuple[Mapping[str, Any], ...] | None = None


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of a draft, its verdict and evidence; `disputed_by` has the keys of the pieces that contradict it."""

    text: str
    verdict: Verdict
    evidence: tuple[Evidence, ...]
    disputed_by: tuple[int, ...] = ()


class DraftChecker:
    """Checks drafts against one index. Without a `checker`, no verdict is `supported`."""

    def __init__(self, catalog: Catalog, retriever: Retriever, checker: Checker | None) -> None:
        self._catalog, self._retriever, self._checker = catalog, retriever, checker
        self._listed = catalog.listing()
        self._articles: dict[str, Article] = {}

    def check(self, claims: Sequence[UncheckedSentence], filters: Filters | None = None) -> list[CheckedSentence]:
        """One result a claim, in their order; no claims give an empty list.

        A claim with evidence is checked against those quotes alone, each in its article. One without is checked against
        the index, within the filters: it cites the lines that have its quotations and those that share most stems
        with it, and what it names must occur in some article. The evidence of each result is numbered from 1.
        """
        filters = filters or Filters()
        held = Holdings(self._catalog, filters)
        found = [self._found_for(claim, filters) for claim in claims]
        sentences = [CitedSentence(claim.text, one.cited) for claim, one in zip(claims, found, strict=True)]
        bound = iter(
            check([one for one, claim in zip(sentences, claims, strict=True) if claim.evidence], self._checker)
        )
        free = [one for one, claim in zip(sentences, claims, strict=True) if not claim.evidence]
        unbound = iter(check(free, self._checker, check_cites))  # its figures are checked below, in all articles found
        verdicts = [next(bound if claim.evidence else unbound) for claim in claims]
        results = []
        for claim, one, verdict in zip(claims, found, verdicts, strict=True):
            if claim.evidence is None:
                verdict = check_against_index(claim.text, verdict, one, held)
            against = contradicting(claim.text, one.lines, one.cited)
            cited, places = {piece.place for piece in one.cited}, {piece.place for piece in against}
            evidence = _numbered((*one.cited, *(piece for piece in against if piece.place not in cited)))
            disputed = tuple(piece.key for piece in evidence if piece.place in places)
            results.append(CheckedSentence(claim.text, verdict, evidence, disputed))
        return results

    def _found_for(self, claim: UncheckedSentence, filters: Filters) -> IndexEvidence:
        if claim.evidence is None:
            return self.found(claim.text, filters)
        return IndexEvidence(_numbered(map(self._located, claim.evidence)))

    def _located(self, row: Mapping[str, Any]) -> Evidence:
        """A cited quote at its place in its article; as an article of its own where the index does not have it."""
        quote = str(row.get("quote") or "")
        for article in self._articles_meant(row):
            at = find_quote(article.text, quote)
            if at:
                return replace(self._line(article, at), start=at[0], end=at[1])
        id_ = f"{NOT_STORED}{hashlib.md5(quote.encode(), usedforsecurity=False).hexdigest()}"
        alone = Article(id_, quote, row.get("title"), row.get("outlet"), row.get("published"), row.get("url"))
        return Evidence.of_whole(alone)

    def _articles_meant(self, row: Mapping[str, Any]) -> Iterator[Article]:
        """The stored articles that a row may mean: those with its URL, else those with its outlet and title."""
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

    def found(self, text: str, filters: Filters) -> IndexEvidence:
        """The evidence on a sentence; cited are the lines with its quotations, then those that share most stems."""
        hits = self._retriever.retrieve(Query(text, text, filters), _PASSAGES)
        lines = sentences_of(hits[:_READ])
        own = set(stems(text))
        shared = {piece.key: len(own & set(stems(piece.quote))) for piece in lines}
        best = sorted((piece for piece in lines if shared[piece.key]), key=lambda piece: -shared[piece.key])
        chosen = [piece for piece in best[:_MOST_LINES] if shared[piece.key] >= _SHARE_OF_BEST * shared[best[0].key]]
        articles = {hit.article.id: hit.article for hit in hits}
        quoting = [piece for part in quoted_parts(text) for piece in self._quoting(part, filters, articles)]
        cited = _numbered({piece.place: piece for piece in (*quoting, *chosen)}.values())
        known = {**{piece.article.id: piece.article for piece in cited}, **articles}
        return IndexEvidence(cited, tuple(lines), tuple(known.values()), len({piece.place for piece in quoting}))

    def _quoting(self, part: str, filters: Filters, articles: Mapping[str, Article]) -> Iterator[Evidence]:
        """The line with the quoted words, in any article; else the nearest of `articles`; none for a single word."""
        plain = " ".join(words(part))
        if " " not in plain:
            return
        ids = [id_ for id_, _ in self._catalog.lexical([plain], filters, _MOST_LINES)]
        holding = self._catalog.articles_of({one.article_id for one in self._catalog.passages(ids).values()})
        for article in holding.values():
            if places := [self._line(article, at) for at in quote_spans(article.text, part)]:
                yield max(places, key=lambda piece: len(piece.ladder))  # a pull quote lacks its speaker
                return
        if near := difference(part, articles.values()):
            start = near.article.text.find(near.printed)
            yield self._line(near.article, (start, start + len(near.printed)))

    def _line(self, article: Article, at: tuple[int, int]) -> Evidence:
        """The sentences that a span of an article is in, with the ladder of the first."""
        spans, rungs = ladders_of(article.text, article.outlet)
        own = [place for place, (start, end) in enumerate(spans) if range(max(start, at[0]), min(end, at[1]))]
        whole = Evidence.of_whole(article, rungs[own[0]] if own else ())
        return replace(whole, start=spans[own[0]][0] if own else at[0], end=spans[own[-1]][1] if own else at[1])


def _numbered(pieces: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The pieces with keys from 1."""
    return tuple(replace(piece, key=number) for number, piece in enumerate(pieces, 1))


def find_quote(text: str, quote: str) -> tuple[int, int] | None:
    """The first occurrence of a quote in a text, ignoring white space and typography; None without one."""
    return next(quote_spans(text, quote), None)


def quote_spans(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """The occurrences of a quote in a text, in order, as in `find_quote`; the case of its first letter is ignored."""
    wanted = plain_typography(quote).split()
    if wanted:
        first = re.escape(wanted[0])
        pattern = r"\s+".join(
            [f"(?i:{first[0]}){first[1:]}" if first[0] != "\\" else first, *map(re.escape, wanted[1:])]
        )
        yield from (found.span() for found in re.finditer(pattern, plain_typography(text)))
