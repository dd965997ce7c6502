"""Sets accounts against each other where the question itself offers two: "interim or acting?", "X and Y each". Floor 2.

The question says what to look for, so no sign of disagreement in the sentences is needed, only two tellers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from assistant.disputes.claims import Claim, around, same_outlet_of
from assistant.disputes.concepts import Word, concepts, read_words
from assistant.disputes.matter import Matter
from assistant.language.claim_words import DOWN, GENERIC, ONWARD, REPORTING

_OR = re.compile(
    r",?\sor\s(?:(?:do|does|did|is|are|was|were|will|has|have|had)\s"
    r"(?:it|they|he|she|there)\s)?",
    re.I,
)
_ENDS = re.compile(r"[,;:?!.()–—]|\s-\s|\bwhich\b")
_PARTIES = re.compile(r"\b(?P<one>[A-Z][\w’'-]+)\sand\s(?P<other>[A-Z][\w’'-]+)\b")
_EACH = re.compile(r"\b(?:each|both|respectively)\b", re.I)
_CONTRAST = re.compile(r",?\s(?:but|while|whereas|though|although)\s(?:which\s)?")
_PURPOSE = re.compile(
    r"\bto (?:discuss|exchange|train|service|repair|provide|support|protect|ensure|help|prepare|defend|maintain)\b"
    r"|\bbecause\b|\bshow of\b|\bpurpose\b|\baim(?:ed)? (?:at|to)\b|\bcontracts? (?:that|of|still)\b"
    r"|\bin response to\b",
    re.I,
)
_AROUND = 300
_TOP = 0.8
_MOST_OFFERS = 5
_REACH = 200
_IDLE = re.compile(r"\b(?:growing|rising|mounting) tensions?\b|\btensions? (?:grew|rose|grow)|\bend of the\b", re.I)
_LEAST = 0.3
"""A sentence counts from this share of the best one's score."""


