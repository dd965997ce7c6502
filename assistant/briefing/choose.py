"""Chooses what a briefing tells within its length, and in which section. Floor 3. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.briefing.group import Grouped
from assistant.briefing.types import WORDS, Claim, Length
from assistant.briefing.when import When, when
from assistant.language.untold import says_unknown
from assistant.types import Dispute, Evidence

KEY_POINTS: dict[Length, int] = {"short": 3, "standard": 4, "long": 5}
CARDS: dict[Length, int] = {"short": 2, "standard": 5, "long": 10}
UNKNOWN: dict[Length, int] = {"short": 1, "standard": 3, "long": 5}
_ALIKE = 0.8  # a line so like one above it tells nothing more
_OUTLET_WORTH = 0.5  # an outlet that has nothing better is in the table of coverage alone
_CARDS = 0.6  # share of the words that key points and dispute cards may take together
_WORTH: dict[Length, float] = {"short": 0.3, "standard": 0.25, "long": 0.1}
"""Share of the best claim's score below which a claim is off the topic."""


@dataclass
class Chosen:
    """The claims of each section, in reading order. No sentence is in two of them."""

    key_points: list[Claim] = field(default_factory=list)
    timeline: list[tuple[When, Claim]] = field(default_factory=list)
    voices: list[Claim] = field(default_factory=list)
    disputes: list[Dispute] = field(default_factory=list)
    unknown: list[Claim] = field(default_factory=list)


def choose(grouped: Grouped, evidence: Sequence[Evidence], disputes: Sequence[Dispute], length: Length) -> Chosen:
    """The best claims, then one of each outlet not heard yet, then the best of the rest, while words last."""
    chosen = Chosen()
    taken: list[Claim] = []
    left = WORDS[length]

    def take(claim: Claim, into: list[Claim]) -> bool:
        nonlocal left
        size = len(claim.lead.quote.split())
        if size > left or claim.lead.key in held or any(_repeats(claim, other, grouped) for other in taken):
            return False
        into.append(claim)
        taken.append(claim)
        left -= size
        return True

    held: set[int] = set()
    floor = _WORTH[length] * grouped.claims[0].score if grouped.claims else 0.0
    worthy = [claim for claim in grouped.claims if claim.score >= floor]
    for claim in worthy:
        if len(chosen.key_points) >= KEY_POINTS[length]:
            break
        take(claim, chosen.key_points)
    told = {claim.lead.key for claim in chosen.key_points}
    words = {piece.key: len(piece.quote.split()) for piece in evidence}
    for dispute in disputes[: CARDS[length]]:
        new = {side.citations[0] for side in dispute.sides} - told
        size = sum(words[key] for key in new)
        if size <= left - WORDS[length] * (1 - _CARDS):
            chosen.disputes.append(dispute)
            told |= new
            left -= size
    told = {claim.lead.key for claim in chosen.key_points}
    held = {side.citations[0] for dispute in chosen.disputes for side in dispute.sides} - told  # told in the cards
    for piece in evidence:
        if len(chosen.unknown) >= UNKNOWN[length]:
            break
        if says_unknown(piece.quote) and piece.score >= _WORTH[length] * evidence[0].score:
            grown = next((one for one in grouped.claims if one.lead.key == piece.key), None)
            take(grown or Claim(0, piece, (piece,), (), piece.score), chosen.unknown)
    rest: list[Claim] = []
    near = [claim for claim in worthy if claim.score >= _OUTLET_WORTH * grouped.claims[0].score]
    for claim in _of_outlets_unheard(near, taken, evidence, held):
        if left > WORDS[length] // 4:
            take(claim, rest)
    for claim in worthy:
        take(claim, rest)
    for claim in rest:
        day = when(claim.lead)
        if day:
            chosen.timeline.append((day, claim))
        else:
            chosen.voices.append(claim)
    return chosen


def _of_outlets_unheard(
    worthy: Sequence[Claim], taken: Sequence[Claim], evidence: Sequence[Evidence], held: set[int]
) -> list[Claim]:
    """The best claim of each outlet that neither a chosen claim nor a dispute card carries."""
    in_cards = {piece.article.outlet for piece in evidence if piece.key in held}
    heard = in_cards | {piece.article.outlet for claim in taken for piece in claim.members}
    found: list[Claim] = []
    for claim in worthy:
        if claim.lead.article.outlet not in heard:
            heard |= {piece.article.outlet for piece in claim.members}
            found.append(claim)
    return found


def _repeats(claim: Claim, other: Claim, grouped: Grouped) -> bool:
    if claim.lead.quote == other.lead.quote:
        return True
    return bool(grouped.likeness[claim.lead.key - 1, other.lead.key - 1] >= _ALIKE)
