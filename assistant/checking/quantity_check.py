"""Finds the figures of a sentence that stand nowhere in the articles it cites. Floor 2. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.language.analyse import analyse
from assistant.language.figures import Figure, agrees
from assistant.types import Article, Evidence, Span

_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*")
_SHORTENED = re.compile(r"(\d+(?:[.,]\d+)?)\s?(?:[kKmMbBtT]n?|Mio|Mrd|mln|bln)\b")  # 29M, 3.5bn, 4 Mio
_RANGE = re.compile(r"\s?(?:[-–—/]|and|to|or|until)\s?")  # "March 23-24", "on 3 and 4 June"
_WRITTEN = frozenset({"score", "clock", "ordinal"})  # units of figures that are compared as they are written
_THOUSANDS = re.compile(r"(\d{1,3}(?:[.,\u00a0\u202f]\d{3})+)(?:[.,](\d+))?")


def absent_figure(text: str, cited: Sequence[Evidence]) -> str | None:
    """A figure in digits that no cited article has anywhere, rounded or spelt out; None for none.

    Days and years are left out (an answer may work them out from the day of the article), and so is what is spelt in
    words. Whether a figure counts the right thing is not for a rule to say. Measured by `python -m evals.parts.rules`.
    """
    articles = list({piece.article.id: piece.article for piece in cited}.values())
    read = analyse(text)
    days = [day.span for day in read.days]
    for figure in read.figures:
        digits = frozenset(_bare(one) for one in _DIGITS.findall(figure.text))
        in_a_range = any(_RANGE.fullmatch(_between(text, figure.span, day)) for day in days)
        if digits and not in_a_range and not any(_has(article, figure, digits) for article in articles):
            return figure.text
    return None


def _between(text: str, one: Span, other: Span) -> str:
    """The text between two spans."""
    first, last = sorted((one, other))
    return text[first[1] : last[0]]


def _has(article: Article, figure: Figure, digits: frozenset[str]) -> bool:
    loose, values, stated = _of(article.title or "", article.text)
    if figure.unit in _WRITTEN:
        return digits <= loose | values.keys()
    told = digits <= loose or any(figure.value in values.get(one, ()) for one in digits)
    return told or any(agrees(figure, other) for other in stated)


@lru_cache(maxsize=256)  # an answer's sentences cite the same few articles
def _of(title: str, text: str) -> tuple[frozenset[str], dict[str, frozenset[float]], tuple[Figure, ...]]:
    """The numbers of an article that are read as no figure, those that are with what they may mean, and its figures."""
    whole = f"{title}\n{text}"
    stated = analyse(whole).figures
    inside: dict[str, set[float]] = {}
    blanked = whole
    for figure in stated:
        for one in _DIGITS.findall(figure.text):
            inside.setdefault(_bare(one), set()).add(figure.value)
        start, end = figure.span
        blanked = f"{blanked[:start]}{' ' * (end - start)}{blanked[end:]}"
    loose = frozenset(_bare(one) for one in (*_DIGITS.findall(blanked), *_SHORTENED.findall(whole)))
    return loose, {one: frozenset(values) for one, values in inside.items()}, stated


def _bare(number: str) -> str:
    """A number in one way of writing: 29,000,000 as 29 is (a source may have 29M or 29 Mio), and 2 as 200,000 is not.

    What is left out are three zeros, as often as they stand at its end. A decimal is kept, with a point.
    """
    grouped = _THOUSANDS.fullmatch(number)
    if grouped and not grouped[2]:
        number = re.sub(r"\D", "", grouped[1])
    elif grouped:
        number = f"{re.sub(r'[^0-9]', '', grouped[1])}.{grouped[2]}"
    return re.sub(r"(?<=\d)(?:000)+$", "", number) if number.isdecimal() else number.replace(",", ".")
