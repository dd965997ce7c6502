"""Tells whether two sentences put one event on days that exclude each other. Floor 2."""

from __future__ import annotations

from assistant.disputes.statement import Statement, days_between, share
from assistant.language.figures import Day

_MET = 0.8  # of the stems of each sentence, those that the other has
_ONE_TIME = 7  # days between two articles that tell of one event


def days_apart(one: Statement, other: Statement) -> tuple[Day, Day] | None:
    """The days of one event that exclude each other; None where that is not certain.

    Each sentence names one day or month or year and no other, both to the same grain; all else is told by both, in
    articles of one week: an envoy comes twice, and two people of one name are born on two days.
    """
    if len(one.days) != 1 or len(other.days) != 1 or (one.names and other.names and not one.names & other.names):
        return None
    mine, theirs = one.days[0], other.days[0]
    ranges = mine.within(one.published), theirs.within(other.published)
    if _grain(mine) != _grain(theirs) or ranges[0] is None or ranges[1] is None:
        return None
    if abs(days_between(one, other) or 0) > _ONE_TIME or one.figures or other.figures:
        return None
    if ranges[0][0] <= ranges[1][1] and ranges[1][0] <= ranges[0][1]:
        return None
    return (mine, theirs) if min(share(one.stems, other.stems), share(other.stems, one.stems)) >= _MET else None


def _grain(day: Day) -> tuple[bool, bool, bool]:
    return bool(day.day or day.weekday is not None), bool(day.month), day.relative is not None
