"""The days on which the events of a sentence happen, by its tense and the day of its article. Floor 1.

"The trial starts on Tuesday" in an article published on a Monday is the next day; "he told the court on Tuesday" is
the week before. A mention is governed by the nearest verb or time word before it in its clause, else by the first one
after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from assistant.language.days import Day, dates
from assistant.language.detect import detect_supported
from assistant.language.lexicon import ENGLISH, Lexicon, lexicon
from assistant.language.part_of_period import narrowed
from assistant.language.quotations import quotations
from assistant.language.relative_days import DayRange
from assistant.language.terms import is_stop
from assistant.types import Span

_MAY_BE_VERB = re.compile(r"(?<=\s)[a-z]{2,}(?<!s)(?<!ou)s\b")  # "she runs", and any plural
_SEASON = re.compile(r"[/–]\d\d\b")  # after a year: "the 2007/08 winner"
_STOP = re.compile(r"[;:—–()]")
_OWNER = re.compile(
    r"\b(?:(?!(?:it|that|there|here|what|who|he|she|let)\b)\w+['’]s|his|her|its|their|my|our|your)\s$", re.IGNORECASE
)
_NOUN_BEHIND = re.compile(r"\s(?!(?:morning|afternoon|evening|night)\b)(?P<noun>[a-z]{3,})")


@dataclass(frozen=True, slots=True)
class EventDay:
    """A mention of time, its first and last day, and how they were resolved, as a sentence for readers.

    `printed`: the year is in the text. `coming`: the day was in the future at publication. `exact`: it is one day.
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
    """The mentions of time in a sentence that can be resolved in an article published on that ISO day, in order.

    Without a day of publication only mentions that need none are resolved. Decades are left out as too vague, and so
    is a "today" within quotation marks, which counts from the day on which somebody spoke.
    """
    base = date.fromisoformat(published[:10]) if isinstance(published, str) else published
    language = language or detect_supported(sentence)
    word_data = lexicon(language)
    spoken = quotations(sentence)
    mentions = [
        one
        for one in dates(sentence, language)
        if one.decade is None
        and not (one.relative in _of_the_speaker() and any(q.start < one.span[0] < q.end for q in spoken))
        and not _is_name(sentence, one, word_data)
    ]
    mentions = [_with_weekday(sentence, one, mentions) for one in mentions if not _beside_date(sentence, one, mentions)]
    mentions = [_with_year(sentence, one, mentions[at : at + 1], word_data) for at, one in enumerate(mentions, 1)]
    found = []
    for mention in mentions:
        ahead = looks_ahead(sentence, mention.span, language)
        if mention.month and word_data.pattern("up_to").search(sentence[: mention.span[0]]):
            ahead = None  # "They gave it until May": may be past or future
        if mention.month and ahead and word_data.pattern("of_past_future").search(sentence[: mention.span[0]]):
            ahead = None
        if mention.weekday is not None and word_data.pattern("printed_on").search(sentence[: mention.span[0]]):
            ahead = False
        if ahead is None and _is_nearer_ahead(mention, base):
            continue  # "Saturday's final", without a verb, in an article of a Thursday
        if days := mention.within(base, ahead):
            span, (first, last) = narrowed(sentence, mention, days, language)
            text = sentence[slice(*span)]
            # "Tomorrow" and "next week" are future whatever the tense; a date without a year may be misread.
            coming = base is not None and first > base and bool(ahead or mention.relative)
            how = _how(text, mention, base, coming)
            found.append(EventDay(text, span, first, last, how, mention.year is not None, coming))
    return list(_ranges(sentence, found, word_data))


def _is_nearer_ahead(mention: Day, base: date | None) -> bool:
    """Whether the next weekday of that name is nearer than the last."""
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
    """Whether a text ends in a capitalised word, so that a capital after it continues a name."""
    return bool(re.search(r"\b[A-ZÀ-Þ][\w’'-]*\s$", before))


def _with_year(sentence: str, mention: Day, behind: Sequence[Day], word_data: Lexicon) -> Day:
    """A month or day with the year of the one it is joined to: "from January to October of 2021"."""
    if not mention.month or mention.year or not behind or not (behind[0].month and behind[0].year):
        return mention
    joined = word_data.pattern("range_joins").fullmatch(sentence[mention.span[1] : behind[0].span[0]])
    return replace(mention, year=behind[0].year - (mention.month > behind[0].month)) if joined else mention


def _touch(sentence: str, one: Day, other: Day) -> bool:
    gap = sentence[one.span[1] : other.span[0]]
    return one.span[1] <= other.span[0] and len(gap) <= 3 and not re.search(r"\w", gap)


