"""The `quotes` writer: composes an answer of verbatim sentences, with no language model. Floor 3."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from assistant.asks import read_question
from assistant.terms import stems
from assistant.types import Dispute, DraftSentence, Evidence, Query

_MAX_WORDS = 120
_CLOSE_TO_BEST = 0.72  # a further sentence must score at least this share of the best one's
_SAME = 0.6  # share of content words in common from which two sentences say the same
_MOST = {"fact": 2, "speaker": 2, "timeline": 6, "comparison": 6}


class Writer(Protocol):
    """Makes a draft from evidence, sentence by sentence, each with the keys it rests on."""

    name: str

    def write(self, query: Query, evidence: Sequence[Evidence], disputes: Sequence[Dispute]) -> Iterator[DraftSentence]:
        """The draft, in reading order. Never called without evidence."""
        ...


class QuotesWriter:
    """Verbatim sentences, best first; for a disputed matter one a side, for a comparison one an outlet."""

    name = "quotes"

    def write(self, query: Query, evidence: Sequence[Evidence], disputes: Sequence[Dispute]) -> Iterator[DraftSentence]:
        """The chosen sentences as they stand, in the order that suits the question."""
        for piece in choose(query, evidence, disputes):
            yield DraftSentence(piece.quote, (piece.key,))


def choose(query: Query, evidence: Sequence[Evidence], disputes: Sequence[Dispute]) -> list[Evidence]:
    """The sentences that make the answer, in reading order: at most about 120 words, none saying the same twice."""
    shape = read_question(query.text).shape
    by_key = {piece.key: piece for piece in evidence}
    chosen: list[Evidence] = []
    words = 0

    def take(piece: Evidence, *, needed: bool = False) -> None:
        nonlocal words
        size = len(piece.quote.split())
        if piece in chosen or (not needed and (words + size > _MAX_WORDS or _repeats(piece, chosen))):
            return
        chosen.append(piece)
        words += size

    if evidence:
        take(evidence[0], needed=True)
    for dispute in disputes:
        for side in dispute.sides:
            if not any(key in {piece.key for piece in chosen} for key in side.citations):
                take(max((by_key[key] for key in side.citations), key=lambda piece: piece.score), needed=True)
    if shape == "comparison" or len(query.named_outlets) > 1:
        for piece in _best_of_each_outlet(evidence):
            take(piece)
    for piece in evidence[1:]:
        if len(chosen) >= _MOST[shape] or piece.score < _CLOSE_TO_BEST * evidence[0].score:
            break
        take(piece)
    if shape == "timeline":
        chosen.sort(key=lambda piece: (piece.article.published or "9999", piece.article.id, piece.start))
    return chosen


def _best_of_each_outlet(evidence: Sequence[Evidence]) -> list[Evidence]:
    best: dict[str | None, Evidence] = {}
    for piece in evidence:
        best.setdefault(piece.article.outlet, piece)
    return list(best.values())


def _repeats(piece: Evidence, chosen: Sequence[Evidence]) -> bool:
    own = set(stems(piece.quote))
    return any(
        len(own & other) >= _SAME * min(len(own), len(other)) > 0
        for other in (set(stems(one.quote)) for one in chosen if one.article.outlet == piece.article.outlet)
    )
