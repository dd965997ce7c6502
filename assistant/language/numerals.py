"""Reads numbers in a text: digits, number words, scales, shares, scores and units. Floor 1."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from assistant.language.lexicon import ENGLISH, Lexicon, lexicon

YEARS = {"year": 1, "decade": 10, "century": 100}
_LEAST_YEAR = 1000
_CLOCK = re.compile(r"\d{1,2}(?::\d\d){1,2}|\d{1,2}\.\d\d(?!\d)")
_SPACES = "\u00a0\u202f"  # no-break spaces between thousands
_Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class NumberToken:
    """A lower-case word, number or mark at `start:end` of its text."""

    text: str
    start: int
    end: int


class Numerals:
    """How a language writes numbers, from its `numbers.txt`."""

    def __init__(self, word_data: Lexicon) -> None:
        marks = word_data.table("number_marks")
        self.thousands, self.decimals = marks.get("thousands", ","), marks.get("decimals", ".")
        self.small, self.scales = word_data.numbers("small"), word_data.numbers("scales")
        self.within, self.letters = word_data.words("within"), word_data.numbers("scale_letters")
        self.ordinal, self.endings = word_data.numbers("ordinals"), word_data.words("ordinal_endings")
        self.parts, self.times = word_data.numbers("fractions"), word_data.numbers("multiples")
        self.many, self.few = _ranges(word_data.table("many")), _ranges(word_data.table("few"))
        self.currencies, self.measures = word_data.table("currencies"), word_data.table("measures")
        self.articles, self.joins = word_data.words("articles"), word_data.words("number_and", "tens_and")
        self.tens_joins = word_data.words("tens_and")
        self.shares = word_data.words("share_joins")
        self._compound = {**self.small, **word_data.numbers("compound_small")}
        self._ones_and_tens = sorted(word_data.words("compound_and"))
        thousands, decimals = re.escape(self.thousands), re.escape(self.decimals)
        self.token = re.compile(
            rf"{word_data.one_of('clock')}|\d{{1,3}}(?:[{thousands}{_SPACES}]\d{{3}})+(?:{decimals}\d+)?|\d+(?:{decimals}\d+)?"
            rf"|\b(?:{word_data.one_of('number_abbreviations')})\."
            r"|[^\W\d_]+(?:[’'][^\W\d_]+)*|[$£€¥%]|[^\s\w]",
            re.IGNORECASE,
        )

    def value(self, digits: str) -> float:
        """The value of a number in digits."""
        return float(re.sub(f"[{_SPACES}]", "", digits.replace(self.thousands, "")).replace(self.decimals, "."))

    def spelt(self, word: str) -> float | None:
        """The value of one number word ("seven", "fünfundzwanzig"); None for any other word, and for a scale alone."""
        if word in self._compound or not self._ones_and_tens:
            return self.small.get(word)
        return self._in_one_word(word) if word not in self.scales else None

    def _in_one_word(self, word: str) -> float | None:
        """The value of a compound number word, split at its largest scale, then between ones and tens."""
        if word in self._compound:
            return self._compound[word]
        for scale, factor in sorted(self.scales.items(), key=lambda one: -one[1]):
            before, found, behind = word.partition(scale)
            if found and factor <= _LEAST_YEAR:
                top = self._in_one_word(before) if before else 1.0
                rest = self._in_one_word(behind) if behind else 0.0
                return top * factor + rest if top is not None and rest is not None else None
        for joint in self._ones_and_tens:
            ones, found, tens = word.partition(joint)
            if found and ones in self._compound and tens in self._compound:
                return self._compound[ones] + self._compound[tens]
        return None


@cache
def numerals(language: str = ENGLISH) -> Numerals:
    """How a language writes numbers."""
    return Numerals(lexicon(language))


def _ranges(table: Mapping[str, str]) -> dict[str, _Range]:
    return {word: (float(low), float(high)) for word, (low, high) in ((w, v.split()) for w, v in table.items())}


Read = tuple[int, int, float, float, float, "str | None"]
"""First token, token after the last, low, high, value and unit of a quantity."""


def number_tokens(text: str, n: Numerals) -> list[NumberToken]:
    """The lower-case words, numbers and marks of a text, in order."""
    found = ((match.group().lower(), match.span()) for match in n.token.finditer(text))
    return [NumberToken(word.rstrip(".") if word[0].isalpha() else word, *span) for word, span in found]


def read_number(text: str, tokens: list[NumberToken], at: int, n: Numerals) -> Read | None:
    """The quantity that begins at a token; None where there is none, or it is part of a name (Il-62)."""
    return _vague(tokens, at, n) or _number(text, tokens, at, n)


def _vague(tokens: list[NumberToken], at: int, n: Numerals) -> Read | None:
    """ "dozens", "tens of thousands", "several hundred", "a few", "a couple of"; None where there is none."""
    word = tokens[at].text
    following = [token.text for token in tokens[at + 1 : at + 4]] + ["", "", ""]
    if word in n.many:
        low, high = n.many[word]
        if following[0] == "of" and following[1] in n.many:
            factor = n.scales.get(following[1][:-1], 1.0)
            return at, at + 3, low * factor, high * factor, low * factor, None
        if word in ("tens", "scores") and following[0] != "of":
            return None
        return at, at + 1, low, high, low, None
    if word not in n.few:
        return None
    low, high = n.few[word]
    scale_at = 1 if following[0] == "of" and following[1] in n.scales else 0
    if following[scale_at] in n.scales:
        factor = n.scales[following[scale_at]]
        top = high * factor if (low, high) != (2, 10) or factor != 12 else 100.0
        return at, at + 2 + scale_at, low * factor, top, low * factor, None
    return at, at + 1, low, high, low, None


def _number(text: str, tokens: list[NumberToken], at: int, n: Numerals) -> Read | None:
    """A number in digits or words with its scale and unit; None where there is none, or it is part of a name."""
    first = at
    currency = n.currencies.get(tokens[at].text) if not tokens[at].text.isalpha() else None
    at += currency is not None
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.text[0].isdecimal():
        return _share(tokens, at, n) or _digits(text, tokens, first, at, currency, n)
    if currency is not None:
        return None
    return (
        _multiple(tokens, at, n) or _fraction(tokens, at, n) or _ordinal(tokens, at, n) or _words(text, tokens, at, n)
    )


def _digits(
    text: str, tokens: list[NumberToken], first: int, at: int, currency: str | None, n: Numerals
) -> Read | None:
    token = tokens[at]
    before = text[max(0, tokens[first].start - 2) : tokens[first].start]
    after = re.match(r"[^\W\d_]*", text[token.end : token.end + 12])
    glued = after.group().lower() if after else ""
    if before[-1:].isalpha() or (before[-1:] in "-–/" and before[:1].isalpha() and currency is None):
        return None
    if ":" in token.text or (n.decimals != "." and _CLOCK.fullmatch(token.text)):
        hours, minutes = re.split("[:.]", token.text)[:2]
        clock = int(hours) + int(minutes) / 60
        return first, at + 1, clock, clock, clock, "clock"
    value = n.value(token.text)
    end = at + 1
    unit = currency
    if glued in n.endings:
        return first, end + 1, value, value, value, "ordinal"
    people = re.match(r"m [a-z]+(?:s|people|men)\b", text[token.end : token.end + 20])
    if glued in n.letters and (currency or glued != "m" or people):
        value, end = value * n.letters[glued], end + 1
    elif glued and glued not in n.measures and glued not in ("am", "pm", "s", "p", "c", "f"):
        return None
    # Not a score: a line-up (4-3-3), a season (2007-08).
    score = re.match(r"[-–](\d{1,3})(?![\d%]|[.,]\d|[-–‑]\d)", text[token.end : token.end + 6])
    alone = value < _LEAST_YEAR and not re.search(r"\d[-–‑]$", text[: token.start])
    if score and alone and n.decimals not in token.text and not glued and value > int(score.group(1)):
        points = value + int(score.group(1)) / 1000
        return first, end + 2, points, points, points, "score"
    value, end = _scaled(tokens, value, end, n)
    unit, end = _unit(tokens, end, unit, n)
    return first, end, value, value, value, unit


def _scaled(tokens: list[NumberToken], value: float, end: int, n: Numerals) -> tuple[float, int]:
    hyphen = end + 1 < len(tokens) and tokens[end].text == "-" and tokens[end + 1].text in n.scales
    while end + hyphen < len(tokens) and tokens[end + hyphen].text in n.scales:
        value, end = value * n.scales[tokens[end + hyphen].text], end + 1 + hyphen
        hyphen = False
    return value, end


def _unit(tokens: list[NumberToken], end: int, unit: str | None, n: Numerals) -> tuple[str | None, int]:
    """The unit after a number; a measure stays outside the figure's text, because it is also its noun."""
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
    return n.currencies.get(singular) or n.measures.get(singular), end


