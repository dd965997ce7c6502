"""Looks for disagreements matter by matter among everything gathered. Floor 3."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assistant.attribution.origins import same_source
from assistant.briefing.group import Grouped
from assistant.disputes.denials import denial_in
from assistant.disputes.find import find_disputes
from assistant.disputes.told import tell
from assistant.types import Dispute, Evidence, Side

_AROUND = 24  # sentences compared for one matter: find_disputes reads each pair
_MATTERS = 20
_OVERALL = 60
_WEIGHT = {"denial": 0, "number": 1, "date": 2, "superseded": 3, "scope": 4, "interpretation": 5}
_TOLD = r"(?:reports?|claims?|allegations?|accusations?|charges|story|stories|account|rumou?rs?|news)"
_BARE = re.compile(
    rf"\b(?:den(?:y|ies|ied)|reject\w*|dismiss\w*|refut\w+|disput\w+|brand\w*|called)"
    rf" (?:the|these|those|such|all) {_TOLD}\b"
    rf"|\b(?:the|this|that|these|those) {_TOLD} (?:is|are|was|were|has|have|had)\b",
    re.I,
)
"""A denial that does not say again what it denies."""


def find_cards(
    grouped: Grouped, evidence: Sequence[Evidence], topic: str, step: Callable[[str, float], None]
) -> list[Dispute]:
    """The disputes among the evidence, denials first; none shares a side with one before it.

    Each leading claim, and each sentence that denies something, is a matter of its own: the sentences most like it are
    compared with it. The topic as a whole is one more. A denial of "the report" joins the denials of what its article
    reports.
    """
    found: list[Dispute] = list(find_disputes(evidence[:_OVERALL], topic))
    denials = [piece.key for piece in evidence[: 2 * _OVERALL] if denial_in(tell(piece)) is not None]
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
    return _with_bare_denials(kept, evidence, denials)


def _with_bare_denials(
    disputes: Sequence[Dispute], evidence: Sequence[Evidence], denials: Sequence[int]
) -> list[Dispute]:
    """The disputes with the denials that name no matter, each with the first whose claim stands in its article.

    What the same speaker goes on to deny in the next sentence goes with it.
    """
    by_key = {piece.key: piece for piece in evidence}
    found = list(disputes)
    taken = {key for dispute in disputes for key in _keys(dispute)}
    for piece in sorted((by_key[key] for key in denials), key=lambda one: (one.article.id, one.start)):
        if piece.key in taken:
            continue
        for at, dispute in enumerate(found):
            if dispute.kind == "denial" and _answers(piece, dispute, by_key):
                claim, denied, *others = dispute.sides
                joined = Side(denied.claim, (*denied.citations, piece.key))
                found[at] = replace(dispute, sides=(claim, joined, *others))
                taken.add(piece.key)
                break
    return found


def _answers(piece: Evidence, dispute: Dispute, by_key: Mapping[int, Evidence]) -> bool:
    """Whether a denial is one of what the dispute is about, though it does not say so again."""
    claims, denials = ([by_key[key] for key in side.citations] for side in dispute.sides[:2])
    if _BARE.search(piece.quote) and any(one.article.id == piece.article.id for one in claims):
        return True
    return any(_goes_on(one, piece) for one in denials)


def _goes_on(before: Evidence, piece: Evidence) -> bool:
    """Whether a sentence stands right behind another, in the mouth of the same speaker."""
    if before.article.id != piece.article.id or not before.ladder or not piece.ladder:
        return False
    between = piece.article.text[before.end : piece.start]
    return before.end <= piece.start and not between.strip() and same_source(before.ladder[-1], piece.ladder[-1])


def _keys(dispute: Dispute) -> set[int]:
    return {key for side in dispute.sides for key in side.citations}
