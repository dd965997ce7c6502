"""Measures whether two claims are about the same matter, and whether a claim bears on the question. Floor 2."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.disputes.claims import Claim
from assistant.disputes.concepts import concepts
from assistant.language.claim_words import GENERIC, REPORTING
from assistant.language.outlets import mentions

_BY_HEAD = 0.8
_FEWEST = 8
"""Documents counted at least when rarity is measured: two sentences alone tell nothing of what is rare."""


class Matter:
    """Weighs concepts by their rarity in the evidence of one question."""

    def __init__(self, claims: Sequence[Claim], question: str) -> None:
        self._counts = Counter(term for claim in claims for term in claim.terms)
        self._total = max(len(claims), _FEWEST)
        self._weights: dict[str, float] = {}
        self._relevance: dict[int, float] = {}
        outlets = {claim.evidence.article.outlet for claim in claims if claim.evidence.article.outlet}
        named = {word for outlet in outlets if outlet in question for word in concepts(outlet)}
        named |= {word for span, _ in mentions(question) for word in concepts(question[slice(*span)])}
        self.asked = concepts(question) - GENERIC - REPORTING - named
        self.asks_days = bool(
            re.search(r"\b(?:when|date|day|report|publish|stor(?:y|ies)|tell|retell)", question, re.I)
        )
        """Whether the question may turn on the day on which something was reported."""
        self.asks_yet = bool(
            re.search(r"\b(?:already|yet|still to|to come|planned|plans?|tense|about to|done)\b", question, re.I)
        )
        """Whether the question asks if something is done or still to come."""

    def weight(self, term: str) -> float:
        """How much a concept tells: ln(1 + sentences / sentences that hold it), between 0.3 and 2.5."""
        if term not in self._weights:
            self._weights[term] = self._weigh(term)
        return self._weights[term]

    def _weigh(self, term: str) -> float:
        if term in GENERIC:
            return 0.3
        if not self._counts[term]:
            return 1.0  # a word of the question alone: the evidence may say it in others
        return min(2.5, max(0.5, math.log(1 + self._total / self._counts[term])))

    def total(self, terms: Iterable[str]) -> float:
        """The summed weight of some concepts."""
        return sum(self.weight(term) for term in terms)

    def likeness(self, one: Claim, other: Claim) -> float:
        """From 0 to 1: weight of what the claims share over the geometric mean of what each has.

        What only names the speaker of one of them is no difference of matter and is not counted.
        """
        shared = one.terms & other.terms
        mine = self.total(term for term in one.terms if term in shared or term not in one.voice_words)
        theirs = self.total(term for term in other.terms if term in shared or term not in other.voice_words)
        return self.total(shared) / math.sqrt(mine * theirs) if mine and theirs else 0.0

    def closeness(self, one: Claim, other: Claim) -> float:
        """Likeness, or where both claims meet the question, likeness and that together (3 parts to 2)."""
        likeness = self.likeness(one, other)
        if not self.asked:
            return likeness
        return max(likeness, 0.6 * likeness + 0.4 * min(self.relevance(one), self.relevance(other)))

    def shares_name(self, one: Claim, other: Claim) -> bool:
        """Whether some person, place or thing is named in both; true where neither names any."""
        if not one.names or not other.names:
            return True
        return bool(one.names & other.terms or other.names & one.terms)

    def coverage(self, target: Iterable[str], terms: frozenset[str]) -> float:
        """What share of the target's weight is met by the terms; an empty target gives 0."""
        wanted = list(target)
        total = self.total(wanted)
        return self.total(term for term in wanted if term in terms) / total if total else 0.0

    def relevance(self, claim: Claim) -> float:
        """What share of the question's matter the claim meets; the head of its article counts in part."""
        key = claim.evidence.key
        if key not in self._relevance:
            self._relevance[key] = self.relevance_of([claim])
        return self._relevance[key]

    def relevance_of(self, claims: Iterable[Claim]) -> float:
        """The same for claims together."""
        told = list(claims)
        own = frozenset().union(*(claim.terms | claim.voice_words | claim.context for claim in told))
        head = frozenset().union(*(claim.head for claim in told))
        total = self.total(self.asked)
        met = self.total(self.asked & own) + _BY_HEAD * self.total(self.asked & head - own)
        return met / total if total else 0.0
