"""Scores retrieved passages for each sub-query and selects them so that every sub-query is represented. Floor 2.

The weights were tuned on 70% of MultiHop-RAG's development questions by coordinate ascent on FactRecall@10, AllFacts@10
and MRR@10, then rounded; results change little around these values. benchmarks/retrieval.py ablates most of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assistant.language.terms import content_words
from assistant.types import Passage

_LEXICAL, _DENSE, _READ, _OUTLET, _DAY = 0.8, 1.0, 0.9, 0.9, 0.9
_SHARED = 0.05  # penalty for each passage already taken for a sub-query, as a share of its best score
_COPY = 0.8  # share of common words from which two passages are near-copies
_DEFERRED = 2.0  # subtracted from the score of a copy, so that it comes last
_LENGTH = 0.5  # length normalisation of a sentence's score, as BM25's b
_AROUND = 0.25  # of a stem's weight, if it occurs anywhere in the passage
_MEAN_WORDS = 12.0  # content words in an average news sentence
_UNDATED = 0.5  # of the credit for a matching day, if the publication day is unknown

_Matches = list[tuple[frozenset[str], int]]
"""For each sentence: the question stems it contains, and its length in content words."""


@dataclass(frozen=True, slots=True)
class SubQuery:
    """One thing that a question asks: its topic stems, and the outlets and days it names."""

    stems: tuple[str, ...]
    outlets: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A retrieved passage without its text: outlet, day, and score in each leg as a share of that leg's best."""

    id: str
    outlet: str | None
    published: str | None
    lexical: float
    dense: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A retrieved passage with its text, and the stems of its sentences (format: `index.sentence_stems`)."""

    found: Retrieved
    passage: Passage
    sentence_stems: str


def first_choice(found: Sequence[Retrieved], sub_queries: Sequence[SubQuery], count: int) -> list[Retrieved]:
    """The `count` most promising passages, best first, scored without their sentences; all, unsorted, if fewer."""
    if len(found) <= count:
        return list(found)
    return sorted(
        found, key=lambda one: -(_of_passage(one) + max(_of_article(one, sub_query) for sub_query in sub_queries))
    )[:count]


def select_passages(
    candidates: Sequence[Candidate], sub_queries: Sequence[SubQuery], weights: Mapping[str, float], top: int
) -> list[tuple[Candidate, float]]:
    """The `top` best candidates with their scores, best first, chosen so that every sub-query is represented.

    `weights` is the inverse document frequency of each stem. Selection is greedy: each step takes the candidate with
    the highest score for any sub-query, relative to the best for that sub-query, less a small penalty for each one
    already taken for it. Near-copies of a selected passage come last. No candidates give an empty list.
    """
    if not candidates:
        return []
    asked = frozenset(stem for sub_query in sub_queries for stem in sub_query.stems)
    matches = [_matches(one.sentence_stems, asked) for one in candidates]
    scores = [_scores(candidates, matches, sub_query, weights) for sub_query in sub_queries]
    overall = [max(column) for column in zip(*scores, strict=True)]
    shares = [
        share
        for sub_query, row in zip(sub_queries, scores, strict=True)
        for share in _shares(candidates, sub_query, row)
    ]
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


def _shares(candidates: Sequence[Candidate], sub_query: SubQuery, row: Sequence[float]) -> list[list[float]]:
    """The scores of a sub-query as shares of the best: one row, or one for each outlet if it names two or three."""
    if not 1 < len(sub_query.outlets) <= 3:
        return [_of_best(row)]
    return [
        _of_best([score + _OUTLET * (one.found.outlet == outlet) for one, score in zip(candidates, row, strict=True)])
        for outlet in sub_query.outlets
    ]


def _of_best(row: Sequence[float]) -> list[float]:
    best = max(row)
    return [score / best for score in row] if best > 0 else list(row)


def _scores(
    candidates: Sequence[Candidate], matches: Sequence[_Matches], sub_query: SubQuery, weights: Mapping[str, float]
) -> list[float]:
    worth = {stem: weights[stem] for stem in sub_query.stems}
    read = _of_best([_sentence_score(one, worth) for one in matches])
    return [
        _of_passage(one.found) + _of_article(one.found, sub_query) + _READ * share
        for one, share in zip(candidates, read, strict=True)
    ]


def _of_passage(one: Retrieved) -> float:
    return _LEXICAL * one.lexical + _DENSE * one.dense


def _of_article(one: Retrieved, sub_query: SubQuery) -> float:
    """The credit for coming from an outlet and a day that the sub-query names."""
    credit = _OUTLET if one.outlet in sub_query.outlets else 0.0
    if sub_query.since or sub_query.until:
        credit += _DAY * _in_time(one.published, sub_query)
    return credit


def _in_time(published: str | None, sub_query: SubQuery) -> float:
    """1 within the named days, 0.5 up to a week after them or if the day is unknown, else 0."""
    if not published:
        return _UNDATED
    if sub_query.since and published < sub_query.since:
        return 0.0
    if not sub_query.until or published <= sub_query.until:
        return 1.0
    late = (date.fromisoformat(published) - date.fromisoformat(sub_query.until)).days
    return 0.5 if late <= 7 else 0.0


def _sentence_score(matches: _Matches, worth: Mapping[str, float]) -> float:
    """The largest total weight of the stems in one sentence, normalised by its length.

    Stems elsewhere in the passage count a little: a name may occur in the preceding sentence.
    """
    best = 0.0
    anywhere: set[str] = set()
    for stems, length in matches:
        own = [one for one in stems if one in worth]
        if own:
            anywhere.update(own)
            share = sum([worth[one] for one in own]) / (1 - _LENGTH + _LENGTH * length / _MEAN_WORDS) ** 0.5
            if share > best:
                best = share
    return best + _AROUND * sum([worth[one] for one in anywhere])


def _matches(sentence_stems: str, asked: frozenset[str]) -> _Matches:
    """The question stems and length in content words of each sentence that has any; see `index.sentence_stems`."""
    found = []
    for line in sentence_stems.split("\n"):
        length, *stems = line.split(" ")
        own = asked.intersection(stems)
        if own:
            found.append((own, int(length)))
    return found


@lru_cache(maxsize=2048)  # the passages of a story recur across questions
def _word_set(text: str) -> frozenset[str]:
    return frozenset(content_words(text))


def _copies(one: Candidate, other: Candidate) -> bool:
    """Whether two passages are near-copies, by the Jaccard similarity of their content words."""
    mine, its = _word_set(one.passage.text), _word_set(other.passage.text)
    return len(mine & its) > _COPY * max(1, len(mine | its))
