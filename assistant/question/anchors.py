"""Finds the event by which a question limits its period: "since the verdict", "before the firing". Floor 2."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.language.days import dates
from assistant.language.terms import content_words
from assistant.types import Span

Side = Literal["since", "before"]
_NOUN = r"(?:the|his|her|their|its|that|this)\s[\w’'-]+(?:\s(?:of|in|on|at|by|with|to)\s(?:the\s)?[\w’'-]+|\s[\w’'-]+)?"
_WHO = r"(?:(?:the|his|her|their)\s[\w’'-]+|he|she|it|they|(?-i:[A-ZÀ-Þ])[\w’'-]+(?:\s(?-i:[A-ZÀ-Þ])[\w’'-]+)*)"
_DID = r"\s(?:was|were|had|went|left|took|won|lost|came|became|met|got|made|began|fell|rose|\w{2,}ed)\b"
_SIDES = r"\b(?P<side>since|after|following|in the wake of|before|until|till|prior to|ahead of|up to)\s(?:when\s)?"
_ANCHORS = tuple(
    re.compile(rf"{_SIDES}(?P<event>{event})", re.IGNORECASE)
    for event in (
        rf"{_WHO}{_DID}[^,;.?!]*",  # "the board fired him"
        r"(?-i:[A-ZÀ-Þ])[\w-]+(?:\s(?-i:[A-ZÀ-Þ])[\w-]+)*[’']s\s[\w-]+",  # "Vold's appointment"
        _NOUN,
    )
)
_ENDS = re.compile(
    r"\s(?:what|who|when|where|why|how|which|did|does|do|has|have|had|was|were|is|are|will|would|and|or|but|that|by|in|on"
    r"|he|she|it|they)\b.*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """An event as worded in the question, whether the time before or since it is meant, and the span of the phrase."""

    event: str
    side: Side
    span: Span
    clause: bool = False
    """Whether the event is worded as a clause: "the board fired him"."""

    @property
    def when(self) -> str:
        """A question that asks for the date of the event."""
        return f"When {self.event}?" if self.clause else f"When was {self.event}?"


def anchor_of(text: str) -> Anchor | None:
    """The event that limits the period of a question; None if it names no event, or gives a date instead."""
    for at, pattern in enumerate(_ANCHORS):
        found = pattern.search(text)
        if not found or dates(found["event"]):
            continue
        event = found["event"].strip() if at == 0 else _ENDS.sub("", found["event"]).strip()
        if content_words(event):
            side: Side = (
                "since" if found["side"].lower() in ("since", "after", "following", "in the wake of") else "before"
            )
            return Anchor(event, side, (found.start(), found.start("event") + len(event)), clause=at == 0)
    return None


_SUCCEEDED = re.compile(
    r"\b(?:after|following|since)\s(?P<name>(?:the\s)?[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+)*)(?=\s*(?:[?,;.]|$|\())"
)
_BEFORE_NAME = r"(?:after|follow(?:s|ed|ing)?|since|succe(?:eds?|eded|eding|ss\w+)|replac\w+|predecessor|instead of)"
_BEHIND_NAME = r"(?:(?:followed|succeeded|replaced) by|success(?:or|ors|ion)|replacement)"


def follows_named(question: str, text: str) -> bool:
    """Whether a text says what came after whoever a question names: "Who led the port after Vold?".

    It must have that name beside a word of succession. True if the question asks for nothing after a name.
    """
    found = _SUCCEEDED.search(question)
    if not found or dates(found["name"]):
        return True
    last = re.escape(found["name"].split()[-1])
    few = r"[^\w.!?]+(?:[\w’'-]+[^\w.!?]+){0,6}?"
    return bool(re.search(rf"\b{_BEFORE_NAME}{few}{last}\b|\b{last}\b{few}{_BEHIND_NAME}\b", text, re.IGNORECASE))


_NOW = re.compile(
    r"\b(?:now|nowadays|currently|current|at present|so far|latest|newest|most recent(?:ly)?|still|yet|today"
    r"|how old|as it stands|up to now|what (?:has|have) become|what became)\b",
    re.IGNORECASE,
)


def asks_of_now(text: str) -> bool:
    """Whether a question asks about the current state of affairs."""
    return bool(_NOW.search(text))
