"""Groups similar sentences of several articles into claims, and ranks the groups. Floor 3.

Similar is not the same: only sentences that support the leading one (`corroboration`) count as reports of the claim.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.attribution.origins import find_origins
from assistant.briefing.corroboration import Corroboration, core_of, is_prospective
from assistant.briefing.similarity import SAME, Stated, similarity_of
from assistant.briefing.types import ClaimGroup
from assistant.types import Evidence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ABOUT = 0.5  # similarity from which two sentences are about one event
_RELATED, _RELATED_BY_WORDS = 0.33, 0.12
_ECHO, _ECHOES = 0.6, 4.0  # what each article that repeats a sentence adds, and how many count
ENOUGH = 0.6  # share of the best score from which all sentences count as equally on the topic
_CONTEXT_WORDS = re.compile(
    r"[\W_]*(?:he|she|it|they|this|that|these|those|his|her|its|their|such|there|here|i|we|you|our|my|your|instead|now|then"
    r"|(?:[a-z\d]+\s){1,4}(?:later|earlier|afterwards))\b",
    re.IGNORECASE,
)
_IS = re.compile(r"\b(?:is|are|isn['’]t|aren['’]t)\b")
_NAME_ALONE = 3  # words
_LESS = 0.5  # factor for a sentence that needs context, or that a later article may have outdated


@dataclass(frozen=True)
class Grouped:
    """The groups, best first, and the similarity of every two sentences: a square matrix, row key - 1."""

    claims: tuple[ClaimGroup, ...]
    similarity: NDArray[np.float32]
    readings: tuple[Stated, ...]
    related_threshold: float
    """Similarity from which two sentences may be about one matter."""


def group(evidence: Sequence[Evidence], vectors: NDArray[np.float32] | None, most: int = 60) -> Grouped:
    """At most `most` claims, best first. Each sentence is in one group at most; no evidence gives none.

    A group's score is the relevance of its sentence, times a factor for other articles with similar sentences, times
    one for the outlets in the group.
    """
    readings = [Stated.of(piece) for piece in evidence]
    similarity = similarity_of(evidence, vectors, readings)
    near = [[int(at) for at in (row >= SAME).nonzero()[0]] for row in similarity]
    partners = [[o for o in others if o == at or readings[at].fits(readings[o])] for at, others in enumerate(near)]
    related_threshold = _RELATED if vectors is not None else _RELATED_BY_WORDS
    enough = ENOUGH * max((piece.score for piece in evidence), default=1.0)
    worth = [
        min(1.0, piece.score / enough)
        * (_LESS if needs_context(piece.quote) or _is_outdated(at, evidence, similarity, related_threshold) else 1.0)
        * (1 + _ECHO * min(_ECHOES, echo))
        for at, (piece, echo) in enumerate(
            zip(evidence, _repetitions(similarity, evidence, related_threshold).tolist(), strict=True)
        )
    ]
    corroboration = Corroboration(evidence)
    free = set(range(len(evidence)))
    claims: list[ClaimGroup] = []
    gains = {at: _gain(at, partners[at], evidence, worth) for at in free}
    while free and len(claims) < most:
        best = max(free, key=lambda at: (gains[at], -at))
        members = _one_per_article(best, [o for o in partners[best] if o in free], evidence, similarity)
        lead, *others = (evidence[at] for at in _latest_first(members, evidence, worth))
        same = [lead, *(piece for piece in others if corroboration.supports(lead, piece))]
        related = tuple(piece for piece in others if piece not in same)
        origins = tuple(origin.name for origin in find_origins(same))
        about = [o for o in (similarity[best] >= ABOUT).nonzero()[0] if readings[best].fits(readings[o])]
        outlets = frozenset(outlet_of(evidence[o]) for o in about)
        claims.append(ClaimGroup(len(claims) + 1, lead, tuple(same), origins, gains[best], outlets, related))
        taken = {o for o in partners[best] if o in free} | {best}
        free -= taken
        for at in free:
            if not taken.isdisjoint(partners[at]):
                gains[at] = _gain(at, [o for o in partners[at] if o in free], evidence, worth)
    return Grouped(tuple(claims), similarity, tuple(readings), related_threshold)


def _gain(at: int, others: Sequence[int], evidence: Sequence[Evidence], worth: Sequence[float]) -> float:
    """The score of a group led by a sentence: its worth, times a factor for the number of outlets."""
    return worth[at] * (1 + math.log2(len({outlet_of(evidence[o]) for o in (*others, at)})))


def needs_context(text: str) -> bool:
    """Whether a sentence cannot be understood alone: it refers to the one before it, or is a name with an aside."""
    return bool(_CONTEXT_WORDS.match(text)) or len(core_of(text).split()) <= _NAME_ALONE


def outlet_of(piece: Evidence) -> str:
    """The outlet of a sentence, or its article's id if the outlet is unknown."""
    return piece.article.outlet or piece.article.id


def _repetitions(
    similarity: NDArray[np.float32], evidence: Sequence[Evidence], related_threshold: float
) -> NDArray[np.float64]:
    """For each sentence, how many other articles repeat it; a partly similar one counts as a fraction.

    Verbatim repetition by the same outlet does not count.
    """
    import numpy as np

    articles: dict[str, list[int]] = {}
    for at, piece in enumerate(evidence):
        articles.setdefault(piece.article.id, []).append(at)
    outlets = np.asarray([outlet_of(piece) for piece in evidence])
    total = np.zeros(len(evidence))
    for rows in articles.values():
        best = similarity[:, rows].max(axis=1)
        best[rows] = 0.0
        said = {evidence[o].quote for o in rows}
        best[[at for at in (outlets == outlets[rows[0]]).nonzero()[0] if evidence[at].quote in said]] = 0.0
        total += np.clip((best - related_threshold) / (SAME - related_threshold), 0.0, 1.0)
    return total


def _is_outdated(
    at: int, evidence: Sequence[Evidence], similarity: NDArray[np.float32], related_threshold: float
) -> bool:
    """Whether a sentence is about the future or present, and a later article on the matter may have outdated it."""
    day, text = evidence[at].article.published, evidence[at].quote
    enough = related_threshold if is_prospective(text) else ABOUT if _IS.search(text) else None
    if not day or enough is None:
        return False
    return any((evidence[o].article.published or "") > day for o in (similarity[at] >= enough).nonzero()[0])


def _one_per_article(
    best: int, others: Sequence[int], evidence: Sequence[Evidence], similarity: NDArray[np.float32]
) -> list[int]:
    """The leading sentence, then the most similar sentence of each other article."""
    seen = {evidence[best].article.id}
    members = [best]
    for at in sorted((o for o in others if o != best), key=lambda o: -float(similarity[best, o])):
        if evidence[at].article.id not in seen:
            seen.add(evidence[at].article.id)
            members.append(at)
    return members


def _latest_first(members: Sequence[int], evidence: Sequence[Evidence], worth: Sequence[float]) -> list[int]:
    """The members, led by the latest of those that need no context: it gives the current state."""
    alone = [at for at in members if not needs_context(evidence[at].quote)] or members
    lead = max(alone, key=lambda at: (evidence[at].article.published or "", worth[at]))
    return [lead, *(at for at in members if at != lead)]
