"""Reads a number off the words of a text: digits, number words, scales, shares, scores and units. Floor 1."""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: number for number, word in enumerate(f"{_UNITS} seventeen eighteen nineteen".split())}
_SMALL |= {word: 10 * number for number, word in enumerate(_TENS.split(), 2)}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
_SUFFIXES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_ORDINAL = {word: number for number, word in enumerate(_ORDINALS.split(), 1)}
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_LEAST_YEAR = 1000
_MANY = {"dozens": (24, 120), "scores": (40, 200), "hundreds": (200, 1e3), "thousands": (2e3, 1e4)}
_MANY |= {"tens": (20, 100), "millions": (2e6, 1e9), "billions": (2e9, 1e12)}
_FEW = {"several": (3, 10), "few": (2, 10), "couple": (2, 3), "handful": (3, 10)}
_MULTIPLES = {
    2.0: "twice double doubled doubles doubling twofold",
    3.0: "thrice triple tripled triples tripling threefold",
}
_MULTIPLES |= {4.0: "quadruple quadrupled fourfold", 0.5: "halve halved halves halving"}
_TIMES = {word: value for value, listed in _MULTIPLES.items() for word in listed.split()}
YEARS = {"year": 1, "decade": 10, "century": 100}
_CURRENCIES = {"$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "dollar": "USD", "euro": "EUR", "pound": "GBP"}
_MEASURES = {"percent": "%", "percentage": "%", "kilometre": "km", "kilometer": "km", "metre": "m", "meter": "m"}
_MEASURES |= {"mile": "mile", "ton": "ton", "tonne": "ton", "kg": "kg", "kilogram": "kg", "km": "km", "m": "m"}
_MEASURES |= {"hectare": "hectare", "ha": "hectare", "acre": "acre", "feet": "foot", "foot": "foot", "inche": "inch"}
_MEASURES |= {"inch": "inch", "centimetre": "cm", "centimeter": "cm", "cm": "cm"}
_MEASURES |= {w: w for w in ("second", "minute", "hour", "day", "week", "month", *YEARS, "degree", "mph", "celsius")}
_TOKEN = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}:\d\d(?::\d\d)?|\d+(?:\.\d+)?|[^\W\d_]+(?:[’'][^\W\d_]+)*|[$£€¥%]|[^\s\w]"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark in small letters, at `start:end` of its text."""

    text: str
    start: int
    end: int


Read = tuple[int, int, float, float, float, "str | None"]
"""First token, token after the last, low, high, value, unit."""


def tokens_of(text: str) -> list[Token]:
    """The words, numbers and marks of a text, lower-cased, with their places."""
    return [Token(match.group().lower(), *match.span()) for match in _TOKEN.finditer(text)]


def read_number(text: str, tokens: list[Token], at: int) -> Read | None:
    """The quantity that begins at a token, or None where none does, or where it belongs to a name (Il-62)."""
    return _vague(tokens, at) or _number(text, tokens, at)


def _vague(tokens: list[Token], at: int) -> Read | None:
    """ "dozens", "tens of thousands", "several hundred", "a few", "a couple of"; None where there is none."""
    word = tokens[at].text
    following = [token.text for token in tokens[at + 1 : at + 4]] + ["", "", ""]
    if word in _MANY:
        low, high = _MANY[word]
        if following[0] == "of" and following[1] in _MANY:
            factor = _SCALES.get(following[1][:-1], 1.0)
            return at, at + 3, low * factor, high * factor, low * factor, None
        if word in ("tens", "scores") and following[0] != "of":
            return None
        return at, at + 1, low, high, low, None
    if word not in _FEW:
        return None
    low, high = _FEW[word]
    scale_at = 1 if following[0] == "of" and following[1] in _SCALES else 0
    if following[scale_at] in _SCALES:
        factor = _SCALES[following[scale_at]]
        top = high * factor if word != "few" or factor != 12 else 100.0
        return at, at + 2 + scale_at, low * factor, top, low * factor, None
    return at, at + 1, low, high, low, None


def _number(text: str, tokens: list[Token], at: int) -> Read | None:
    """A number in digits or words with its scale and unit; None where no number begins here, or a name's."""
    first = at
    currency = _CURRENCIES.get(tokens[at].text) if not tokens[at].text.isalpha() else None
    at += currency is not None
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.text[0].isdecimal():
        return _share(tokens, at) or _digits(text, tokens, first, at, currency)
    if currency is not None:
        return None
    return _multiple(tokens, at) or _fraction(tokens, at) or _ordinal(tokens, at) or _words(text, tokens, at)


def _digits(text: str, tokens: list[Token], first: int, at: int, currency: str | None) -> Read | None:
    token = tokens[at]
    before = text[max(0, tokens[first].start - 2) : tokens[first].start]
    after = re.match(r"[^\W\d_]*", text[token.end : token.end + 12])
    glued = after.group().lower() if after else ""
    if before[-1:].isalpha() or (before[-1:] in "-–/" and before[:1].isalpha() and currency is None):
        return None
    if ":" in token.text:
        hours, minutes = token.text.split(":")[:2]
        clock = int(hours) + int(minutes) / 60
        return first, at + 1, clock, clock, clock, "clock"
    value = float(token.text.replace(",", ""))
    end = at + 1
    unit = currency
    if glued in ("st", "nd", "rd", "th"):
        return first, end + 1, value, value, value, "ordinal"
    people = re.match(r"m [a-z]+(?:s|people|men)\b", text[token.end : token.end + 20])
    if glued in _SUFFIXES and (currency or glued != "m" or people):
        value, end = value * _SUFFIXES[glued], end + 1
    elif glued and glued not in _MEASURES and glued not in ("am", "pm", "s", "p", "c", "f"):
        return None
    # No score: a line-up (4-3-3), a season (2007-08).
    score = re.match(r"[-–](\d{1,3})(?![\d%]|[.,]\d|[-–‑]\d)", text[token.end : token.end + 6])
    alone = value < _LEAST_YEAR and not re.search(r"\d[-–‑]$", text[: token.start])
    if score and alone and "." not in token.text and not glued and value > int(score.group(1)):
        points = value + int(score.group(1)) / 1000
        return first, end + 2, points, points, points, "score"
    value, end = _scaled(tokens, value, end)
    unit, end = _unit(tokens, end, unit)
    return first, end, value, value, value, unit


def _scaled(tokens: list[Token], value: float, end: int) -> tuple[float, int]:
    hyphen = end + 1 < len(tokens) and tokens[end].text == "-" and tokens[end + 1].text in _SCALES
    while end + hyphen < len(tokens) and tokens[end + hyphen].text in _SCALES:
        value, end = value * _SCALES[tokens[end + hyphen].text], end + 1 + hyphen
        hyphen = False
    return value, end


def _unit(tokens: list[Token], end: int, unit: str | None) -> tuple[str | None, int]:
    """The unit behind a number; a measure is read but stays outside the figure's text, as it is its noun too."""
    step = 1 if end < len(tokens) and tokens[end].text == "-" else 0
    if unit or end + step >= len(tokens):
        return unit, end
    word = tokens[end + step].text
    if word == "%":
        return "%", end + 1
    if word == "per" and end + 1 < len(tokens) and tokens[end + 1].text == "cent":
        return "%", end + 2
    if word == "metric" and end + 1 < len(tokens):
        word = tokens[end + 1].text
    singular = word[:-1] if word.endswith("s") and len(word) > 2 else word
    if singular in ("percent", "percentage"):
        return "%", end + 1
    if singular in ("p", "a") and step == 0 and end + 2 < len(tokens) and tokens[end + 2].text == "m":
        return "clock", end
    return _CURRENCIES.get(singular) or _MEASURES.get(singular), end


def _multiple(tokens: list[Token], at: int) -> Read | None:
    """ "twice", "doubled", "halved"; and "a decade", which is ten years."""
    factor = _TIMES.get(tokens[at].text)
    if factor is not None:
        return at, at + 1, factor, factor, factor, "times" if factor > 1 else "fraction"
    if tokens[at].text in ("a", "one") and at + 1 < len(tokens) and tokens[at + 1].text in ("decade", "century"):
        return at, at + 2, 1.0, 1.0, 1.0, tokens[at + 1].text
    return None


def _fraction(tokens: list[Token], at: int) -> Read | None:
    """ "half of", "a third of", "two-thirds", "three quarters"."""
    words = [token.text for token in tokens[at : at + 4] if token.text != "-"] + ["", "", ""]
    dashes = sum(token.text == "-" for token in tokens[at : at + 2])
    share = _share(tokens, at)
    if share is not None:
        return share
    top = 1 if words[0] in ("a", "one") else _SMALL.get(words[0], 0)
    bottom = words[1].removesuffix("s")
    if words[0] == "half" and (at == 0 or tokens[at - 1].text not in (*_ORDINAL, "-", "other", "a")):
        scale = 2 if words[1] == "a" and words[2] in _SCALES else 0
        factor = _SCALES[words[2]] if scale else 1.0
        return at, at + 1 + scale, factor / 2, factor / 2, factor / 2, None if scale else "fraction"
    if not top or bottom not in _PARTS or (words[1] == bottom and (words[2] != "of" and not dashes)):
        return None
    if bottom == "half" or (words[0] == "a" and words[2] != "of"):
        return None
    value = top / _PARTS[bottom]
    return at, at + 2 + dashes, value, value, value, "fraction"


def _share(tokens: list[Token], at: int) -> Read | None:
    """ "7 of 10", "seven out of ten", "one in fifty": a share of a round number, read as a fraction."""
    told = [token.text for token in tokens[at : at + 4]] + [""] * 4
    step = 2 if told[1:3] == ["out", "of"] else 1
    if told[1] not in ("in", "of", "out"):
        return None
    part, whole = (_SMALL.get(word) or (int(word) if word.isdecimal() else 0) for word in (told[0], told[step + 1]))
    if not 0 < part < whole or whole not in (3, 4, 5, 10, 20, 50, 100):
        return None
    return at, at + step + 2, part / whole, part / whole, part / whole, "fraction"


def _ordinal(tokens: list[Token], at: int) -> Read | None:
    """ "third", "twenty-first"; "at first", "first reported" and units of time are none."""
    word = tokens[at].text
    number = _ORDINAL.get(word)
    if number is None:
        return None
    before = tokens[at - 1].text if at else ""
    behind = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if number == 1 and (before == "at" or behind in ("reported", "said", "told", "came", "appeared", "published")):
        return None
    return at, at + 1, float(number), float(number), float(number), "ordinal"


def _words(text: str, tokens: list[Token], at: int) -> Read | None:
    """ "a thousand", "two hundred and twenty-five", "a dozen"; "one" the pronoun is none."""
    first, total, group, seen = at, 0.0, 0.0, False
    if tokens[at].text in ("a", "an") and at + 1 < len(tokens) and tokens[at + 1].text in _SCALES:
        group, seen, at = 1.0, True, at + 1
    elif tokens[at].text in _SCALES:
        group = 1.0
    while at < len(tokens):
        word = tokens[at].text
        joiner = word in ("-", "and") and seen and at + 1 < len(tokens)
        if joiner and tokens[at + 1].text in _SMALL and (word == "-" or tokens[at - 1].text in _SCALES):
            if word == "-" and not 20 <= group % 100 <= 90:
                break
            at += 1
        elif joiner and word == "-" and tokens[at + 1].text in _SCALES:
            at += 1
        elif word in _SMALL and not (seen and group % 100 and not (20 <= group % 100 <= 90 and _SMALL[word] < 10)):
            group, seen, at = group + _SMALL[word], True, at + 1
        elif word in ("hundred", "dozen") and (seen or at == first):
            group, seen, at = group * _SCALES[word], True, at + 1
        elif word in _SCALES and (seen or at == first):
            total, group, seen, at = total + group * _SCALES[word], 0.0, True, at + 1
        else:
            break
    if not seen:
        return None
    value = total + group
    if value == 1 and at == first + 1 and not _counts_one(tokens, first):
        return None
    unit, end = _unit(tokens, at, None)
    return first, end, value, value, value, unit


def _counts_one(tokens: list[Token], at: int) -> bool:
    before = tokens[at - 1].text if at else ""
    behind = tokens[at + 1].text if at + 1 < len(tokens) else ""
    pronoun = behind in ("of", "another", "who", "that", "which", "more", "day", "is", "was", "has", "-", "")
    led = before in ("no", "the", "this", "that", "any", "every", "each", "another")
    return behind.isalpha() and not pronoun and not led
