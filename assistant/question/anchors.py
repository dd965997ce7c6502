"""Reads the event that a question counts its days from: "since the verdict", "before the firing". Floor 2."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.language.days import dates
from assistant.language.terms import content_words
from assistant.types import Span

Side = Literal["since", "before"]
_ANCHOR = re.compile(
    r"\b(?P<side>since|after|following|in the wake of|before|until|till|prior to|ahead of|up to)\s"
    r"(?P<event>(?:the|his|her|their|its|that|this)\s[\w’'-]+(?:\s(?:of|in|on|at|by|with|to)\s(?:the\s)?[\w’'-]+|\s[\w’'-]+)?)",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\s(?:what|who|when|where|why|how|which|did|does|do|has|have|had|was|were|is|are|will|would|and|or|but|that|by|in|on"
    r"|he|she|it|they)\b.*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The event, as the question words it, and the side of it that is asked for."""

    event: str
    side: Side
    span: Span


def anchor_of(text: str) -> Anchor | None:
    """The event that bounds a question in time; None where it names none, or names the day itself."""
    found = _ANCHOR.search(text)
    if not found:
        return None
    event = _ENDS.sub("", found["event"]).strip()
    if dates(found["event"]) or not content_words(event):
        return None
    side: Side = "since" if found["side"].lower() in ("since", "after", "following", "in the wake of") else "before"
    return Anchor(event, side, (found.start(), found.start("event") + len(event)))


_NOW = re.compile(
    r"\b(?:now|nowadays|currently|current|at present|so far|latest|newest|most recent(?:ly)?|still|yet|today"
    r"|how old|as it stands|up to now|what (?:has|have) become|what became)\b",
    re.IGNORECASE,
)


def asks_of_now(text: str) -> bool:
    """Whether a question asks how things stand at the time of asking."""
    return bool(_NOW.search(text))
