"""Finds whether two sentences give the same quantity, or figures of it that exclude each other. Floor 2.

Only figures with the same unit, of the same thing, scope and time are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.disputes.statement import Statement, days_between, same_subject, same_time, same_topic, stems_of
from assistant.language.figures import Figure, agrees
from assistant.language.terms import stem

_LENGTH = {"m": 1.0, "km": 1000.0, "mile": 1609.34, "cm": 0.01, "foot": 0.3048, "inch": 0.0254}
_AREA = {"hectare": 1.0, "acre": 0.404686}
_WEIGHT = {"kg": 1.0, "ton": 1000.0}
_TIME = {"minute": 1.0, "hour": 60.0, "day": 1440.0, "week": 10080.0, "month": 43830.0, "year": 525960.0}
_SHARE = {"%": 1.0, "fraction": 100.0}
_SCALES = {
    unit: (name, factor)
    for name, table in (("length", _LENGTH), ("area", _AREA), ("weight", _WEIGHT), ("time", _TIME), ("share", _SHARE))
    for unit, factor in table.items()
}
_NEVER = frozenset({"ordinal", "clock", "score", "times", "second", "degree", "celsius", "mph"})
"""Units of a rank, a point in time or a rate, not of a quantity of one thing."""
_SCOPE = re.compile(
    r"\b(?:an?other|more(?! than)|additional|further|remaining|average|typical|per|each|every|a (?:day|week|month|year)"
    r"|daily|weekly|monthly|annual(?:ly)?|first|second|third|last|next|half|quarter|of (?:them|those|which|whom)"
    r"|adults?|children|men|women|wom[ae]n|record|peak|initial(?:ly)?|direct(?:ly)?)\b",
    re.I,
)
"""Words that say which part, rate or occasion a figure is of: two sentences must have the same ones."""
_CORRECTS = re.compile(
    r"\b(?:correct(?:ed|s|ing|ion)|revis(?:ed|es|ing|ion)|amend(?:ed|s|ing)|retract(?:ed|s|ing|ion))\b", re.I
)
_BOUND = frozenset({"count", "share"})
_CLOSE = 0.75  # cosine similarity from which sentences are on one thing
_NEAR = 40  # characters on either side of a figure that are searched for its scope
_ROUNDED = 0.1  # relative difference that rounding may explain
_FAR = 100.0  # times: figures further apart measure different things, as a bank's deposits and what is insured of each
_EXACT = 0.015  # relative difference from converting units and rounding to two digits


Relation = Literal["agree", "exclude", ""]


@dataclass(frozen=True, slots=True)
class QuantityPair:
    """Two figures of one quantity, and whether they agree or exclude each other."""

    one: Figure
    other: Figure
    relation: Relation

    @property
    def words(self) -> tuple[str, str]:
        """The figures as printed, each with what it counts or its measure."""
        return _with_noun(self.one), _with_noun(self.other)


def corrected_quantity(earlier: Statement, later: Statement) -> QuantityPair | None:
    """The figure that the later sentence explicitly corrects or revises, and its new value; None without one."""
    if not _CORRECTS.search(later.text):
        return None
    pairs = (QuantityPair(a, b, _relation(a, b)) for a, b in _pairs(earlier, later))
    return next((pair for pair in pairs if pair.relation == "exclude"), None)


def compare_quantities(one: Statement, other: Statement, closeness: float = 0.0) -> QuantityPair | None:
    """The figures in which two sentences agree or exclude each other; None where none are certainly of one quantity.

    `closeness` is the cosine similarity of their embeddings, 0 without any: sums, lengths and times of two sentences
    with nearly the same meaning are of one thing, whatever their words.
    """
    if not same_time(one, other):
        return None
    pairs = [QuantityPair(a, b, _relation(a, b)) for a, b in _pairs(one, other, closeness)]
    agreeing = [pair for pair in pairs if pair.relation == "agree"]
    if len(pairs) == 1 and pairs[0].relation == "exclude" and not _shared_value(one, other):
        return None if _has_grown(one, other, pairs[0]) else pairs[0]
    return agreeing[0] if agreeing else None


def closeness_matters(one: Statement, other: Statement) -> bool:
    """Whether `compare_quantities` needs the closeness of two sentences: they share a name and a kind of figure."""
    if one.names and other.names and not one.names & other.names:
        return False
    kinds = {unit[0] for mine in one.figures if (unit := _unit(mine))}
    kinds &= {unit[0] for theirs in other.figures if (unit := _unit(theirs))}
    return any(_same_name(one, other, kind) for kind in kinds - _BOUND)


def comparable(
    one: Statement, other: Statement, implied: frozenset[str] = frozenset()
) -> Iterator[tuple[Figure, Figure]]:
    """The pairs of figures with the same kind of unit, counted thing and scope, and not of different orders.

    A count beside which nothing is counted is taken to be of a thing whose stem is `implied`.
    """
    for mine in one.figures:
        for theirs in other.figures:
            kind, other_kind = _unit(mine), _unit(theirs)
            if kind is None or other_kind is None or kind[0] != other_kind[0]:
                continue
            counted = {_counted(mine), _counted(theirs)}
            things = counted - {""}
            if kind[0] == "count" and (len(things) != 1 or (len(counted) > 1 and not things <= implied)):
                continue
            if _scope(one, mine) == _scope(other, theirs) and ratio(mine, theirs) <= _FAR:
                yield mine, theirs


def _pairs(one: Statement, other: Statement, closeness: float = 0.0) -> Iterator[tuple[Figure, Figure]]:
    """The comparable pairs of figures that are certainly of one thing."""
    if one.names and other.names and not one.names & other.names:
        return
    for mine, theirs in comparable(one, other):
        kind = (_unit(mine) or ("", 0.0))[0]
        close = closeness >= _CLOSE and kind not in _BOUND and _same_name(one, other, kind)
        behind = _behind(one, mine), _behind(other, theirs)
        if all(behind) and behind[0].isdisjoint(behind[1]):
            continue
        if close or _same_thing(one, mine, other, theirs, kind):
            yield mine, theirs


def _behind(statement: Statement, figure: Figure) -> frozenset[str]:
    """The stems from a figure and its noun or unit to the end of the clause: "wool" of "$9 million on wool"."""
    start, (_, end) = figure.span[1], statement.clause(figure.span)
    behind = stems_of(statement.text[start:end], statement.struck, statement.language)
    return behind - statement.speakers - {_counted(figure)}


def _same_thing(one: Statement, mine: Figure, other: Statement, theirs: Figure, kind: str) -> bool:
    """Whether two figures of one kind measure one thing.

    For a sum of money, a length or a time, where each sentence has only one, the same subject is enough; counts need
    clauses on the same topic, and a share also needs that one sentence adds nothing to the other.
    """
    spans = one, mine.span, other, theirs.span
    if same_topic(*spans):
        lacking = one.stems - other.stems - one.speakers, other.stems - one.stems - other.speakers
        return kind != "share" or not all(lacking)
    return kind not in _BOUND and _alone(one, kind) and _alone(other, kind) and same_subject(*spans)


def _same_name(one: Statement, other: Statement, kind: str) -> bool:
    """Whether two sentences with one figure of a kind each have a name in common: "he" may be two different men."""
    return bool(one.stems & other.stems & (one.names | other.names)) and _alone(one, kind) and _alone(other, kind)


def _alone(statement: Statement, kind: str) -> bool:
    """Whether a sentence has exactly one figure of a kind."""
    return sum((unit[0] if (unit := _unit(one)) else "") == kind for one in statement.figures) == 1


def _with_noun(figure: Figure) -> str:
    return f"{figure.text} {figure.noun}" if figure.noun and figure.noun not in figure.text else figure.text


def _unit(figure: Figure) -> tuple[str, float] | None:
    """The kind of a figure's unit and its factor to the base unit of that kind; None for no quantity."""
    if figure.unit is None:
        return "count", 1.0
    if figure.unit in _NEVER:
        return None
    return _SCALES.get(figure.unit, (figure.unit, 1.0))


