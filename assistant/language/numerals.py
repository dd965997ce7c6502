"""How a language writes numbers, and the words, numbers and marks of a text. Floor 1."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from assistant.language.lexicon import ENGLISH, Lexicon, lexicon

LEAST_YEAR = 1000
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
            if found and factor <= LEAST_YEAR:
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


def number_tokens(text: str, n: Numerals) -> list[NumberToken]:
    """The lower-case words, numbers and marks of a text, in order."""
    found = ((match.group().lower(), match.span()) for match in n.token.finditer(text))
    return [NumberToken(word.rstrip(".") if word[0].isalpha() else word, *span) for word, span in found]


def _ranges(table: Mapping[str, str]) -> dict[str, _Range]:
    return {word: (float(low), float(high)) for word, (low, high) in ((w, v.split()) for w, v in table.items())}
