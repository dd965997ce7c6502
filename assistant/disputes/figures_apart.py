"""Finds figures that outlets give differently for what a question asks, to be set side by side. Floor 2.

They are not called a dispute: the reader model finds that both sentences answer the same "how many" or "how much"; it
does not say that one of them must be wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import combinations

from assistant.disputes.quantities import comparable, ratio
from assistant.disputes.same_voice import one_outlet
from assistant.disputes.statement import Statement, statement_of, stems_of
from assistant.language.figures import Figure, agrees
from assistant.language.relative_days import DayRange
from assistant.question.shape import question_shape
from assistant.types import Evidence, Side

_ANSWERS = 0.3  # least probability of answering
_ROUNDED, _NEAR = 1.015, 2.0  # times the smaller figure, between which two answers to one question lie


def figures_apart(
    question: str, evidence: Sequence[Evidence], shown: Collection[int], disputed: Collection[int] = ()
) -> Side | None:
    """The likeliest two sentences of different outlets among those `shown` whose figures for one thing differ, as one
    line with both citations; None unless the question asks for a figure, and where the pair is in a dispute already.
    """
    if question_shape(question).thing != "number":
        return None
    pieces = [one for one in evidence if one.key in shown and one.score >= _ANSWERS]
    statements = [statement_of(one) for one in sorted(pieces, key=lambda one: -one.score)]
    for one, other in combinations(statements, 2):
        keys = one.evidence.key, other.evidence.key
        if one_outlet(one.evidence, other.evidence) or set(keys) <= set(disputed):
            continue
        if pair := _apart(one, other, stems_of(question)):
            given = (_given(figure, each) for figure, each in zip(pair, (one, other), strict=True))
            return Side(f"The outlets give different figures: {', '.join(given)}.", keys)
    return None


def _apart(one: Statement, other: Statement, asked: frozenset[str]) -> tuple[Figure, Figure] | None:
    """The only two figures of one kind and time, if they differ by more than rounding; None for several."""
    pairs = [
        (mine, theirs)
        for mine, theirs in comparable(one, other, asked)
        if ratio(mine, theirs) <= _NEAR and _of_one_time(one, mine, other, theirs)
    ]
    if len(pairs) != 1 or ratio(*pairs[0]) <= _ROUNDED:
        return None
    mine, theirs = pairs[0]
    bounded = {mine.bound, theirs.bound} & {"above", "below"}
    return None if bounded and (agrees(mine, theirs) or agrees(theirs, mine)) else pairs[0]


def _of_one_time(one: Statement, mine: Figure, other: Statement, theirs: Figure) -> bool:
    """Whether the days beside two figures overlap, or neither has any."""
    times, others = _times(one, mine), _times(other, theirs)
    if not times or not others:
        return not times and not others
    return any(a[0] <= b[1] and b[0] <= a[1] for a in times for b in others)


def _times(statement: Statement, figure: Figure) -> list[DayRange]:
    """The days named between a figure and the next one, else those of its sentence."""
    end = min((one.span[0] for one in statement.figures if one.span[0] > figure.span[0]), default=len(statement.text))
    beside = [day for day in statement.days if figure.span[1] <= day.span[0] < end]
    found = [day.within(statement.published) for day in beside or statement.days]
    return [one for one in found if one is not None]


def _given(figure: Figure, statement: Statement) -> str:
    """A figure as printed, with what it counts, and who printed it when."""
    article = statement.evidence.article
    counted = f" {figure.noun}" if figure.unit is None and figure.noun else ""
    return f"“{figure.text}{counted}” ({', '.join(filter(None, (article.outlet or article.title, article.published)))})"
