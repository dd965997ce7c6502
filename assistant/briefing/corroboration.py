"""Decides whether one sentence supports another, so that its outlet counts as one more that reports it. Floor 3.

Tuned for precision: a pair that is not certain counts as related only. On 76 held-out labelled pairs, precision is 1
and recall one in six (docs/measured.md).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from assistant.language.figures import Figure, agrees, figures
from assistant.language.speech import listed
from assistant.language.terms import is_stop, stem, stems, words
from assistant.types import Evidence

_NEWS = 0.8  # share of a claim's news words; at .75 two more pairs pass, one of them wrongly
_ASIDE = re.compile(
    r", (?:(?:the|an?|former|who|which|whose|whom|where)\b[^,;:“”\"]{2,120})(?:, |(?=[.!?]?[”\"]?$))", re.IGNORECASE
)
_NAME = re.compile(r"[A-Z][\w’'&-]*(?: +[A-Z][\w’'&-]*)*")
_WITHIN = re.compile(r"(?<=[\w,;] )[A-Z][\w’'-]*")
_SMALL = re.compile(r"\b[a-z][\w’'-]*")
_IS = re.compile(r"\b(?:is|are|was|were|been|be|being|has|have|had|['’]s)\b((?: [\w’'-]+){1,4})")
_PROSPECTIVE = re.compile(
    r"\b(?:will|would|shall|should|may|might|could|if|(?:have|has|need|set|due|going|about|ready|likely) to|\w+['’]ll"
    r"|hop(?:e|es|ing)|plan(?:s|ning|ned)?|aim(?:s|ing)?|expect(?:s|ed)?|scheduled|projected|anticipated)\b",
    re.IGNORECASE,
)


def is_prospective(text: str) -> bool:
    """Whether a sentence is about the future or a possibility, rather than about what was or is."""
    return bool(_PROSPECTIVE.search(text))


class Corroboration:
    """Compares the sentences of one briefing. Words mostly capitalized within sentences count as names."""

    def __init__(self, evidence: Sequence[Evidence]) -> None:
        large = Counter(one for piece in evidence for found in _WITHIN.findall(piece.quote) for one in _stems(found))
        small = Counter(one for piece in evidence for found in _SMALL.findall(piece.quote) for one in _stems(found))
        self._names = frozenset(one for one, times in large.items() if times > small[one])
        self._features: dict[str, _Features] = {}

    def supports(self, claim: Evidence, other: Evidence) -> bool:
        """Whether the other sentence supports the claim: it has four in five of its news words at least.

        It must have all of the claim's names, figures and predicates ("on trial", "guilty"). Asides ("the founder of
        the mill") and attributions do not count as news. The relation is not symmetric: a longer sentence may support
        a shorter one. A plan does not support a fact.
        """
        stated, support = self._of(claim.quote), self._of(other.quote)
        return (
            bool(stated.news)
            and len(stated.news & support.stems) >= _NEWS * len(stated.news)
            and stated.predicates <= support.stems
            and stated.names <= support.stems
            and stated.prospective == support.prospective
            and all(any(agrees(one, two) or agrees(two, one) for two in support.figures) for one in stated.figures)
        )

    def _of(self, text: str) -> _Features:
        if text not in self._features:
            self._features[text] = _Features(text, self._names)
        return self._features[text]


class _Features:
    """The features of a sentence that are compared."""

    def __init__(self, text: str, names: frozenset[str]) -> None:
        core = core_of(text)
        self.stems = frozenset(stems(text))
        self.news = frozenset(stems(core)) - names - _saying()
        self.predicates = frozenset(filter(None, (_first(found[1], self.news) for found in _IS.finditer(core))))
        runs = ([one for one in _stems(run) if one in names] for run in _NAME.findall(core))
        self.names = frozenset(run[-1] for run in runs if run)  # the surname of "Sam Orsk"
        self.figures: list[Figure] = figures(text)
        self.prospective = is_prospective(text)


def core_of(text: str) -> str:
    """A sentence without appositions and relative clauses."""
    before = ""
    while before != text:
        before, text = text, _ASIDE.sub(", ", text, count=1)
    return text


def _first(text: str, news: frozenset[str]) -> str:
    """The first word that is news, as a stem; "" where there is none."""
    return next((one for one in _stems(text) if one in news), "")


def _stems(text: str) -> list[str]:
    return [stem(word) for word in words(text) if not is_stop(word)]


@cache
def _saying() -> frozenset[str]:
    return frozenset(stem(word) for word in listed("said"))
