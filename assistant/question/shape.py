"""What a question asks for: the shape of the answer, the kind of thing, the speaker, the topic. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from assistant.language.lexicon import lexicon
from assistant.language.terms import content_words, stem

Shape = Literal["fact", "speaker", "timeline", "comparison", "list"]
Thing = Literal["number", "date", "person", "place", "reason", "any"]

_SHAPES: tuple[tuple[Shape, re.Pattern[str]], ...] = (
    (
        "timeline",
        re.compile(
            r"\b(?:time ?line|chronolog\w+|sequence of|in (?:what )?order|order of events|step by step|course of events"
            r"|how did \w+ (?:unfold|develop)|what happened (?:first|next|after|before))\b",
            re.I,
        ),
    ),
    (
        "comparison",
        re.compile(
            r"\b(?:compar\w+|contrast\w*|differ\w*|disagree\w*|versus|vs|each outlet|which outlets|accounts?\b.*\bvary"
            r"|both (?:outlets|articles|accounts)|(?:the )?different (?:outlets|accounts|versions)"
            r"|how do (?:the )?(?:outlets|accounts))\b",
            re.I,
        ),
    ),
    (
        "speaker",
        re.compile(
            r"\b(?:who|whom|whose"
            r"|which (?:official|person|politician|spokes\w+|minister|analyst|newspaper|agency|outlet))\b"
            r".*\b(?:said|say|says|told|tell|claim\w*|den(?:y|ied|ies)|call(?:ed|s)?|describ\w+|stat(?:ed|es)|quot\w+|accus\w+"
            r"|announc\w+|warn\w*|estimat\w+|report\w*|deman\w+|insist\w*|argu\w+|suggest\w*|reject\w*)\b",
            re.I,
        ),
    ),
    ("list", re.compile(r"^\W*(?:which (?:[a-z]+ )?(?:[a-z]{2,}s|people)\b|who are the\b)(?! (?:is|was|has)\b)", re.I)),
)
# If several match, the first in the question counts: "What was the score when ..." asks for a figure.
_THINGS: tuple[tuple[Thing, re.Pattern[str]], ...] = (
    (
        "number",
        re.compile(
            r"\b(?:how (?:many|much|large|big|long|old|far|tall|high|often)"
            r"|what (?:number|share|percentage|proportion|amount|price|cost|figure|sum|size|age|score|salary|wages?)"
            r"|what (?:budget|fee|(?:interest )?rate)|what\b.*\b(?:cost|charge|weigh)|number of)\b",
            re.I,
        ),
    ),
    ("date", re.compile(r"\b(?:when|(?:what|which) (?:day|date|month|year|weekday|time))\b", re.I)),
    ("place", re.compile(r"\b(?:where|(?:what|which) (?:city|country|place|town|region|airport|location))\b", re.I)),
    ("person", re.compile(r"\b(?:who|whom|whose)\b", re.I)),
    ("reason", re.compile(r"\b(?:why|what (?:reason|cause)s?|for what reason|how come)\b", re.I)),
)


@dataclass(frozen=True, slots=True)
class QuestionShape:
    """The shape of a question and the kind of thing that would answer it."""

    shape: Shape
    thing: Thing


def question_shape(text: str) -> QuestionShape:
    """The shape and kind of thing that a question asks for; `fact` and `any` if its wording does not say."""
    shapes: Iterator[Shape] = (name for name, pattern in _SHAPES if pattern.search(text))
    asked = [(found.start(), name) for name, pattern in _THINGS if (found := pattern.search(text))]
    return QuestionShape(next(shapes, "fact"), min(asked)[1] if asked else "any")


_SPEAKER = re.compile(
    r"\b(?:did|does|do|has|have|had)\s(?P<asked>(?:[A-Z][\w’'-]*\s){1,3})(?:ever\s|actually\s|really\s)?"
    r"(?:say|said|tell|told|claim(?:ed)?|argue[ds]?|predict(?:ed)?|think|believe|describe[ds]?|call(?:ed)?)\b"
    r"(?!\s(?:him|her|it|them)sel)|\b[Aa]ccording to\s(?P<source>[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,2})"
)


def speaker_asked(text: str) -> str | None:
    """The name of the speaker whose words a question asks for ("What did Anna Bell say?"), or None."""
    found = _SPEAKER.search(text)
    return (found["asked"] or found["source"]).strip() if found else None


_ATTITUDES = ("fears", "wishes", "moods")
"""Sections of the word data, each with the words of one kind of attitude."""


@cache
def _held(attitude: str) -> re.Pattern[str]:
    name = r"(?P<{}>[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){{0,2}}?)"
    feels = "|".join(sorted(lexicon().words(attitude), key=len, reverse=True))
    return re.compile(
        rf"\b(?:did|does|do)\s{name.format('wants')}\s(?:ever\s|actually\s|really\s|most\s)?(?i:{feels})\b"
        rf"|(?:\b(?:is|was|are|were)|['’]s)\s{name.format('is')}\s(?:(?:so|most|really|very|also)\s)?(?i:{feels})\b"
    )


def attitude_asked(text: str) -> tuple[str, frozenset[str]] | None:
    """Whose fears, hopes or feelings a question asks for, and the words for them; None if it asks for no one's.

    "What is Anna Bell worried about?" asks for those of Anna Bell, told by "fears", "anxious" and so on.
    """
    for attitude in _ATTITUDES:
        if found := _held(attitude).search(text):
            return (found["wants"] or found["is"]).strip(), lexicon().words(attitude)
    return None


def holder_asked(text: str) -> str | None:
    """The name of whoever's fears, hopes or feelings a question asks for, or None."""
    return asked[0] if (asked := attitude_asked(text)) else None


# Words about asking and reporting, which say nothing about the topic of a question.
_ABOUT_ASKING = frozenset(
    stem(word)
    for word in """article articles report reports reporting story stories outlet outlets newspaper paper daily piece
    source sources account accounts say said says tell told describe described explain explained mention mentioned
    claim claimed call called name named give gave make made happen happened different differ differently compare
    according exactly reason reasons way kind sort type thing something anything everybody else evidence question
    answer ask asked confirm confirmed agree agreed admit admitted announce announced insist insisted suggest
    suggested decide decided know known think thinks thought want wants actually really still ever also even either
    people person many much number figure time day date month year week weekday place first letter considering
    information following discussed featured reported published attributed regarding put puts carried per whats what
    come came get got""".split()
)


def topic_stems(text: str) -> dict[str, str]:
    """The topic words of a question by stem, in order: content words without those about asking and reporting."""
    return {stem(word): word for word in content_words(text) if stem(word) not in _ABOUT_ASKING}
