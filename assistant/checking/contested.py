"""Which lines of an index contradict a sentence of a draft for certain. Floor 2."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.checking.sayers import own_ladder
from assistant.disputes.certain import rule
from assistant.disputes.told import Told, tell
from assistant.disputes.voices import one_voice
from assistant.language.terms import stems
from assistant.types import Article, Evidence

_DRAFT = "draft"
_LEAST, _MOST = 2, 40  # stems in common, pieces compared


def contesting(text: str, pieces: Sequence[Evidence], told: Sequence[Evidence]) -> list[Evidence]:
    """The pieces that contradict a sentence, or what it rests on (`told`), in their order; none for an empty text.

    Only certain contradictions count: a denial of the very claim, figures or days of one thing, scope and time.
    """
    if not text.strip():
        return []
    days = [piece.article.published for piece in told if piece.article.published]
    draft = Article(_DRAFT, text, outlet=None, published=days[0] if days else None)
    own = set(stems(text))
    likely = [piece for piece in pieces if len(own & set(stems(piece.quote))) >= _LEAST][:_MOST]
    others = {(piece.article.id, piece.start): (piece, tell(piece)) for piece in (*told, *likely)}
    claim = tell(Evidence(0, draft, 0, len(text), own_ladder(text)))
    against = {place for place, (_, other) in others.items() if _contradicts(other, claim)}
    grounds = [others[place][1] for piece in told if (place := (piece.article.id, piece.start)) not in against]
    against |= {place for place, (_, other) in others.items() if any(_contradicts(other, one) for one in grounds)}
    return [piece for place, (piece, _) in others.items() if place in against]


def _contradicts(other: Told, claim: Told) -> bool:
    voices = claim.evidence.article.id == _DRAFT or not one_voice(claim.evidence, other.evidence)
    return voices and rule(claim, other).relation == "contradicts"
