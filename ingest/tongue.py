"""Which language a text is in. Floor 2: sole owner of py3langid."""

from __future__ import annotations

import re

_LEAST_LETTERS = 12
_LEAST_LEAD = 8.0
"""How far the best language must be ahead of the next (log-likelihoods): two-word headlines are left undecided."""
_LONG = 200
"""Letters from which the best language is taken whatever its lead: its nearest relative is always close."""
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def language_of(text: str) -> str | None:
    """The two-letter code of the text's language; None for too little text, or where it is not certain."""
    sample = text[:1500]
    letters = sum(char.isalpha() for char in sample)
    if letters < _LEAST_LETTERS or (letters < 3 * _LEAST_LETTERS and not _UNSPACED.search(sample)):
        return None
    from py3langid import rank

    # It knows Wu, Luxembourgish and a hundred others; news in them is printed in the written language beside them.
    known = [(code, float(score)) for code, score in rank(sample) if len(code) == 2][:2]
    if letters < _LONG and known[0][1] - known[1][1] < _LEAST_LEAD:
        return None
    return str(known[0][0])
