"""Reads the signs of a sentence: what it tells as done, as to come, as not so, and what it denies. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.disputes.concepts import Word, clause, eventful, inside
from assistant.language.claim_words import DENIAL, DENIED_THING, GENERIC, PLANS, REPORTING, VERB, concept

_NOT = re.compile(r"^(?:not|never|no|nothing|nobody|none|neither|nor|without|cannot|\w+n['’]t|impossible)$", re.I)
_CLAIMED = re.compile(
    r"\b(?:claims?|allegations?|accusations?|reports?|suggestions?|rumou?rs?|idea|charges?)\s(?:that|of)\b", re.I
)
_CLAIMANT = re.compile(
    r"^\s*(?:[a-z]+\s){0,2}?(?P<who>(?:the\s)?[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){0,4}?)(?:['’]s?)?\s"
    r"(?:[a-z]+\s){0,2}?(?P<thing>claims?|reports?|allegations?|accusations?|statements?|assertions?)\s(?:that|of|about|claiming)\b"
)


def polarity(words: Sequence[Word]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The events told as done, those told as to come, and the concepts that are negated."""
    done: set[str] = set()
    planned: set[str] = set()
    negated: set[str] = set()
    for at, word in enumerate(words):
        lower = word.text.lower()
        following = [w for w in words[at + 1 : at + 6] if w.text[0].isalnum()]
        if _NOT.match(lower):
            comma = next((i for i in range(at, len(words)) if words[i].text == ","), len(words))
            reach = list(clause(words[:comma], at + 1, 1, 7))
            if any(w.text.lower() in ("longer", "doubt", "only") for w in reach[:1]):
                continue
            negated |= {w.concept for w in reach if w.concept and w.concept not in GENERIC}
        elif lower in ("would", "will", "shall", "ll"):
            planned |= {w.concept for w in following[:3] if eventful(w) or w.concept in VERB}
        elif lower in PLANS:
            to = next((i for i, w in enumerate(following) if w.text.lower() == "to"), None)
            planned |= {w.concept for w in following[to + 1 : to + 3] if w.concept} if to is not None else set()
        elif word.concept in VERB and word.text.endswith(("ed", "n", "t", "k")) and word.concept not in planned:
            done.add(word.concept)
    return frozenset(done - planned), frozenset(planned), frozenset(negated)


def denied_by(text: str, words: Sequence[Word], spans: Sequence[tuple[int, int]]) -> frozenset[str] | None:
    """The concepts of what the sentence denies; empty where it only points back; None where it denies nothing."""
    match = DENIAL.search(text)
    if match is None:
        return None
    behind = text[match.end() :]
    if re.match(r"reject|dismiss|disput", match.group(), re.I) and not DENIED_THING.match(behind):
        return None
    again = {concept(w) for m in DENIAL.finditer(text) for w in re.findall(r"\w+", m.group().lower())}
    again |= {w.concept for w in words if w.concept and inside(w, spans)}
    parts = [_denied_part(text, words, m) - again for m in DENIAL.finditer(text)]
    denied = next((part for part in parts if part & VERB), max(parts, key=len))
    claimed = _CLAIMED.search(text[: match.start()])
    if denied or claimed is None:
        return denied
    meant = {w.concept for w in words if claimed.end() <= w.start < match.start() and w.concept}
    return frozenset(meant - GENERIC - REPORTING - again)


def _denied_part(text: str, words: Sequence[Word], match: re.Match[str]) -> frozenset[str]:
    """The concepts between a word of denial and the end of its clause, its quotation or the next denial."""
    quoted = len(re.findall(r'[“"”]', text[: match.start()])) % 2 == 1
    stop = re.compile(r"[”\"]|[.;!?](?=\s|$)" if quoted else r"(?<!\b[A-Z])[.;!?](?=\s|$)").search(text, match.end())
    again = DENIAL.search(text, match.end())
    end = min(stop.start() if stop else len(text), again.start() if again else len(text))
    meant = {w.concept for w in words if match.end() <= w.start < end and w.concept}
    return frozenset(meant - GENERIC - REPORTING)


def claimant(text: str) -> tuple[str, str] | None:
    """Whose claim a denial repeats in its own sentence, and in which words; None where it names nobody's."""
    denial = DENIAL.search(text)
    match = _CLAIMANT.match(text[denial.end() :]) if denial else None
    if denial is None or match is None:
        return None
    return match.group("who"), text[denial.end() + match.start("who") :].strip()
