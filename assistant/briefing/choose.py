"""Chooses what a briefing tells within its length, and in which section. Floor 3. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.briefing.group import ABOUT, Grouped, leans
from assistant.briefing.happenings import happenings
from assistant.briefing.likeness import SAME
from assistant.briefing.sections.voices import speaker
from assistant.briefing.types import WORDS, Claim, Length
from assistant.finding.told_day import told_day
from assistant.language.untold import says_unknown
from assistant.types import Dispute, Evidence

SUMMARY = 3
CARDS: dict[Length, int] = {"short": 2, "standard": 5, "long": 10}
UNKNOWN: dict[Length, int] = {"short": 1, "standard": 3, "long": 5}
EVENTS: dict[Length, int] = {"short": 2, "standard": 6, "long": 12}
"""How many of the events that most outlets tell of are never absent."""
_OUTLET_WORTH = 0.5  # an outlet that has nothing better is named under how it was covered alone
_CARDS = 0.45  # share of the words that summary and dispute cards may take together
_WORTH: dict[Length, float] = {"short": 0.3, "standard": 0.25, "long": 0.1}
"""Share of a good claim's score below which a claim is off the topic."""
_TELLING = 2  # figures that are the same in two sentences on one matter, from which these tell the same
_GOOD = 5  # its rank: the best may stand far above, for being told by all


@dataclass
class Chosen:
    """The claims of each section, the best first. No sentence is in two of them."""

    summary: list[Claim] = field(default_factory=list)
    timeline: list[Claim] = field(default_factory=list)
    report: list[Claim] = field(default_factory=list)
    voices: list[Claim] = field(default_factory=list)
    disputes: list[Dispute] = field(default_factory=list)
    unknown: list[Claim] = field(default_factory=list)

    def without(self, told: set[int], *, with_summary: bool) -> Chosen:
        """The body that is left where some claims are told already; `with_summary`, those of the summary are in it."""
        rest = Chosen()
        body = [*(self.summary if with_summary else ()), *self.timeline, *self.report, *self.voices]
        for claim in body:
            if claim.key not in told:
                rest.place(claim)
        return rest

    def place(self, claim: Claim) -> None:
        """Put a claim where it belongs in the body: on its day, with its speaker, or with what outlets report."""
        own = speaker(claim.lead).kind == "outlet"
        (self.timeline if told_day(claim.lead) else self.report if own else self.voices).append(claim)


def choose(grouped: Grouped, evidence: Sequence[Evidence], disputes: Sequence[Dispute], length: Length) -> Chosen:
    """The three best claims, then the events that most outlets tell of, one of each outlet not heard yet, the rest.

    All of it while words last; the disputes and what is said to be open have their share.
    """
    chosen = Chosen()
    taken: list[Claim] = []
    held: set[int] = set()
    left = WORDS[length]

    def take(claim: Claim, into: list[Claim], alike: float = SAME) -> bool:
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
    for alike in (ABOUT, SAME):  # three different events, where there are so many
        for claim in worthy:
            if len(chosen.summary) < SUMMARY and claim not in taken and not leans(claim.lead.quote):
                take(claim, chosen.summary, alike)
    told = {claim.lead.key for claim in chosen.summary}
    words = {piece.key: len(piece.quote.split()) for piece in evidence}
    for dispute in disputes[: CARDS[length]]:
        new = {side.citations[0] for side in dispute.sides} - told
        size = sum(words[key] for key in new)
        if size <= left - WORDS[length] * (1 - _CARDS):
            chosen.disputes.append(dispute)
            told |= new
            left -= size
    held |= told - {claim.lead.key for claim in chosen.summary}  # told in the cards
    rest: list[Claim] = []
    for claim in happenings(grouped, evidence):
        if len(rest) < EVENTS[length]:
            take(claim, rest, ABOUT)
    widely = sorted((claim for claim in grouped.claims if len(claim.told_by) > 1), key=lambda one: -len(one.told_by))
    for claim in widely[: EVENTS[length]]:
        take(claim, rest, ABOUT)
    for piece in evidence:
        if len(chosen.unknown) >= UNKNOWN[length]:
            break
        if says_unknown(piece.quote) and piece.score >= _WORTH[length] * evidence[0].score:
            grown = next((one for one in grouped.claims if one.lead.key == piece.key), None)
            take(grown or Claim(0, piece, (piece,), (), piece.score), chosen.unknown)
    near = [claim for claim in worthy if claim.score >= _OUTLET_WORTH * good]
    for claim in _of_outlets_unheard(near, taken, evidence, held):
        if left > WORDS[length] // 4 and length != "short":  # a short one has no room for one of each
            take(claim, rest)
    for claim in worthy:
        take(claim, rest)
    for claim in rest:
        chosen.place(claim)
    return chosen


def _of_outlets_unheard(
    worthy: Sequence[Claim], taken: Sequence[Claim], evidence: Sequence[Evidence], held: set[int]
) -> list[Claim]:
    """The best claim of each outlet that neither a chosen claim nor a dispute card carries."""
    in_cards = {piece.article.outlet for piece in evidence if piece.key in held}
    heard = in_cards | {piece.article.outlet for claim in taken for piece in claim.pieces}
    found: list[Claim] = []
    for claim in worthy:
        if claim.lead.article.outlet not in heard:
            heard |= {piece.article.outlet for piece in claim.pieces}
            found.append(claim)
    return found


def _repeats(claim: Claim, other: Claim, grouped: Grouped, alike: float) -> bool:
    """Whether a claim tells what another tells: in like words, or on one matter with the very same figures."""
    if claim.lead.quote == other.lead.quote:
        return True
    one, two = claim.lead.key - 1, other.lead.key - 1
    near = float(grouped.likeness[one, two])
    read = grouped.readings[one], grouped.readings[two]
    values = [{(figure.unit, figure.value) for figure in said.figures} for said in read]
    return near >= alike or (near >= grouped.akin and len(values[0]) >= _TELLING and values[0] == values[1])
