"""Tells who holds a role, by how an article introduces a name: "Otto Marsh, the port's chief executive". Floor 2."""

from __future__ import annotations

import re
from functools import cache

from assistant.language.lexicon import lexicon
from assistant.language.speech import is_people
from assistant.types import Article, Attribution

_BEFORE, _BEHIND = 60, 140  # characters around a name in which its introduction stands
_GENERIC = frozenset("people person persons men women everybody everyone anybody anyone".split())


def role_in(words: str) -> str:
    """The role that a phrase names, as a regular expression: "the execs", "other analysts"; "" if it names none."""
    last = words.lower().split()[-1] if words.split() else ""
    if last in _GENERIC:
        return ""
    if forms := lexicon().table("roles").get(last):
        return forms
    return re.escape(_singular(last)) if is_people(last) else ""


def is_anybody(words: str) -> bool:
    """Whether a phrase means people in general: "everyone", "most people"."""
    return bool(_GENERIC.intersection(words.lower().split()[-1:]))


def holds_role(role: str, speaker: Attribution, article: Article) -> bool:
    """Whether a speaker holds a role: by the name given to them, or as the article introduces that name."""
    if _role(role).search(speaker.name):
        return True
    if speaker.kind != "person":
        return False
    name = " ".join(speaker.name.split()[-2:])  # "Chief Ines Vold" is introduced as Ines Vold
    for found in re.finditer(rf"\b{re.escape(name)}\b", article.text):
        before, behind = article.text[: found.start()][-_BEFORE:], article.text[found.end() :][:_BEHIND]
        if _leads(role).search(before) or _follows(role).match(behind):
            return True
    return False


def _singular(word: str) -> str:
    return re.sub(r"(?<=[^s])s$", "", word)


@cache
def _role(role: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{role})s?\b", re.IGNORECASE)


@cache
def _leads(role: str) -> re.Pattern[str]:
    """The role shortly before the name, in the same clause."""
    return re.compile(rf"\b(?:{role})s?\b[^.,;:!?()\n]{{0,30}},?\s?$", re.IGNORECASE)


@cache
def _follows(role: str) -> re.Pattern[str]:
    """The role behind the name: ", a senior analyst at", ", Foot and Co.'s CEO", "... He is an economist at"."""
    same = r"(?:(?!\.\s)[^;:!?()\n\"“”])"
    apposed = rf"\s?(?:,|\(|(?:is|was)\b){same}{{0,60}}?\b(?:{role})\b"
    told = rf"{same}{{0,60}}\.\s(?:He|She)(?:['’]s|\s(?:is|was))\s{same}{{0,40}}?\b(?:{role})\b"
    return re.compile(rf"{apposed}|{told}", re.IGNORECASE)
