"""Weighs found passages against each thing that a question asks, and picks so that all have their share. Floor 2.

The weights come from 70% of MultiHop-RAG's development questions: coordinate ascent on FactRecall@10, AllFacts@10 and
MRR@10, then one at a time, rounded; around these values the curve is flat. benchmarks/retrieval.py shows what most of
them bring.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assistant.language.terms import content_words
from assistant.types import Passage

_LEXICAL, _DENSE, _READ, _OUTLET, _DAY = 0.8, 1.0, 0.9, 0.9, 0.9
_SHARED = 0.05  # what a part's next passage must give way to the first of another part, in shares of the best score
_COPY = 0.8  # share of common words from which two passages say the same
_DEFERRED = 2.0  # taken off a copy's score: it comes after all else
_LENGTH = 0.5  # how far a long sentence's score is brought down, as BM25's b
_AROUND = 0.25  # of a stem's worth, where it stands anywhere in the passage
_MEAN_WORDS = 12.0  # content words of a mean news sentence
_UNDATED = 0.5  # of the credit for a day: it may have been published then


_Met = list[tuple[frozenset[str], int]]
"""Of each sentence: the stems that were asked for, and its length in content words."""


@dataclass(frozen=True, slots=True)
class SubQuery:
    """One thing that a question asks: the stems it turns on, and the outlets and days it names."""

    stems: tuple[str, ...]
    outlets: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A found passage, not read yet: whose it is, and its score in each leg as a share of that leg's best."""

    id: str
    outlet: str | None
    published: str | None
    lexical: float
    dense: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A found passage with its text, and the stems of its sentences (see `index.sentence_stems`)."""

    found: Retrieved
    passage: Passage
    told: str


def first_choice(found: Sequence[Retrieved], wants: Sequence[SubQuery], count: int) -> list[Retrieved]:
    """The `count` passages that are worth reading, by everything but their sentences."""
    if len(found) <= count:
        return list(found)
    return sorted(found, key=lambda one: -(_of_passage(one) + max(_of_article(one, want) for want in wants)))[:count]


def select_passages(
    candidates: Sequence[Candidate], wants: Sequence[SubQuery], weights: Mapping[str, float], top: int
) -> list[tuple[Candidate, float]]:
    """The `top` best candidates with their scores, best first, chosen so that each want has its share.

    `weights` tells how much each stem of the question says. One by one, the passage is taken that is best for some
    want, in shares of the best for it, less a little for each one that the want already has. Near-copies of a taken
    passage come last.
    """
    if not candidates:
        return []
    asked = frozenset(stem for want in wants for stem in want.stems)
    met = [_met(one.told, asked) for one in candidates]
    scores = [_scores(candidates, met, want, weights) for want in wants]
    overall = [max(column) for column in zip(*scores, strict=True)]
    shares = [share for want, row in zip(wants, scores, strict=True) for share in _shares(candidates, want, row)]
    had = [0] * len(shares)
    orders = [iter(sorted(range(len(candidates)), key=row.__getitem__, reverse=True)) for row in shares]
    heads = [next(order) for order in orders]  # the best of each row that is left; of equals, the first
    left = set(range(len(candidates)))
    taken: list[int] = []
    copies: list[int] = []
    while left and len(taken) < top:
        best, number = max(
            ((row[at] - _SHARED * count, -at), number)
            for number, (row, at, count) in enumerate(zip(shares, heads, had, strict=True))
        )
        at = -best[1]
        left.remove(at)
        heads = [
            head if head in left else next((one for one in order if one in left), at)
            for head, order in zip(heads, orders, strict=True)
        ]
        if any(_copies(candidates[at], candidates[other]) for other in taken):
            copies.append(at)
            continue
        taken.append(at)
        had[number] += 1
    taken.sort(key=lambda at: -overall[at])
    picked = [(candidates[at], overall[at]) for at in taken]
    picked += [(candidates[at], overall[at] - _DEFERRED) for at in copies]
    return picked[:top]


def _shares(candidates: Sequence[Candidate], want: SubQuery, row: Sequence[float]) -> list[list[float]]:
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
    candidates: Sequence[Candidate], met: Sequence[_Met], want: SubQuery, weights: Mapping[str, float]
) -> list[float]:
    worth = {stem: weights[stem] for stem in want.stems}
    read = _of_best([_brought_together(one, worth) for one in met])
    return [
        _of_passage(one.found) + _of_article(one.found, want) + _READ * share
        for one, share in zip(candidates, read, strict=True)
    ]


def _of_passage(one: Retrieved) -> float:
    return _LEXICAL * one.lexical + _DENSE * one.dense


def _of_article(one: Retrieved, want: SubQuery) -> float:
    """The credit for being of an outlet and of a day that the question names."""
    credit = _OUTLET if one.outlet in want.outlets else 0.0
    if want.since or want.until:
        credit += _DAY * _in_time(one.published, want)
    return credit


def _in_time(published: str | None, want: SubQuery) -> float:
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
    for stems, length in met:
        own = [one for one in stems if one in worth]
        if own:
            anywhere.update(own)
            share = sum([worth[one] for one in own]) / (1 - _LENGTH + _LENGTH * length / _MEAN_WORDS) ** 0.5
            if share > best:
                best = share
    return best + _AROUND * sum([worth[one] for one in anywhere])


def _met(told: str, asked: frozenset[str]) -> _Met:
    """The asked stems of each sentence that has any, and how many content words it has; see `index.sentence_stems`."""
    found = []
    for line in told.split("\n"):
        length, *stems = line.split(" ")
        own = asked.intersection(stems)
        if own:
            found.append((own, int(length)))
    return found


@lru_cache(maxsize=2048)  # the passages of one story come up again and again
def _matter(text: str) -> frozenset[str]:
    return frozenset(content_words(text))


def _copies(one: Candidate, other: Candidate) -> bool:
    """Whether two passages are near-copies, by the words they share."""
    mine, its = _matter(one.passage.text), _matter(other.passage.text)
    return len(mine & its) > _COPY * max(1, len(mine | its))
