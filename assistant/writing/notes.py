"""Notes for the reader: how a question was understood, and as of which day it is answered. Floor 3. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.finding.article_days import printed_on
from assistant.markup import day_name
from assistant.types import Evidence, Query

INSTEAD = "This answer is made of the articles' own sentences instead."
"""The note that follows the reason why there is no answer from a model."""


def reading_notes(query: Query) -> tuple[str, ...]:
    """How a question was understood, so that the reader can rephrase it; for a follow-up, with the talk it used."""
    if query.text == query.asked:
        return query.reading
    own, _, borrowed = query.text.rpartition(" (")
    from_talk = own.rstrip(" ?.!") in query.asked and borrowed[:-1] not in query.asked
    if own and borrowed.endswith(")") and from_talk:
        return (*query.reading, f"Read as: {own} (with “{borrowed[:-1]}” from the talk so far)")
    return (*query.reading, f"Read as: {query.text}")


def as_of(units: Sequence[Evidence], newest: str | None) -> tuple[str, ...]:
    """A note on the day as of which an answer about the present holds, and whether its later account comes first."""
    days = [printed_on(one) for one in units]
    known = sorted({day for day in days if day})
    if not known:
        return ("No article says as of which day this is: what has changed since is not known.",)
    ordered = days == sorted(days, key=lambda day: day or "", reverse=True)
    later = " The later account comes first." if len(known) > 1 and ordered else ""
    beyond = f"; the newest article in the index is from {day_name(newest)}" if newest and newest > known[-1] else ""
    return (f"This is as of {day_name(known[-1])}, the day of the newest article quoted{beyond}.{later}",)
