"""What a reader is told about how a question was read, and as of which day it is answered. Floor 3. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.finding.event_date import printed_on
from assistant.markup import day_name
from assistant.types import Evidence, Query

INSTEAD = "This answer is made of the articles' own sentences instead."
"""Behind why a model's answer is not there."""


def read_as(query: Query) -> tuple[str, ...]:
    """What a follow-up was taken to ask, so that the reader can ask otherwise; nothing where it stood alone."""
    if query.text == query.asked:
        return query.reading
    own, _, borrowed = query.text.rpartition(" (")
    from_talk = own.rstrip(" ?.!") in query.asked and borrowed[:-1] not in query.asked
    if own and borrowed.endswith(")") and from_talk:
        return (*query.reading, f"Read as: {own} (with “{borrowed[:-1]}” from the talk so far)")
    return (*query.reading, f"Read as: {query.text}")


def as_of(units: Sequence[Evidence], newest: str | None) -> tuple[str, ...]:
    """As of which day an answer about now holds, and which of its quotes is a later account than the others."""
    days = [printed_on(one) for one in units]
    known = sorted({day for day in days if day})
    if not known:
        return ("No article says of which day this is: what has changed since cannot be told.",)
    ordered = days == sorted(days, key=lambda day: day or "", reverse=True)
    later = " The later account comes first." if len(known) > 1 and ordered else ""
    beyond = f"; the newest article in the index is of {day_name(newest)}" if newest and newest > known[-1] else ""
    return (f"This is as of {day_name(known[-1])}, the day of the newest article quoted{beyond}.{later}",)
