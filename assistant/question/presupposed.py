"""Finds the event that a why, how, when or where question presupposes. Floor 2."""

from __future__ import annotations

import re

from assistant.language.terms import stem
from assistant.question.shape import topic_stems

_ASKED = re.compile(
    r"\W*(?:(?:and|but|so)\s)?(?:why|how|when|where)(?:\sexactly)?\s(?P<event>(?:did|was|were|had)\s[^?;]+)",
    re.IGNORECASE,
)
_DENIES = re.compile(r"n[’']t\b|\b(?:not|never)\b", re.IGNORECASE)
_SUBJECT = re.compile(r"^\w+\s(?:the|an?|his|her|its|their|this|that)\s[\w’'-]+", re.IGNORECASE)
_NAME = re.compile(r"(?<=\s)[A-ZÀ-Þ][\w’'-]+")
_LEAST = 4  # words: "Was he sacked" is too vague to search for


def presupposition(question: str) -> str | None:
    """The presupposition of a question as a yes-or-no question: "Did Vold resign?" for "Why did Vold resign?".

    None if it does not ask for the cause, manner, time or place of a past event, or if the event is negated.
    """
    found = _ASKED.match(question)
    if not found or _DENIES.search(found["event"]):
        return None
    event = found["event"].strip(" .,")
    own = event.partition(" (")[0]  # without the context that `standalone` appends in brackets
    return f"{event[0].upper()}{event[1:]}?" if len(own.split()) >= _LEAST else None


def predicate_stems(claim: str) -> set[str]:
    """The stems of what a presupposition says of its subject: "Did the boy escape?" gives that of "escape".

    Names are left out, and the noun of a subject with an article. Only common words give an empty set.
    """
    said = _SUBJECT.sub("", claim)
    names = {stem(re.sub(r"['’]s$", "", name).lower()) for name in _NAME.findall(said)}
    return set(topic_stems(said)) - names
