"""Whether a question is in another language than English, and in which. Floor 1."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

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
