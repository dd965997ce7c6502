"""Recognises requests to reshape the last answer: shorter, longer, bullets, with dates, one outlet. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.language.detect import LANGUAGES
from assistant.language.outlets import matching, mentions
from assistant.language.terms import content_words

_LANGUAGE = rf"(?:in(?:to)?|to|auf|en) (?:{'|'.join(LANGUAGES)}|[A-Z]\w+(?<=ese|ish|ian))"
# A message counts as a change request only if it contains nothing besides these; otherwise it is a question.
_WISHES = (
    (
        "shorter",
        r"short(?:er|en)?|brief(?:er|ly)?|in (?:one|two|a few|1|2) (?:sentences?|words?|lines?)|less(?: detail)?",
    ),
    ("longer", r"long(?:er)?|more(?: details?)?|in (?:more|full) detail|expand|elaborate|go on|continue|detailed"),
    ("bullets", r"bullets?(?: points?| list)?|bulleted|(?:as )?(?:a )?list|points"),
    ("dates", r"(?:with|add|give|include|show)?\s?(?:the )?(?:dates?|days)|dated|by date"),
    (
        "model",
        rf"translat\w+(?:.{{0,20}} (?:in)?to \w+)?|{_LANGUAGE}|(?:say|put|write|repeat) (?:it|that|this) {_LANGUAGE}"
        r"|simpl(?:er|ify|y)|in (?:simple|plain|easy) (?:words|terms|english|language)|re(?:write|phrase|word)\b"
        r"|(?:explain )?.{0,12}like (?:i['’]?m|i am|to) (?:a |five|5|six|6|ten)\w*(?: years? old| child)?|eli5",
    ),
)
_PATTERNS = tuple((name, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for name, pattern in _WISHES)
_ONLY = re.compile(r"\b(?:only|just|solely|alone|nothing but|without|except|leave out)\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:without|except|leave out)\b", re.IGNORECASE)
_ASKS = re.compile(
    r"\W*(?:(?:and|but|so)\s)?(?:what|who|whom|whose|when|where|why|how|which|did|does|is|are|was|were)\b", re.I
)
_FILLER = re.compile(
    r"\b(?:please|make|give|me|it|that|this|the|last|answer|as|with|in|and|but|again|now|a|an|bit|little|much|use|from"
    r"|form|of|version|one|only|just|can|could|you|i|want|need|explain|say|what|says?|said|to|for|by|same|be|too|do"
    r"|text|reply|response|keep|everything|put|show|solely|alone|nothing|quotes?|without|except|leave|out)\b|[\W_]+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Change:
    """What to change in the last answer, and the outlets to restrict it to (empty: no restriction)."""

    wishes: frozenset[str] = frozenset()
    """A subset of: shorter, longer, bullets, dates, model (only a language model can do it)."""
    outlets: tuple[str, ...] = ()


def read_change(text: str, known: Sequence[str]) -> Change | None:
    """The change requested by a message that asks for nothing else, or None. `known` are the outlets of the index."""
    if _ASKS.match(text):
        return None
    left, outlets, wished = text, list[str](), set[str]()
    if _ONLY.search(text):
        for (start, end), name in reversed(mentions(text, known)):
            outlets += matching(name, known)
            left = left[:start] + " " + left[end:]
        if _NOT.search(text) and outlets:
            outlets = [one for one in known if one not in outlets]
    for name, pattern in _PATTERNS:
        if pattern.search(left):
            wished.add(name)
            left = pattern.sub(" ", left)
    if not (wished or outlets) or content_words(_FILLER.sub(" ", left)):
        return None
    return Change(frozenset(wished), tuple(outlets))
