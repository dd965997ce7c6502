"""Rewrites an instruction to list something as a question, which is what the reader model was trained on. Floor 2."""

from __future__ import annotations

import re

_ORDER = re.compile(
    r"(?:please\s)?(?:(?:can|could|would) you (?:please )?)?"
    r"(?:list|name|enumerate|identify|give|show|find|tell)(?: (?:me|us))?\s(?:a (?:full |complete )?list of\s)?"
    r"(?:(?P<each>every|each)\s(?!one\b)|(?:all|any)(?: of)?\s)?(?:the\s)?(?P<what>\S.*?)[\s.!?]*$",
    re.IGNORECASE,
)
_ASKS = re.compile(r"(?:who|whom|whose|what|when|where|why|how|which)\b", re.IGNORECASE)
_NO_THING = re.compile(
    r"(?:if|whether|in|by|from|with|on|at|of|for)\s", re.IGNORECASE
)  # "List in order what they said"
_THAT = re.compile(r"(?P<noun>\w[\w’' -]*?)\s(?:that|who|which)\s(?P<rest>\w.*)")
_MANY = re.compile(r"(?:list|name|enumerate|identify)\b|\b(?:all|every|each)\s", re.IGNORECASE)


def as_question(text: str) -> str:
    """ "List the dockers who were hurt" becomes "Which dockers were hurt?"; any other text is returned unchanged."""
    found = _ORDER.match(text)
    if not found:
        return text
    what = found["what"]
    if _ASKS.match(what):
        return f"{what[0].upper()}{what[1:]}?"
    if _NO_THING.match(what) or not _MANY.search(text[: found.start("what")]):
        return text
    if every := re.match(r"(?:every(?:one|body)|anyone|those|all)\s(?:that\s|who\s)?(?=\w)", what, re.IGNORECASE):
        return f"Which people {what[every.end() :]}?"
    if found["each"]:
        what = re.sub(r"^[a-z]+[a-rt-z]\b", lambda noun: f"{noun.group()}s", what)
    clause = _THAT.fullmatch(what)
    return f"Which {clause['noun']} {clause['rest']}?" if clause else f"Which {what}?"
