"""Selects pairs of sentences from different sources that may contradict each other. Floor 2."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.disputes.certain import rule
from assistant.disputes.same_voice import same_voice
from assistant.disputes.statement import Statement, alike, share, statement_of, stems_of
from assistant.index.embedder import Embedder, Vector
from assistant.types import Evidence

_RELEVANT = 0.5  # least share of the question's stems in the two sentences and their headlines
_LIKELY = 40  # pairs most similar by stems, whose embeddings are compared
_LEAST_ALIKE = 0.15  # by stems
_LEAST_CLOSE = 0.5  # by embeddings
_MOST = 8  # pairs that a model is asked about, besides those that its writer listed


class Closeness:
    """Cosine similarity of sentences, each embedded once; always 0 without an embedder."""

    def __init__(self, embedder: Embedder | None) -> None:
        self._embedder = embedder
        self._vectors: dict[str, Vector] = {}

    def prepare(self, texts: Sequence[str]) -> None:
        """Embed the texts that are not embedded yet, in one batch."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if self._embedder and new:
            self._vectors |= dict(zip(new, self._embedder.embed_passages(new), strict=True))

    def of(self, one: str, other: str) -> float:
        """The cosine similarity of two texts."""
        if self._embedder is None:
            return 0.0
        self.prepare([one, other])
        return float(sum(a * b for a, b in zip(self._vectors[one], self._vectors[other], strict=True)))


def is_relevant_pair(one: Statement, other: Statement, question: str) -> bool:
    """Whether two sentences with their headlines have half of the question's stems; always for an empty question."""
    asked = stems_of(question)
    if not asked:
        return True
    titles = [stems_of(statement.evidence.article.title or "") for statement in (one, other)]
    return share(asked, one.stems.union(other.stems, *titles)) >= _RELEVANT


def candidate_pairs(
    cited: Sequence[Evidence], shown: Sequence[Evidence], embedder: Embedder | None
) -> list[tuple[Evidence, Evidence]]:
    """Pairs of a cited sentence and a shown one of another voice on the same topic, the closest first.

    At most eight; certain contradictions come before all others. Without an embedder, closeness is the similarity of
    the stems. No evidence gives an empty list.
    """
    sentences = {piece.key: statement_of(piece) for piece in (*cited, *shown)}
    pairs = {
        frozenset((one.key, other.key)): (sentences[one.key], sentences[other.key])
        for one in cited
        for other in shown
        if not same_voice(one, other)
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
