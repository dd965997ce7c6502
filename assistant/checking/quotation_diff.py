"""Compares a quotation with the nearest words of its sources, word by word. Floor 2. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.language.terms import PRINTED_WORD, is_stop, words
from assistant.types import Article

_LIKE = 0.5  # least share of a quotation's words in its nearest words
_BESIDE = 4  # words compared on either side of them, as the quotation may leave words out
_SHOWN = 3  # differences described


@dataclass(frozen=True, slots=True)
class Difference:
    """How a quotation differs from its source: the source's words, the phrases put in, and those left out."""

    article: Article
    printed: str
    put_in: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def description(self) -> str:
        """The first three differences as one clause: "“absolutely” is not in the source, “may” is left out"."""
        clauses = [f"“{one}” is not in the source" for one in self.put_in]
        clauses += [f"“{one}” is left out" for one in self.left_out]
        return ", ".join(clauses[:_SHOWN])


def difference(phrase: str, articles: Iterable[Article]) -> Difference | None:
    """How a phrase differs from the nearest words of the articles; None where no article has half of its words.

    Takes time linear in the length of the articles.
    """
    quoted = _tokens(phrase)
    wanted = Counter(own for own, _, _ in quoted)
    best: tuple[float, Article, int] | None = None
    for article in articles:
        score, at = _best_window(wanted, len(quoted), [own for own, _, _ in _tokens(article.text)])
        if best is None or score > best[0]:
            best = (score, article, at)
    if best is None or best[0] < _LIKE or not any(not is_stop(one) for one in wanted):
        return None
    _, article, at = best
    printed = _tokens(article.text)[max(0, at - _BESIDE) : at + len(quoted) + _BESIDE]
    return _aligned(phrase, quoted, article, printed)


_Token = tuple[str, int, int]


def _tokens(text: str) -> list[_Token]:
    """The words of a text, each normalized, with its span."""
    found = ((" ".join(words(one.group())), one.start(), one.end()) for one in PRINTED_WORD.finditer(text))
    return [one for one in found if one[0]]


def _best_window(wanted: Counter[str], length: int, tokens: list[str]) -> tuple[float, int]:
    """The share of wanted words in the best window of `length` tokens, and where it starts; (0, 0) without tokens."""
    if not length or not tokens:
        return 0.0, 0
    here: Counter[str] = Counter()
    met, best, place = 0, -1, 0
    for at, word in enumerate(tokens):
        here[word] += 1
        met += here[word] <= wanted[word]
        if at >= length:
            old = tokens[at - length]
            met -= here[old] <= wanted[old]
            here[old] -= 1
        if met > best:
            best, place = met, max(0, at - length + 1)
    return best / length, place


def _aligned(phrase: str, quoted: list[_Token], article: Article, printed: list[_Token]) -> Difference:
    match = SequenceMatcher(None, [one[0] for one in quoted], [one[0] for one in printed], autojunk=False)
    steps = list(match.get_opcodes())
    equal = [at for at, step in enumerate(steps) if step[0] == "equal"]
    if not equal:
        return Difference(article, article.text[printed[0][1] : printed[-1][2]], (phrase,), ())
    put_in, left_out = [], []
    for at, (_, begun, ended, first, last) in enumerate(steps):
        if at in equal:
            continue
        if begun < ended:
            put_in.append(phrase[quoted[begun][1] : quoted[ended - 1][2]])
        if first < last and equal[0] < at < equal[-1]:
            left_out.append(article.text[printed[first][1] : printed[last - 1][2]])
    start, end = steps[equal[0]][3], steps[equal[-1]][4]
    # `printed` includes the words in place of the first or last words of the quotation.
    start = max(0, start - (steps[equal[0]][1]))
    end = min(len(printed), end + len(quoted) - steps[equal[-1]][2])
    return Difference(article, article.text[printed[start][1] : printed[end - 1][2]], tuple(put_in), tuple(left_out))
