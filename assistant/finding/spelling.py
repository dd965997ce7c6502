"""Reads a word that no article has as the one that they have: a typo, another spelling of a name. Floor 2.

A word of English is left alone, unless the articles spell it the other way (tyre, tire); which words are English is
told by the vocabulary of the built-in models, in which a misspelt word is no single piece.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from assistant.index.catalog import Catalog
from assistant.language.terms import is_stop, stem, words

_LEAST = 4  # letters
_ENDING = 5  # letters that a stem may lack of its word
_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# British and American spelling, both ways.
_WAYS = (
    ("our", "or"), ("re", "er"), ("is", "iz"), ("ys", "yz"), ("yre", "ire"), ("ogue", "og"), ("ence", "ense"),
    ("ll", "l"), ("ae", "e"), ("oe", "e"), ("grey", "gray"), ("mme", "m"), ("cheque", "check"), ("plough", "plow"),
    ("sceptic", "skeptic"), ("kerb", "curb"), ("mould", "mold"), ("aluminium", "aluminum"),
)  # fmt: skip


def respelt(catalog: Catalog, question: str) -> dict[str, str]:
    """The words of a question that no article has, each with the word of the articles that is meant.

    None where several are as near. A name is only taken for one that begins with the same letter.
    """
    told = {word: own for word in _TOKEN.findall(question) if len(word) >= _LEAST and (own := _plain(word))}
    counts = catalog.frequencies([stem(own) for own in told.values()])
    absent = {word: own for word, own in told.items() if not counts[stem(own)]}
    if not absent:
        return {}
    found = {word: meant for word, own in absent.items() if (meant := _meant(catalog, own, name=word[0].isupper()))}
    return {word: _like(word, meant) for word, meant in found.items()}


def with_respelt(question: str, meant: Mapping[str, str]) -> str:
    """The question with the words that are meant in their places."""
    return _TOKEN.sub(lambda found: meant.get(found.group(), found.group()), question)


def _plain(word: str) -> str:
    own = words(word)
    return own[0] if len(own) == 1 else ""


def _meant(catalog: Catalog, word: str, *, name: bool) -> str | None:
    """The word that is meant; a name is never one that says nothing of the matter."""
    ways = {one for one in _other_ways(word) if catalog.frequencies([stem(one)])[stem(one)]}
    if len(ways) == 1:
        return ways.pop()
    if is_english(word):
        return None
    from rapidfuzz.distance import OSA

    most = 2 if len(word) >= 8 else 1
    near: dict[str, int] = {}
    for term in catalog.stems_like(word[0], len(word) - _ENDING, len(word) + most):
        if min(OSA.distance(own, term) for own in (word[: len(term)], stem(word))) <= most:
            for whole in catalog.words_with_stem(term):
                steps = OSA.distance(word, whole, score_cutoff=most)
                # Nobody drops two letters of a word: "contradict" is no misspelt "contract".
                if steps <= most and abs(len(word) - len(whole)) <= 1 and not (name and is_stop(whole)):
                    near[whole] = steps
    closest = {stem(whole): whole for whole, steps in near.items() if steps == min(near.values())}
    return closest.popitem()[1] if len(closest) == 1 else None


def _other_ways(word: str) -> Iterator[str]:
    for one, other in _WAYS:
        for old, new in ((one, other), (other, one)):
            if old in word and new not in word:
                yield word.replace(old, new)


def _like(word: str, meant: str) -> str:
    """The word that is meant, with a capital where the one written has it."""
    return meant.capitalize() if word[0].isupper() else meant


def is_english(word: str) -> bool:
    """Whether the built-in models know a word in lower case whole."""
    return word in _english()


@cache
def _english() -> frozenset[str]:
    """Words that the models know whole."""
    stored = json.loads((files("assistant.weights") / "tokenizer.json").read_text(encoding="utf-8"))
    return frozenset(stored["model"]["vocab"])
