"""Finds which sentences of two origins may be accounts of one matter, and how close in meaning they are. Floor 2."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.disputes.certain import rule
from assistant.disputes.same_voice import same_voice
from assistant.disputes.statement import Statement, alike, share, statement_of, stems_of
from assistant.index.embedder import Embedder, Vector
from assistant.types import Evidence

_BEARS = 0.5
"""Of the question's stems, those that the two sentences, with their headlines, must have."""
_LIKELY = 40  # pairs by their words whose meaning is compared
_LEAST_ALIKE = 0.15
_LEAST_CLOSE = 0.5
_MOST = 8  # pairs that a model is asked about, beside those that its writer listed


class Closeness:
    """How close sentences are in meaning: the cosine of their vectors, each made once; 0 without an embedder."""

    def __init__(self, embedder: Embedder | None) -> None:
        self._embedder = embedder
        self._vectors: dict[str, Vector] = {}

    def prepare(self, texts: Sequence[str]) -> None:
        """Make the vectors of texts in one go."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if self._embedder and new:
            self._vectors |= dict(zip(new, self._embedder.embed_passages(new), strict=True))

    def of(self, one: str, other: str) -> float:
        """The cosine of two texts."""
        if self._embedder is None:
            return 0.0
        self.prepare([one, other])
        return float(sum(a * b for a, b in zip(self._vectors[one], self._vectors[other], strict=True)))


def is_relevant_pair(one: Statement, other: Statement, question: str) -> bool:
    """Whether two sentences are about what is asked; always where nothing is."""
    asked = stems_of(question)
    if not asked:
        return True
    titles = [stems_of(told.evidence.article.title or "") for told in (one, other)]
    return share(asked, one.stems.union(other.stems, *titles)) >= _BEARS


def candidate_pairs(
    told: Sequence[Evidence], shown: Sequence[Evidence], embedder: Embedder | None
) -> list[tuple[Evidence, Evidence]]:
    """Pairs of a sentence that an answer rests on and one of another voice on the same matter, the closest first.

    At most eight; those that contradict each other for certain come before all others.
    """
    sentences = {piece.key: statement_of(piece) for piece in (*told, *shown)}
    pairs = {
        frozenset((one.key, other.key)): (sentences[one.key], sentences[other.key])
        for one in told
        for other in shown
        if one.key != other.key and not same_voice(one, other)
    }
    ranked = sorted(pairs.values(), key=lambda pair: -alike(*pair))[:_LIKELY]
    likely = [pair for pair in ranked if alike(*pair) >= _LEAST_ALIKE]
    closeness = Closeness(embedder)
    closeness.prepare([one.text for pair in likely for one in pair])
    scored = []
    for one, other in likely:
        close = closeness.of(one.text, other.text) if embedder else alike(one, other)
        sure = rule(one, other, close).relation == "contradicts"
        if sure or close >= _LEAST_CLOSE:
            scored.append((sure, close, one.evidence, other.evidence))
    scored.sort(key=lambda found: (-found[0], -found[1]))
    return [(one, other) for _, _, one, other in scored[:_MOST]]
