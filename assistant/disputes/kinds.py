"""Tells which kinds of disagreement can bear on a question, from its wording. Floor 2."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.question.asks import Asked, read_question
from assistant.types import DisputeKind

_EVERY: frozenset[DisputeKind] = frozenset({"denial", "number", "date", "superseded", "scope"})
_IDENTITY = re.compile(
    r"^\W*(?:which\b|(?:what|who)\b(?:'s|’s|\s+(?:\w+\s+){0,2}?(?:is|are|was|were|post|office|job|position|kind|sort|type|model|title))\b)",
    re.I,
)
_FIGURES = re.compile(r"\b(?:figures?|numbers?|toll|score|how (?:many|much|large|big))\b", re.I)
_VERDICT = re.compile(
    r"\b(?:deny|denie[sd]|true|right|wrong|agree|disagree|dispute[sd]?|claims?|respon\w+|answer|react|contradict\w*"
    r"|versions?|square|said against|says to (?:that|it|this)|each account|or not|is that so|which is it)\b",
    re.I,
)
_YES_NO = re.compile(
    r"(?:^|[.:;,]\s)\W*(?:(?:so|and|but|then)\s)?(?:is|are|was|were|did|do|does|has|have|had|will|would|can|could|must|should)\s",
    re.I,
)
_ONE_TELLER = re.compile(
    r"\b(?:according to|per|going by|in the words of|from|only)\s(?:the\s)?[A-Z]"
    r"|\b(?:does|did|do)\s(?:the\s)?[A-Z][\w/’'-]*"
    r"(?:\s[A-Z(][\w/’'-]*|\sin|\sof|\sembassy){0,5}\s"
    r"(?:say|claim|post|report|write|tell|state|announce|call|list|name|mention|give)\b"
    r"|\b[A-Z][\w/’'-]*(?:\s[A-Z][\w/’'-]*){0,3}\ssays?\b",
)
_ORDER = re.compile(r"\b(?:order of|came first)\b", re.I)
_ONLY = re.compile(r"\b(?:going by|using)\b.*\b(?:only|alone)\b|\bonly from\b|\balone,", re.I)
_SEVERAL = re.compile(r"\b(?:each|both|respectively)\b", re.I)
_PURPOSE = re.compile(r"^\W*why\b|\bwhat for\b|\bpurposes?\b|\bwhat\b.*\bdoing\b", re.I)
_SOURCES = re.compile(r"\b(?:sources?|own reporting|origins?|outlets?)\b(?! of)", re.I)
_MEASURES = re.compile(r"\bhow (?:long|often)\b", re.I)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question lets bear on it. `verdict`: it asks whether something is so, or for several accounts of it."""

    kinds: frozenset[DisputeKind]
    verdict: bool
    number: bool
    time: bool
    several: bool
    """It asks for what each of several parties makes of a thing."""
    purpose: bool
    """It asks for a purpose or reason, of which different speakers may tell different ones."""
    sources: bool
    """It asks where something is from, not what is so."""


def kinds_asked(question: str) -> Wanted:
    """Which kinds of dispute can bear on a question of this form; every kind where the question is empty."""
    asked = read_question(question)
    told = bool(_VERDICT.search(question)) or asked.shape == "comparison"
    number = asked.thing == "number" or bool(_FIGURES.search(question))
    verdict = told or bool(_YES_NO.search(question)) or not question.strip()
    time = asked.thing == "date" or asked.shape == "timeline"
    several = bool(_SEVERAL.search(question))
    purpose = bool(_PURPOSE.search(question)) and not _ONE_TELLER.search(question)
    sources = bool(_SOURCES.search(question))
    return Wanted(_kinds(question, asked, told, number, verdict), verdict, number, time, several, purpose, sources)


def _kinds(question: str, asked: Asked, told: bool, number: bool, verdict: bool) -> frozenset[DisputeKind]:
    none: frozenset[DisputeKind] = frozenset()
    if _ONLY.search(question):
        return none
    if told or not question.strip():
        return _EVERY
    if asked.shape == "speaker":
        return none
    if _ONE_TELLER.search(question) and not verdict:
        return none
    if asked.thing == "person" and re.match(r"\W*whom?\b", question, re.I):
        return frozenset({"scope"})
    if asked.shape == "timeline" or _ORDER.search(question):
        return frozenset({"date", "superseded"})
    if _MEASURES.search(question):
        return frozenset({"superseded", "scope"})
    if number:
        return _EVERY - {"date"}
    if asked.thing == "date" and not _IDENTITY.match(question):
        return frozenset({"date", "superseded"})
    if asked.thing in ("place", "person"):
        return frozenset({"scope"})
    if _IDENTITY.match(question):
        return _EVERY - {"denial"}
    return _EVERY
