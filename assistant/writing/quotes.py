"""The `quotes` writer: an answer of verbatim sentences, without a language model. Floor 3."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.finding.units import select_sentences
from assistant.types import Dispute, DraftSentence, Evidence, Query


class QuotesWriter:
    """Writes the chosen units verbatim; for None, those that `select_sentences` chooses from the evidence."""

    name = "quotes"

    def __init__(self, chosen: Sequence[Evidence] | None = None) -> None:
        self._chosen = chosen

    def write(self, query: Query, evidence: Sequence[Evidence], disputes: Sequence[Dispute]) -> Iterator[DraftSentence]:
        """The chosen units in order, then the best sentence of each side of a dispute that is not among them."""
        chosen = list(select_sentences(query, evidence) if self._chosen is None else self._chosen)
        for side in (side for dispute in disputes for side in dispute.sides):
            of_side = [piece for piece in evidence if piece.key in side.citations]
            if of_side and not any(piece.key in side.citations for piece in chosen):
                chosen.append(max(of_side, key=lambda piece: piece.score))
        for piece in chosen:
            yield DraftSentence(piece.quote, (piece.key,))
