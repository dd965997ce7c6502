"""Finds the figures of a sentence that occur nowhere in the articles it cites. Floor 2. Pure functions."""

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
_THOUSANDS = re.compile(r"(\d{1,3}(?:[.,\u00a0\u202f]\d{3})+)(?:[.,](\d+))?")


def absent_figure(text: str, cited: Sequence[Evidence]) -> str | None:
    """The first figure in digits that no cited article has, not even rounded or spelt out; None without one.

    Ignores days and years, which a writer may work out from the day of the article, and figures spelt in words. Does
    not check that a figure counts the right thing. Measured by `python -m evals.parts.rules`.
    """
    articles = list({piece.article.id: piece.article for piece in cited}.values())
    read = analyse(text)
    days = [day.span for day in read.days]
    for figure in read.figures:
        digits = frozenset(_normalized(one) for one in _DIGITS.findall(figure.text))
        in_a_range = any(_RANGE.fullmatch(_between(text, figure.span, day)) for day in days)
        if digits and not in_a_range and not any(_contains(article, figure, digits) for article in articles):
            return figure.text
    return None


def _between(text: str, one: Span, other: Span) -> str:
    """The text between two spans."""
    first, last = sorted((one, other))
    return text[first[1] : last[0]]


def _contains(article: Article, figure: Figure, digits: frozenset[str]) -> bool:
    loose, values, stated = _numbers_of(article.title or "", article.text)
    if figure.unit == "score":  # "3-1" may be "3 to 1" in the source
        return digits <= loose | values.keys()
    printed = digits <= loose or any(figure.value in values.get(one, ()) for one in digits)
    return printed or any(agrees(figure, other) for other in stated)


@lru_cache(maxsize=256)  # an answer's sentences cite the same few articles
def _numbers_of(title: str, text: str) -> tuple[frozenset[str], dict[str, frozenset[float]], tuple[Figure, ...]]:
    """The numbers of an article outside its figures, those inside with their possible values, and the figures."""
    whole = f"{title}\n{text}"
    stated = analyse(whole).figures
    inside: dict[str, set[float]] = {}
    blanked = whole
    for figure in stated:
        for one in _DIGITS.findall(figure.text):
            inside.setdefault(_normalized(one), set()).add(figure.value)
        start, end = figure.span
        blanked = f"{blanked[:start]}{' ' * (end - start)}{blanked[end:]}"
    loose = frozenset(_normalized(one) for one in (*_DIGITS.findall(blanked), *_SHORTENED.findall(whole)))
    return loose, {one: frozenset(values) for one, values in inside.items()}, stated


def _normalized(number: str) -> str:
    """A number without separators and trailing groups of three zeros; a decimal keeps its digits and a point.

    So 29,000,000 becomes 29, as a source may write 29M or 29 Mio, and 200,000 becomes 200.
    """
    if grouped := _THOUSANDS.fullmatch(number):
        number = re.sub(r"\D", "", grouped[1]) + (f".{grouped[2]}" if grouped[2] else "")
    return re.sub(r"(?<=\d)(?:000)+$", "", number) if number.isdecimal() else number.replace(",", ".")
