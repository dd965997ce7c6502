"""Answers whether accounts of a topic agree, by comparing two of different origin. Floor 3."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from assistant.answering.material import UNSURE
from assistant.answering.pools import Pools
from assistant.attribution.origins import find_origins
from assistant.checking.check import check_exact
from assistant.disputes.find import find_disputes
from assistant.disputes.same_voice import same_voice
from assistant.disputes.statement import alike, statement_of
from assistant.language.analyse import analyse
from assistant.types import Answer, Dispute, DraftSentence, Evidence, Hit, Query, Usage, Verdict
from assistant.writing.numbering import Numbering, not_in_corpus
from assistant.writing.quotes import QuotesWriter

# A sentence is relevant if its chance of answering reaches this, and this share of the best sentence's chance.
_LEAST, _SHARE = 0.003, 0.1
_MOST_PAIRED = 16  # sentences that are paired with each other
_NEAREST = (
    "No account that was read clearly contradicts another on this. The two accounts of different origin that come"
    " closest to each other:"
)


def on_agreement(
    query: Query, sentences: Sequence[Evidence], disputes: Sequence[Dispute], hits: Sequence[Hit], usage: Usage
) -> Answer:
    """The accounts that contradict each other on the query's topic; else the two closest; else that there is only one.

    `sentences` are those found for the query, best first, scored by their chance of answering; `disputes` are the
    disputes between them. Without two accounts of different origin the answer is `not_in_corpus`.
    """
    if disputes:
        numbering = Numbering(query, sentences, disputes, QuotesWriter.name)
        _quote(numbering, QuotesWriter(()).write(query, sentences, disputes), sentences)
        return numbering.answer(usage, final=True)
    relevant = _relevant(sentences)
    if pair := _nearest(relevant):
        numbering = Numbering(query, sentences, (), QuotesWriter.name, chance=UNSURE)
        numbering.add(DraftSentence(_NEAREST, ()), Verdict("joining", "opens the answer"))
        _quote(numbering, QuotesWriter(pair).write(query, sentences, ()), sentences)
        return numbering.answer(usage, final=True)
    return replace(not_in_corpus(query, hits, QuotesWriter.name, _nothing_to_compare(relevant)), usage=usage)


def disputed_anywhere(pools: Pools, query: Query) -> Answer | None:
    """The certain disputes among the accounts of the newest articles, whatever their topic; None if there is none."""
    pieces = pools.whole(pools.articles(query.filters))
    telling = sorted(pieces, key=lambda one: not analyse(one.quote).has_denial)  # the rest keeps its order
    pieces = [replace(one, key=key) for key, one in enumerate(telling, 1)]
    disputes = find_disputes(pieces, "")
    if not disputes:
        return None
    numbering = Numbering(query, pieces, disputes, QuotesWriter.name)
    _quote(numbering, QuotesWriter(()).write(query, pieces, disputes), pieces)
    return numbering.answer(Usage(), final=True)


def _relevant(sentences: Sequence[Evidence]) -> list[Evidence]:
    least = max(_LEAST, _SHARE * max((one.score for one in sentences), default=0.0))
    return [one for one in sentences if one.score >= least][:_MOST_PAIRED]


def _nearest(pieces: Sequence[Evidence]) -> tuple[Evidence, Evidence] | None:
    """The two most similar and likeliest sentences of different voice and origin; None if there are no two such."""
    statements = {one.key: statement_of(one) for one in pieces}
    apart = [pair for pair in combinations(pieces, 2) if not same_voice(*pair) and len(find_origins(pair)) > 1]
    return max(
        apart,
        key=lambda pair: alike(*(statements[one.key] for one in pair)) * min(one.score for one in pair),
        default=None,
    )


def _nothing_to_compare(pieces: Sequence[Evidence]) -> str:
    """A sentence saying that there are no two accounts to compare."""
    clearest = f": the clearest account of it is {find_origins(pieces)[0].name}’s" if pieces else ""
    return f"No two accounts of this were found to set side by side{clearest}."


def _quote(numbering: Numbering, drafts: Iterable[DraftSentence], sentences: Sequence[Evidence]) -> None:
    by_key = {piece.key: piece for piece in sentences}
    for draft in drafts:
        numbering.add(draft, check_exact(draft.text, [by_key[key] for key in draft.keys]))
