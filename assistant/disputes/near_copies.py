"""Finds near-copies of one text in which a phrase was replaced that independent sources support. Floor 2.

Two sources print the same text except for one phrase. Where a third, which copies neither, has the one phrase and none
has the other, the other is shown as a dispute and not as the answer. Where no third source decides, both stay in the
answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations

from assistant.disputes.sides import source_line
from assistant.language.figures import figures
from assistant.language.lexicon import lexicon
from assistant.language.terms import is_stop, words
from assistant.types import Article, Dispute, Evidence, Side

_ALIKE = 0.6  # least share of the shorter text's four-word runs that makes two texts copies
_RUN = 4  # words
_SAME_SENTENCE = 0.7  # least similarity of two sentences' word sequences that makes them one sentence
_MOST_CHANGED = 6  # words of the replaced phrase
_LEAST_COMMON = 5  # words that the sentences share


@dataclass(frozen=True, slots=True)
class Alteration:
    """A sentence in the version that other sources support, and as a lone copy has it: both are evidence keys."""

    supported: int
    lone: int
    phrase: str
    """The phrase of the lone copy, as lower-case words."""
    shared_phrase: str
    """What the other sources have in its place, as lower-case words."""


def alterations(evidence: Sequence[Evidence]) -> list[Alteration]:
    """The lone versions among the evidence, best evidence first, at most one an article; no evidence gives none.

    Copies published on different days are ignored: the later may be an update of the earlier.
    """
    articles = {piece.article.id: piece.article for piece in evidence}
    runs = {id_: _runs(article.text) for id_, article in articles.items()}
    copies = {
        frozenset(pair)
        for pair in combinations(articles, 2)
        if _are_copies(runs[pair[0]], runs[pair[1]]) and _of_one_day(articles[pair[0]], articles[pair[1]])
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
        for left, right in _replaced_phrases(words(one.quote), words(other.quote)):
            known = [any(f" {phrase} " in text for text in third) for phrase in (left, right)]
            if not all(_distinctive(phrase) for phrase, has in zip((left, right), known, strict=True) if has):
                continue
            if known == [True, False]:
                found.setdefault(other.article.id, Alteration(one.key, other.key, right, left))
            elif known == [False, True]:
                found.setdefault(one.article.id, Alteration(other.key, one.key, left, right))
    return list(found.values())


def version_disputes(evidence: Sequence[Evidence], altered: Sequence[Alteration]) -> list[Dispute]:
    """One dispute an alteration, in order: the supported version first, then the lone one, each with its source."""
    by_key = {piece.key: piece for piece in evidence}
    return [
        Dispute(
            f"Two versions of one text: “{one.shared_phrase}” and “{one.phrase}”",
            "scope",
            tuple(
                Side(f"{source_line(by_key[key])}: “{by_key[key].quote}”", (key,)) for key in (one.supported, one.lone)
            ),
        )
        for one in altered
    ]


def without_altered(evidence: Sequence[Evidence], altered: Sequence[Alteration]) -> list[Evidence]:
    """The evidence, in its order, without the sentences of lone copies that have the replaced phrase."""
    by_key: Mapping[int, Evidence] = {piece.key: piece for piece in evidence}
    lone = [(by_key[one.lone].article.id, f" {one.phrase} ") for one in altered]
    return [
        piece
        for piece in evidence
        if not any(piece.article.id == id_ and phrase in f" {' '.join(words(piece.quote))} " for id_, phrase in lone)
    ]


@lru_cache(maxsize=64)  # questions on one story come back to the same articles
def _spaced(text: str) -> str:
    """The words of a text with a space before and after each, so that only whole words of a phrase match."""
    return f" {' '.join(words(text))} "


@lru_cache(maxsize=64)
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    run = words(text)
    return frozenset(zip(*(run[at:] for at in range(_RUN)), strict=False))


def _are_copies(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    return len(one & other) >= _ALIKE * max(1, min(len(one), len(other)))


def _of_one_day(one: Article, other: Article) -> bool:
    return one.published is None or other.published is None or one.published == other.published


def _replaced_phrases(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The phrases, in lower-case words, in which two versions of one sentence differ."""
    if len(set(one) & set(other)) < _LEAST_COMMON:
        return
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.ratio() < _SAME_SENTENCE:
        return
    for kind, a, b, c, d in matcher.get_opcodes():
        left, right = one[a:b], other[c:d]
        meaningful = not all(map(is_stop, left)) and not all(map(is_stop, right))
        if kind == "replace" and meaningful and max(len(left), len(right)) <= _MOST_CHANGED:
            yield " ".join(left), " ".join(right)


def _distinctive(phrase: str) -> bool:
    """Whether a phrase in another text is more than a coincidence: a month, a small count or a short word is not."""
    if any(char.isdigit() for char in phrase):
        return sum(char.isdigit() for char in phrase) > 2
    return len(phrase) > 4 and phrase not in lexicon().words("full_months") and not figures(phrase)
