"""How alike two sentences are, and what forbids that they stand for one claim. Floor 3.

Likeness is meaning (cosine) and words (weighted by rarity) together, a half each. Sentences that differ in a figure or
a day, or of which one denies what the other says, do not fit however like they are.
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

SAME = 0.64  # likeness from which two sentences are on one matter; at .60 benchmarks/summhay.py is 4 points lower
_LIFT = 0.08  # what each sign that two near sentences are one is worth; without it benchmarks/summhay.py is 2 lower
_PHRASE = re.compile(r"[\"“]([^\"”]{8,})[\"”]")


@dataclass(frozen=True)
class Stated:
    """What a sentence holds that another must not contradict."""

    figures: tuple[Figure, ...]
    dated: bool
    days: frozenset[tuple[int, int]]
    negates: bool
    phrases: tuple[str, ...]

    @classmethod
    def of(cls, piece: Evidence) -> Stated:
        """What a sentence holds."""
        read = analyse(piece.quote)
        named = read.days
        told = frozenset((day.month, day.day) for day in named if day.month and day.day)
        phrases = tuple(" ".join(words(phrase)) for phrase in _PHRASE.findall(piece.quote))
        turned = read.negates or read.denies
        return cls(read.figures, bool(named), told, turned, phrases)

    def shares_figure(self, other: Stated) -> bool:
        """Whether some figure of the one agrees with some figure of the other."""
        return any(agrees(x, y) or agrees(y, x) for x in self.figures for y in other.figures)

    def fits(self, other: Stated) -> bool:
        """Whether two like sentences may stand for one claim: no other figure or day, and not yes against no."""
        if self.figures and other.figures and not self.shares_figure(other):
            return False
        if self.days and other.days and self.days.isdisjoint(other.days):
            return False
        return self.negates == other.negates


def _lift(likeness: NDArray[np.float32], evidence: Sequence[Evidence], readings: Sequence[Stated]) -> None:
    """Raise the likeness of near sentences that go back to one speaker, or share a figure or a quoted phrase."""
    import numpy as np

    rows, columns = np.nonzero(np.triu((likeness >= SAME - 2 * _LIFT) & (likeness < SAME), 1))
    for one, other in zip(rows.tolist(), columns.tolist(), strict=True):
        signs = _one_source(evidence[one], evidence[other])
        signs += readings[one].shares_figure(readings[other])
        signs += any(a in b or b in a for a in readings[one].phrases for b in readings[other].phrases)
        likeness[one, other] = likeness[other, one] = min(1.0, likeness[one, other] + _LIFT * min(signs, 2))


def _one_source(one: Evidence, other: Evidence) -> bool:
    """Whether both name one and the same source below the outlets that printed them."""
    below = [[rung for rung in piece.ladder if rung.name != piece.article.outlet] for piece in (one, other)]
    return any(same_source(a, b) for a in below[0] for b in below[1])


def likeness_of(
    evidence: Sequence[Evidence], vectors: NDArray[np.float32] | None, readings: Sequence[Stated]
) -> NDArray[np.float32]:
    """How alike every two sentences are, from 0 to 1: by their words, and by meaning where there are vectors."""
    found = _by_words(evidence)
    if vectors is not None:
        found = 0.5 * (found + vectors @ vectors.T)
    _lift(found, evidence, readings)
    return found


def _by_words(evidence: Sequence[Evidence]) -> NDArray[np.float32]:
    """The cosine of the sentences' stems, each weighed by its rarity among them."""
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
