"""Represents what a sentence states by its stems, names, figures and days, so that two can be compared. Floor 2."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from assistant.language.analyse import analyse
from assistant.language.detect import detect_supported, supported_language
from assistant.language.figures import Day, Figure
from assistant.language.lexicon import ENGLISH, lexicon
from assistant.language.relative_days import DayRange
from assistant.language.terms import is_stop, stem, words
from assistant.types import Evidence, Span

_CLAUSE_END = re.compile(r"[;:()–—]|\.(?=\s|$)|,(?=\s)")
_ONE_TIME = 7  # most days between two articles on one time
_LEAST = 2  # stems in common
_MOST = 0.5  # least share of a clause's stems that counts as most of it
ALIKE = 0.4
"""Similarity from which two sentences with a name in common are on one topic."""


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """A sentence's stems without verbs of speech, the names among them, its figures and its days.

    The words of figures and days are not among the stems: they are compared by value.
    """

    evidence: Evidence
    stems: frozenset[str]
    names: frozenset[str]
    figures: tuple[Figure, ...]
    days: tuple[Day, ...]
    struck: frozenset[str]
    """The words of its figures and days, which are not among the stems."""
    speakers: frozenset[str]
    """The stems of the names of those who say it."""
    language: str = ENGLISH

    @property
    def text(self) -> str:
        """The sentence as printed."""
        return self.evidence.quote

    @property
    def published(self) -> date | None:
        """The day of publication of its article; None if unknown."""
        day = self.evidence.article.published
        return date.fromisoformat(day[:10]) if day else None

    def around(self, span: Span) -> frozenset[str]:
        """The stems of the clause around a span."""
        begun, ended = self.clause(span)
        return stems_of(self.text[begun:ended], self.struck, self.language) & self.stems

    def clause(self, span: Span) -> Span:
        """The span of the clause, from one punctuation mark to the next, around a span."""
        begun = max((found.end() for found in _CLAUSE_END.finditer(self.text, 0, span[0])), default=0)
        return begun, next((found.start() for found in _CLAUSE_END.finditer(self.text, span[1])), len(self.text))

    def times(self) -> list[DayRange]:
        """The date ranges of the days that the sentence names; those that cannot be resolved are left out."""
        found = [day.within(self.published) for day in self.days]
        return [one for one in found if one is not None]


def statement_of(piece: Evidence) -> Statement:
    """The statement of a sentence, of its own language; an empty sentence has no stems, figures or days."""
    read = analyse(piece.quote, supported_language(piece.article.language, piece.quote))
    values = [one.text for one in read.figures] + [day.text for day in read.days]
    struck = frozenset(word for one in values for word in words(one))
    outlets = frozenset(stem(word) for word in words(piece.article.outlet or ""))
    stems = stems_of(piece.quote, struck, read.language)
    rungs = (rung.name for rung in piece.ladder if rung.kind != "outlet")
    speakers = frozenset().union(*(stems_of(name, language=read.language) for name in rungs))
    names = (frozenset(map(stem, read.names)) & stems) - outlets
    return Statement(piece, stems, names, read.figures, read.days, struck, speakers, read.language)


@lru_cache(maxsize=2048)  # questions and titles are analysed with every pair of sentences
def stems_of(text: str, struck: frozenset[str] = frozenset(), language: str | None = None) -> frozenset[str]:
    """The stems of a text's content words, without stop words, verbs of speech, numbers and the words in `struck`."""
    language = language or detect_supported(text)
    little = lexicon(language).words("said", "weak", "claim") | {"according"}
    content = (word for word in words(text) if word not in struck and not word[0].isdigit() and word not in little)
    return frozenset(stem(word) for word in content if not is_stop(word, language))


def share(some: frozenset[str], of: frozenset[str]) -> float:
    """The share of `some` stems that are in `of`; an empty set gives 0."""
    return len(some & of) / len(some) if some else 0.0


def alike(one: Statement, other: Statement) -> float:
    """The cosine similarity of two sentences' stems, from 0 to 1."""
    shared = len(one.stems & other.stems)
    return shared / math.sqrt(len(one.stems) * len(other.stems)) if shared else 0.0


def same_time(one: Statement, other: Statement) -> bool:
    """Whether two sentences can be on one time: their days overlap, or both name none and are at most a week apart.

    Where only one names a day, the other must have been published between a day before it and a week after.
    """
    mine, theirs = one.times(), other.times()
    if len(mine) != len(one.days) or len(theirs) != len(other.days):
        return False
    if mine and theirs:
        return any(a[0] <= b[1] and b[0] <= a[1] for a in mine for b in theirs)
    if mine or theirs:
        printed = other.published if mine else one.published
        return printed is not None and _include(mine or theirs, printed)
    return in_one_week(one, other)


def _include(ranges: Sequence[DayRange], day: date) -> bool:
    return any(first <= day + timedelta(days=1) and day - timedelta(days=7) <= last for first, last in ranges)


def in_one_week(one: Statement, other: Statement) -> bool:
    """Whether two articles are at most a week apart; also where one is undated."""
    gap = days_between(one, other)
    return gap is None or abs(gap) <= _ONE_TIME


def days_between(one: Statement, other: Statement) -> int | None:
    """Days from the publication of `one` to that of `other`; None if either is unknown."""
    return (other.published - one.published).days if one.published and other.published else None


def same_topic(one: Statement, span: Span, other: Statement, other_span: Span) -> bool:
    """Whether the clauses around two spans are certainly on one thing.

    They share two stems, one of them not a name, and the sentences share a name; no name of either clause is missing
    from the other sentence; and one clause, its speaker aside, has no stem that the other sentence lacks.
    """
    near, near_other = one.around(span), other.around(other_span)
    shared = near & near_other
    named = one.stems & other.stems & (one.names | other.names)
    if len(shared) < _LEAST or not named or not shared - one.names - other.names:
        return False
    lacking = near - other.stems - one.speakers, near_other - one.stems - other.speakers
    return not (lacking[0] & one.names or lacking[1] & other.names) and not (lacking[0] and lacking[1])


def same_subject(one: Statement, span: Span, other: Statement, other_span: Span) -> bool:
    """Whether two sentences share a name, another word, three stems in all, and most of the clause around a span."""
    shared = one.stems & other.stems
    names = one.names | other.names
    met = max(share(one.around(span), other.stems), share(other.around(other_span), one.stems))
    return (
        len(shared) > _LEAST
        and bool(shared & names)
        and bool(shared - names)
        and met >= _MOST
        and alike(one, other) >= ALIKE
    )
