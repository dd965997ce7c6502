"""What happened when: claims on their days, in order. Floor 3."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.briefing.compose import Composer
from assistant.briefing.sections.days import When, when
from assistant.briefing.sections.voices import speaker
from assistant.briefing.types import Claim, Line, TimelineEntry
from assistant.markup import day_name


def day_order(claim: Claim) -> tuple[int, str, str]:
    """What puts dated claims in the order of their days; those without a day come last."""
    day = when(claim.lead)
    return day.order if day else (9, "", "")


def timeline(
    composer: Composer, summed_up: Sequence[tuple[Claim, Line]], dated: Sequence[Claim]
) -> tuple[TimelineEntry, ...]:
    """Dated claims in the order of their days, undatable ones last.

    One that the summary tells (`summed_up`) stands on its day, too, as the same line; where it names none, and the
    outlet tells it on its own account, on the day it was reported.
    """
    above = {claim.key: line for claim, line in summed_up}
    days = [(day, claim) for claim in dated if (day := when(claim.lead))]
    days += [(day, claim) for claim, _ in summed_up if (day := when(claim.lead) or _reported(claim))]
    return tuple(
        TimelineEntry(day.shown, day.first, day.last, above.get(claim.key) or composer.line(claim, "timeline"))
        for day, claim in sorted(days, key=lambda entry: entry[0].order)
    )


def _reported(claim: Claim) -> When | None:
    """The day on which an outlet told something, for what names no day of its own."""
    published = claim.lead.article.published
    if not published or speaker(claim.lead).kind != "outlet":
        return None
    return When(f"reported {day_name(published)}", None, None, (0, published[:10], published[:10]))
