"""Finds the figures of a sentence that stand nowhere in the articles it cites. Floor 2. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.language.figures import Figure, agrees, figures
from assistant.types import Article, Evidence

_DIGITS = re.compile(r"\d+(?:[.,\s]\d{3})*(?:[.,]\d+)?")


def absent_figure(text: str, cited: Sequence[Evidence]) -> str | None:
    """A figure in digits that no cited article has anywhere, rounded, spelt out or in another unit; None for none.

    Days and years are left out (an answer may work them out from the day of the article), and so is what is spelt in
    words. Whether a figure counts the right thing is not for a rule to say. Measured by `python -m evals.parts.rules`.
    """
    articles = list({piece.article.id: piece.article for piece in cited}.values())
    for figure in figures(text):
        digits = {_bare(one) for one in _DIGITS.findall(figure.text)}
        if digits and not any(_has(article, figure, digits) for article in articles):
            return figure.text
    return None


def _has(article: Article, figure: Figure, digits: set[str]) -> bool:
    printed, stated = _of(article.title or "", article.text)
    return digits <= printed or any(agrees(figure, other) for other in stated)


@lru_cache(maxsize=256)  # an answer's sentences cite the same few articles
def _of(title: str, text: str) -> tuple[frozenset[str], tuple[Figure, ...]]:
    """The numbers of an article as bare digits, and its figures."""
    whole = f"{title}\n{text}"
    return frozenset(_bare(one) for one in _DIGITS.findall(whole)), tuple(figures(whole))


def _bare(number: str) -> str:
    """The digits of a number alone: 1,000 and 1.000 are written alike."""
    return re.sub(r"\D", "", number)
