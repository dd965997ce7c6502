"""The days that a sentence tells of, by its tense and the day of its article, each with how it was worked out. Floor 1.

"The trial starts on Tuesday" in an article of a Monday is the day after; "he told the court on Tuesday" is the week
before. What governs a mention is the nearest verb, or word of time, before it in its clause; failing that the first
one behind it.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.language.days import Day, dates
from assistant.language.relative_days import DayRange
from assistant.language.stretches import narrowed
from assistant.language.terms import is_stop
from assistant.types import Span

_DONE = r"(?:\w{2,}ed|held|shown|made|sold|sent|paid|taken|given|put|cut|told|known|found|built|won|lost)"
# "Will be held", "if they are beaten": not done yet.
_AHEAD = (
    rf"(?:is|are|be|get|gets)\s(?:\w+ly\s)?{_DONE}(?:\sto\s(?-i:[a-z])\w+)?"
    r"|will|won['’]t|['’]ll|shall|would|can|could|may|might|should|must|is|are|isn['’]t|aren['’]t|going to|until|till"
    r"|(?:planned|expected|called|listed|set|booked)\sfor|if"
    r"|due|scheduled|slated|upcoming|forthcoming|ahead of|in time for"
    r"|(?:re-?)?(?:start|begin|open|meet|return|face|end|closes|resume|play|host|visit|travel|launch|arrive|leave|vote|kick|go"
    r"|take|expire|air|head|gather|run|continue)s?|come(?=\s$)"
    r"|(?:expected|scheduled|agreed|planned|slated|vowed|pledged|promised|decided|allowed|supposed|required|hoped|intended"
    r"|plans?|wants?|hopes?|aims?|intends?|due|set|going|ready|about|able|likely|available|needs?|is|are|has|have|back)"
    r"\sto\s(?-i:[a-z])\w+"
)
_PAST = (
    r"\w{2,}ed|said|told|was|were|wasn['’]t|weren['’]t|had|did|didn['’]t|went|came|took|made|met|left|began"
    rf"|(?:has|have|['’]ve)\s(?:(?:not|also|already|never|just|since)\s|\w+ly\s)?(?:been|{_DONE})"
    r"|held|saw|gave|got|won|lost|sent|found|wrote|spoke|ran|fell|rose|led|sold|bought|paid|fought|broke|shot"
    r"|stood|became|brought|kept|knew|caught|drew|grew|chose|taught|thought|struck|beat|cut|hit|put|since|earlier"
    r"|(?:after|following)(?=\s$)"
)
_MARK = re.compile(rf"(?<![\w’'])(?:(?P<ahead>{_AHEAD})|(?P<past>{_PAST}))(?![\w])", re.IGNORECASE)
_MAY_BE_VERB = re.compile(r"(?<=\s)[a-z]{2,}(?<!s)(?<!ou)s\b")  # "she runs", and any plural
# Ahead where nothing else in the clause tells: "by May it had sunk" and "a row of posts, beginning on Monday" are past.
_WEAK = re.compile(r"\b(?:by|later|starting|beginning)\b", re.IGNORECASE)
_OF_THE_SPEAKER = ("today", "tonight", "yesterday", "tomorrow", "this morning", "this afternoon", "this evening")
_BUSINESS = re.compile(
    r"revenue|profit|sales|earn|growth|gdp|econom|fiscal|results|quarterly|report|year|[%$€£]", re.IGNORECASE
)
_NAMED = re.compile(r"\b(?:Black|Cyber|Giving|Good|Super|Holy|Easter|Palm|Ash|Shrove|Bloody)\s$")
# "What it is today", "some 400 million today": nowadays.
_NOWADAYS = re.compile(
    r"(?:\b(?:is|are|am|so|of|to|until|till|than|like|even|still|[mbtr]+illion|percent)|\d|%)\s$", re.IGNORECASE
)
# "Boats crowd the bay in June and July": of every year, unless the clause tells of one.
_MONTHS = f"(?:{'|'.join(month_name[1:])})"
_TWO_MONTHS = re.compile(
    rf"\b{_MONTHS}\s(?:and|to|through|until)\s(?:early[\s-]|mid-|late[\s-])?"
    rf"{_MONTHS}\b(?!\s\d)"
)
# "That June", "who was born on March 28": of a year that stands elsewhere.
_OF_ANOTHER_YEAR = re.compile(r"\b(?:that|born (?:on|in)(?: the)?)\s$", re.IGNORECASE)
_THAT = re.compile(r"\b(?:that|the same)(?: year[’']s)?\s$", re.IGNORECASE)
_THAT_YEAR = re.compile(r",? of (?:that|the same) year\b")
_AS_OF = re.compile(r"\bas (?:of|at)\s$", re.IGNORECASE)
_SEASON = re.compile(r"[/–]\d\d\b")  # behind a year: "the 2007/08 winner"
_NOT = re.compile(r"(?:n['’]t|\bnot|\bnever)\s(?:\w+\s){0,2}$", re.IGNORECASE)  # "It did not happen today."
_SPOKEN = re.compile(r"[\"“][^\"“”]*[\"”]?")
_BREAK = re.compile(
    r"[;:—–()]|,(?=\s(?:and|but|so|which|who|while|as|when|where|after|before)\b)|\b(?:but|while|whereas)\b"
)
_UNTIL = re.compile(r"\b(?:until|till)\s(?:the\s(?:start|beginning|middle|end)\sof\s)?$", re.IGNORECASE)
_STOP = re.compile(r"[;:—–()]")
_DETERMINED = re.compile(r"(?:\b(?:the|a|an|its|his|her|their|this|that)|['’]s|s['’])\s$", re.IGNORECASE)
_OWNED = re.compile(r"(?:\b(?:the|a|an|its|his|her|their|this|that)|['’]s|s['’])\s(?:[a-z]+\s){0,2}$", re.IGNORECASE)
_NOUN_BEHIND = re.compile(r"\s(?!(?:morning|afternoon|evening|night)\b)(?P<noun>[a-z]{3,})")


@dataclass(frozen=True, slots=True)
class EventDay:
    """A mention of time, the days it means, and how that was worked out.

    `printed`: its year stands in the text. `coming`: it was still to come. `exact`: it is one day.
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
        if one.decade is None
        and not (one.relative in _OF_THE_SPEAKER and any(a < one.span[0] < b for a, b in spoken))
        and not _is_name(sentence, one)
    ]
    mentions = [_with_weekday(sentence, one, mentions) for one in mentions if not _beside_date(sentence, one, mentions)]
    mentions = [_with_year(sentence, one, mentions[at : at + 1]) for at, one in enumerate(mentions, 1)]
    found = []
    for mention in mentions:
        ahead = looks_ahead(sentence, mention.span)
        if mention.month and _UNTIL.search(sentence[: mention.span[0]]):
            ahead = None  # "They gave it until May": long ago, or still to come
        if ahead is None and _is_nearer_ahead(mention, base):
            continue  # "Saturday's final", without a verb, in an article of a Thursday
        if days := mention.within(base, ahead):
            span, (first, last) = narrowed(sentence, mention, days)
            text = sentence[slice(*span)]
            # "Tomorrow" and "next week" are to come whatever the tense; a date printed without a year may be misread.
            coming = base is not None and first > base and bool(ahead or mention.relative)
            how = _how(text, mention, base, coming)
            found.append(EventDay(text, span, first, last, how, mention.year is not None, coming))
    return list(_ranges(sentence, found))


