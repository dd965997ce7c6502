"""Reads quantities out of text: exact, rounded and vague ones, each with the values it can mean. Floor 1.

    figures("Rostec cut nearly 1,000 advisers to a few dozen")
      -> nearly 1,000  rounded, value 1000, range 800..1000, noun "advisers"
         a few dozen   vague, value 36, range 24..100

Days, months and years are not quantities: `dates`, re-exported from `language.days`, reads those. Numbers inside names
(Il-62, COVID-19, G7) are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from assistant.language.days import Day, dates
from assistant.language.lexicon import ENGLISH, Lexicon, lexicon
from assistant.language.number_reading import YEARS, Read, read_number
from assistant.language.numerals import NumberToken, number_tokens, numerals
from assistant.types import Span

__all__ = ["Day", "Figure", "agrees", "dates", "figures"]

FigureKind = Literal["exact", "rounded", "vague"]
Bound = Literal["", "about", "below", "above"]
_BOUNDS: tuple[Bound, ...] = ("about", "below", "above")


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity, its hedge ("nearly", "more than") included, where `text == source[span[0]:span[1]]`.

    `value` is the stated number, `low` to `high` what it can mean (`high` is infinite for "at least"). `unit` is a
    currency ("USD"), "%", a measure, "ordinal", "fraction", "clock" or "score"; `noun` is what is counted, if named.
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
    """The quantities of a text in order, not overlapping. Takes time linear in its length."""
    blanked = list(text)
    word_data, n = lexicon(language), numerals(language)
    for mention in dates(text, language):
        blanked[mention.span[0] : mention.span[1]] = "\0" * (mention.span[1] - mention.span[0])
    struck = "".join(blanked)
    tokens = number_tokens(struck, n)
    found: list[Figure] = []
    at = 0
    while at < len(tokens):
        read = read_number(text, tokens, at, n)
        if read is None:
            at += 1
            continue
        found.append(_figure(text, tokens, read, word_data))
        at = read[1]
    return found


def agrees(claim: Figure, source: Figure) -> bool:
    """Whether `source` supports `claim`: the same value, or a rounding marked as one.

    An exact claim needs the same value (it may drop the source's "about", but not its "nearly" or "more than"); a
    hedged claim must be true of the source's value and near it; a vague one must include it.
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
    """Whether units agree. A missing unit agrees with any except percent, fraction, ordinal, score and clock."""
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


def _figure(text: str, tokens: list[NumberToken], read: Read, word_data: Lexicon) -> Figure:
    first, end, low, high, value, unit = read
    start, stop = tokens[first].start, tokens[end - 1].end
    kind: FigureKind = "exact" if low == high else "vague"
    bound: Bound = ""
    window = max(0, start - 20)
    bounds = _bounds(word_data.code)
    hedge = bounds.pattern.search(text[window:start])
    if hedge and hedge.group().lower().startswith("over") and unit in word_data.words("lasting"):
        hedge = None  # "over two decades" usually states a duration, not a minimum
    if hedge and kind == "exact" and unit not in ("ordinal", "clock", "score"):
        bound = bounds.meant[re.sub(r"\s(?:an?\s?)?$", "", hedge.group().lower())]
        kind, start = "rounded", window + hedge.start()
    elif kind == "exact" and re.match(r" or so\b", text[stop : stop + 7]):
        bound, kind, stop = "about", "rounded", stop + 6
    if bound:
        low = value if bound == "above" else value * (0.9 if bound == "about" else 0.8)
        high = value if bound == "below" else value * 1.1 if bound == "about" else float("inf")
    return Figure(
        text[start:stop], (start, stop), value, low, high, kind, bound, unit, _noun(text, tokens, end, word_data)
    )


@dataclass(frozen=True, slots=True)
class _Bounds:
    """The hedges of figures: a pattern that matches one right before a figure, and the bound each sets."""

    pattern: re.Pattern[str]
    meant: dict[str, Bound]


@cache
def _bounds(language: str) -> _Bounds:
    word_data = lexicon(language)
    meant: dict[str, Bound] = {}
    for bound in _BOUNDS:
        meant |= dict.fromkeys(word_data.phrases(bound), bound)
    either = "|".join(sorted(map(re.escape, meant), key=len, reverse=True)) or "(?!)"
    return _Bounds(re.compile(rf"(?:^|(?<=\W))(?:{either})(?:\s(?:an?\s)?)?$", re.IGNORECASE), meant)


def _noun(text: str, tokens: list[NumberToken], at: int, word_data: Lexicon) -> str | None:
    """What is counted: the first plural within four words after the number, before any function word.

    In a language that capitalises nouns, the first noun.
    """
    capital = word_data.table("writing").get("nouns") == "capital"
    for token in tokens[at : at + 4]:
        if not token.text[0].isalpha():
            if token.text == "-":
                continue
            return None
        if token.text in word_data.words("no_nouns") and not (token.text == "of" and token is tokens[at]):
            return None
        if capital:
            if text[token.start].isupper() and token.text not in word_data.words("scales", "currencies", "measures"):
                return text[token.start : token.end]
            continue
        if token.text in word_data.words("plurals") or (
            token.text.endswith("s") and not token.text.endswith(("ss", "’s", "'s"))
        ):
            return token.text
    return None
