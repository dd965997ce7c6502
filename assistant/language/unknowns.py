"""Whether a sentence says that something is not known, not confirmed or not answered. Floor 1."""

from __future__ import annotations

from assistant.language.lexicon import ENGLISH, lexicon


def says_unknown(text: str, language: str = ENGLISH) -> bool:
    """Whether a sentence leaves something open in so many words."""
    told = lexicon(language)
    return bool(told.pattern("left_open", r"\b{}").search(text)) and not told.pattern("known", r"\b{}").search(text)
