"""Finds the main events of a story: those that several outlets put on the same days. Floor 3. A pure function."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.briefing.group import ENOUGH, Grouped, outlet_of
from assistant.briefing.types import ClaimGroup
from assistant.finding.event_date import EventDate, days_long, event_date
from assistant.types import Evidence

_DAYS = 31  # the longest period that dates an event; "in 2022" is too vague


def events(grouped: Grouped, evidence: Sequence[Evidence]) -> list[ClaimGroup]:
    """A claim for each event that two or more outlets report, the most widely reported first.

    Two sentences are about one event if their days overlap and they are related; the most relevant one represents it.
    """
    days = {at: day for at, piece in enumerate(evidence) if grouped.readings[at].dated and (day := _exact_days(piece))}
    same = {
        at: {o for o in days if grouped.similarity[at, o] >= grouped.related_threshold and day.overlaps(days[o])}
        for at, day in days.items()
    }
    outlets = {at: len({outlet_of(evidence[o]) for o in them}) for at, them in same.items()}
    enough = ENOUGH * max((piece.score for piece in evidence), default=0.0)
    claims = {claim.lead.key: claim for claim in grouped.claims}
    found: list[ClaimGroup] = []
    covered: set[int] = set()
    for at in sorted(days, key=lambda one: (-outlets[one], one)):
        piece = evidence[at]
        if outlets[at] > 1 and piece.score >= enough and at not in covered:
            covered |= same[at]
            found.append(claims.get(piece.key) or ClaimGroup(-piece.key, piece, (piece,), (), piece.score))
    return found


def _exact_days(piece: Evidence) -> EventDate | None:
    """The days that a sentence is about, if they are known and few; else None."""
    day = event_date(piece)
    return day if day and days_long(day) < _DAYS else None
