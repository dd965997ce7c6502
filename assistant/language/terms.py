"""The words of a text that carry its matter. Floor 1: sole owner of stemming and of the list of stop words."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import cache
from typing import Any

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_STOP = frozenset(
    """a about above after again against all also am an and any anyone anything are as at be because been before being
    below between both but by can could did do does doing done down during each either else ever every few first for
    from further had has have having he her here hers herself him himself his how i if in into is it its itself just
    let like many may me might more most much must my myself neither no nor not now of off on once one only or other
    ought our ours out over own per same shall she should so some such than that the their theirs them themselves then
    there these they this those through to too under until up upon us very was we were what when where whether which
    while who whom whose why will with within without would yet you your yours yourself
    s t d ll ve re m don doesn didn isn wasn weren won couldn shouldn hasn haven hadn""".split()
)


def words(text: str) -> list[str]:
    """Lower-case words and figures of a text, accents and possessive endings dropped, in order."""
    plain = text.replace("’", "'").casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).casefold()
        plain = plain.translate({ord(char): None for char in set(plain) if unicodedata.combining(char)})
    return _WORD.findall(re.sub(r"'s\b", "", plain))


def is_stop(word: str) -> bool:
    """Whether a lower-case word says nothing of the matter."""
    return word in _STOP


def content_words(text: str) -> list[str]:
    """The words of a text that are not stop words, in order, repeats kept."""
    return [word for word in words(text) if word not in _STOP]


def stems(text: str) -> list[str]:
    """The stems of the content words of a text, in order, repeats kept (Porter's algorithm, English)."""
    return [stem(word) for word in content_words(text)]


_OWN = threading.local()


def _stemmer() -> Any:
    """This thread's stemmer: it writes on the word within itself, and two threads would mix theirs."""
    if not hasattr(_OWN, "stemmer"):
        from snowballstemmer import stemmer

        _OWN.stemmer = stemmer("porter")
    return _OWN.stemmer


@cache
def stem(word: str) -> str:
    """The stem of one lower-case word, as SQLite's porter tokenizer has it."""
    found: str = _stemmer().stemWord(word)
    return found
