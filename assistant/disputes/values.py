"""Finds two different values for what can have only one: a capital, a place, an author, a winner. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from assistant.disputes.claims import Claim
from assistant.disputes.matter import Matter
from assistant.language.figures import dates, figures
from assistant.language.terms import stem, words

_NAME = r"(?P<value>[A-Z][\w’'-]*\.?(?:,?\s(?:(?:of|de|the|del|la|van|von)\s)?[A-Z][\w’'-]*\.?)*)"
_BAND = r"(?:(?:the|an?|[a-z-]+|[A-Z][a-z]+(?:an|ish|ese|ch))\s){0,6}?"
_WORKS = r"(?:album|song|single|novel|book|film|movie|play|opera|painting|poem|series|symphony|sculpture|suite)"
_FRAMES = tuple(
    (relation, re.compile(pattern))
    for relation, pattern in (
        (
            "place",
            rf"\b(?:located|situated|lies|headquartered|based|stands)\s(?:in|at)\s(?:the\s(?:city|town|village)\sof\s)?{_NAME}",
        ),
        ("place", rf"\b(?:is|was)\san?\s[\w\s-]{{1,60}}?\sin\s(?:the\s(?:city|town|village)\sof\s)?{_NAME}"),
        ("capital", rf"\bcapital(?:\sof\s[\w\s]+?)?\s(?:is|was)\s(?:the\s[a-z]+\sof\s)?{_NAME}"),
        ("capital", rf"{_NAME}\s(?:is|was)\sthe\scapital"),
        ("maker", rf"\b{_WORKS}\s(?:[a-z]+\s){{0,3}}?by\s{_BAND}{_NAME}"),
        (
            "maker",
            rf"\b(?:written|directed|composed|designed|painted|sculpted|invented|discovered|sung|recorded)\sby\s{_BAND}{_NAME}",
        ),
        ("winner", rf"\bwon\sby\s{_BAND}{_NAME}"),
        ("venue of", rf"\bhome\s(?:venue|ground|stadium)\sof\s{_BAND}{_NAME}"),
        ("birthplace", rf"\bborn\s(?:on\s[\w\s,]+?\s)?in\s{_NAME}"),
        ("head", rf"\b(?:president|chief executive|ceo|chairman|mayor|head|director|coach)\sis\s{_NAME}"),
    )
)
_LITTLE = frozenset({"the", "of", "in", "and", "a"})


def different_values(one: Claim, other: Claim, matter: Matter, told: Sequence[str]) -> tuple[str, str] | None:
    """The two values that the claims give for one attribute of one thing, or None.

    `told` are all sentences of the evidence: places that stand side by side in one of them ("Bath, Maine") contain
    each other and are no contradiction.
    """
    if one.trades and other.trades and not one.trades & other.trades:
        return None
    slot = _exchange(one, other)
    if slot and not _counted(slot) and _a_value(slot, one, other):
        return slot
    for relation, value in _slots(one):
        for again, differing in _slots(other):
            if relation != again or _one_thing(value, differing, told):
                continue
            subject = one.names & other.names - set(map(stem, words(f"{value} {differing}")))
            asked = min(matter.relevance(one), matter.relevance(other)) >= 0.5
            if (subject or asked) and _same_subject(one, other, value, differing, matter):
                return value, differing
    return None


def _slots(claim: Claim) -> list[tuple[str, str]]:
    text = claim.evidence.quote
    return [(relation, m.group("value").rstrip(".")) for relation, frame in _FRAMES for m in frame.finditer(text)]


def _counted(slot: tuple[str, str]) -> bool:
    """Whether the slot is a figure or a day: those are compared by value."""
    return any(figures(part) or dates(part) for part in slot)


def _a_value(slot: tuple[str, str], one: Claim, other: Claim) -> bool:
    """Whether the slot holds names on both sides, or single words that are not merely another form or a detail."""
    mine, theirs = (part.split() for part in slot)
    if slot[0][0].isupper() and slot[1][0].isupper():
        return not {stem(w.lower()) for w in mine} & {stem(w.lower()) for w in theirs}
    nouns = len(mine) <= 2 and len(theirs) <= 2 and one.evidence.ladder[1:] == other.evidence.ladder[1:] == ()
    return nouns and stem(mine[-1].lower()) != stem(theirs[-1].lower()) and bool(one.names & other.names)


def _one_thing(value: str, other: str, told: Sequence[str]) -> bool:
    """Whether two values share a name, or one lies in the other as far as the evidence shows."""
    heads = (set(words(part.split(",")[0])) - _LITTLE for part in (value, other))
    wholes = (set(words(part)) for part in (other, value))
    if any(head & whole for head, whole in zip(heads, wholes, strict=True)):
        return True
    return any(
        f"{a}, {b}" in text or f"{a} in {b}" in text for text in told for a, b in ((value, other), (other, value))
    )


def _same_subject(one: Claim, other: Claim, value: str, differing: str, matter: Matter) -> bool:
    """Whether, the values apart, the claims share what they are about."""
    apart = {stem(w) for w in words(f"{value} {differing}")}
    shared = (one.terms & other.terms) - apart
    smaller = min(matter.total(one.terms - apart), matter.total(other.terms - apart))
    if matter.asked:
        subject = matter.asked & (one.names | other.names)
        if subject and not subject <= one.terms & other.terms:
            return False
    own = (one.names - other.terms - apart, other.names - one.terms - apart)
    if all(own) and not matter.asked & shared:
        return False
    return bool(smaller) and matter.total(shared) / smaller >= 0.5


def _exchange(one: Claim, other: Claim) -> tuple[str, str] | None:
    """The one exchange of words that makes the difference between two sentences otherwise the same, or None."""
    a, b = ([w.text for w in claim.words if w.text[0].isalnum()] for claim in (one, other))
    if min(len(a), len(b)) < 6:
        return None
    matched = SequenceMatcher(None, [w.lower() for w in a], [w.lower() for w in b], autojunk=False)
    codes = matched.get_opcodes()
    changes = [op for op in codes if op[0] != "equal"]
    if matched.ratio() >= 0.75 and changes and all(op[0] == "replace" for op in changes):
        slots = {(" ".join(a[i:j]), " ".join(b[k:m])) for _, i, j, k, m in changes}
        _, i, j, k, m = changes[-1]
        if len(slots) == 1 and i and j - i <= 4 and m - k <= 4:
            return slots.pop()
    # a long run copied word for word around one exchanged name, in sentences cut differently
    for before, (what, i, j, k, m), after in zip(codes, codes[1:], codes[2:], strict=False):
        runs = before[2] - before[1], after[2] - after[1]
        if what == "replace" and before[0] == after[0] == "equal" and j - i <= 4 and m - k <= 4:
            names = all(word[0].isupper() for word in (*a[i:j], *b[k:m]))
            if names and runs[0] >= 5 and runs[1] >= 3 and sum(runs) >= 10:
                return " ".join(a[i:j]), " ".join(b[k:m])
    return None
