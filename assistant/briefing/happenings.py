"""Finds what a story turns on: the happenings that several outlets put on the same days. Floor 3. A pure function."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.briefing.group import ENOUGH, Grouped, outlet_of
from assistant.briefing.types import Claim
from assistant.finding.told_day import Told, days_long, told_day
from assistant.types import Evidence

_DAYS = 31  # a happening is told of within a month; "in 2022" says too little of when


def happenings(grouped: Grouped, evidence: Sequence[Evidence]) -> list[Claim]:
    """A claim for each happening on the topic that two outlets or more tell of, those that most tell first.

    Two sentences tell of one happening where their days meet and they are akin; the one that bears most on the topic
    stands for it.
    """
    days = {at: day for at, piece in enumerate(evidence) if grouped.readings[at].dated and (day := _narrow(piece))}
    same = {
        at: {o for o in days if grouped.likeness[at, o] >= grouped.akin and _meet(day, days[o])}
        for at, day in days.items()
    }
    telling = {at: len({outlet_of(evidence[o]) for o in them}) for at, them in same.items()}
    enough = ENOUGH * max((piece.score for piece in evidence), default=0.0)
    claims = {claim.lead.key: claim for claim in grouped.claims}
    found: list[Claim] = []
    told: set[int] = set()
    for at in sorted(days, key=lambda one: (-telling[one], one)):
        piece = evidence[at]
        if telling[at] > 1 and piece.score >= enough and at not in told:
            told |= same[at]
            found.append(claims.get(piece.key) or Claim(-piece.key, piece, (piece,), (), piece.score))
    return found


def _narrow(piece: Evidence) -> Told | None:
    """The day or days that a sentence tells of, where they are known and few."""
    day = told_day(piece)
    return day if day and days_long(day) < _DAYS else None


def _meet(one: Told, other: Told) -> bool:
    return one.first <= other.last and other.first <= one.last
