"""Finds the lines of an index that certainly contradict a sentence of a draft. Floor 2."""

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
_MOST = 40  # pieces compared
_RESTS_ON = 0.5  # least share of a sentence's stems in a line that it rests on
_FIRST = 1  # `Ruling.denier`, where the claim itself is the denial
_DENIED = 1 / 3  # least share of a sentence's stems, outlets aside, in a denial of it


def contradicting(text: str, pieces: Sequence[Evidence], cited: Sequence[Evidence]) -> list[Evidence]:
    """The pieces, most alike first, then the `cited`, that contradict a sentence or what it rests on.

    None for an empty text.

    Only certain contradictions count: figures or days of one thing, scope and time, or a denial of the very claim. A
    denial must have a third of the sentence's stems, outlets aside (rejecting a report does not deny all that is in
    it). A piece with a quotation that is in the sentence does not contradict it. A sentence that itself reports a
    denial gives none, as it names both sides. A sentence rests on those `cited` that have half of its stems.
    """
    days = [piece.article.published for piece in cited if piece.article.published]
    draft = Article(_DRAFT, text, outlet=None, published=days[0] if days else None)
    claim = statement_of(Evidence.of_whole(draft, own_ladder(text)))
    if not text.strip() or denial_in(claim):
        return []
    own = set(stems(text))
    topic = own - {stem for _, name in mentions(text) for stem in stems(name)}
    shared = {piece.place: len(own & set(stems(piece.quote))) for piece in (*pieces, *cited)}
    near = [piece for piece in pieces if shared[piece.place]]
    likely = sorted(near, key=lambda piece: -shared[piece.place])[:_MOST]
    others = {piece.place: statement_of(piece) for piece in (*likely, *cited)}
    padded = f" {' '.join(words(text))} "
    against = {
        place
        for place, other in others.items()
        if _contradicts(claim, other, topic)
        and not any(f" {' '.join(words(part))} " in padded for part in quoted_parts(other.evidence.quote))
    }
    grounds = [
        others[piece.place]
        for piece in cited
        if piece.place not in against and shared[piece.place] >= _RESTS_ON * len(own)
    ]
    against |= {
        place
        for place, other in others.items()
        if any(not same_voice(one.evidence, other.evidence) and _contradicts(one, other, topic) for one in grounds)
    }
    return [other.evidence for place, other in others.items() if place in against]


def _contradicts(claim: Statement, other: Statement, topic: set[str]) -> bool:
    found = rule(claim, other)
    shared = len(topic & set(stems(other.evidence.quote)))
    on_topic = found.kind != "denial" or (found.denier != _FIRST and shared >= _DENIED * len(topic))
    return found.relation == "contradicts" and on_topic
