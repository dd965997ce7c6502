"""The days that a sentence tells of, by its tense and the day of its article, each with how it was worked out. Floor 1.

"The trial starts on Tuesday" in an article of a Monday is the day after; "he told the court on Tuesday" is the week
before. What governs a mention is the nearest verb, or word of time, before it in its clause; failing that the first
one behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.language.days import Day, dates
from assistant.language.relative_days import DayRange
from assistant.language.stretches import narrowed
from assistant.types import Span

_AHEAD = (
    r"will|won['’]t|['’]ll|shall|would|can|could|may|might|should|must|is|are|isn['’]t|aren['’]t|going to|until|till|by"
    r"|due|scheduled|slated|upcoming|forthcoming|ahead of|come|later|starting|beginning|in time for"
    r"|(?:start|begin|open|meet|return|face|end|close|resume|play|host|visit|travel|launch|arrive|leave|vote|kick|go"
    r"|take|expire|air|head|gather|run|continue|play)s?"
    r"|to (?!the\b|a\b|an\b|his\b|her\b|its\b|their\b|be\s\w+ed\sby\b)(?-i:[a-z])\w+"
)
_PAST = (
    r"\w{2,}ed|said|told|was|were|wasn['’]t|weren['’]t|had|has|have|did|didn['’]t|went|came|took|made|met|left|began"
    r"|held|saw|gave|got|won|lost|sent|found|wrote|spoke|ran|fell|rose|led|sold|bought|paid|fought|broke|shot"
    r"|stood|became|brought|kept|knew|caught|drew|grew|chose|taught|thought|struck|beat|cut|hit|put|since|earlier"
    r"|after|following"
)
_MARK = re.compile(rf"(?<![\w’'])(?:(?P<past>{_PAST})|(?P<ahead>{_AHEAD}))(?![\w])", re.IGNORECASE)
_SPOKEN = re.compile(r"[\"“][^\"“”]*[\"”]?")
_BREAK = re.compile(
    r"[;:—–()]|,(?=\s(?:and|but|which|who|while|as|when|where|after|before)\b)|\b(?:but|while|whereas)\b"
)


@dataclass(frozen=True, slots=True)
class EventDay:
    """A mention of time, the days it means, and how that was worked out.

    `printed`: its year stands in the text, nothing was inferred. `coming`: it was still to come. `exact`: it is one day.
    """

    text: str
    span: Span
    first: date
    last: date
    how: str
    printed: bool
    coming: bool = False

    @property
    def exact(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last


def event_days(sentence: str, published: str | date | None) -> list[EventDay]:
    """The mentions of time in a sentence that can be resolved in an article of that ISO day, in their order.

    Without a day of publication only those are told that need none. Decades say too little and are left out, as is a
    "today" within quotation marks: it counts from the day on which somebody spoke.
    """
    base = date.fromisoformat(published[:10]) if isinstance(published, str) else published
    spoken = [found.span() for found in _SPOKEN.finditer(sentence)]
    mentions = [
        one
        for one in dates(sentence)
        if one.decade is None and not (one.relative and any(a < one.span[0] < b for a, b in spoken))
    ]
    found = []
    for mention in mentions:
        ahead = looks_ahead(sentence, mention.span)
        if days := mention.within(base, ahead):
            span, (first, last) = narrowed(sentence, mention, days)
            text = sentence[slice(*span)]
            how = _how(text, mention, base, ahead)
            found.append(EventDay(text, span, first, last, how, mention.year is not None, bool(ahead)))
    return list(_ranges(sentence, found))


def looks_ahead(sentence: str, span: Span) -> bool | None:
    """Whether what is told at a place is still to come; None where no verb shows it."""
    start = max((found.end() for found in _BREAK.finditer(sentence, 0, span[0])), default=0)
    before = list(_MARK.finditer(sentence, start, span[0]))
    if before:
        return before[-1]["ahead"] is not None
    end = next((found.start() for found in _BREAK.finditer(sentence, span[1])), len(sentence))
    behind = _MARK.search(sentence, span[1], end)
    return behind["ahead"] is not None if behind else None


def _how(text: str, mention: Day, base: date | None, ahead: bool | None) -> str:
    if mention.year is not None or base is None:
        return "printed"
    side = ", still to come" if ahead else ""
    season = (
        ", by northern seasons" if mention.relative and re.search(r"spring|summer|autumn|fall|winter", text) else ""
    )
    return f"“{text}” in an article of {base.day} {base:%B %Y}{side}{season}"


_JOINS = re.compile(r"\s?(?:to|until|till|through|and|[–—-])\s?(?:the\s)?", re.IGNORECASE)
_OPENS = re.compile(r"\b(?:between|from)\s(?:the\s)?$", re.IGNORECASE)


def _ranges(sentence: str, found: list[EventDay]) -> Iterator[EventDay]:
    """The days, two ends of one stretch made one: "from Monday to Wednesday", "between March and June 2019"."""
    at = 0
    while at < len(found):
        one, other = found[at], found[at + 1] if at + 1 < len(found) else None
        opened = _OPENS.search(sentence[max(0, one.span[0] - 15) : one.span[0]])
        if other and opened and _JOINS.fullmatch(sentence[one.span[1] : other.span[0]]) and one.first <= other.last:
            span: Span = (one.span[0], other.span[1])
            days: DayRange = (one.first, other.last)
            how = one.how if one.how == other.how else f"{one.how}; {other.how}"
            yield EventDay(sentence[slice(*span)], span, *days, how, one.printed and other.printed, one.coming)
            at += 2
        else:
            yield one
            at += 1
