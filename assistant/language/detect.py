"""Which language a text is in. Floor 1: sole owner of py3langid."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from assistant.language.lexicon import ENGLISH, languages
from assistant.language.terms import is_stop, words

_ENGLISH = 0.4  # share of little English words from which a question is English, whatever else it looks like
_ENGLISH_LONG = 0.2  # for a longer question: loading the language model takes .3 s
_SHORT = 6
_LEAD = 4.0  # log-likelihood per word by which the best language must lead: none of 1,400 English questions reaches 1
_NAMES = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "es": "Spanish", "fa": "Persian",
    "fr": "French", "he": "Hebrew", "hi": "Hindi", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "sv": "Swedish", "tr": "Turkish",
    "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip
LANGUAGES = tuple(_NAMES.values())
"""The English names of the languages that can be detected."""
_LEAST_LETTERS = 12
_LEAST_LEAD = 8.0
"""The log-likelihood by which the best language must lead the next; two-word headlines do not reach it."""
_LONG = 200
"""From this many letters the best language is taken whatever its lead: a closely related one always scores high."""
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_SAMPLE = 1500  # characters that the language of a text is detected from
_LEAST_LITTLE, _MORE = 3, 1.5  # fewest stop words of another language, and how many times as many as English ones


def language_of(text: str) -> str | None:
    """The two-letter code of a text's language; None for too little text, or where no language stands out."""
    sample = text[:_SAMPLE]
    letters = sum(char.isalpha() for char in sample)
    if letters < _LEAST_LETTERS or (letters < 3 * _LEAST_LETTERS and not _UNSPACED.search(sample)):
        return None
    from py3langid import rank

    # It knows Wu, Luxembourgish and a hundred others; news in them is printed in the written language beside them.
    known = [(code, float(score)) for code, score in rank(sample) if len(code) == 2][:2]
    if letters < _LONG and known[0][1] - known[1][1] < _LEAST_LEAD:
        return None
    return str(known[0][0])


@lru_cache(maxsize=4096)
def detect_supported(text: str) -> str:
    """The code of the language with word data that a text is in; English where no other stands out.

    Decided by stop words alone, so that it is fast and works on one sentence.
    """
    text_words = words(text[:_SAMPLE])
    english = sum(is_stop(word) for word in text_words)
    counts = {code: sum(is_stop(word, code) for word in text_words) for code in languages()[1:]}
    best = max(counts, key=lambda code: counts[code], default=ENGLISH)
    return best if counts.get(best, 0) >= max(_LEAST_LITTLE, _MORE * english) else ENGLISH


def supported_language(language: str | None, text: str) -> str:
    """A known language where it has word data, else English; detected from the text where it is None."""
    if language is None:
        return detect_supported(text)
    return language if language in languages() else ENGLISH


def code_of(name: str | None) -> str | None:
    """The code of a language by its English name ("German" is de); None where it has no word data."""
    return next((code for code, known in _NAMES.items() if known == name and code in languages()), None)


@lru_cache(maxsize=64)
def foreign_language(question: str) -> str | None:
    """The English name of the language of a question; "another language" for one that is not in `LANGUAGES`.

    None for English, and for a question too short to decide.
    """
    text_words = words(question)
    letters = [char for char in question if char.isalpha()]
    other_script = sum("LATIN" not in unicodedata.name(char, "LATIN") for char in letters) > len(letters) / 2
    if not other_script:
        little = sum(is_stop(word) for word in text_words)
        small = sum(word[0].islower() for word in question.split())
        share = _ENGLISH if len(text_words) <= _SHORT or not question.isascii() else _ENGLISH_LONG
        if little >= share * len(text_words) or (small < 2 and "?" not in question):
            return None
    from py3langid import rank

    scores = {code: float(score) for code, score in rank(question)}
    best = max((code for code in scores if code in _NAMES or code == "en"), key=lambda code: scores[code])
    if best == "en" or scores[best] - scores["en"] < _LEAD * max(1, len(text_words)):
        return "another language" if other_script else None
    second = max((scores[code] for code in scores if code in _NAMES and code != best), default=0.0)
    near = not other_script and scores[best] - second < len(text_words)
    return "another language" if near else _NAMES[best]
