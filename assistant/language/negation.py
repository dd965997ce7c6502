"""The words by which a sentence denies or negates. Floor 1.

Broad: a sentence with one of these may not stand for one without. What exactly is denied, `disputes.denials` reads.
"""

from __future__ import annotations

from assistant.language.lexicon import ENGLISH, lexicon


def denies(text: str, language: str = ENGLISH) -> bool:
    """Whether a sentence has a word of denial: "denied", "is false", "never happened"."""
    return bool(lexicon(language).pattern("denials", r"\b{}\b").search(text))


def negates(text: str, language: str = ENGLISH) -> bool:
    """Whether a text has a negation: "not", "nobody", "didn't"."""
    return bool(lexicon(language).pattern("negations", r"\b{}\b").search(text))
