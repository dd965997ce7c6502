"""Tells whether one sentence bears out what another tells: only then does its outlet count as one more that says it.

Floor 3. Rules cannot read: only what is certain passes, and the rest is called related. Of 76 pairs labelled by hand
and kept aside all that pass are right, and one in six of those that might (docs/measured.md).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from assistant.language.figures import Figure, agrees, figures
from assistant.language.speech import words as listed
from assistant.language.terms import is_stop, stem, stems, words
from assistant.types import Evidence

_NEWS = 0.8  # share of the words that carry its news; at .75 two more pairs pass, one of them wrongly
_ASIDE = re.compile(
    r", (?:(?:the|an?|former|who|which|whose|whom|where)\b[^,;:“”\"]{2,120})(?:, |(?=[.!?]?[”\"]?$))", re.IGNORECASE
)
_NAME = re.compile(r"[A-Z][\w’'&-]*(?: +[A-Z][\w’'&-]*)*")
_WITHIN = re.compile(r"(?<=[\w,;] )[A-Z][\w’'-]*")
_SMALL = re.compile(r"\b[a-z][\w’'-]*")
_IS = re.compile(r"\b(?:is|are|was|were|been|be|being|has|have|had|['’]s)\b((?: [\w’'-]+){1,4})")
_AHEAD = re.compile(
    r"\b(?:will|would|shall|should|may|might|could|if|(?:have|has|need|set|due|going|about|ready|likely) to|\w+['’]ll"
    r"|hop(?:e|es|ing)|plan(?:s|ning|ned)?|aim(?:s|ing)?|expect(?:s|ed)?|scheduled|projected|anticipated)\b",
    re.IGNORECASE,
)


def looks_on(text: str) -> bool:
    """Whether a sentence tells of what is to come, or may be, rather than of what was or is."""
    return bool(_AHEAD.search(text))


class Corroboration:
    """Compares the sentences of one briefing. Words that they print with a capital within a sentence are names."""

    def __init__(self, evidence: Sequence[Evidence]) -> None:
        large = Counter(one for piece in evidence for found in _WITHIN.findall(piece.quote) for one in _stems(found))
        small = Counter(one for piece in evidence for found in _SMALL.findall(piece.quote) for one in _stems(found))
        self._names = frozenset(one for one, times in large.items() if times > small[one])
        self._read: dict[str, _Read] = {}

    def bears_out(self, claim: Evidence, other: Evidence) -> bool:
        """Whether the other sentence tells what the claim tells: the words that carry its news, four in five at least.

        Never lacking are its names, its figures, and what it says that somebody is or was ("on trial", "guilty").
        Asides ("the founder of the mill") and who said it are no news. A claim may be borne out by a sentence that
        tells more, and then not the other way round. What is planned does not bear out what was done.
        """
        told, telling = self._of(claim.quote), self._of(other.quote)
        return (
            bool(told.news)
            and len(told.news & telling.stems) >= _NEWS * len(told.news)
            and told.predicates <= telling.stems
            and told.names <= telling.stems
            and told.ahead == telling.ahead
            and all(any(agrees(one, two) or agrees(two, one) for two in telling.figures) for one in told.figures)
        )

    def _of(self, text: str) -> _Read:
        if text not in self._read:
            self._read[text] = _Read(text, self._names)
        return self._read[text]


class _Read:
    """What of a sentence must be found in another, and what it offers to others."""

    def __init__(self, text: str, names: frozenset[str]) -> None:
        core = core_of(text)
        self.stems = frozenset(stems(text))
        self.news = frozenset(stems(core)) - names - _saying()
        self.predicates = frozenset(filter(None, (_first(found[1], self.news) for found in _IS.finditer(core))))
        runs = ([one for one in _stems(run) if one in names] for run in _NAME.findall(core))
        self.names = frozenset(run[-1] for run in runs if run)  # of "Sam Orsk" the surname
        self.figures: list[Figure] = figures(text)
        self.ahead = looks_on(text)


def core_of(text: str) -> str:
    """A sentence without its asides: who somebody is, and what a relative clause adds."""
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
