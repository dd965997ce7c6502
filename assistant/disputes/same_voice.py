"""Decides whether two sentences go back to one source, which is then never in dispute with itself. Floor 2."""

from __future__ import annotations

from assistant.attribution.origins import near_copy, same_source
from assistant.language.days import dates
from assistant.language.outlets import same_outlet
from assistant.types import Attribution, Evidence


def same_voice(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences go back to one speaker, one report, one outlet or one article, or copy each other.

    An outlet that quotes two speakers has two voices; its sentences without a speaker are one voice.
    """
    a, b = _source(one), _source(other)
    if a is not None and b is not None and (a == b or same_source(a, b)):
        return True
    return _copies(one, other) or (a is None and b is None and one_outlet(one, other))


def _copies(one: Evidence, other: Evidence) -> bool:
    """Whether one sentence is a near-copy of the other, with the same days."""
    if not near_copy(one.quote, other.quote):
        return False
    days = [sorted(day.text.lower() for day in dates(piece.quote)) for piece in (one, other)]
    return days[0] == days[1]


def one_outlet(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences are of one outlet, or, where that is unknown, of one article."""
    a, b = one.article.outlet, other.article.outlet
    return one.article.id == other.article.id or bool(a and b and same_outlet(a, b))


def _source(piece: Evidence) -> Attribution | None:
    """The source of a sentence: its named speaker, else the cited report, else its own outlet; None if unknown."""
    below = [rung for rung in piece.ladder if not (rung.kind == "outlet" and _own(rung, piece))]
    if not below:
        return Attribution(piece.article.outlet, "outlet") if piece.article.outlet else None
    if below[-1].kind != "anonymous":
        return Attribution(below[-1].name, below[-1].kind)
    cited = [rung for rung in below if rung.kind == "outlet"]
    if cited:
        return Attribution(cited[-1].name, "outlet")
    return Attribution(piece.article.outlet, "outlet") if piece.article.outlet else None


def _own(rung: Attribution, piece: Evidence) -> bool:
    return bool(piece.article.outlet and same_outlet(rung.name, piece.article.outlet))