def _multiple(tokens: list[NumberToken], at: int, n: Numerals) -> Read | None:
    """ "twice", "doubled", "halved", and "a decade", which is ten years."""
    factor = n.times.get(tokens[at].text)
    if factor is not None:
        return at, at + 1, factor, factor, factor, "times" if factor > 1 else "fraction"
    if tokens[at].text in ("a", "one") and at + 1 < len(tokens) and tokens[at + 1].text in ("decade", "century"):
        return at, at + 2, 1.0, 1.0, 1.0, tokens[at + 1].text
    return None


def _fraction(tokens: list[NumberToken], at: int, n: Numerals) -> Read | None:
    """ "half of", "a third of", "two-thirds", "three quarters"."""
    words = [token.text for token in tokens[at : at + 4] if token.text != "-"] + ["", "", ""]
    dashes = sum(token.text == "-" for token in tokens[at : at + 2])
    share = _share(tokens, at, n)
    if share is not None:
        return share
    top = 1 if words[0] in ("a", "one") else n.spelt(words[0]) or 0
    bottom = words[1].removesuffix("s")
    if words[0] == "half" and (at == 0 or tokens[at - 1].text not in (*n.ordinal, "-", "other", "a")):
        scale = 2 if words[1] == "a" and words[2] in n.scales else 0
        factor = n.scales[words[2]] if scale else 1.0
        return at, at + 1 + scale, factor / 2, factor / 2, factor / 2, None if scale else "fraction"
    if not top or bottom not in n.parts or (words[1] == bottom and (words[2] != "of" and not dashes)):
        return None
    if bottom == "half" or (words[0] == "a" and words[2] != "of"):
        return None
    value = top / n.parts[bottom]
    return at, at + 2 + dashes, value, value, value, "fraction"


