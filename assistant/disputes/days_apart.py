"""Finds whether two sentences date one event to days that exclude each other. Floor 2."""

from __future__ import annotations

from assistant.disputes.statement import Statement, in_one_week, share
from assistant.language.figures import Day

_SHARED = 0.8  # least share of the stems of each sentence that the other has


def days_apart(one: Statement, other: Statement) -> tuple[Day, Day] | None:
    """The days, first of `one`, that exclude each other for one event; None where that is not certain.

    Each sentence names exactly one day, month or year, at the same granularity, and shares nearly all else with the
    other, in articles of one week: an envoy may come twice, and two people of one name are born on two days.
    """
    if len(one.days) != 1 or len(other.days) != 1 or (one.names and other.names and not one.names & other.names):
        return None
    mine, theirs = one.days[0], other.days[0]
    ranges = mine.within(one.published), theirs.within(other.published)
    if _granularity(mine) != _granularity(theirs) or ranges[0] is None or ranges[1] is None:
        return None
    if not in_one_week(one, other) or one.figures or other.figures:
        return None
    if ranges[0][0] <= ranges[1][1] and ranges[1][0] <= ranges[0][1]:
        return None
    return (mine, theirs) if min(share(one.stems, other.stems), share(other.stems, one.stems)) >= _SHARED else None


def _granularity(day: Day) -> tuple[bool, bool, bool]:
    return bool(day.day or day.weekday is not None), bool(day.month), bool(day.relative)
