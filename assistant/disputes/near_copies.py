"""Finds, among near-copies of one text, the one in which a value was exchanged that other sources bear out. Floor 2.

Two sources print the same text, but for one phrase. Where a third, which copies neither, has the phrase of the one and
none has that of the other, the other stands alone: it is shown beside the shared one as a dispute, not as the answer.
Where nothing else tells which of the two was changed, both stay in the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations

from assistant.disputes.sides import teller
from assistant.language.figures import figures
from assistant.language.lexicon import lexicon
from assistant.language.terms import is_stop, words
from assistant.types import Article, Dispute, Evidence, Side

_ALIKE = 0.6  # share of the words of the shorter text, in runs of four, from which two texts are copies
_RUN = 4
_SAME_SENTENCE = 0.7  # likeness of two sentences' words, in order, from which they are one sentence
_MOST_CHANGED = 6  # words of the exchanged phrase
_LEAST_COMMON = 5  # words around it that are the same


@dataclass(frozen=True, slots=True)
class Alteration:
    """A sentence as several sources bear it out, and as a lone copy has it. Both are evidence keys."""

    borne_out: int
    lone: int
    phrase: str
    """What the lone copy puts in, as lower-case words."""
    shared_phrase: str
    """What the others have in its place."""


def alterations(evidence: Sequence[Evidence]) -> list[Alteration]:
    """The lone versions among the evidence, best evidence first; at most one for each article that has one.

    Copies that were printed on different days are left alone: the later may bring the earlier up to date.
    """
    articles = {piece.article.id: piece.article for piece in evidence}
    runs = {id_: _runs(article.text) for id_, article in articles.items()}
    copies = {
        frozenset(pair)
        for pair in combinations(articles, 2)
        if _copied(runs[pair[0]], runs[pair[1]]) and _of_one_day(articles[pair[0]], articles[pair[1]])
    }
    found: dict[str, Alteration] = {}
    for one, other in combinations(evidence, 2):
        pair = frozenset((one.article.id, other.article.id))
        if pair not in copies:
            continue
        third = [
            _spaced(article.text)
            for id_, article in articles.items()
            if id_ not in pair and not any(frozenset((id_, member)) in copies for member in pair)
        ]
        for left, right in _exchanged(words(one.quote), words(other.quote)):
            borne = [any(f" {phrase} " in text for text in third) for phrase in (left, right)]
            if not all(_telling(phrase) for phrase, known in zip((left, right), borne, strict=True) if known):
                continue
            if borne == [True, False]:
                found.setdefault(other.article.id, Alteration(one.key, other.key, right, left))
            elif borne == [False, True]:
                found.setdefault(one.article.id, Alteration(other.key, one.key, left, right))
    return list(found.values())


def told_apart(evidence: Sequence[Evidence], altered: Sequence[Alteration]) -> list[Dispute]:
    """A dispute for each alteration: the shared version first, then the lone one, each quoted with its teller."""
    by_key = {piece.key: piece for piece in evidence}
    return [
        Dispute(
            f"Two versions of one text: “{one.shared_phrase}” and “{one.phrase}”",
            "scope",
            tuple(Side(f"{teller(by_key[key])}: “{by_key[key].quote}”", (key,)) for key in (one.borne_out, one.lone)),
        )
        for one in altered
    ]


def set_aside(evidence: Sequence[Evidence], altered: Sequence[Alteration]) -> list[Evidence]:
    """The evidence without the sentences that rest on an exchanged phrase: what an answer is made of."""
    by_key: Mapping[int, Evidence] = {piece.key: piece for piece in evidence}
    lone = [(by_key[one.lone].article.id, f" {one.phrase} ") for one in altered]
    return [
        piece
        for piece in evidence
        if not any(piece.article.id == id_ and phrase in f" {' '.join(words(piece.quote))} " for id_, phrase in lone)
    ]


@lru_cache(maxsize=64)  # the articles of one story come up again with every question
def _spaced(text: str) -> str:
    """The words of a text between spaces, so that a phrase is found in it whole."""
    return f" {' '.join(words(text))} "


@lru_cache(maxsize=64)
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    told = words(text)
    return frozenset(tuple(told[at : at + _RUN]) for at in range(len(told) - _RUN + 1))


def _copied(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    return len(one & other) >= _ALIKE * max(1, min(len(one), len(other)))


def _of_one_day(one: Article, other: Article) -> bool:
    return one.published is None or other.published is None or one.published == other.published


def _exchanged(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The phrases, in lower-case words, in which two versions of one sentence differ."""
    common = len(set(one) & set(other))
    if common < _LEAST_COMMON or common < _SAME_SENTENCE * min(len(set(one)), len(set(other))):
        return
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.ratio() < _SAME_SENTENCE:
        return
    for kind, a, b, c, d in matcher.get_opcodes():
        left, right = one[a:b], other[c:d]
        said = not all(map(is_stop, left)) and not all(map(is_stop, right))
        if kind == "replace" and said and max(len(left), len(right)) <= _MOST_CHANGED:
            yield " ".join(left), " ".join(right)


def _telling(phrase: str) -> bool:
    """Whether it means something that another text has a phrase too: a month, a count, a short word do not."""
    if any(char.isdigit() for char in phrase):
        return sum(char.isdigit() for char in phrase) > 2
    return len(phrase) > 4 and phrase not in lexicon().words("full_months") and not figures(phrase)
