"""The similarity of sentences, and the contradictions that keep two of them from being one claim. Floor 3.

Similarity is half cosine of embeddings, half cosine of words weighted by rarity. Sentences that differ in a figure or a
day, or of which only one is negated, do not fit however similar they are.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.attribution.origins import same_source
from assistant.language.analyse import analyse
from assistant.language.figures import Figure, agrees
from assistant.language.terms import stems, words
from assistant.types import Evidence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAME = 0.64  # similarity from which two sentences are on one matter; at .60 benchmarks/summhay.py is 4 points lower
_LIFT = 0.08  # for each sign that two similar sentences are one claim; without it benchmarks/summhay.py is 2 lower
_PHRASE = re.compile(r"[\"“]([^\"”]{8,})[\"”]")


@dataclass(frozen=True)
class Stated:
    """What a sentence states that another must not contradict."""

    figures: tuple[Figure, ...]
    dated: bool
    days: frozenset[tuple[int, int]]
    negates: bool
    phrases: tuple[str, ...]

    @classmethod
    def of(cls, piece: Evidence) -> Stated:
        """The figures, days, negation and quoted phrases of a sentence."""
        read = analyse(piece.quote)
        days = frozenset((day.month, day.day) for day in read.days if day.month and day.day)
        phrases = tuple(" ".join(words(phrase)) for phrase in _PHRASE.findall(piece.quote))
        return cls(read.figures, bool(read.days), days, read.has_negation or read.has_denial, phrases)

    def shares_figure(self, other: Stated) -> bool:
        """Whether a figure of one agrees with a figure of the other."""
        return any(agrees(x, y) or agrees(y, x) for x in self.figures for y in other.figures)

    def fits(self, other: Stated) -> bool:
        """Whether two similar sentences may be one claim: same figures, days and negation."""
        if self.figures and other.figures and not self.shares_figure(other):
            return False
        if self.days and other.days and self.days.isdisjoint(other.days):
            return False
        return self.negates == other.negates


def _lift(similarity: NDArray[np.float32], evidence: Sequence[Evidence], readings: Sequence[Stated]) -> None:
    """Raise the similarity of near sentences with a common speaker, figure or quoted phrase, in place."""
    import numpy as np

    rows, columns = np.nonzero(np.triu((similarity >= SAME - 2 * _LIFT) & (similarity < SAME), 1))
    for one, other in zip(rows.tolist(), columns.tolist(), strict=True):
        signs = _one_source(evidence[one], evidence[other])
        signs += readings[one].shares_figure(readings[other])
        signs += any(a in b or b in a for a in readings[one].phrases for b in readings[other].phrases)
        similarity[one, other] = similarity[other, one] = min(1.0, similarity[one, other] + _LIFT * min(signs, 2))


def _one_source(one: Evidence, other: Evidence) -> bool:
    """Whether both have a common source below their outlets."""
    below = [[rung for rung in piece.ladder if rung.name != piece.article.outlet] for piece in (one, other)]
    return any(same_source(a, b) for a in below[0] for b in below[1])


def similarity_of(
    evidence: Sequence[Evidence], vectors: NDArray[np.float32] | None, readings: Sequence[Stated]
) -> NDArray[np.float32]:
    """The similarity of every two sentences, a square matrix from 0 to 1: by words, and by vectors if given."""
    found = _by_words(evidence)
    if vectors is not None:
        found = 0.5 * (found + vectors @ vectors.T)
    _lift(found, evidence, readings)
    return found


def _by_words(evidence: Sequence[Evidence]) -> NDArray[np.float32]:
    """The cosine of the sentences' stems, each weighted by its rarity."""
    import numpy as np

    sets = [set(stems(piece.quote)) for piece in evidence]
    counts = Counter(term for terms in sets for term in terms)
    column = {term: at for at, term in enumerate(counts)}
    table = np.zeros((len(sets), max(1, len(column))), dtype=np.float32)
    for row, terms in enumerate(sets):
        for term in terms:
            table[row, column[term]] = math.log(1 + len(sets) / counts[term])
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    found: NDArray[np.float32] = table @ table.T
    return found
