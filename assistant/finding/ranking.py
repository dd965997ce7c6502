"""Weighs found passages against each thing that a question asks, and picks so that all have their share. Floor 2.

The weights come from 70% of MultiHop-RAG's development questions: coordinate ascent on FactRecall@10, AllFacts@10 and
MRR@10, then one at a time, rounded; around these values the curve is flat. benchmarks/retrieval.py shows what most of
them bring.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assistant.language.terms import content_words, stem
from assistant.types import Passage

_LEXICAL, _DENSE, _READ, _OUTLET, _DAY = 0.8, 1.0, 0.9, 0.9, 0.9
_SHARED = 0.05  # what a part's next passage must give way to the first of another part, in shares of the best score
_COPY = 0.8  # share of common words from which two passages say the same
_DEFERRED = 2.0  # taken off a copy's score: it comes after all else
_LENGTH = 0.5  # how far a long sentence's score is brought down, as BM25's b
_AROUND = 0.25  # of a stem's worth, where it stands anywhere in the passage
_MEAN_WORDS = 12.0  # content words of a mean news sentence
_UNDATED = 0.5  # of the credit for a day: it may have been published then
_SENTENCE_END = re.compile(r"(?<=[.!?…][\"”’)])\s+|(?<=[.!?…])\s+|\n+")


_Met = list[tuple[frozenset[str], int]]
"""Of each sentence: the stems that were asked for, and its length in content words."""


@dataclass(frozen=True, slots=True)
class Want:
    """One thing that a question asks: the stems it turns on, and the outlets and days it names."""

    stems: tuple[str, ...]
    outlets: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A found passage, not read yet: whose it is, and its score in each leg as a share of that leg's best."""

    id: str
    outlet: str | None
    published: str | None
    lexical: float
    dense: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A found passage with its text."""

    found: Found
    passage: Passage


def first_choice(found: Sequence[Found], wants: Sequence[Want], count: int) -> list[Found]:
    """The `count` passages that are worth reading, by everything but their sentences."""
    if len(found) <= count:
        return list(found)
    return sorted(found, key=lambda one: -(_of_passage(one) + max(_of_article(one, want) for want in wants)))[:count]


def pick(
    candidates: Sequence[Candidate], wants: Sequence[Want], weights: Mapping[str, float], top: int
) -> list[tuple[Candidate, float]]:
    """The `top` best candidates with their scores, best first, chosen so that each want has its share.

    `weights` tells how much each stem of the question says. One by one, the passage is taken that is best for some
    want, in shares of the best for it, less a little for each one that the want already has. Near-copies of a taken
    passage come last.
    """
    if not candidates:
        return []
    reader = _Reader(stem for want in wants for stem in want.stems)
    met = [reader.read(one.passage.text) for one in candidates]
    scores = [_scores(candidates, met, want, weights) for want in wants]
    overall = [max(column) for column in zip(*scores, strict=True)]
    shares = [share for want, row in zip(wants, scores, strict=True) for share in _shares(candidates, want, row)]
    had = [0] * len(shares)
    left = set(range(len(candidates)))
    taken: list[int] = []
    copies: list[int] = []
    while left and len(taken) < top:
        best, number = max(
            ((row[at] - _SHARED * had[number], -at), number) for number, row in enumerate(shares) for at in left
        )
        at = -best[1]
        left.remove(at)
        if any(_copies(candidates[at], candidates[other]) for other in taken):
            copies.append(at)
            continue
        taken.append(at)
        had[number] += 1
    taken.sort(key=lambda at: -overall[at])
    picked = [(candidates[at], overall[at]) for at in taken]
    picked += [(candidates[at], overall[at] - _DEFERRED) for at in copies]
    return picked[:top]


def _shares(candidates: Sequence[Candidate], want: Want, row: Sequence[float]) -> list[list[float]]:
    """A want's scores as shares of the best; one row for each outlet where it names two or three."""
    if not 1 < len(want.outlets) <= 3:
        return [_of_best(row)]
    return [
        _of_best([score + _OUTLET * (one.found.outlet == outlet) for one, score in zip(candidates, row, strict=True)])
        for outlet in want.outlets
    ]


def _of_best(row: Sequence[float]) -> list[float]:
    best = max(row)
    return [score / best for score in row] if best > 0 else list(row)


def _scores(
    candidates: Sequence[Candidate], met: Sequence[_Met], want: Want, weights: Mapping[str, float]
) -> list[float]:
    worth = {stem: weights[stem] for stem in want.stems}
    read = _of_best([_brought_together(one, worth) for one in met])
    return [
        _of_passage(one.found) + _of_article(one.found, want) + _READ * share
        for one, share in zip(candidates, read, strict=True)
    ]


def _of_passage(one: Found) -> float:
    return _LEXICAL * one.lexical + _DENSE * one.dense


def _of_article(one: Found, want: Want) -> float:
    """The credit for being of an outlet and of a day that the question names."""
    credit = _OUTLET if one.outlet in want.outlets else 0.0
    if want.since or want.until:
        credit += _DAY * _in_time(one.published, want)
    return credit


def _in_time(published: str | None, want: Want) -> float:
    """1 in the days that are named, half that within a week after them and where the day is unknown."""
    if not published:
        return _UNDATED
    if want.since and published < want.since:
        return 0.0
    if not want.until or published <= want.until:
        return 1.0
    late = (date.fromisoformat(published) - date.fromisoformat(want.until)).days
    return 0.5 if late <= 7 else 0.0


def _brought_together(met: _Met, worth: Mapping[str, float]) -> float:
    """How much of these stems' worth one sentence brings together at best; longer ones count less.

    What the rest of the passage has of them counts a little: a name may stand in the sentence before.
    """
    best = 0.0
    anywhere: set[str] = set()
    asked = worth.keys()
    for stems, length in met:
        own = asked & stems
        if own:
            anywhere |= own
            best = max(best, sum([worth[one] for one in own]) / (1 - _LENGTH + _LENGTH * length / _MEAN_WORDS) ** 0.5)
    return best + _AROUND * sum([worth[one] for one in anywhere])


class _Reader:
    """Finds stems in texts. A word is stemmed only where it begins as one of the stems does: the rest cannot be it."""

    def __init__(self, asked: Iterable[str]) -> None:
        self._asked = frozenset(asked)
        self._short = {one[:2] for one in self._asked if len(one) <= 3}  # Porter turns "dry" into "dri"
        self._long = {one[:3] for one in self._asked if len(one) > 3}

    def read(self, text: str) -> _Met:
        """For each sentence that has any: the asked stems in it, and how many content words it has."""
        found = []
        for words in _sentences(text):
            own = {stem(word) for word in words if word[:3] in self._long or word[:2] in self._short} & self._asked
            if own:
                found.append((frozenset(own), len(words)))
        return found


@lru_cache(maxsize=2048)  # the passages of one story come up again and again
def _sentences(text: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(content_words(sentence)) for sentence in _SENTENCE_END.split(text))


def _copies(one: Candidate, other: Candidate) -> bool:
    """Whether two passages are near-copies, by the words they share."""
    mine: frozenset[str] = frozenset().union(*_sentences(one.passage.text))
    its: frozenset[str] = frozenset().union(*_sentences(other.passage.text))
    return len(mine & its) > _COPY * max(1, len(mine | its))