def _is_nearer_ahead(mention: Day, base: date | None) -> bool:
    """Whether the next day of that name is nearer than the last."""
    if base is None or mention.weekday is None or mention.turn or mention.day:
        return False
    return (base.weekday() - mention.weekday) % 7 > 3


def _beside_date(sentence: str, mention: Day, mentions: Sequence[Day]) -> bool:
    """Whether a weekday only names the day of a date beside it: "Tuesday, Oct. 31", "Wednesday (Sept. 27)"."""
    return mention.weekday is not None and any(one.day and _touch(sentence, mention, one) for one in mentions)


def _with_weekday(sentence: str, mention: Day, mentions: Sequence[Day]) -> Day:
    """A date with the weekday before it, as one mention."""
    before = next((one for one in mentions if one.weekday is not None and _touch(sentence, one, mention)), None)
    if not mention.day or before is None:
        return mention
    span = (before.span[0], mention.span[1])
    return replace(mention, span=span, text=sentence[slice(*span)])


def _ends_in_name(before: str) -> bool:
    """Whether a text ends in a capitalised word: what follows with a capital goes on with a name."""
    return bool(re.search(r"\b[A-ZÀ-Þ][\w’'-]*\s$", before))


def _with_year(sentence: str, mention: Day, behind: Sequence[Day]) -> Day:
    """A month or day with the year of the one that it is joined to: "from January to October of 2021"."""
    if not mention.month or mention.year or not behind or not (behind[0].month and behind[0].year):
        return mention
    joined = _JOINS.fullmatch(sentence[mention.span[1] : behind[0].span[0]])
    return replace(mention, year=behind[0].year - (mention.month > behind[0].month)) if joined else mention


