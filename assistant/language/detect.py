"""Which language a text is in. Floor 1: sole owner of py3langid."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from assistant.language.lexicon import ENGLISH, languages
from assistant.language.terms import is_stop, words

_ENGLISH = 0.4  # share of little English words from which a question is English, whatever else it looks like
_ENGLISH_LONG = 0.2  # of a question of more than some words: the model that tells languages takes .3 s to load
_SHORT = 6
_LEAD = 4.0  # log-likelihood a word by which the best language must be ahead: of 1,400 English questions none has 1
_NAMES = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "es": "Spanish", "fa": "Persian",
    "fr": "French", "he": "Hebrew", "hi": "Hindi", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "sv": "Swedish", "tr": "Turkish",
    "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip
LANGUAGES = tuple(_NAMES.values())
"""The names of the languages that are told apart."""
_LEAST_LETTERS = 12
_LEAST_LEAD = 8.0
"""How far the best language must be ahead of the next (log-likelihoods): two-word headlines are not told."""
_LONG = 200
"""Letters from which the best language is taken whatever its lead: its nearest relative is always close."""
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_SAMPLE = 1500  # characters from which a text's language is told
_LEAST_LITTLE, _MORE = 3, 1.5  # little words of another language than English, and how many times as many


def language_of(text: str) -> str | None:
    """The two-letter code of the text's language; None for too little text, or where it cannot be told."""
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
def read_as(text: str) -> str:
    """The code of the language in whose words a text is read: one that has word data, English where none stands out.

    Told by its little words alone, so that it costs nothing and works on one sentence.
    """
    told = words(text[:_SAMPLE])
    english = sum(is_stop(word) for word in told)
    counts = {code: sum(is_stop(word, code) for word in told) for code in languages()[1:]}
    best = max(counts, key=lambda code: counts[code], default=ENGLISH)
    return best if counts.get(best, 0) >= max(_LEAST_LITTLE, _MORE * english) else ENGLISH


def read_in(language: str | None, text: str) -> str:
    """As `read_as`, for a text whose language may be known: an article's is what ingest found for the whole of it."""
    if language is None:
        return read_as(text)
    return language if language in languages() else ENGLISH


def code_of(name: str | None) -> str | None:
    """The code of a language by its English name, where it has word data: "German" is de."""
    return next((code for code, known in _NAMES.items() if known == name and code in languages()), None)


@lru_cache(maxsize=64)
def foreign_language(question: str) -> str | None:
    """The name of the language of a question that is not English ("another language" where it has none here).

    None for English, and for a few names or words of which nothing can be told.
    """
    told = words(question)
    letters = [char for char in question if char.isalpha()]
    other_script = sum("LATIN" not in unicodedata.name(char, "LATIN") for char in letters) > len(letters) / 2
    if not other_script:
        little = sum(is_stop(word) for word in told)
        small = sum(word[0].islower() for word in question.split())
        share = _ENGLISH if len(told) <= _SHORT or not question.isascii() else _ENGLISH_LONG
        if little >= share * len(told) or (small < 2 and "?" not in question):
            return None
    from py3langid import rank

    scores = {code: float(score) for code, score in rank(question)}
    best = max((code for code in scores if code in _NAMES or code == "en"), key=lambda code: scores[code])
    if best == "en" or scores[best] - scores["en"] < _LEAD * max(1, len(told)):
        return "another language" if other_script else None
    second = max((scores[code] for code in scores if code in _NAMES and code != best), default=0.0)
    near = not other_script and scores[best] - second < len(told)
    return "another language" if near else _NAMES[best]
