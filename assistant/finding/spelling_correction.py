"""Reads a word that no article has as the one that they have: a typo, another spelling of a name. Floor 2.

A word of English is left alone, unless the articles spell it the other way (tyre, tire); which words are English is
told by the vocabulary of the built-in models, in which a misspelt word is no single piece. What a word is read as must
be nearer than any other word, or in many more passages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from assistant.index.catalog import Catalog
from assistant.language.terms import is_stop, stem, words

_LEAST = 4  # letters of a word that may be spelt the other way
_LEAST_TYPO = 5  # letters of one that may be a slip: shorter ones are as near to many
_LONG = 8  # letters from which a word may have two slips, and a name another letter
_SWAPPED = 0.5  # steps for two letters that changed places
_COMMON = 3  # passages that have a word which a name, or no word of English, is taken for
_MUCH_MORE = 3  # times as many as have another word that is as near
_ROOT, _HALF, _RARE = (
    4,
    3,
    8000,
)  # letters of a word without its ending, and of each word in a compound, and the place of a rare one
_ENDINGS = ("s", "es", "ies", "ed", "ing", "er", "ers", "est", "ly", "less", "ness")
_ENDING = 8  # letters that a stem may lack of its word
_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# British and American spelling, both ways.
_WAYS = (
    ("our", "or"), ("re", "er"), ("is", "iz"), ("ys", "yz"), ("yre", "ire"), ("ogue", "og"), ("ence", "ense"),
    ("ll", "l"), ("ae", "e"), ("oe", "e"), ("grey", "gray"), ("mme", "m"), ("cheque", "check"), ("plough", "plow"),
    ("sceptic", "skeptic"), ("kerb", "curb"), ("mould", "mold"), ("aluminium", "aluminum"),
)  # fmt: skip


def corrections(catalog: Catalog, question: str) -> dict[str, str]:
    """The words of a question that no article has, each with the word of the articles that is meant.

    None where several are as near, or the nearest is rare in the articles and no word of English either.
    """
    told = {word: own for word in _TOKEN.findall(question) if len(word) >= _LEAST and (own := _plain(word))}
    counts = catalog.frequencies([stem(own) for own in told.values()])
    absent = {word: own for word, own in told.items() if not counts[stem(own)]}
    found = {word: meant for word, own in absent.items() if (meant := _meant(catalog, own, name=word[0].isupper()))}
    return {word: _like(word, meant) for word, meant in found.items()}


def corrected(question: str, meant: Mapping[str, str]) -> str:
    """The question with the words that are meant in their places."""
    return _TOKEN.sub(lambda found: meant.get(found.group(), found.group()), question)


def _plain(word: str) -> str:
    own = words(word)
    return own[0] if len(own) == 1 else ""


def _meant(catalog: Catalog, word: str, *, name: bool) -> str | None:
    """The word that is meant, if it is the only likely one."""
    ways = {one for one in _other_ways(word) if is_english(one) and catalog.frequencies([stem(one)])[stem(one)]}
    if len(ways) == 1:
        return ways.pop()
    if is_english(word) or len(word) < _LEAST_TYPO:
        return None
    near = _near(catalog, word, name=name)
    if not near:
        return None
    least = min(near.values())
    if not name and least >= 1 and _nearest_english(word) < least:
        return None
    counts = catalog.frequencies([stem(one) for one in near])
    by_stem = {stem(one): one for one, steps in near.items() if steps == least}
    often = sorted(by_stem, key=lambda one: -counts[one])
    first, second = counts[often[0]], counts[often[1]] if len(often) > 1 else 0
    common = first >= _COMMON or least < 1 or (not name and is_english(by_stem[often[0]]))
    return by_stem[often[0]] if common and first >= _MUCH_MORE * second else None


def _near(catalog: Catalog, word: str, *, name: bool) -> dict[str, float]:
    """The words of the articles that a word may be a slip for, with how many steps they are away."""
    most = 2 if len(word) >= _LONG else 1
    near: dict[str, float] = {}
    for term in catalog.stems_like(word[0], len(word) - _ENDING, len(word) + most):
        if _distance(word[: len(term)], term, most) <= most or _distance(stem(word), term, most) <= most:
            for whole in catalog.words_with_stem(term):
                # Nobody drops two letters of a word: "contradict" is no misspelt "contract".
                if is_stop(whole) or abs(len(word) - len(whole)) > 1:
                    continue
                # Another letter in its place makes another name: "Marsh", "March".
                if name and len(word) < _LONG and len(word) == len(whole) and sorted(word) != sorted(whole):
                    continue
                steps = _distance(word, whole, most)
                if steps > _distance(stem(word), term, most) == _SWAPPED and len(term) >= _LEAST_TYPO:
                    steps = 1.5 * _SWAPPED  # in another form than was typed: "recieve", where "received" is printed
                if steps <= most:
                    near[whole] = steps
    return near


def _distance(word: str, other: str, most: int) -> float:
    """Steps of one letter from a word to another; letters that changed places are half a step."""
    from rapidfuzz.distance import OSA

    steps = OSA.distance(word, other, score_cutoff=most)
    return _SWAPPED if steps == 1 and sorted(word) == sorted(other) else steps


def _nearest_english(word: str) -> float:
    """The fewest steps from a word to one that the models know."""
    alike = (one for one in _english() if one[0] == word[0] and abs(len(one) - len(word)) <= 1)
    return min((_distance(word, one, 2) for one in alike), default=3.0)


def _other_ways(word: str) -> Iterator[str]:
    for one, other in _WAYS:
        for old, new in ((one, other), (other, one)):
            if old in word and new not in word:
                yield word.replace(old, new)


def _like(word: str, meant: str) -> str:
    """The word that is meant, with a capital where the one written has it."""
    return meant.capitalize() if word[0].isupper() else meant


def is_english(word: str) -> bool:
    """Whether the built-in models know a word in lower case whole, or without its ending, or as two words in one."""
    known = _english()
    if word in known:
        return True
    for ending in _ENDINGS:
        root = word.removesuffix(ending)
        if root == word or len(root) < (_ROOT if len(ending) > 1 else _ROOT - 1):
            continue
        single = root[:-1] if root[-1] == root[-2] else root
        if any(one in known for one in (root, single, f"{root}e", f"{root}y")):
            return True
    halves = ((word[:at], word[at:]) for at in range(_HALF, len(word) - _HALF + 1))
    return any(max(known.get(one, _RARE), known.get(two, _RARE)) < _RARE for one, two in halves)


@cache
def _english() -> dict[str, int]:
    """Words that the models know whole, each with its place among them, the commonest first."""
    stored = json.loads((files("assistant.weights") / "tokenizer.json").read_text(encoding="utf-8"))
    return {word: place for word, place in stored["model"]["vocab"].items() if word.isalpha()}