def _touch(sentence: str, one: Day, other: Day) -> bool:
    gap = sentence[one.span[1] : other.span[0]]
    return one.span[1] <= other.span[0] and len(gap) <= 3 and not re.search(r"\w", gap)


def _is_name(sentence: str, mention: Day) -> bool:
    """Whether a mention is no day of what is told: of a name (Black Friday), of every week or year, of a year unknown.

    A quarter without a year is one of a year only where its sentence is about business: matches have quarters, too.
    """
    before, behind = sentence[: mention.span[0]], sentence[mention.span[1] :]
    if mention.relative == "today" and (_NOWADAYS.search(before) or _NOT.search(before)):
        return True
    if mention.relative and _ends_in_name(before) and mention.text[:1].isupper():
        return True  # "Entertainment Tonight"
    if mention.month and not mention.year:
        if _OF_ANOTHER_YEAR.search(before) or _THAT_YEAR.match(behind):
            return True
        if not mention.day and any(
            a <= mention.span[0] < b for a, b in map(re.Match.span, _TWO_MONTHS.finditer(sentence))
        ):
            return looks_ahead(sentence, mention.span) is not False
    if re.search(r"\b(?:every|each|most)\s$", before, re.IGNORECASE):
        return True
    if isinstance(mention.part, int) and mention.year is None:
        return not _BUSINESS.search(sentence)
    if mention.year and not mention.month:
        return bool(_SEASON.match(behind))
    if mention.weekday is None or mention.turn:
        return False
    return bool(_NAMED.search(before)) or bool(
        re.match(r"\s(?:[A-Z][a-z]+\s[A-Z][a-z]+|[A-Z]{2,}\s[a-z]|the\s\d)", behind)
    )


def of_that_year(sentence: str) -> Day | None:
    """The first month or day that is said to be of a year named before: "in June of that year", "that June"."""
    return next(
        (
            one
            for one in dates(sentence)
            if one.month
            and not one.year
            and (_THAT_YEAR.match(sentence, one.span[1]) or _THAT.search(sentence[: one.span[0]]))
        ),
        None,
    )


def has_verb(sentence: str) -> bool:
    """Whether some word may be its verb; a heading or a cry ("Another grand night at the theatre.") has none."""
    return bool(_MARK.search(sentence) or _MAY_BE_VERB.search(sentence))


def looks_ahead(sentence: str, span: Span) -> bool | None:
    """Whether what is told at a place is still to come; None where no verb shows it."""
    start = max((found.end() for found in _BREAK.finditer(sentence, 0, span[0])), default=0)
    before = [found for found in _MARK.finditer(sentence, start, span[0]) if not _is_noun(sentence, found)]
    if before:
        return before[-1]["ahead"] is not None
    end = next((found.start() for found in _BREAK.finditer(sentence, span[1])), len(sentence))
    if (behind := _MARK.search(sentence, span[1], end)) is None:
        if _WEAK.search(sentence, start, span[0]):
            return True
        # "In March the mayor, as well as his brother, signed it."
        stop = next((found.start() for found in _STOP.finditer(sentence, span[1])), len(sentence))
        behind = _MARK.search(sentence, span[1], stop)
    # "In May she agreed to go": she has agreed.
    return behind["ahead"] is not None and not re.match(r"\w+ed\b", behind.group()) if behind else None


def _is_noun(sentence: str, mark: re.Match[str]) -> bool:
    """Whether what looks like a verb is none: "her visit", "the start"."""
    bare = mark["ahead"] is not None and " " not in mark.group()
    return bare and bool(_DETERMINED.search(sentence[max(0, mark.start() - 12) : mark.start()]))


def names_event(sentence: str, span: Span) -> bool:
    """Whether a day is not that of what is told: it names a letter ("the bank's May 4 letter"), or dates a balance
    ("as of May 4").
    """
    if _AS_OF.search(sentence[: span[0]]):
        return True
    behind = _NOUN_BEHIND.match(sentence, span[1])
    return bool(behind and not is_stop(behind["noun"]) and _OWNED.search(sentence[max(0, span[0] - 40) : span[0]]))


def _how(text: str, mention: Day, base: date | None, coming: bool) -> str:
    if mention.year is not None or base is None:
        return "printed"
    side = ", still to come" if coming else ""
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
