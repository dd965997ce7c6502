"""Sets a quotation beside the nearest words of its sources, word for word. Floor 2. Pure functions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.language.terms import is_stop, words
from assistant.types import Article

_TOKEN = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_LIKE = 0.5  # of the words of a quotation, those that its nearest words must have
_BESIDE = 4  # words looked at on either side of them: something may be left out
_SHOWN = 3  # differences told


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a quotation departs from its source: the source's own words, those put in, and those left out."""

    article: Article
    printed: str
    put_in: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def told(self) -> str:
        """The differences as one clause: "“absolutely” is not in the source, “may” is left out"."""
        told = [f"“{one}” is not in the source" for one in self.put_in]
        told += [f"“{one}” is left out" for one in self.left_out]
        return ", ".join(told[:_SHOWN])


def difference(phrase: str, articles: Iterable[Article]) -> Difference | None:
    """Where a phrase departs from the nearest words of the articles; None where none has half of its words.

    Takes time in proportion to the length of the articles.
    """
    said = _tokens(phrase)
    wanted = Counter(own for own, _, _ in said)
    best: tuple[float, Article, int] | None = None
    for article in articles:
        score, at = _nearest(wanted, len(said), [own for own, _, _ in _tokens(article.text)])
        if best is None or score > best[0]:
            best = (score, article, at)
    if best is None or best[0] < _LIKE or not any(not is_stop(one) for one in wanted):
        return None
    _, article, at = best
    printed = _tokens(article.text)[max(0, at - _BESIDE) : at + len(said) + _BESIDE]
    return _aligned(phrase, said, article, printed)


_Token = tuple[str, int, int]


def _tokens(text: str) -> list[_Token]:
    """The words of a text, each in plain form with its place."""
    found = ((" ".join(words(one.group())), one.start(), one.end()) for one in _TOKEN.finditer(text))
    return [one for one in found if one[0]]


def _nearest(wanted: Counter[str], length: int, told: list[str]) -> tuple[float, int]:
    """The place in a text where most of the wanted words stand together, and what share of them stands there."""
    if not length or not told:
        return 0.0, 0
    here: Counter[str] = Counter()
    met, best, place = 0, -1, 0
    for at, word in enumerate(told):
        here[word] += 1
        met += here[word] <= wanted[word]
        if at >= length:
            old = told[at - length]
            met -= here[old] <= wanted[old]
            here[old] -= 1
        if met > best:
            best, place = met, max(0, at - length + 1)
    return best / length, place


def _aligned(phrase: str, said: list[_Token], article: Article, printed: list[_Token]) -> Difference:
    match = SequenceMatcher(None, [one[0] for one in said], [one[0] for one in printed], autojunk=False)
    steps = list(match.get_opcodes())
    equal = [at for at, step in enumerate(steps) if step[0] == "equal"]
    if not equal:
        return Difference(article, article.text[printed[0][1] : printed[-1][2]], (phrase,), ())
    put_in, left_out = [], []
    for at, (_, begun, ended, first, last) in enumerate(steps):
        if at in equal:
            continue
        if begun < ended:
            put_in.append(phrase[said[begun][1] : said[ended - 1][2]])
        if first < last and equal[0] < at < equal[-1]:
            left_out.append(article.text[printed[first][1] : printed[last - 1][2]])
    start, end = steps[equal[0]][3], steps[equal[-1]][4]
    # What stands in the place of the first or last words of the quotation belongs to what is printed.
    start = max(0, start - (steps[equal[0]][1]))
    end = min(len(printed), end + len(said) - steps[equal[-1]][2])
    return Difference(article, article.text[printed[start][1] : printed[end - 1][2]], tuple(put_in), tuple(left_out))
