"""Finds the different values that sources give for what a question asks: which sport, whose, when born. Floor 2.

The question tells what sort of value is wanted; each sentence about its subject may give one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from assistant.disputes.claims import Claim
from assistant.disputes.concepts import read_words
from assistant.disputes.matter import Matter
from assistant.language.days import dates
from assistant.language.terms import words
from assistant.types import DisputeKind

_NAME = (
    r"(?![A-Z][a-z]+(?:an|ish|ese|ch)\s[a-z])[A-Z][\w’'.-]*"
    r"(?:\s(?:(?:of|de|the|del|la|van|von|and|&)\s)?[A-Z][\w’'.-]*){0,4}"
)
_WORK = r"(?:album|EP|song|single|novel|book|film|movie|play|opera|painting|poem|series|symphony|sculpture|suite)"
_MADE = (
    r"written|directed|composed|designed|painted|invented|sung|recorded|created|founded|produced|performed|developed"
)
_MAKER = re.compile(
    rf"\b(?:artists?|authors?|writers?|composers?|directors?|creators?|producers?|performers?"
    rf"|singers?|painters?|designers?|inventors?|founders?)\b.*\bof\b|^\W*who\s(?:{_MADE}|wrote|sang)\b",
    re.I,
)
_BAND = r"(?:(?:the|an?|[a-z-]+|[A-Z][a-z]+(?:an|ish|ese|ch))\s){0,7}?"
_MAKERS = (
    re.compile(rf"\b{_WORK}\s(?:[a-z]+\s){{0,3}}?by\s{_BAND}({_NAME})"),
    re.compile(rf"\b(?:{_MADE})\sby\s{_BAND}({_NAME})"),
    re.compile(rf"\(({_NAME})\s{_WORK}\)"),
    re.compile(rf"\bis\s({_NAME})['’]s?\s(?:[a-z-]+\s){{0,3}}{_WORK}\b"),
)
_PLACES = (
    re.compile(
        rf"\b(?:located|situated|lies|headquartered|based|stands)\s(?:in|at)\s(?:the\s(?:city|town|village)\sof\s)?({_NAME})"
    ),
    re.compile(rf"\b(?:is|was)\san?\s[\w\s-]{{1,60}}?\sin\s(?:the\s(?:city|town|village)\sof\s)?({_NAME})"),
)
_LISTED = {
    "sport": "american football,australian football,ice hockey,field hockey,table tennis,water polo,football,soccer,"
    "rugby,basketball,baseball,cricket,tennis,golf,boxing,wrestling,swimming,athletics,volleyball,badminton,snooker,darts,chess,"
    "cycling,rowing,sailing,skiing,lacrosse,softball,handball,judo,fencing,gymnastics,hockey,racing,speedway,squash,curling",
    "language": "english,french,german,spanish,italian,portuguese,russian,chinese,mandarin,japanese,korean,hindi,tamil,"
    "telugu,malayalam,kannada,bengali,marathi,punjabi,urdu,arabic,persian,turkish,greek,dutch,swedish,polish,czech,hebrew",
    "party": "republican,democratic,democrat,labour,conservative,liberal,green,socialist,communist,libertarian",
    "profession": "actor,actress,politician,footballer,comedian,singer,painter,architect,lawyer,journalist,novelist,"
    "poet,composer,physicist,chemist,historian,philosopher,photographer,businessman,economist,director,producer,engineer",
    "medium": "film,novel,play,opera,television,radio,painting,poetry,sculpture,video game,album,short story",
}
_LISTED["occupation"] = _LISTED["profession"]
_CLASSES = {name: re.compile(rf"\b(?:{listed.replace(',', '|')})s?\b", re.I) for name, listed in _LISTED.items()}
_WHEN = re.compile(r"^\W*when\s(?:was|were|did|is)\b|\b(?:birth date|date of birth|birthday)\b", re.I)
_DONE = re.compile(
    r"\b(?:born|releas\w+|establish\w+|found\w+|launch\w+|open\w+|built|creat\w+|publish\w+|form\w+|died|elected|signed)\b",
    re.I,
)
_LIFE = re.compile(r"\([^()]{0,60}?\d{4}\s*[–—-]")
_LEAST = 0.3
_SUBJECT = 0.5
_NEAR = 60


def value_groups(
    claims: Sequence[Claim], question: str, matter: Matter
) -> Iterator[tuple[DisputeKind, list[list[int]]]]:
    """The sides of the one dispute there can be: for each value the claims that give it, the best first."""
    kind, found = _found(claims, question, matter)
    sides: list[tuple[str, list[int]]] = []
    for at, value in found:
        home = next((side for known, side in sides if _same(known, value)), None)
        if home is None:
            sides.append((value, [at]))
        elif at not in home:
            home.append(at)
    articles = {claims[at].evidence.article.id for _, side in sides for at in side}
    trades = [frozenset().union(*(claims[at].trades for at in side)) for _, side in sides]
    if kind == "date" and any(a and b and not a & b for a, b in combinations(trades, 2)):
        return  # two people of one name
    if len(sides) > 1 and len(articles) > 1:
        yield kind, [side for _, side in sides]


def _found(claims: Sequence[Claim], question: str, matter: Matter) -> tuple[DisputeKind, list[tuple[int, str]]]:
    best = max(claim.evidence.score for claim in claims)
    subject = {word.concept for word in read_words(question) if word.named} & matter.asked or matter.asked
    kind: DisputeKind = "scope"
    found: list[tuple[int, str]] = []
    for at, claim in enumerate(claims):
        met = matter.coverage(subject, claim.terms | claim.head)
        if claim.evidence.score < _LEAST * best or met < _SUBJECT or len(claim.evidence.ladder) > 2:
            continue
        kind, values = _values(claim.evidence.quote, question)
        if len(values) == 1:
            found.append((at, values[0]))
    return kind, found


def _values(text: str, question: str) -> tuple[DisputeKind, list[str]]:
    """What a sentence gives of the sort of value that the question asks for, each once."""
    for name, pattern in _CLASSES.items():
        if re.search(rf"\b(?:what|which)\b.{{0,30}}?\b{name}\b", question, re.I):
            return "scope", _distinct(match.group() for match in pattern.finditer(text))
    if _WHEN.search(question):
        return "date", _days(text, question)
    if _MAKER.search(question):
        found = (match.group(1) for frame in _MAKERS for match in frame.finditer(text))
        return "scope", _distinct(value for value in found if value.lower() not in question.lower())
    if re.search(r"^\W*where\b.*\b(?:located|situated|based|headquarter)", question, re.I):
        return "scope", _distinct(match.group(1) for frame in _PLACES for match in frame.finditer(text))
    return "scope", []


def _days(text: str, question: str) -> list[str]:
    """The first day told beside what the question asks the day of."""
    asked = _DONE.search(question)
    stem = "born" if asked is None or asked.group() == "born" else asked.group()[:5].lower()
    for mention in dates(text):
        start, end = mention.span
        near = text[max(0, start - _NEAR) : start].lower()
        life = stem == "born" and _LIFE.match(text, max(0, text.rfind("(", 0, start)))
        if (stem in near or life) and re.search(r"\d{4}", text[start:end]):
            return [text[start:end]]
    return []


def _distinct(values: Iterator[str]) -> list[str]:
    found: list[str] = []
    for value in values:
        if not any(_same(value, known) for known in found):
            found.append(value)
    return found


def _same(one: str, other: str) -> bool:
    """Whether two values are one, or the one is a part or a rougher form of the other."""
    a, b = set(words(one)), set(words(other))
    if dates(one) and dates(other):
        return a <= b or b <= a
    a, b = ({word.rstrip("s") for word in told} for told in (a, b))
    return bool(a & b)
