"""Character bigrams, by which text without spaces between words (Chinese, Japanese, Thai) is searched. Floor 1."""

from __future__ import annotations

import re

UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0e7f"
"""The characters of these scripts, for use within the brackets of a pattern."""
_UNSPACED = re.compile(f"[{UNSPACED}]+")


def grams_of(text: str) -> str:
    """The bigrams of each unspaced run, separated by spaces; "" where there is no such run.

    A run of one character gives that character.
    """
    return " ".join(gram for run in _UNSPACED.findall(text) for gram in _pairs(run))


def count_words(text: str) -> int:
    """The number of words of a text: those between spaces, and one for every two characters of unspaced runs."""
    unspaced = sum((len(run) + 1) // 2 for run in _UNSPACED.findall(text))
    return len(_UNSPACED.sub(" ", text).split()) + unspaced if unspaced else len(text.split())


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]
