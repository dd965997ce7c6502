"""Compares a quotation with the nearest words of its sources, word by word. Floor 2. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from rapidfuzz import fuzz

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
    """How a phrase differs from the nearest words of the articles.

    None where no article has half of its words in the same order, and for a phrase of stop words alone.
    """
    quoted = _tokens(phrase)
    if all(is_stop(one.word) for one in quoted):
        return None
    found = (_aligned(phrase, quoted, article) for article in articles)
    share, best = max(found, key=lambda one: one[0], default=(None, None))
    return best if share and share >= _LIKE else None


class _Token(NamedTuple):
    word: str
    """Normalized."""
    start: int
    end: int


def _tokens(text: str) -> list[_Token]:
    found = (_Token(" ".join(words(one.group())), *one.span()) for one in PRINTED_WORD.finditer(text))
    return [one for one in found if one.word]


def _aligned(phrase: str, quoted: list[_Token], article: Article) -> tuple[float, Difference | None]:
    """The share of a phrase's words that the nearest of an article have in the same order, and how they differ."""
    tokens = _tokens(article.text)
    own, theirs = [one.word for one in quoted], [one.word for one in tokens]
    place = fuzz.partial_ratio_alignment(own, theirs)
    printed = tokens[max(0, place.dest_start - _BESIDE) : place.dest_end + _BESIDE] if place else []
    steps = SequenceMatcher(None, own, [one.word for one in printed], autojunk=False).get_opcodes()
    equal = [step for step in steps if step[0] == "equal"]
    if not equal:
        return 0.0, None
    inner = steps[steps.index(equal[0]) : steps.index(equal[-1])]
    put_in = (_text(phrase, quoted[begun:ended]) for kind, begun, ended, _, _ in steps if kind != "equal")
    left_out = (_text(article.text, printed[first:last]) for kind, _, _, first, last in inner if kind != "equal")
    (_, begun, _, first, _), (_, _, ended, _, last) = equal[0], equal[-1]
    # The words in place of the first or last words of the phrase are shown, too.
    shown = printed[max(0, first - begun) : last + len(quoted) - ended]
    matched = sum(step[2] - step[1] for step in equal)
    found = Difference(article, _text(article.text, shown), tuple(filter(None, put_in)), tuple(filter(None, left_out)))
    return matched / len(quoted), found


def _text(text: str, tokens: list[_Token]) -> str:
    """The text from the first of some tokens to the last; "" without tokens."""
    return text[tokens[0].start : tokens[-1].end] if tokens else ""
