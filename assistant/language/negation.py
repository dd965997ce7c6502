"""Whether a sentence contains words of denial or negation. Floor 1.

Broad on purpose: a sentence with one of these must not replace one without. `disputes.denials` finds what is denied.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.language.lexicon import ENGLISH, lexicon


def has_denial(text: str, language: str = ENGLISH) -> bool:
    """Whether a text contains a word of denial: "denied", "is false", "never happened"."""
    return bool(_denials(language).search(text))


def has_negation(text: str, language: str = ENGLISH) -> bool:
    """Whether a text contains a negation: "not", "nobody", "didn't"."""
    return bool(lexicon(language).pattern("negations", r"\b{}\b").search(text))


@cache
def _denials(language: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{lexicon(language).one_of('denials', 'untrue')})\b", re.IGNORECASE)
