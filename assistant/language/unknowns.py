"""Whether a sentence says that something is not known, not confirmed or not answered. Floor 1."""

from __future__ import annotations

from assistant.language.lexicon import ENGLISH, lexicon


def says_unknown(text: str, language: str = ENGLISH) -> bool:
    """Whether a sentence explicitly leaves something open: "it is not known whether"."""
    word_data = lexicon(language)
    return bool(word_data.pattern("left_open", r"\b{}").search(text)) and not word_data.pattern(
        "known", r"\b{}"
    ).search(text)