def _share(tokens: list[NumberToken], at: int, n: Numerals) -> Read | None:
    """ "7 of 10", "seven out of ten", "one in fifty": a share of a round number, read as a fraction."""
    following = [token.text for token in tokens[at : at + 4]] + [""] * 4
    step = 2 if following[1:3] == ["out", "of"] else 1
    if following[1] not in n.shares:
        return None
    part, whole = (
        n.spelt(word) or (int(word) if word.isdecimal() else 0) for word in (following[0], following[step + 1])
    )
    if not 0 < part < whole or whole not in (3, 4, 5, 10, 20, 50, 100):
        return None
    return at, at + step + 2, part / whole, part / whole, part / whole, "fraction"


def _ordinal(tokens: list[NumberToken], at: int, n: Numerals) -> Read | None:
    """ "third", "twenty-first"; but not "at first", "first reported" or units of time."""
    word = tokens[at].text
    number = n.ordinal.get(word)
    if number is None:
        return None
    before = tokens[at - 1].text if at else ""
    behind = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if number == 1 and (before == "at" or behind in ("reported", "said", "told", "came", "appeared", "published")):
        return None
    return at, at + 1, float(number), float(number), float(number), "ordinal"


def _words(text: str, tokens: list[NumberToken], at: int, n: Numerals) -> Read | None:
    """ "a thousand", "two hundred and twenty-five", "a dozen"; but not the pronoun "one"."""
    first, total, group, seen = at, 0.0, 0.0, False
    if tokens[at].text in n.articles and at + 1 < len(tokens) and tokens[at + 1].text in n.scales:
        group, seen, at = 1.0, True, at + 1
    elif tokens[at].text in n.scales:
        group = 1.0
    while at < len(tokens):
        word = tokens[at].text
        joiner = (word == "-" or word in n.joins) and seen and at + 1 < len(tokens)
        small = n.spelt(word)
        tens = word == "-" or word in n.tens_joins
        if joiner and n.spelt(tokens[at + 1].text) is not None and (tens or tokens[at - 1].text in n.scales):
            if tens and not 20 <= group % 100 <= 90:
                break
            at += 1
        elif joiner and word == "-" and tokens[at + 1].text in n.scales:
            at += 1
        elif small is not None and not (seen and group % 100 and not (20 <= group % 100 <= 90 and small < 10)):
            group, seen, at = group + small, True, at + 1
        elif word in n.within and (seen or at == first):
            group, seen, at = group * n.scales[word], True, at + 1
        elif word in n.scales and (seen or at == first):
            total, group, seen, at = total + group * n.scales[word], 0.0, True, at + 1
        else:
            break
    if not seen:
        return None
    value = total + group
    if value == 1 and at == first + 1 and not _counts_one(tokens, first):
        return None
    unit, end = _unit(tokens, at, None, n)
    return first, end, value, value, value, unit


def _counts_one(tokens: list[NumberToken], at: int) -> bool:
    before = tokens[at - 1].text if at else ""
    behind = tokens[at + 1].text if at + 1 < len(tokens) else ""
    pronoun = behind in ("of", "another", "who", "that", "which", "more", "day", "is", "was", "has", "-", "")
    led = before in ("no", "the", "this", "that", "any", "every", "each", "another")
    return behind.isalpha() and not pronoun and not led
