"""Whether two printed names can be the same person's, across spellings and transliterations. Floor 1."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz.distance import Levenshtein

from assistant.language.lexicon import lexicon
from assistant.language.speech import listed
from assistant.language.terms import words

_UNACCENTED = str.maketrans("øØłŁ", "oOlL")  # letters whose stroke Unicode does not count as an accent
# Spellings of one sound: how English newspapers transliterate Russian, Arabic, Spanish and German names.
_SOUNDS = (
    (r"ij\b|iy\b|yy\b|ii\b|ey\b|ei\b|ay\b|ai\b", "i"),
    (r"ye|je|ie|yo|jo", "e"),
    (r"ae", "a"),
    (r"ya|ja|ia", "a"),
    (r"yu|ju|iu|ou|oo", "u"),
    (r"[yj]", "i"),
    (r"kh|gh|h(?=[bcdfgklmnpqrstvwxz])|(?<=[bcdfgklmnpqrtvxz])h", "\0"),
    (r"ph", "f"),
    (r"tch|tsch|cz", "c"),
    (r"ck|q|c(?![iech])", "k"),
    (r"x", "ks"),
    (r"w", "v"),
    (r"tz|ts", "c"),
    (r"(.)\1", r"\1"),
)


def same_person(a: str, b: str) -> bool:
    """Whether two printed names can be the same person's: Vladimir Zayemsky, Ambassador Zaemsky, V. Zaemskiy.

    A surname alone matches anyone with that surname, so it identifies a person only within one story. If both names
    have a given name, these must agree as well. Empty names match nothing.
    """
    words_a, words_b = _words(a), _words(b)
    if not words_a or not words_b or _generations_clash(a, b):
        return False
    if len(words_a) > len(words_b):
        words_a, words_b = words_b, words_a
    if len(words_a) == 1:
        family = words_b[1:] or words_b
        return any(_same_surname(words_a[0], word) for word in family)
    if words_b[-len(words_a) :] == words_a:  # Ten Hag, Erik ten Hag
        return True
    given = _same_given(words_a[0], words_b[0])
    if not given:
        return False
    last_a, last_b = words_a[-1], words_b[-1]
    if any(_same_surname(last_a, word) for word in words_b[1:]):
        return True
    # "Zayemski" and "Zaemskij": with the same given name, one letter of a long surname may differ
    near = min(len(last_a), len(last_b)) >= 7 and Levenshtein.distance(_sound(last_a), _sound(last_b)) <= 1
    return near and _sound(words_a[0]) == _sound(words_b[0])


def surname(name: str) -> str:
    """The last word of a name with its particles (`van Dyke`), without `Jr.`; "" for an empty name."""
    printed = [word for word in name.split() if word.lower().strip(".,") not in listed("generations")]
    if not printed:
        return ""
    start = len(printed) - 1
    while start > 1 and printed[start - 1].lower() in listed("name_particles"):
        start -= 1
    return " ".join(printed[start:])


def _words(name: str) -> list[str]:
    """The lower-case words of a name, without accents, titles, particles and generation."""
    plain = re.sub(r"['’]s?\b", "", name).translate(_UNACCENTED)
    left_out = listed("forms_of_address", "name_particles", "generations")
    kept = [word for word in words(plain) if word.isalpha() and word not in left_out]
    return [word for word in kept if len(word) > 1] if len(kept) > 2 else kept


@cache
def _nicknames() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(line.split()) for line in lexicon().phrases("nicknames"))


def _generations_clash(a: str, b: str) -> bool:
    ends = [re.search(r"\b(Jr|Sr|I{2,3}|IV)\b", name) for name in (a, b)]
    return bool(ends[0] and ends[1] and ends[0].group(1) != ends[1].group(1))


def _sound(word: str) -> str:
    """A phonetic spelling, the same for the usual transliterations of one foreign name."""
    for pattern, sound in _SOUNDS:
        word = re.sub(pattern, sound, word)
    return word.replace("\0", "")


def _same_surname(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) >= 4 and _sound(a) == _sound(b))


def _same_given(a: str, b: str) -> bool:
    if a == b or (1 in (len(a), len(b)) and a[0] == b[0]):
        return True
    if any(a in names and b in names for names in _nicknames()):
        return True
    if _sound(a) == _sound(b):
        return True
    # Nicolas, Nicholas; but Maria is not Mario
    return min(len(a), len(b)) >= 5 and a[-1] == b[-1] and Levenshtein.distance(a, b) <= 1
