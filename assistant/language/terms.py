"""Words, content words and stems of a text. Floor 1: sole owner of stemming."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import cache
from typing import Any

from assistant.language.lexicon import ENGLISH, lexicon

PRINTED_WORD = re.compile(r"[^\W_]+(?:(?:['’-]|[.,](?=\d))[^\W_]+)*")
"""A word or figure as printed: "O’Brien", "twenty-five", "1,500"."""
CAPITALISED = re.compile(r"\b[A-ZÀ-Þ][\w’'-]+")
"""A capitalised word as printed, which may only open a sentence."""
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")


def words(text: str) -> list[str]:
    """The lower-case words and figures of a text without accents and possessive endings, in order."""
    plain = text.replace("’", "'").casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).casefold()
        plain = plain.translate({ord(char): None for char in set(plain) if unicodedata.combining(char)})
    return _WORD.findall(re.sub(r"'s\b", "", plain))


def is_stop(word: str, language: str = ENGLISH) -> bool:
    """Whether a lower-case word is a stop word."""
    return word in stop_words(language)


@cache
def stop_words(language: str = ENGLISH) -> frozenset[str]:
    """The stop words of a language, normalised as `words` does."""
    return frozenset(one for listed in lexicon(language).words("stop_words") for one in words(listed))


def content_words(text: str, language: str = ENGLISH) -> list[str]:
    """The words of a text that are not stop words, in order, repeats kept."""
    stops = stop_words(language)
    return [word for word in words(text) if word not in stops]


def stems(text: str) -> list[str]:
    """The stems of the content words of a text, in order, repeats kept (Porter's algorithm, English)."""
    return [stem(word) for word in content_words(text)]


_OWN = threading.local()


def _stemmer() -> Any:
    """This thread's stemmer, which keeps the current word as state and must not be shared between threads."""
    if not hasattr(_OWN, "stemmer"):
        from snowballstemmer import stemmer

        _OWN.stemmer = stemmer("porter")
    return _OWN.stemmer


@cache
def stem(word: str) -> str:
    """The stem of one lower-case word, the same as SQLite's porter tokenizer gives.

    It departs from Porter's paper as his own later program does: "possibly" has the stem of "possible", and
    "technology" ends in "log".
    """
    found: str = _stemmer().stemWord(f"{word[:-1]}e" if word.endswith("bly") else word)
    return found[:-1] if found.endswith("logi") else found
