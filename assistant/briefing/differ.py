"""Looks for disagreements matter by matter among everything gathered. Floor 3."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.briefing.group import Grouped
from assistant.disputes.claims import read_claims
from assistant.disputes.find import find_disputes
from assistant.types import Dispute, Evidence

_AROUND = 24  # sentences compared for one matter: find_disputes reads each pair
_MATTERS = 14
_OVERALL = 60
_WEIGHT = {"denial": 0, "number": 1, "date": 2, "superseded": 3, "scope": 4}


def find_cards(
    grouped: Grouped, evidence: Sequence[Evidence], topic: str, step: Callable[[str, float], None]
) -> list[Dispute]:
    """The disputes among the evidence, denials first; none shares a side with one before it.

    Each leading claim, and each sentence that denies something, is a matter of its own: the sentences most like it are
    compared with it. The topic as a whole is one more.
    """
    found: list[Dispute] = list(find_disputes(evidence[:_OVERALL], topic))
    denials = [claim.evidence.key for claim in read_claims(evidence[: 2 * _OVERALL]) if claim.denied is not None]
    matters = list(dict.fromkeys([*denials, *(claim.lead.key for claim in grouped.claims[:_MATTERS])]))[: 2 * _MATTERS]
    for at, key in enumerate(matters):
        step("weighing accounts", at / len(matters))
        row = grouped.likeness[key - 1]
        near = [int(o) for o in row.argsort()[::-1][:_AROUND] if row[o] >= grouped.akin]
        if key in denials or len({evidence[o].article.id for o in near}) > 1:
            about = find_disputes([evidence[o] for o in near], "")
            found += [dispute for dispute in about if key in _keys(dispute)]
    scores = {piece.key: piece.score for piece in evidence}
    found.sort(key=lambda one: (_WEIGHT[one.kind], -sum(max(scores[k] for k in side.citations) for side in one.sides)))
    kept: list[Dispute] = []
    for dispute in found:
        if all(len(_keys(dispute) & _keys(other)) < 2 for other in kept):
            kept.append(dispute)
    return kept


def _keys(dispute: Dispute) -> set[int]:
    return {key for side in dispute.sides for key in side.citations}