def offered(question: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """The concepts of the two alternatives that a question offers, what they share left out, or None."""
    for match in islice(_OR.finditer(question), _MOST_OFFERS):
        before = _ENDS.split(question[max(0, match.start() - _REACH) : match.start()])[-1]
        left, right = read_words(before), read_words(_ENDS.split(question[match.end() : match.end() + _REACH])[0])
        ahead = [word for word in right if _telling(word)]
        behind = [word for word in left if _telling(word)]
        names = [any(word.text[0].isupper() for word in part) for part in (ahead, behind[-1:])]
        if not all(names):  # alternatives are of one sort: a name stands against a name
            ahead, behind = ([w for w in part if not w.text[0].isupper()] for part in (ahead, behind))
        behind = behind[-max(1, min(2, len(ahead))) :]
        shared = {word.concept for word in ahead} & {word.concept for word in behind}
        one, other = (frozenset(word.concept for word in part) - shared for part in (behind, ahead))
        if one and other:
            return one, other
    return None


def _ways(question: str, verdict: bool) -> tuple[frozenset[str], frozenset[str]] | None:
    """What the alternatives of a question are told by: those it offers, or, where it asks whether a thing goes less or
    goes on, the words of either way.
    """
    pair = offered(question)
    if pair is not None:
        for way in (DOWN, ONWARD):
            pair = (pair[0] | way if pair[0] & way else pair[0], pair[1] | way if pair[1] & way else pair[1])
        return (pair[0] - pair[1], pair[1] - pair[0]) if pair[0] - pair[1] and pair[1] - pair[0] else None
    asked = concepts(question)
    return (DOWN, ONWARD) if verdict and bool(asked & DOWN) != bool(asked & ONWARD) else None


def offered_groups(
    claims: Sequence[Claim], sources: Sequence[int], question: str, matter: Matter, verdict: bool
) -> list[list[list[int]]]:
    """The claims that bear out the one and the other alternative of a question, as one group of two sides."""
    pair = _ways(question, verdict)
    if pair is None:
        return []
    rest = matter.asked - pair[0] - pair[1]
    sides: list[list[int]] = [[], []]
    both: list[list[list[int]]] = []
    for at, claim in enumerate(claims):
        if not _good(claim, claims) or "?" in claim.evidence.quote:
            continue
        terms = claim.terms - {"rise", "end"} if _IDLE.search(claim.evidence.quote) else claim.terms
        undone = claim.negated | (claim.denied or frozenset())
        meets = [bool(part & (terms - undone)) for part in pair]
        if pair == (DOWN, ONWARD) and undone & DOWN:
            meets = [False, True]
        if rest and not any(meets[n] and _of_matter(claim, pair[n], rest, matter) for n in (0, 1)):
            continue
        if meets[0] != meets[1]:
            sides[meets.index(True)].append(at)
        elif all(meets) and len(claim.evidence.ladder) > 1 and _good(claim, claims, _TOP):
            both.append([[at], [at]])
    return _with_two_tellers(sides, claims, sources) or both[:1]


def _of_matter(claim: Claim, part: frozenset[str], rest: frozenset[str], matter: Matter) -> bool:
    """Whether a claim has the words of an alternative near to what else the question is about."""
    near = frozenset().union(*(around(claim, event) for event in part & claim.terms))
    return bool(rest & near) or matter.coverage(rest, claim.terms | claim.head) >= _LEAST


def party_groups(claims: Sequence[Claim], question: str, matter: Matter) -> list[list[list[int]]]:
    """What each of two parties says or does, where a question asks for both: one group of two sides.

    A sentence that sets the two against each other ("X called it ..., but Y ...") is both sides by itself.
    """
    found = _PARTIES.search(question)
    if found is None or not _EACH.search(question):
        return []
    parties = [next(iter(read_words(f"of {found.group(name)}")[1:])).concept for name in ("one", "other")]
    rest = matter.asked - set(parties)
    sides: list[list[int]] = [[], []]
    for at, claim in enumerate(claims):
        meant = {word.concept for word in claim.words} | claim.voice_words
        if not _good(claim, claims) or (rest and not rest & claim.terms):
            continue
        if all(party in meant for party in parties) and contrasted(claim, parties):
            return [[[at], [at]]]
        for place, party in enumerate(parties):
            if party in meant and parties[1 - place] not in meant:
                sides[place].append(at)
    return [sides] if all(sides) else []


def contrasted(claim: Claim, parties: Sequence[str]) -> bool:
    """Whether a sentence names the parties on either side of a word of contrast."""
    text = claim.evidence.quote
    for match in _CONTRAST.finditer(text):
        before = {w.concept for w in claim.words if w.start < match.start()}
        after = {w.concept for w in claim.words if w.start >= match.end()}
        if (parties[0] in before and parties[1] in after) or (parties[1] in before and parties[0] in after):
            return True
    return False


def purpose_groups(claims: Sequence[Claim], sources: Sequence[int], matter: Matter) -> list[list[list[int]]]:
    """Different purposes that different speakers give for what is asked about: one group, a side a speaker."""
    sides: dict[int, list[int]] = {}
    for at, claim in enumerate(claims):
        spoken = len(claim.evidence.ladder) > 1
        near = concepts(claim.evidence.article.text[max(0, claim.evidence.start - _AROUND) : claim.evidence.end])
        met = matter.coverage(matter.asked, near | claim.head)
        told = spoken and _PURPOSE.search(claim.evidence.quote) and met >= 0.5
        if told and _good(claim, claims, 0.5):
            sides.setdefault(sources[at], []).append(at)
    return [list(sides.values())[:4]] if len(sides) > 1 else []


def _telling(word: Word) -> bool:
    return bool(word.concept) and word.concept not in GENERIC | REPORTING


def _good(claim: Claim, claims: Sequence[Claim], share: float = _LEAST) -> bool:
    return claim.evidence.score >= share * max(one.evidence.score for one in claims)


def _with_two_tellers(sides: list[list[int]], claims: Sequence[Claim], sources: Sequence[int]) -> list[list[list[int]]]:
    """The group, if some claim of one side and some of the other are told by different sources or outlets."""
    told_apart = any(
        sources[a] != sources[b] or not same_outlet_of(claims[a], claims[b]) for a in sides[0] for b in sides[1]
    )
    return [sides] if told_apart else []
