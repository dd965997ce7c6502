"""What happened when: claims on their days, in order. Floor 3."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.briefing.compose import Composer
from assistant.briefing.sections.days import when
from assistant.briefing.types import Claim, Line, TimelineEntry


def day_order(claim: Claim) -> tuple[int, str, str]:
    """What puts dated claims in the order of their days; those without a day come last."""
    day = when(claim.lead)
    return day.order if day else (9, "", "")


def timeline(
    composer: Composer, summed_up: Sequence[tuple[Claim, Line]], dated: Sequence[Claim]
) -> tuple[TimelineEntry, ...]:
    """Dated claims in the order of their days, undatable ones last.

    One that the summary tells (`summed_up`) stands on its day, too, as the same line.
    """
    above = {claim.key: line for claim, line in summed_up}
    days = [(day, claim) for claim in (*(claim for claim, _ in summed_up), *dated) if (day := when(claim.lead))]
    return tuple(
        TimelineEntry(day.shown, day.first, day.last, above.get(claim.key) or composer.line(claim, "timeline"))
        for day, claim in sorted(days, key=lambda entry: entry[0].order)
    )
