"""Finds the figures of a sentence that stand nowhere in the articles it cites. Floor 2. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.language.figures import Figure, agrees, dates, figures
from assistant.types import Article, Evidence, Span

_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*")
_RANGE = re.compile(r"\s?(?:[-–—/]|and|to|or|until)\s?")  # "March 23-24", "on 3 and 4 June"
_THOUSANDS = re.compile(r"(\d{1,3}(?:[.,\u00a0\u202f]\d{3})+)(?:[.,](\d+))?")


def absent_figure(text: str, cited: Sequence[Evidence]) -> str | None:
    """A figure in digits that no cited article has anywhere, rounded, spelt out or in another unit; None for none.

    Days and years are left out (an answer may work them out from the day of the article), and so is what is spelt in
    words. Whether a figure counts the right thing is not for a rule to say. Measured by `python -m evals.parts.rules`.
    """
    articles = list({piece.article.id: piece.article for piece in cited}.values())
    days = [day.span for day in dates(text)]
    for figure in figures(text):
        digits = {_bare(one) for one in _DIGITS.findall(figure.text)}
        in_a_range = any(_RANGE.fullmatch(_between(text, figure.span, day)) for day in days)
        if digits and not in_a_range and not any(_has(article, figure, digits) for article in articles):
            return figure.text
    return None


def _between(text: str, one: Span, other: Span) -> str:
    """The text between two spans."""
    first, last = sorted((one, other))
    return text[first[1] : last[0]]


def _has(article: Article, figure: Figure, digits: set[str]) -> bool:
    printed, stated = _of(article.title or "", article.text)
    return digits <= printed or any(agrees(figure, other) for other in stated)


@lru_cache(maxsize=256)  # an answer's sentences cite the same few articles
def _of(title: str, text: str) -> tuple[frozenset[str], tuple[Figure, ...]]:
    """The numbers of an article in one way of writing, and its figures."""
    whole = f"{title}\n{text}"
    return frozenset(_bare(one) for one in _DIGITS.findall(whole)), tuple(figures(whole))


def _bare(number: str) -> str:
    """A number in one way of writing, without the zeros at its end: 29,000,000 as 29 (a source may have 29M or 29 Mio).

    A decimal is kept as it is, with a point: 21,2 and 21.2 as 21.2.
    """
    grouped = _THOUSANDS.fullmatch(number)
    if grouped and not grouped[2]:
        number = re.sub(r"\D", "", grouped[1])
    elif grouped:
        number = f"{re.sub(r'[^0-9]', '', grouped[1])}.{grouped[2]}"
    return number.rstrip("0") or "0" if number.isdecimal() else number.replace(",", ".")
