"""Reads quantities out of text: exact, rounded and vague ones, each with the values it can mean. Floor 1.

    figures("Rostec cut nearly 1,000 advisers to a few dozen")
      -> nearly 1,000  rounded, value 1000, range 800..1000, noun "advisers"
         a few dozen   vague, value 36, range 24..100

Days, months and years are no quantities: `dates`, passed on from `assistant.days`, reads those. Numbers inside names
(Il-62, COVID-19, G7) are left out as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from assistant.language.days import Day, dates
from assistant.language.lexicon import ENGLISH, Lexicon, lexicon
from assistant.language.numerals import YEARS, Read, Token, numerals, read_number, tokens_of
from assistant.types import Span

__all__ = ["Day", "Figure", "agrees", "dates", "figures"]

FigureKind = Literal["exact", "rounded", "vague"]
Bound = Literal["", "about", "below", "above"]
_BOUNDS: tuple[Bound, ...] = ("about", "below", "above")


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity at `text == source[span[0]:span[1]]`, its hedge ("nearly", "more than") included.

    value is the stated number; low..high what it can mean (high may be infinite for "at least"). unit is a currency
    ("USD"), "%", a measure, "ordinal", "fraction", "clock" or "score"; noun is what is counted, where it follows.
    """

    text: str
    span: Span
    value: float
    low: float
    high: float
    kind: FigureKind
    bound: Bound = ""
    unit: str | None = None
    noun: str | None = None


def figures(text: str, language: str = ENGLISH) -> list[Figure]:
    """The quantities of text in reading order, none overlapping; time linear in its length."""
    blanked = list(text)
    told, n = lexicon(language), numerals(language)
    for mention in dates(text, language):
        blanked[mention.span[0] : mention.span[1]] = "\0" * (mention.span[1] - mention.span[0])
    struck = "".join(blanked)
    tokens = tokens_of(struck, n)
    found: list[Figure] = []
    at = 0
    while at < len(tokens):
        read = read_number(text, tokens, at, n)
        if read is None:
            at += 1
            continue
        found.append(_figure(text, tokens, read, told))
        at = read[1]
    return found


def agrees(claim: Figure, source: Figure) -> bool:
    """Whether a writer who saw `source` may write `claim`: the same value, or a rounding that says it is one.

    An exact claim needs the same value (a source's "about" may fall away, its "nearly" or "more than" may not); a
    hedged claim must be true of the source's value and near it; a vague one must cover it.
    """
    if not _same_unit(claim, source):
        return False
    claimed, stated = _comparable(claim, source)
    same = abs(claimed - stated) <= 1e-9 * max(1.0, abs(stated))
    if claim.kind == "vague" or source.kind == "vague":
        if claim.kind == "vague" and source.kind != "vague":
            return claim.low <= stated < claim.high or stated == claim.low
        return claim.kind == "vague" and claim.low < source.high and source.low < claim.high
    if source.bound in ("below", "above"):
        return same and claim.bound in (source.bound, "about" if source.bound == "below" else "")
    if claim.bound == "":
        return same
    if claim.bound == "about":
        return abs(claimed - stated) <= 0.1 * abs(stated)
    if source.bound == "about":
        return False
    return 0.75 * claimed <= stated <= claimed if claim.bound == "below" else claimed <= stated <= 1.5 * claimed


def _same_unit(claim: Figure, source: Figure) -> bool:
    """Units agree; a unit left out is no contradiction, save for percent, fractions, ordinals, scores and clocks."""
    units = {claim.unit, source.unit}
    if len(units) == 1 or units == {"fraction", "%"} or units <= YEARS.keys():
        return True
    strict = {"%", "fraction", "ordinal", "clock", "score"}
    if claim.unit in strict or source.unit in strict:
        return False
    return claim.unit is None or source.unit is None


def _comparable(claim: Figure, source: Figure) -> tuple[float, float]:
    """Both values on one scale: fractions as percent beside a percentage, decades as years."""
    units = {claim.unit, source.unit}
    scale: dict[str | None, float] = {"fraction": 100.0} if "%" in units else {}
    if units <= YEARS.keys():
        scale = {unit: float(YEARS[unit]) for unit in units if unit}
    return claim.value * scale.get(claim.unit, 1.0), source.value * scale.get(source.unit, 1.0)


def _figure(text: str, tokens: list[Token], read: Read, told: Lexicon) -> Figure:
    first, end, low, high, value, unit = read
    start, stop = tokens[first].start, tokens[end - 1].end
    kind: FigureKind = "exact" if low == high else "vague"
    bound: Bound = ""
    window = max(0, start - 20)
    bounds = _bounds(told.code)
    hedge = bounds.pattern.search(text[window:start])
    if hedge and hedge.group().lower().startswith("over") and unit in told.words("lasting"):
        hedge = None  # "over two decades" mostly tells how long, not how many at least
    if hedge and kind == "exact" and unit not in ("ordinal", "clock", "score"):
        bound = bounds.meant[re.sub(r"\s(?:an?\s?)?$", "", hedge.group().lower())]
        kind, start = "rounded", window + hedge.start()
    elif kind == "exact" and re.match(r" or so\b", text[stop : stop + 7]):
        bound, kind, stop = "about", "rounded", stop + 6
    if bound:
        low = value if bound == "above" else value * (0.9 if bound == "about" else 0.8)
        high = value if bound == "below" else value * 1.1 if bound == "about" else float("inf")
    return Figure(text[start:stop], (start, stop), value, low, high, kind, bound, unit, _noun(text, tokens, end, told))


@dataclass(frozen=True, slots=True)
class _Bounds:
    """The words that round a figure, as a pattern that stands right before it, and what each means."""

    pattern: re.Pattern[str]
    meant: dict[str, Bound]


@cache
def _bounds(language: str) -> _Bounds:
    told = lexicon(language)
    meant: dict[str, Bound] = {}
    for bound in _BOUNDS:
        meant |= dict.fromkeys(told.phrases(bound), bound)
    either = "|".join(sorted(map(re.escape, meant), key=len, reverse=True)) or "(?!)"
    return _Bounds(re.compile(rf"(?:^|(?<=\W))(?:{either})(?:\s(?:an?\s)?)?$", re.IGNORECASE), meant)


def _noun(text: str, tokens: list[Token], at: int, told: Lexicon) -> str | None:
    """The counted thing: the first plural within four words behind the number, before any little word.

    Where a language writes nouns with a capital, the first of these.
    """
    capital = told.table("writing").get("nouns") == "capital"
    for token in tokens[at : at + 4]:
        if not token.text[0].isalpha():
            if token.text == "-":
                continue
            return None
        if token.text in told.words("no_nouns") and not (token.text == "of" and token is tokens[at]):
            return None
        if capital:
            if text[token.start].isupper() and token.text not in told.words("scales", "currencies", "measures"):
                return text[token.start : token.end]
            continue
        if token.text in told.words("plurals") or (
            token.text.endswith("s") and not token.text.endswith(("ss", "’s", "'s"))
        ):
            return token.text
    return None
