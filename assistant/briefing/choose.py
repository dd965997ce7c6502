"""Chooses the claims of a briefing within its length, and the section of each. Floor 3. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.briefing.events import events
from assistant.briefing.group import ABOUT, Grouped, needs_context
from assistant.briefing.sections.voices import speaker
from assistant.briefing.similarity import SAME
from assistant.briefing.types import WORDS, ClaimGroup, Length
from assistant.finding.event_date import event_date
from assistant.language.unknowns import says_unknown
from assistant.types import Dispute, Evidence

SUMMARY = 3
CARDS: dict[Length, int] = {"short": 2, "standard": 5, "long": 10}
UNKNOWN: dict[Length, int] = {"short": 1, "standard": 3, "long": 5}
EVENTS: dict[Length, int] = {"short": 2, "standard": 6, "long": 12}
"""How many of the most widely reported events are always included."""
_OUTLET_WORTH = 0.5  # share of a good claim's score below which an outlet's best claim is not included
_CARDS = 0.45  # share of the words for summary and dispute cards together
_WORTH: dict[Length, float] = {"short": 0.3, "standard": 0.25, "long": 0.1}
"""Share of a good claim's score below which a claim is off the topic."""
_SAME_FIGURES = 2  # equal figures from which two related sentences count as repetitions
_GOOD = 5  # rank of a good claim: the best may score far higher, being reported by all outlets


@dataclass
class Chosen:
    """The claims of each section, best first. No sentence is in two sections."""

    summary: list[ClaimGroup] = field(default_factory=list)
    timeline: list[ClaimGroup] = field(default_factory=list)
    report: list[ClaimGroup] = field(default_factory=list)
    voices: list[ClaimGroup] = field(default_factory=list)
    disputes: list[Dispute] = field(default_factory=list)
    unknown: list[ClaimGroup] = field(default_factory=list)

    def without(self, covered: set[int], *, with_summary: bool) -> Chosen:
        """The body without the claims already covered; `with_summary` adds those of the summary."""
        rest = Chosen()
        body = [*(self.summary if with_summary else ()), *self.timeline, *self.report, *self.voices]
        for claim in body:
            if claim.key not in covered:
                rest.place(claim)
        return rest

    def place(self, claim: ClaimGroup) -> None:
        """Add a claim to the timeline if it has a day, else to the report or the voices, by who says it."""
        own = speaker(claim.lead).kind == "outlet"
        (self.timeline if event_date(claim.lead) else self.report if own else self.voices).append(claim)


def choose(grouped: Grouped, evidence: Sequence[Evidence], disputes: Sequence[Dispute], length: Length) -> Chosen:
    """The three best claims, then the most widely reported events, one claim of each missing outlet, and the rest.

    All within the number of words of the length, of which disputes and open points have their share.
    """
    chosen = Chosen()
    taken: list[ClaimGroup] = []
    held: set[int] = set()
    left = WORDS[length]

    def take(claim: ClaimGroup, into: list[ClaimGroup], alike: float = SAME) -> bool:
        nonlocal left
        size = len(claim.lead.quote.split())
        if size > left or claim.lead.key in held or any(_repeats(claim, other, grouped, alike) for other in taken):
            return False
        into.append(claim)
        taken.append(claim)
        left -= size
        return True

    good = grouped.claims[min(_GOOD, len(grouped.claims)) - 1].score if grouped.claims else 0.0
    floor = _WORTH[length] * good
    worthy = [claim for claim in grouped.claims if claim.score >= floor]
    for alike in (ABOUT, SAME):  # three different events, if there are as many
        for claim in worthy:
            if len(chosen.summary) < SUMMARY and claim not in taken and not needs_context(claim.lead.quote):
                take(claim, chosen.summary, alike)
    used = {claim.lead.key for claim in chosen.summary}
    words = {piece.key: len(piece.quote.split()) for piece in evidence}
    for dispute in disputes[: CARDS[length]]:
        new = {side.citations[0] for side in dispute.sides} - used
        size = sum(words[key] for key in new)
        if size <= left - WORDS[length] * (1 - _CARDS):
            chosen.disputes.append(dispute)
            used |= new
            left -= size
    held |= used - {claim.lead.key for claim in chosen.summary}  # quoted in the cards
    rest: list[ClaimGroup] = []
    for claim in events(grouped, evidence):
        if len(rest) < EVENTS[length]:
            take(claim, rest, ABOUT)
    widely = sorted(
        (claim for claim in grouped.claims if len(claim.reported_by) > 1), key=lambda one: -len(one.reported_by)
    )
    for claim in widely[: EVENTS[length]]:
        take(claim, rest, ABOUT)
    for piece in evidence:
        if len(chosen.unknown) >= UNKNOWN[length]:
            break
        if says_unknown(piece.quote) and piece.score >= _WORTH[length] * evidence[0].score:
            grown = next((one for one in grouped.claims if one.lead.key == piece.key), None)
            take(grown or ClaimGroup(0, piece, (piece,), (), piece.score), chosen.unknown)
    near = [claim for claim in worthy if claim.score >= _OUTLET_WORTH * good]
    for claim in _of_missing_outlets(near, taken, evidence, held):
        if left > WORDS[length] // 4 and length != "short":  # a short one has no room for one of each
            take(claim, rest)
    for claim in worthy:
        take(claim, rest)
    for claim in rest:
        chosen.place(claim)
    return chosen


def _of_missing_outlets(
    worthy: Sequence[ClaimGroup], taken: Sequence[ClaimGroup], evidence: Sequence[Evidence], held: set[int]
) -> list[ClaimGroup]:
    """The best claim of each outlet that neither a chosen claim nor a dispute card quotes."""
    in_cards = {piece.article.outlet for piece in evidence if piece.key in held}
    heard = in_cards | {piece.article.outlet for claim in taken for piece in claim.pieces}
    found: list[ClaimGroup] = []
    for claim in worthy:
        if claim.lead.article.outlet not in heard:
            heard |= {piece.article.outlet for piece in claim.pieces}
            found.append(claim)
    return found


def _repeats(claim: ClaimGroup, other: ClaimGroup, grouped: Grouped, alike: float) -> bool:
    """Whether a claim repeats another: by similarity, or related and with the same figures."""
    if claim.lead.quote == other.lead.quote:
        return True
    one, two = claim.lead.key - 1, other.lead.key - 1
    near = float(grouped.similarity[one, two])
    read = grouped.readings[one], grouped.readings[two]
    values = [{(figure.unit, figure.value) for figure in said.figures} for said in read]
    return near >= alike or (
        near >= grouped.related_threshold and len(values[0]) >= _SAME_FIGURES and values[0] == values[1]
    )
