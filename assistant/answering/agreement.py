"""Answers whether what was read agrees on a matter: two accounts of different origin, never one alone. Floor 3."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from assistant.answering.material import UNSURE
from assistant.attribution.origins import find_origins
from assistant.checking.check import check_exact
from assistant.disputes.same_voice import same_voice
from assistant.disputes.statement import alike, statement_of
from assistant.types import Answer, Dispute, DraftSentence, Evidence, Hit, Query, Usage, Verdict
from assistant.writing.numbering import Numbering, not_in_corpus
from assistant.writing.quotes import QuotesWriter

_ALIKE = 0.1  # likeness from which two sentences may be on one point
_LEAST, _SHARE = (
    0.003,
    0.1,
)  # chance that a sentence answers, by itself and of the best one's, from which it tells of it
_LOOKED_AT = 16  # sentences that are paired
_NEAREST = (
    "Nothing that was read contradicts another account of this for certain. The two of different origin that come"
    " nearest to each other on it:"
)


def on_agreement(
    query: Query, told: Sequence[Evidence], disputes: Sequence[Dispute], hits: Sequence[Hit], usage: Usage
) -> Answer:
    """What contradicts each other on the query's matter; else the two nearest accounts; else that there is but one.

    `told` are the sentences found for it, best first, each with its chance, and `disputes` those among them.
    """
    if disputes:
        numbering = Numbering(query, told, disputes, QuotesWriter.name)
        _quote(numbering, QuotesWriter(()).write(query, told, disputes), told)
        return numbering.answer(usage, final=True)
    of_it = _of_the_matter(told)
    if pair := _nearest(of_it):
        numbering = Numbering(query, told, (), QuotesWriter.name, chance=UNSURE)
        numbering.add(DraftSentence(_NEAREST, ()), Verdict("joining", "opens the answer"))
        _quote(numbering, QuotesWriter(pair).write(query, told, ()), told)
        return numbering.answer(usage, final=True)
    return replace(not_in_corpus(query, hits, QuotesWriter.name, _alone(of_it)), usage=usage)


def _of_the_matter(told: Sequence[Evidence]) -> list[Evidence]:
    least = max(_LEAST, _SHARE * max((one.score for one in told), default=0.0))
    return [one for one in told if one.score >= least][:_LOOKED_AT]


def _nearest(pieces: Sequence[Evidence]) -> tuple[Evidence, Evidence] | None:
    """The two of different voice and origin that are on one point, the likelier the better; None where all is one's."""
    said = {one.key: statement_of(one) for one in pieces}
    apart = [pair for pair in combinations(pieces, 2) if not same_voice(*pair) and len(find_origins(pair)) > 1]
    return max(
        apart, key=lambda pair: alike(*(said[one.key] for one in pair)) * min(one.score for one in pair), default=None
    )


def _alone(pieces: Sequence[Evidence]) -> str:
    """That there is nothing to set side by side, in a sentence."""
    clearest = f": what tells of it most clearly is {find_origins(pieces)[0].name}’s" if pieces else ""
    return f"No two accounts of this were found to set side by side{clearest}."


def _quote(numbering: Numbering, drafts: Iterable[DraftSentence], told: Sequence[Evidence]) -> None:
    by_key = {piece.key: piece for piece in told}
    for draft in drafts:
        numbering.add(draft, check_exact(draft.text, [by_key[key] for key in draft.keys]))
