"""Tells whom "he", "she" or "they" of a question means, by the names in a conversation. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.attribution.proper import name_kind
from assistant.language.outlets import mentions
from assistant.language.terms import content_words, is_stop
from assistant.types import Turn

HE_OR_SHE = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.IGNORECASE)
_ASKS_WHO = re.compile(r"\W*(?:and\s|but\s|so\s)?who\b", re.IGNORECASE)
NAME = re.compile(r"\b(?:[A-ZÀ-Þ][\w’'-]+)(?:\s(?:(?:de|van|von|bin|al|el|da|di|Mc|Mac)\s)?[A-ZÀ-Þ][\w’'-]+)*")
_THEY = re.compile(r"\b(?:they|them|their|theirs)\b", re.IGNORECASE)
_NOT_A_NAME = frozenset(  # openers, titles, days, months
    """The A An In On At By For From And But Or If When While What Who Whom Whose Which Where Why How Did
    Does Do Is Are Was Were Has Have Had It Its He She They His Her Their This That These Those There
    According After Before Since Citing Monday Tuesday Wednesday Thursday Friday Saturday Sunday January
    February March April May June July August September October November December Then Also So Mr Mrs Ms Dr
    President Minister Ambassador Senator Secretary Yes No As Not""".split()
)
_CITED = re.compile(r"\s*\[\d+\]")


def last_person(talk: Sequence[Turn]) -> list[str]:
    """The name, split into words, that "he" or "she" most likely means; a person's full name is preferred.

    The last question that names a person goes first, or asks "who" and has one in its answer; then the answers, the
    last one first.
    """
    answered = [_people(_CITED.sub("", turn.answer)) for turn in reversed(talk)]
    asked = [_people(turn.question)[::-1] for turn in reversed(talk)]
    full = [name for names in (*asked, *answered) for name in names if " " in name and name_kind(name) == "person"]
    for turn, names, replies in zip(reversed(talk), asked, answered, strict=True):
        meant = [one for name in names for one in full if one == name or one.split()[-1] == name]
        meant += [name for name in replies if name in full and _ASKS_WHO.match(turn.question)]
        if meant:
            return meant[0].split()
    return [*full, *(name for names in (*asked, *answered) for name in names), ""][0].split()


def with_person(question: str, person: str) -> str:
    """The question with each "he" or "she" replaced by a name, and "his" or "her" before a noun by its genitive."""

    def named(found: re.Match[str]) -> str:
        behind = re.match(r"\s([a-z][\w’'-]*)", question[found.end() :])
        owns = found.group().lower() in ("his", "her") and behind and not is_stop(behind[1])
        return f"{person}’s" if owns else person

    return HE_OR_SHE.sub(named, question)


def _people(text: str) -> list[str]:
    """Capitalised names that are not part of an outlet's name."""
    outlets = [text[slice(*span)] for span, _ in mentions(text)]
    return [name for name in names_in_order(text) if not any(name in outlet for outlet in outlets)]


def names_in_order(text: str) -> list[str]:
    """Runs of capitalised words that are not sentence openers, titles or days."""
    names = []
    for match in NAME.finditer(text):
        words = [word for word in match.group().split() if re.sub(r"[’']s$", "", word) not in _NOT_A_NAME]
        if words:
            names.append(re.sub(r"[’']s$", "", " ".join(words)))
    return names


def ambiguous_pronoun(question: str, talk: Sequence[Turn]) -> tuple[str, tuple[str, ...]] | None:
    """A "he" or "she" that may mean nobody or several people, with their names; None if it is clear.

    Several are equally likely if the last question named them and its answer named none or more than one of them.
    """
    found = HE_OR_SHE.search(question)
    if not found or any(question.find(name) < found.start() for name in _people(question)):
        return None
    if not talk:
        return (found.group(), ()) if not _people(question) and not _described(question, found) else None
    named = tuple(dict.fromkeys(_people(talk[-1].question)))
    answered = _people(_CITED.sub("", talk[-1].answer))
    confirmed = [name for name in named if any(name.split()[-1] in other.split() for other in answered)]
    return (found.group(), named) if len(named) >= 2 and len(confirmed) != 1 and not _people(question) else None


def dangling_they(question: str, talk: Sequence[Turn]) -> str | None:
    """The "they" of a first question that names or describes nobody before it; None if it is clear."""
    found = _THEY.search(question)
    if talk or not found or _people(question) or _described(question, found):
        return None
    return found.group()


def _described(question: str, found: re.Match[str]) -> bool:
    """Whether the question describes somebody before the pronoun: "Did the mayor say he would go?"."""
    before = re.sub(r"^\W*how\s\w+", "", question[: found.start()], flags=re.IGNORECASE)
    return len(content_words(before)) >= 1
