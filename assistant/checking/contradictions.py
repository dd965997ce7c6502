"""Which lines of an index contradict a sentence of a draft for certain. Floor 2."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.checking.attribution_check import own_ladder
from assistant.checking.verbatim import quoted_parts
from assistant.disputes.certain import rule
from assistant.disputes.denials import denial_in
from assistant.disputes.same_voice import same_voice
from assistant.disputes.statement import Statement, statement_of
from assistant.language.outlets import mentions
from assistant.language.terms import stems, words
from assistant.types import Article, Evidence

_DRAFT = "draft"
_LEAST, _MOST = 2, 40  # stems in common, pieces compared
_RESTS_ON = 0.5  # of the stems of a sentence, those of a line that it rests on
_FIRST = 1  # of the two sentences of a ruling: what itself denies is no claim that is denied
_DENIED = 1 / 3  # of its stems, outlets aside, those that a denial of it must have


def contradicting(text: str, pieces: Sequence[Evidence], told: Sequence[Evidence]) -> list[Evidence]:
    """The pieces that contradict a sentence, or what it rests on (`told`), in their order; none for an empty text.

    Only certain contradictions count: figures or days of one thing, scope and time, or a denial of the very claim. A
    denial must have a third of the sentence's words, outlets aside (who rejects a report says nothing of all that is in
    it), and what prints its words between quotation marks is on its side. A sentence that itself tells of a denial
    names both sides. What a sentence rests on must have half of its words.
    """
    days = [piece.article.published for piece in told if piece.article.published]
    draft = Article(_DRAFT, text, outlet=None, published=days[0] if days else None)
    claim = statement_of(Evidence(0, draft, 0, len(text), own_ladder(text)))
    if not text.strip() or denial_in(claim):
        return []
    own = set(stems(text))
    matter = own - {stem for _, name in mentions(text) for stem in stems(name)}
    likely = [piece for piece in pieces if len(own & set(stems(piece.quote))) >= _LEAST][:_MOST]
    others = {(piece.article.id, piece.start): statement_of(piece) for piece in (*likely, *told)}
    said = f" {' '.join(words(text))} "
    against = {
        place
        for place, other in others.items()
        if _contradicts(claim, other, matter)
        and not any(f" {' '.join(words(part))} " in said for part in quoted_parts(other.evidence.quote))
    }
    grounds = [
        others[place]
        for piece in told
        if (place := (piece.article.id, piece.start)) not in against
        and len(own & set(stems(piece.quote))) >= _RESTS_ON * len(own)
    ]
    against |= {
        place
        for place, other in others.items()
        if any(not same_voice(one.evidence, other.evidence) and _contradicts(one, other, matter) for one in grounds)
    }
    return [other.evidence for place, other in others.items() if place in against]


def _contradicts(claim: Statement, other: Statement, matter: set[str]) -> bool:
    found = rule(claim, other)
    shared = len(matter & set(stems(other.evidence.quote)))
    on_it = found.kind != "denial" or (found.denier != _FIRST and shared >= max(_LEAST, _DENIED * len(matter)))
    return found.relation == "contradicts" and on_it
