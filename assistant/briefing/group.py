"""Groups sentences of several articles that are on one matter, and ranks the groups. Floor 3.

Like is not the same: of a group only those that bear out its leading sentence (`corroboration`) count as reports of it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.attribution.origins import find_origins
from assistant.briefing.corroboration import Corroboration, core_of, looks_on
from assistant.briefing.likeness import SAME, Stated, likeness_of
from assistant.briefing.types import Claim
from assistant.types import Evidence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ABOUT = 0.5  # likeness from which two sentences tell of one event
_AKIN, _AKIN_BY_WORDS = 0.33, 0.12
_ECHO, _ECHOES = 0.6, 4.0  # what each such article adds, and how many count
ENOUGH = 0.6  # share of the best score from which a sentence is as much on the topic as any: a verdict names no trial
_LEAN = re.compile(
    r"[\W_]*(?:he|she|it|they|this|that|these|those|his|her|its|their|such|there|here|i|we|you|our|my|your|instead|now|then"
    r"|(?:[a-z\d]+\s){1,4}(?:later|earlier|afterwards))\b",
    re.IGNORECASE,
)
_IS = re.compile(r"\b(?:is|are|isn['’]t|aren['’]t)\b")
_NAME_ALONE = 3  # words
_LESS = 0.5  # worth of a sentence that leans on the one before it, or that a later article overtakes


@dataclass(frozen=True)
class Grouped:
    """The groups, best first, and how alike every two sentences are (rows and columns by key, from 0)."""

    claims: tuple[Claim, ...]
    likeness: NDArray[np.float32]
    readings: tuple[Stated, ...]
    akin: float
    """Likeness from which two sentences may be about one matter."""


def group(evidence: Sequence[Evidence], vectors: NDArray[np.float32] | None, most: int = 60) -> Grouped:
    """At most `most` claims, best first. Each sentence is in one group at most.

    A group's score is how well its sentence bears on the topic, times how many other articles tell something near it,
    times how many outlets are in the group.
    """
    readings = [Stated.of(piece) for piece in evidence]
    likeness = likeness_of(evidence, vectors, readings)
    near = [[int(at) for at in (row >= SAME).nonzero()[0]] for row in likeness]
    partners = [[o for o in others if o == at or readings[at].fits(readings[o])] for at, others in enumerate(near)]
    akin = _AKIN if vectors is not None else _AKIN_BY_WORDS
    enough = ENOUGH * max((piece.score for piece in evidence), default=1.0)
    worth = [
        min(1.0, piece.score / enough)
        * (_LESS if leans(piece.quote) or _overtaken(at, evidence, likeness, akin) else 1.0)
        * (1 + _ECHO * min(_ECHOES, echo))
        for at, (piece, echo) in enumerate(zip(evidence, _echoes(likeness, evidence, akin).tolist(), strict=True))
    ]
    corroboration = Corroboration(evidence)
    free = set(range(len(evidence)))
    claims: list[Claim] = []
    gains = {at: _gain(at, partners[at], evidence, worth) for at in free}
    while free and len(claims) < most:
        best = max(free, key=lambda at: (gains[at], -at))
        members = _one_an_article(best, [o for o in partners[best] if o in free], evidence, likeness)
        lead, *others = (evidence[at] for at in _latest_first(members, evidence, worth))
        same = [lead, *(piece for piece in others if corroboration.bears_out(lead, piece))]
        related = tuple(piece for piece in others if piece not in same)
        origins = tuple(origin.name for origin in find_origins(same))
        about = [o for o in (likeness[best] >= ABOUT).nonzero()[0] if readings[best].fits(readings[o])]
        outlets = frozenset(outlet_of(evidence[o]) for o in about)
        claims.append(Claim(len(claims) + 1, lead, tuple(same), origins, gains[best], outlets, related))
        taken = {o for o in partners[best] if o in free} | {best}
        free -= taken
        for at in free:
            if not taken.isdisjoint(partners[at]):
                gains[at] = _gain(at, [o for o in partners[at] if o in free], evidence, worth)
    return Grouped(tuple(claims), likeness, tuple(readings), akin)


def _gain(at: int, others: Sequence[int], evidence: Sequence[Evidence], worth: Sequence[float]) -> float:
    """What a group led by a sentence is worth: how well it bears on the topic, times how many outlets tell of it."""
    return worth[at] * (1 + math.log2(len({outlet_of(evidence[o]) for o in (*others, at)})))


def leans(text: str) -> bool:
    """Whether a sentence says little alone: it points at what stands before it, or is a name with an aside."""
    return bool(_LEAN.match(text)) or len(core_of(text).split()) <= _NAME_ALONE


def outlet_of(piece: Evidence) -> str:
    """The outlet of a sentence; its article where no outlet is known."""
    return piece.article.outlet or piece.article.id


def _echoes(likeness: NDArray[np.float32], evidence: Sequence[Evidence], akin: float) -> NDArray[np.float64]:
    """How many other articles tell what a sentence tells; one that comes near it, in part.

    What an outlet prints again word for word is no echo.
    """
    import numpy as np

    articles: dict[str, list[int]] = {}
    for at, piece in enumerate(evidence):
        articles.setdefault(piece.article.id, []).append(at)
    outlets = np.asarray([outlet_of(piece) for piece in evidence])
    total = np.zeros(len(evidence))
    for rows in articles.values():
        best = likeness[:, rows].max(axis=1)
        best[rows] = 0.0
        said = {evidence[o].quote for o in rows}
        best[[at for at in (outlets == outlets[rows[0]]).nonzero()[0] if evidence[at].quote in said]] = 0.0
        total += np.clip((best - akin) / (SAME - akin), 0.0, 1.0)
    return total


def _overtaken(at: int, evidence: Sequence[Evidence], likeness: NDArray[np.float32], akin: float) -> bool:
    """Whether a sentence tells what will be, or is, and a later article of the matter: by then it may be otherwise."""
    day, text = evidence[at].article.published, evidence[at].quote
    enough = akin if looks_on(text) else ABOUT if _IS.search(text) else None
    if not day or enough is None:
        return False
    return any((evidence[o].article.published or "") > day for o in (likeness[at] >= enough).nonzero()[0])


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


def _latest_first(members: Sequence[int], evidence: Sequence[Evidence], worth: Sequence[float]) -> list[int]:
    """The members, led by the one of the latest day among those that stand alone: what is so by now."""
    alone = [at for at in members if not leans(evidence[at].quote)] or members
    lead = max(alone, key=lambda at: (evidence[at].article.published or "", worth[at]))
    return [lead, *(at for at in members if at != lead)]
