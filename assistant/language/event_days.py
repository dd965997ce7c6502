"""The days that a sentence tells of, by its tense and the day of its article, each with how it was worked out. Floor 1.

"The trial starts on Tuesday" in an article of a Monday is the day after; "he told the court on Tuesday" is the week
before. What governs a mention is the nearest verb, or word of time, before it in its clause; failing that the first
one behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from assistant.language.days import Day, dates
from assistant.language.detect import read_as
from assistant.language.lexicon import ENGLISH, Lexicon, lexicon
from assistant.language.part_of_period import narrowed
from assistant.language.quotations import quotations
from assistant.language.relative_days import DayRange
from assistant.language.terms import is_stop
from assistant.types import Span

_MAY_BE_VERB = re.compile(r"(?<=\s)[a-z]{2,}(?<!s)(?<!ou)s\b")  # "she runs", and any plural
_SEASON = re.compile(r"[/–]\d\d\b")  # behind a year: "the 2007/08 winner"
_STOP = re.compile(r"[;:—–()]")
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


def event_days(sentence: str, published: str | date | None, language: str | None = None) -> list[EventDay]:
    """The mentions of time in a sentence that can be resolved in an article of that ISO day, in their order.

    Without a day of publication only those are told that need none. Decades say too little and are left out, as is a
    "today" within quotation marks: it counts from the day on which somebody spoke.
    """
    base = date.fromisoformat(published[:10]) if isinstance(published, str) else published
    language = language or read_as(sentence)
    told = lexicon(language)
    spoken = quotations(sentence)
    mentions = [
        one
        for one in dates(sentence, language)
        if one.decade is None
        and not (one.relative in _of_the_speaker() and any(q.start < one.span[0] < q.end for q in spoken))
        and not _is_name(sentence, one, told)
    ]
    mentions = [_with_weekday(sentence, one, mentions) for one in mentions if not _beside_date(sentence, one, mentions)]
    mentions = [_with_year(sentence, one, mentions[at : at + 1], told) for at, one in enumerate(mentions, 1)]
    found = []
    for mention in mentions:
        ahead = looks_ahead(sentence, mention.span, language)
        if mention.month and told.pattern("up_to").search(sentence[: mention.span[0]]):
            ahead = None  # "They gave it until May": long ago, or still to come
        if ahead is None and _is_nearer_ahead(mention, base):
            continue  # "Saturday's final", without a verb, in an article of a Thursday
        if days := mention.within(base, ahead):
            span, (first, last) = narrowed(sentence, mention, days, language)
            text = sentence[slice(*span)]
            # "Tomorrow" and "next week" are to come whatever the tense; a date printed without a year may be misread.
            coming = base is not None and first > base and bool(ahead or mention.relative)
            how = _how(text, mention, base, coming)
            found.append(EventDay(text, span, first, last, how, mention.year is not None, coming))
    return list(_ranges(sentence, found, told))


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


def _with_year(sentence: str, mention: Day, behind: Sequence[Day], told: Lexicon) -> Day:
    """A month or day with the year of the one that it is joined to: "from January to October of 2021"."""
    if not mention.month or mention.year or not behind or not (behind[0].month and behind[0].year):
        return mention
    joined = told.pattern("range_joins").fullmatch(sentence[mention.span[1] : behind[0].span[0]])
    return replace(mention, year=behind[0].year - (mention.month > behind[0].month)) if joined else mention


def _touch(sentence: str, one: Day, other: Day) -> bool:
    gap = sentence[one.span[1] : other.span[0]]
    return one.span[1] <= other.span[0] and len(gap) <= 3 and not re.search(r"\w", gap)


def _is_name(sentence: str, mention: Day, told: Lexicon) -> bool:
    """Whether a mention is no day of what is told: of a name (Black Friday), of every week or year, of a year unknown.

    A quarter without a year is one of a year only where its sentence is about business: matches have quarters, too.
    """
    before, behind = sentence[: mention.span[0]], sentence[mention.span[1] :]
    now = mention.relative == "today"
    if now and (told.pattern("nowadays").search(before) or told.pattern("not_today").search(before)):
        return True
    if mention.relative and _ends_in_name(before) and mention.text[:1].isupper():
        return True  # "Entertainment Tonight"
    if mention.month and not mention.year:
        if told.pattern("of_another_year").search(before) or told.pattern("that_year").match(behind):
            return True
        two = [found.span() for found in told.pattern("two_months").finditer(sentence)] if not mention.day else ()
        if any(start <= mention.span[0] < end for start, end in two):
            return looks_ahead(sentence, mention.span, told.code) is not False
    if told.pattern("every").search(before):
        return True
    if isinstance(mention.part, int) and mention.year is None:
        return not told.pattern("business").search(sentence)
    if mention.year and not mention.month:
        return bool(_SEASON.match(behind))
    if mention.weekday is None or mention.turn:
        return False
    return bool(told.pattern("named_days").search(before)) or bool(
        re.match(r"\s(?:[A-Z][a-z]+\s[A-Z][a-z]+|[A-Z]{2,}\s[a-z]|the\s\d)", behind)
    )


def of_that_year(sentence: str, language: str = ENGLISH) -> Day | None:
    """The first month or day that is said to be of a year named before: "in June of that year", "that June"."""
    behind, before = lexicon(language).pattern("that_year"), lexicon(language).pattern("that")
    return next(
        (
            one
            for one in dates(sentence, language)
            if one.month
            and not one.year
            and (behind.match(sentence, one.span[1]) or before.search(sentence[: one.span[0]]))
        ),
        None,
    )


def has_verb(sentence: str, language: str = ENGLISH) -> bool:
    """Whether some word may be its verb; a heading or a cry ("Another grand night at the theatre.") has none."""
    return bool(_marks(language).search(sentence) or _MAY_BE_VERB.search(sentence))


def looks_ahead(sentence: str, span: Span, language: str = ENGLISH) -> bool | None:
    """Whether what is told at a place is still to come; None where no verb shows it."""
    told, marks = lexicon(language), _marks(language)
    breaks = told.pattern("clause_breaks")
    start = max((found.end() for found in breaks.finditer(sentence, 0, span[0])), default=0)
    before = [found for found in marks.finditer(sentence, start, span[0]) if not _is_noun(sentence, found, told)]
    if before:
        return before[-1]["ahead"] is not None
    end = next((found.start() for found in breaks.finditer(sentence, span[1])), len(sentence))
    if (behind := marks.search(sentence, span[1], end)) is None:
        if told.pattern("weakly_coming").search(sentence, start, span[0]):
            return True
        # "In March the mayor, as well as his brother, signed it."
        stop = next((found.start() for found in _STOP.finditer(sentence, span[1])), len(sentence))
        behind = marks.search(sentence, span[1], stop)
    # "In May she agreed to go": she has agreed.
    return behind["ahead"] is not None and not told.pattern("agreed").match(behind.group()) if behind else None


@cache
def _marks(language: str) -> re.Pattern[str]:
    """The verbs and words of time by which a sentence looks ahead, or back."""
    told = lexicon(language)
    ahead, past = told.one_of("coming"), told.one_of("past")
    return re.compile(rf"(?<![\w’'])(?:(?P<ahead>{ahead})|(?P<past>{past}))(?![\w])", re.IGNORECASE)


@cache
def _of_the_speaker() -> frozenset[str]:
    return frozenset(lexicon().phrases("of_the_speaker"))


def _is_noun(sentence: str, mark: re.Match[str], told: Lexicon) -> bool:
    """Whether what looks like a verb is none: "her visit", "the start"."""
    bare = mark["ahead"] is not None and " " not in mark.group()
    return bare and bool(told.pattern("determined").search(sentence[max(0, mark.start() - 12) : mark.start()]))


def names_event(sentence: str, span: Span, language: str = ENGLISH) -> bool:
    """Whether a day is not that of what is told: it names a letter ("the bank's May 4 letter"), or dates a balance
    ("as of May 4").
    """
    told = lexicon(language)
    if told.pattern("as_of").search(sentence[: span[0]]):
        return True
    behind = _NOUN_BEHIND.match(sentence, span[1])
    return bool(
        behind
        and not is_stop(behind["noun"])
        and told.pattern("owned").search(sentence[max(0, span[0] - 40) : span[0]])
    )


def _how(text: str, mention: Day, base: date | None, coming: bool) -> str:
    if mention.year is not None or base is None:
        return "printed"
    side = ", still to come" if coming else ""
    season = (
        ", by northern seasons" if mention.relative and re.search(r"spring|summer|autumn|fall|winter", text) else ""
    )
    return f"“{text}” in an article of {base.day} {base:%B %Y}{side}{season}"


def _ranges(sentence: str, found: list[EventDay], told: Lexicon) -> Iterator[EventDay]:
    """The days, two ends of one stretch made one: "from Monday to Wednesday", "between March and June 2019"."""
    at = 0
    while at < len(found):
        one, other = found[at], found[at + 1] if at + 1 < len(found) else None
        opened = told.pattern("range_opens").search(sentence[max(0, one.span[0] - 15) : one.span[0]])
        joins = told.pattern("range_joins")
        if other and opened and joins.fullmatch(sentence[one.span[1] : other.span[0]]) and one.first <= other.last:
            span: Span = (one.span[0], other.span[1])
            days: DayRange = (one.first, other.last)
            how = one.how if one.how == other.how else f"{one.how}; {other.how}"
            yield EventDay(sentence[slice(*span)], span, *days, how, one.printed and other.printed, one.coming)
            at += 2
        else:
            yield one
            at += 1
