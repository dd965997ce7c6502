"""What happened when: claims on their days, in order. Floor 3."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.briefing.compose import Composer
from assistant.briefing.sections.voices import speaker
from assistant.briefing.types import ClaimGroup, Line, TimelineEntry
from assistant.finding.event_date import LONG_BEFORE, EventDate, event_date
from assistant.markup import day_name
from assistant.types import Evidence

_PART = re.compile(r"(?:early|mid|late)\b", re.IGNORECASE)


def day_order(claim: ClaimGroup) -> tuple[str, str, str]:
    """The sort key of dated claims; those without a day come last."""
    day = event_date(claim.lead)
    return day.order if day else ("9", "", "")


def timeline(
    composer: Composer, summed_up: Sequence[tuple[ClaimGroup, Line]], dated: Sequence[ClaimGroup]
) -> tuple[TimelineEntry, ...]:
    """Dated claims in the order of their days.

    A claim of the summary (`summed_up`) is listed as well, as the same line; if it has no day and is the outlet's own
    report, on the day it was reported.
    """
    above = {claim.key: line for claim, line in summed_up}
    found: list[tuple[tuple[str, str, str], ClaimGroup, TimelineEntry]] = []
    for claim in [*dated, *(claim for claim, _ in summed_up)]:
        day, printed = event_date(claim.lead), _reported(claim.lead)
        if day is None and (printed is None or claim.key not in above):
            continue
        line = above.get(claim.key) or composer.line(claim, "timeline")
        if day:
            old = _long_before(day, claim.lead)
            found.append((day.order, claim, TimelineEntry(_day_text(day), day.first, day.last, line, old)))
        elif printed:
            entry = TimelineEntry(f"reported {day_name(printed)}", None, None, line)
            found.append(((printed, printed, ""), claim, entry))
    return tuple(entry for *_, entry in sorted(found, key=lambda one: one[0]))


def _day_text(day: EventDate) -> str:
    """The day, with the words from which it was inferred; a future one is marked as announced.

    A part of a year or month that is printed with its year stays as it is: "late 2019".
    """
    shown = day.text if _PART.match(day.text) and not day.inferred else day.shown
    words = f" (“{day.text}”)" if day.inferred and day.text else ""
    return f"announced for {shown}{words}" if day.coming else f"{shown}{words}"


def _long_before(day: EventDate, piece: Evidence) -> bool:
    """Whether the event ended a year or more before its article came out."""
    printed = piece.article.published
    if not printed:
        return False
    return (date.fromisoformat(printed[:10]) - date.fromisoformat(day.last)).days >= LONG_BEFORE


def _reported(piece: Evidence) -> str | None:
    """The ISO day on which an outlet reported something on its own account, or None."""
    printed = piece.article.published
    return printed[:10] if printed and speaker(piece).kind == "outlet" else None
