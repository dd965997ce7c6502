"""Corrects words of a question that no article contains: typos and variant spellings of names. Floor 2.

English words are left alone unless the articles use the other spelling (tyre, tire). English words are those that the
tokenizer of the built-in models has as a single token. A correction must be closer than every other candidate, or occur
in many more passages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from assistant.index.catalog import Catalog
from assistant.language.terms import PRINTED_WORD, is_stop, stem, words

_LEAST = 4  # least letters of a word with a spelling variant
_LEAST_TYPO = 5  # least letters of a typo: shorter words have too many neighbours
_LONG = 8  # letters from which a word may have two typos, and a name a replaced letter
_SWAPPED = 0.5  # distance of two transposed letters, or of a letter once for twice
_COMMON = 3  # least passages with the correction of a name, or with one that is not English
_MUCH_MORE = 3  # ratio of passages to those of an equally close candidate
# Least letters of a word without its ending and of each half of a compound; vocabulary rank of a rare word.
_ROOT, _HALF, _RARE = 4, 3, 8000
_ENDINGS = ("s", "es", "ies", "ed", "ing", "er", "ers", "est", "ly", "less", "ness")
_ENDING = 8  # letters by which a stem may be shorter than its word
_DOUBLED = re.compile(r"(.)\1")
# British and American spelling, both ways.
_WAYS = (
    ("our", "or"), ("re", "er"), ("is", "iz"), ("ys", "yz"), ("yre", "ire"), ("ogue", "og"), ("ence", "ense"),
    ("ll", "l"), ("ae", "e"), ("oe", "e"), ("grey", "gray"), ("mme", "m"), ("cheque", "check"), ("plough", "plow"),
    ("sceptic", "skeptic"), ("kerb", "curb"), ("mould", "mold"), ("aluminium", "aluminum"),
)  # fmt: skip


def corrections(catalog: Catalog, question: str) -> dict[str, str]:
    """The words of a question that no article contains, each with its correction; empty if there are none.

    A word is left out if several corrections are equally close, or the closest is rare and not English.
    """
    typed = {word: own for word in PRINTED_WORD.findall(question) if len(word) >= _LEAST and (own := _plain(word))}
    counts = catalog.frequencies([stem(own) for own in typed.values()])
    absent = {word: own for word, own in typed.items() if not counts[stem(own)]}
    found = {word: meant for word, own in absent.items() if (meant := _meant(catalog, own, name=word[0].isupper()))}
    return {word: _like(word, meant) for word, meant in found.items()}


def correct_spelling(question: str, meant: Mapping[str, str]) -> str:
    """The question with its words replaced by their corrections; unchanged if there are none."""
    return PRINTED_WORD.sub(lambda found: meant.get(found.group(), found.group()), question)


def _plain(word: str) -> str:
    own = words(word)
    return own[0] if len(own) == 1 and not re.search(r"\d", word) else ""


def _meant(catalog: Catalog, word: str, *, name: bool) -> str | None:
    """The correction of a word, if exactly one is likely."""
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
    """The indexed words within typo distance of a word, with their distances."""
    most = 2 if len(word) >= _LONG else 1
    near: dict[str, float] = {}
    for term in catalog.stems_like(word[0], len(word) - _ENDING, len(word) + most):
        if _distance(word[: len(term)], term, most) <= most or _distance(stem(word), term, most) <= most:
            for whole in catalog.words_with_stem(term):
                # A typo does not drop two letters: "contradict" is not a misspelt "contract".
                if is_stop(whole) or abs(len(word) - len(whole)) > 1:
                    continue
                # A replaced letter makes another name: "Marsh", "March".
                if name and len(word) < _LONG and len(word) == len(whole) and sorted(word) != sorted(whole):
                    continue
                steps = _distance(word, whole, most)
                if steps > _distance(stem(word), term, most) == _SWAPPED and len(term) >= _LEAST_TYPO:
                    steps = 1.5 * _SWAPPED  # typo in another form of the word: "recieve" for "received"
                if steps <= most:
                    near[whole] = steps
    return near


def _distance(word: str, other: str, most: int) -> float:
    """Edit distance between two words; a transposition, or a letter once for twice ("Elison"), counts 0.5."""
    from rapidfuzz.distance import OSA

    steps = OSA.distance(word, other, score_cutoff=most)
    slight = sorted(word) == sorted(other) or _DOUBLED.sub(r"\1", word) == _DOUBLED.sub(r"\1", other)
    return _SWAPPED if steps == 1 and slight else steps


def _nearest_english(word: str) -> float:
    """The smallest distance from a word to an English one."""
    alike = (one for one in _english() if one[0] == word[0] and abs(len(one) - len(word)) <= 1)
    return min((_distance(word, one, 2) for one in alike), default=3.0)


def _other_ways(word: str) -> Iterator[str]:
    for one, other in _WAYS:
        for old, new in ((one, other), (other, one)):
            if old in word and new not in word:
                yield word.replace(old, new)


def _like(word: str, meant: str) -> str:
    """The correction, capitalised if the typed word is."""
    return meant.capitalize() if word[0].isupper() else meant


def is_english(word: str, *, compounds: bool = True) -> bool:
    """Whether a lower-case word is English: in the vocabulary, with or without an ending, or as a compound of two."""
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
    if not compounds:
        return False
    halves = ((word[:at], word[at:]) for at in range(_HALF, len(word) - _HALF + 1))
    return any(max(known.get(one, _RARE), known.get(two, _RARE)) < _RARE for one, two in halves)


@cache
def _english() -> dict[str, int]:
    """The single-token words of the built-in models' vocabulary, with their rank, commonest first."""
    stored = json.loads((files("assistant.weights") / "tokenizer.json").read_text(encoding="utf-8"))
    return {word: place for word, place in stored["model"]["vocab"].items() if word.isalpha()}
