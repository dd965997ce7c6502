"""Groups sentences of several articles that say the same, and ranks the groups. Floor 3.

Likeness is meaning (cosine) and words (weighted by rarity) together. Sentences that differ in a figure or of which one
denies what the other says are never grouped.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.briefing.types import Claim
from assistant.figures import Figure, agrees, figures
from assistant.origins import find_origins
from assistant.polarity import negation_differs, read_polarity
from assistant.terms import stems
from assistant.types import Evidence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAME = 0.62
_BY_MEANING = 0.6
_LEAN = re.compile(
    r"^[\W_]*(?:he|she|it|they|this|that|these|those|his|her|its|their|but|and|or|so|however|also|meanwhile|moreover|"
    r"furthermore|additionally|such|there|then|here|i|we|you|our|my|your|in addition|as such|by contrast)\b",
    re.I,
)
_LEANING = 0.72  # worth of a sentence that leans on the one before it


@dataclass(frozen=True)
class Grouped:
    """The groups, best first, and how alike every two sentences are (rows and columns by key, from 0)."""

    claims: tuple[Claim, ...]
    likeness: NDArray[np.float32]


def group(evidence: Sequence[Evidence], vectors: NDArray[np.float32] | None, most: int = 60) -> Grouped:
    """At most `most` claims, best first. Each sentence is in one group at most.

    A group's score is that of its best sentence, raised by how many articles and how many independent origins carry it.
    """
    likeness = _likeness(evidence, vectors)
    told = [figures(piece.quote) for piece in evidence]
    near = [[int(at) for at in (row >= SAME).nonzero()[0]] for row in likeness]
    partners = [[o for o in others if o == at or _same(evidence, told, at, o)] for at, others in enumerate(near)]
    worth = [piece.score * (_LEANING if _LEAN.match(piece.quote) else 1.0) for piece in evidence]
    free = set(range(len(evidence)))
    claims: list[Claim] = []
    gains = {at: _gain(at, partners[at], evidence, worth) for at in free}
    while free and len(claims) < most:
        best = max(free, key=lambda at: (gains[at], -at))
        if gains[best] <= 0:
            break
        members = _one_an_article(best, [o for o in partners[best] if o in free], evidence, likeness)
        pieces = tuple(evidence[at] for at in members)
        origins = tuple(origin.name for origin in find_origins(pieces))
        claims.append(Claim(len(claims) + 1, evidence[best], pieces, origins, gains[best]))
        taken = {o for o in partners[best] if o in free} | {best}
        free -= taken
        for at in free:
            if not taken.isdisjoint(partners[at]):
                gains[at] = _gain(at, [o for o in partners[at] if o in free], evidence, worth)
    return Grouped(tuple(claims), likeness)


def _gain(at: int, others: Sequence[int], evidence: Sequence[Evidence], worth: Sequence[float]) -> float:
    """What a group led by a sentence is worth: how well it bears on the topic, times how widely it is told."""
    articles = {evidence[o].article.id for o in others} | {evidence[at].article.id}
    outlets = {evidence[o].article.outlet for o in others} | {evidence[at].article.outlet}
    return worth[at] * (1 + 0.5 * math.log2(len(articles)) + 0.25 * math.log2(len(outlets)))


def _one_an_article(
    best: int, others: Sequence[int], evidence: Sequence[Evidence], likeness: NDArray[np.float32]
) -> list[int]:
    """The leading sentence, then of each other article the sentence most like it."""
    seen = {evidence[best].article.id}
    members = [best]
    for at in sorted((o for o in others if o != best), key=lambda o: -float(likeness[best, o])):
        if evidence[at].article.id not in seen:
            seen.add(evidence[at].article.id)
            members.append(at)
    return members


def _same(evidence: Sequence[Evidence], told: Sequence[Sequence[Figure]], one: int, other: int) -> bool:
    """Whether two like sentences may stand for one claim: no other figure, and not yes against no."""
    a, b = told[one], told[other]
    if a and b and not any(agrees(x, y) or agrees(y, x) for x in a for y in b):
        return False
    mine, theirs = read_polarity(evidence[one].quote), read_polarity(evidence[other].quote)
    return not (negation_differs(mine, theirs) or negation_differs(theirs, mine))


def _likeness(evidence: Sequence[Evidence], vectors: NDArray[np.float32] | None) -> NDArray[np.float32]:
    import numpy as np

    words = _by_words(evidence)
    if vectors is None:
        return words
    found: NDArray[np.float32] = _BY_MEANING * (vectors @ vectors.T) + (1 - _BY_MEANING) * words
    np.fill_diagonal(found, 1.0)
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