def _is_name(sentence: str, mention: Day, word_data: Lexicon) -> bool:
    """Whether a mention does not date an event: a name (Black Friday), every week or year, an unknown year.

    A quarter without a year counts only where its sentence is about business: matches have quarters, too.
    """
    before, behind = sentence[: mention.span[0]], sentence[mention.span[1] :]
    now = mention.relative == "today"
    if now and (word_data.pattern("nowadays").search(before) or word_data.pattern("not_today").search(before)):
        return True
    if now and not before.strip('"“ ') and word_data.pattern("nowadays_behind").match(behind):
        return True
    if mention.relative and _OWNER.search(before):
        return True  # "the firm's last days"
    if mention.relative and _ends_in_name(before) and mention.text[:1].isupper():
        return True  # "Entertainment Tonight"
    if mention.month and not mention.year:
        if word_data.pattern("of_another_year").search(before) or word_data.pattern("that_year").match(behind):
            return True
        two = [found.span() for found in word_data.pattern("two_months").finditer(sentence)] if not mention.day else ()
        if any(start <= mention.span[0] < end for start, end in two):
            return looks_ahead(sentence, mention.span, word_data.code) is not False
    if word_data.pattern("every").search(before):
        return True
    if isinstance(mention.part, int) and mention.year is None:
        return not word_data.pattern("business").search(sentence)
    if mention.year and not mention.month:
        return bool(_SEASON.match(behind))
    if mention.weekday is None or mention.turn:
        return False
    return bool(word_data.pattern("named_days").search(before)) or bool(
        re.match(r"\s(?:[A-Z][a-z]+\s[A-Z][a-z]+|[A-Z]{2,}\s[a-z]|the\s\d)", behind)
    )


def of_that_year(sentence: str, language: str = ENGLISH) -> Day | None:
    """The first month or day of a year named earlier: "in June of that year", "that June"; None without one."""
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
    """Whether some word may be a verb; a heading or exclamation ("Another grand night at the theatre.") has none."""
    return bool(_marks(language).search(sentence) or _MAY_BE_VERB.search(sentence))


def looks_ahead(sentence: str, span: Span, language: str = ENGLISH) -> bool | None:
    """Whether the event at a span is in the future; None where no verb shows the tense."""
    word_data, marks = lexicon(language), _marks(language)
    breaks = word_data.pattern("clause_breaks")
    start = max((found.end() for found in breaks.finditer(sentence, 0, span[0])), default=0)
    before = [found for found in marks.finditer(sentence, start, span[0]) if not _is_noun(sentence, found, word_data)]
    if before:
        return before[-1]["ahead"] is not None
    end = next((found.start() for found in breaks.finditer(sentence, span[1])), len(sentence))
    if (behind := marks.search(sentence, span[1], end)) is None:
        if word_data.pattern("weakly_coming").search(sentence, start, span[0]):
            return True
        # "In March the mayor, as well as his brother, signed it."
        stop = next((found.start() for found in _STOP.finditer(sentence, span[1])), len(sentence))
        behind = marks.search(sentence, span[1], stop)
    # "In May she agreed to go": she has agreed.
    return behind["ahead"] is not None and not word_data.pattern("agreed").match(behind.group()) if behind else None


@cache
def _marks(language: str) -> re.Pattern[str]:
    """The verbs and time words that show the future (`ahead`) or the past (`past`)."""
    word_data = lexicon(language)
    ahead, past = word_data.one_of("coming"), word_data.one_of("past")
    return re.compile(rf"(?<![\w’'])(?:(?P<ahead>{ahead})|(?P<past>{past}))(?![\w])", re.IGNORECASE)


@cache
def _of_the_speaker() -> frozenset[str]:
    return frozenset(lexicon().phrases("of_the_speaker"))


def _is_noun(sentence: str, mark: re.Match[str], word_data: Lexicon) -> bool:
    """Whether what looks like a verb to come is a noun ("her visit"), or tells a deed done ("he tried to run away")."""
    if mark["ahead"] is None or " " in mark.group():
        return False
    noun = word_data.pattern("determined").search(sentence[max(0, mark.start() - 12) : mark.start()])
    return bool(noun or word_data.pattern("tried_to").search(sentence[: mark.start()]))


def names_event(sentence: str, span: Span, language: str = ENGLISH) -> bool:
    """Whether a day dates a document ("the bank's May 4 letter") or a balance ("as of May 4") and not the event."""
    word_data = lexicon(language)
    if word_data.pattern("as_of").search(sentence[: span[0]]):
        return True
    behind = _NOUN_BEHIND.match(sentence, span[1])
    return bool(
        behind
        and not is_stop(behind["noun"])
        and word_data.pattern("owned").search(sentence[max(0, span[0] - 40) : span[0]])
    )


def _how(text: str, mention: Day, base: date | None, coming: bool) -> str:
    if mention.year is not None or base is None:
        return "printed"
    side = ", still to come" if coming else ""
    season = (
        ", by northern seasons" if mention.relative and re.search(r"spring|summer|autumn|fall|winter", text) else ""
    )
    return f"“{text}” in an article of {base.day} {base:%B %Y}{side}{season}"


def _ranges(sentence: str, found: list[EventDay], word_data: Lexicon) -> Iterator[EventDay]:
    """The days, the two ends of a range merged: "from Monday to Wednesday", "between March and June 2019"."""
    at = 0
    while at < len(found):
        one, other = found[at], found[at + 1] if at + 1 < len(found) else None
        opened = word_data.pattern("range_opens").search(sentence[max(0, one.span[0] - 15) : one.span[0]])
        joins = word_data.pattern("range_joins")
        if other and opened and joins.fullmatch(sentence[one.span[1] : other.span[0]]) and one.first <= other.last:
            span: Span = (one.span[0], other.span[1])
            days: DayRange = (one.first, other.last)
            how = one.how if one.how == other.how else f"{one.how}; {other.how}"
            yield EventDay(sentence[slice(*span)], span, *days, how, one.printed and other.printed, one.coming)
            at += 2
        else:
            yield one
            at += 1
