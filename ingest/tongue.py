"""Language identification. Floor 2: sole owner of py3langid."""

from __future__ import annotations

import re

from assistant.index.grams import UNSPACED

_LEAST_LETTERS = 12
_LEAST_LEAD = 8.0
"""Lead of the best language over the next (log-likelihood) that a short text needs."""
_LONG = 200
"""From so many letters the best language is taken whatever its lead: close relatives always score near it."""
_UNSPACED = re.compile(f"[{UNSPACED}]")


def language_of(text: str) -> str | None:
    """The two-letter code of a text's language; None for too little text or an uncertain result."""
    sample = text[:1500]
    letters = sum(char.isalpha() for char in sample)
    if letters < _LEAST_LETTERS or (letters < 3 * _LEAST_LETTERS and not _UNSPACED.search(sample)):
        return None
    from py3langid import rank

    # Three-letter codes are ignored: news in those languages is written in a major language.
    known = [(code, float(score)) for code, score in rank(sample) if len(code) == 2][:2]
    if letters < _LONG and known[0][1] - known[1][1] < _LEAST_LEAD:
        return None
    return str(known[0][0])