def _counted(figure: Figure) -> str:
    """The stem of what a figure counts, "loom" of "900 looms"; "" where it counts nothing."""
    return stem(figure.noun.lower()) if figure.noun else ""


def _scope(statement: Statement, figure: Figure) -> set[str]:
    (begun, ended), (first, last) = statement.clause(figure.span), figure.span
    text = f"{statement.text[max(begun, first - _NEAR) : first]} {statement.text[last : min(ended, last + _NEAR)]}"
    return {found.lower() for found in _SCOPE.findall(text)}


def _shared_value(one: Statement, other: Statement) -> bool:
    """Whether both sentences have some figure of the same value, whatever it counts."""
    return bool({figure.value for figure in one.figures} & {figure.value for figure in other.figures})


def _has_grown(one: Statement, other: Statement, pair: QuantityPair) -> bool:
    """Whether the later sentence has the higher count: counts of people or cases grow from day to day."""
    gap = days_between(one, other)
    if not gap or pair.one.unit is not None or (one.times() and other.times()):
        return False
    return (pair.other.value > pair.one.value) == (gap > 0)


def ratio(one: Figure, other: Figure) -> float:
    """How many times the smaller of two figures of one kind the larger is; infinite beside a zero."""
    low, high = sorted((_range(one)[2], _range(other)[2]))
    return high / low if low > 0 else float("inf")


def _relation(one: Figure, other: Figure) -> Relation:
    """Whether both can mean one value; "" where only rounding could reconcile them, and neither is hedged."""
    (low, high, value), (low_other, high_other, value_other) = _range(one), _range(other)
    gap = abs(value - value_other)
    if gap <= _EXACT * max(value, value_other) or agrees(one, other) or agrees(other, one):
        return "agree"
    slack = _ROUNDED * max(value, value_other)
    if low - slack > high_other or low_other - slack > high:
        return "exclude"
    return "agree" if gap <= slack and (one.bound or other.bound) else ""


def _range(figure: Figure) -> tuple[float, float, float]:
    """The lower bound, upper bound and value of a figure in the base unit of its kind."""
    scale = unit[1] if (unit := _unit(figure)) else 1.0
    return figure.low * scale, figure.high * scale, figure.value * scale
