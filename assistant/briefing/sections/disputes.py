"""Where accounts differ: finds disputes among everything gathered, and words their sides. Floor 3."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.briefing.clauses import ladder_lead
from assistant.briefing.group import Grouped
from assistant.briefing.similarity import SAME
from assistant.briefing.types import Card, CardSide
from assistant.disputes.find import find_disputes
from assistant.disputes.groups import keys_of
from assistant.language.negation import has_denial
from assistant.types import Dispute, Evidence

if TYPE_CHECKING:
    from assistant.briefing.compose import Composer

_AROUND = 24  # sentences compared with one
_MATTERS = 20
_OVERALL = 60


def disagreements(
    grouped: Grouped, evidence: Sequence[Evidence], topic: str, step: Callable[[str, float], None]
) -> list[Dispute]:
    """The disputes among the evidence, denials first; no two share two sentences.

    Each denial and each leading claim is compared with the sentences most similar to it.
    """
    found = list(find_disputes(evidence[:_OVERALL], topic))
    denials = [piece.key for piece in evidence[: 2 * _OVERALL] if has_denial(piece.quote)]
    matters = list(dict.fromkeys([*denials, *(claim.lead.key for claim in grouped.claims[:_MATTERS])]))[: 2 * _MATTERS]
    for at, key in enumerate(matters):
        step("weighing accounts", at / len(matters))
        row = grouped.similarity[key - 1]
        # merely related sentences differ in figures because they are about other things; a denial names what it denies
        enough = grouped.related_threshold if key in denials else (grouped.related_threshold + SAME) / 2
        near = [evidence[int(o)] for o in row.argsort()[::-1][:_AROUND] if row[o] >= enough]
        if len({piece.article.id for piece in near}) > 1:
            found += [one for one in find_disputes(near, "") if key in keys_of(one)]
    found.sort(key=lambda one: one.kind != "denial")
    kept: list[Dispute] = []
    for dispute in found:
        if all(len(keys_of(dispute) & keys_of(other)) < 2 for other in kept):
            kept.append(dispute)
    return kept


def cards(composer: Composer, disputes: Sequence[Dispute], by_key: Mapping[int, Evidence]) -> tuple[Card, ...]:
    """The disputes as cards, each side with its own line, or pointing to the line that has its words."""
    return tuple(
        Card(
            number,
            dispute.about,
            dispute.kind,
            tuple(_side(composer, [by_key[key] for key in side.citations]) for side in dispute.sides),
        )
        for number, dispute in enumerate(disputes, 1)
    )


def _side(composer: Composer, pieces: Sequence[Evidence]) -> CardSide:
    first = pieces[0]
    line = None if composer.made_of(first.key) else composer.quote(pieces[:1], "dispute", pieces[1:])
    return CardSide(
        ladder_lead(first.ladder, first.article.outlet), tuple(composer.number(piece) for piece in pieces), line
    )
