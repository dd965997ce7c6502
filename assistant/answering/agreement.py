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
from assistant.language.figures import dates, figures
from assistant.question.shape import question_shape
from assistant.types import Answer, Dispute, DraftSentence, Evidence, Hit, Query, Usage
from assistant.writing.numbering import Numbering, not_in_corpus
from assistant.writing.quotes import QuotesWriter

# A sentence is relevant if its chance of answering reaches this, and this share of the best sentence's chance.
_LEAST, _SHARE = 0.003, 0.1
_MOST_PAIRED = 16  # sentences that are paired with each other
_CLEAR = 0.1  # least chance of answering of an account that is shown alone
_NEAREST = "No two accounts of this contradict each other for certain; these two come nearest:"
_FIGURES = "No two figures on this contradict each other for certain; these two come nearest:"
_SHARED = "No two figures on this contradict each other for certain; these two accounts have a figure in common:"
_ALONE = "No two accounts of this were found to set side by side; the clearest one:"
_NONE = "No two accounts of this were found to set side by side."


def on_agreement(
    query: Query, sentences: Sequence[Evidence], disputes: Sequence[Dispute], hits: Sequence[Hit], usage: Usage
) -> Answer:
    """The accounts that contradict each other on the query's topic; else the two closest; else that there is only one.

    `sentences` are those found for the query, best first, scored by their chance of answering; `disputes` are the
    disputes between them. If the topic is a number or a day, only sentences with one count. Without any account the
    answer is `not_in_corpus`.
    """
    if disputes:
        numbering = Numbering(query, sentences, disputes, QuotesWriter.name)
        _quote(numbering, QuotesWriter(()).write(query, sentences, disputes), sentences)
        return numbering.answer(usage, final=True)
    thing = question_shape(query.text).thing
    of_thing = {"number": _figures_of, "date": lambda one: dates(one.quote)}.get(thing, lambda one: True)
    shown: Sequence[Evidence] = _nearest(_relevant([one for one in sentences if of_thing(one)])) or ()
    opening = _NEAREST
    if shown and thing == "number":
        opening = _SHARED if _figures_of(shown[0]) & _figures_of(shown[1]) else _FIGURES
    if not shown:
        shown, opening = [one for one in sentences[:1] if one.score >= _CLEAR], _ALONE
    if not shown:
        return replace(not_in_corpus(query, hits, QuotesWriter.name, _NONE), usage=usage)
    numbering = Numbering(query, sentences, (), QuotesWriter.name, chance=UNSURE, opening=opening)
    _quote(numbering, QuotesWriter(shown).write(query, sentences, ()), sentences)
    return numbering.answer(usage, final=True)


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


def _figures_of(piece: Evidence) -> set[tuple[float, str | None]]:
    """The figures of a sentence by value and unit; times of day, ranks and multiples ("three times") are none."""
    found = [one for one in figures(piece.quote) if one.unit not in ("clock", "ordinal")]
    return {(one.value, one.unit) for one in found if one.noun not in ("time", "times")}


def _quote(numbering: Numbering, drafts: Iterable[DraftSentence], sentences: Sequence[Evidence]) -> None:
    by_key = {piece.key: piece for piece in sentences}
    for draft in drafts:
        numbering.add(draft, check_exact(draft.text, [by_key[key] for key in draft.keys]))
