"""Reads the event that a question takes for granted: why, how, when or where somebody did something. Floor 2."""

from __future__ import annotations

import re

_ASKED = re.compile(
    r"\W*(?:(?:and|but|so)\s)?(?:why|how|when|where)(?:\sexactly)?\s(?P<event>(?:did|was|were|had)\s[^?;]+)",
    re.IGNORECASE,
)
_DENIES = re.compile(r"n[’']t\b|\b(?:not|never)\b", re.IGNORECASE)
_LEAST = 4  # words: "Was he sacked" says too little to be looked for


def taken_for_granted(question: str) -> str | None:
    """What a question takes for granted, as a question of its own: "Did Vold resign?" of "Why did Vold resign?".

    None where it asks for no cause, manner, time or place of a past event, or for those of what did not happen.
    """
    found = _ASKED.match(question)
    if not found or _DENIES.search(found["event"]):
        return None
    event = found["event"].strip(" .,")
    own = event.partition(" (")[0]  # what is borrowed from the talk stands in brackets behind it
    return f"{event[0].upper()}{event[1:]}?" if len(own.split()) >= _LEAST else None
