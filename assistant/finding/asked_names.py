"""The names in a question: which of them no article has, in any spelling or shortened. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from assistant.index.catalog import Catalog
from assistant.language.detect import foreign_language
from assistant.language.outlets import mentions
from assistant.language.speech import listed as speech
from assistant.language.terms import content_words, is_stop, stem, words
from assistant.question.shape import topic_stems
from assistant.types import Evidence, Query

_CAPITALISED = re.compile(r"(?<![.?!]\s)(?<!^)\b[A-Z][\w’'-]+")
_NAME = re.compile(r"\b[A-ZÀ-Þ][\w’'-]+")
_RUN = re.compile(r"\b[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+)*")
_WHO_IS = re.compile(r"\W*who(?:['’]s|\s(?:is|was|are|were))\b", re.IGNORECASE)
_LISTED = re.compile(r",?\s(?:(?:and|or|nor|vs\.?|versus|&)\s(?:the\s)?)?")


def names_in(question: str) -> list[str]:
    """The names in a question, in lower case and order: capitalised topic words, without outlets and sentence openers.

    Empty if the whole question is in capitals, or not certainly English: German capitalises every noun.
    """
    if question.isupper() or foreign_language(question) or not any(map(is_stop, words(question))):
        return []
    for (start, end), _ in reversed(mentions(question)):
        question = question[:start] + " " * (end - start) + question[end:]
    names = [word for name in _CAPITALISED.findall(question) for word in content_words(name)]
    topic = topic_stems(question)
    return [name for name in names if len(name) > 2 and not name[0].isdecimal() and stem(name) in topic]


def unknown_names(catalog: Catalog, query: Query, evidence: Sequence[Evidence]) -> list[str]:
    """The names of a question, in lower case, that no article has in any spelling.

    The "Group" of "Brightwell Group" is none where articles have "Brightwell", and no "Brightwell Bank".
    """
    kept = set(words(query.text))  # leaves out words replaced by a spelling correction
    names = {name: stem(name) for name in names_in(query.asked) if name in kept}
    counts = catalog.frequencies(list(names.values()))
    unknown = [name for name, term in names.items() if not counts[term] and not _spelt_otherwise(name, evidence)]
    ends = kind_words(query.asked, evidence) if unknown else ()
    return [name for name in unknown if name not in ends]


def as_typed(names: Sequence[str], question: str) -> str:
    """Lower-case names as typed in the question, each in full ("Karl Oberg" for "oberg"), separated by commas."""
    typed = [run for run in full_names(question) if set(names).intersection(content_words(run))]
    return ", ".join(dict.fromkeys(typed or names))


def full_names(question: str) -> list[str]:
    """The names in a question as typed, each in full: "Karl Oberg" in "Did Karl Oberg's boat sink?"."""
    known = set(names_in(question))
    found: list[str] = []
    for run in _RUN.findall(question):
        parts = [re.sub(r"['’]s$", "", part) for part in run.split()]
        while parts and not known.intersection(content_words(parts[0])):  # "Did Karl Oberg"
            del parts[0]
        found += [" ".join(parts)] if parts else []
    return found


def asks_who_is_nobody(question: str, unknown: Collection[str]) -> bool:
    """Whether a question asks who somebody is, and the last word of each name in it is unknown."""
    names = full_names(question)
    lasts = [set(content_words(name.split()[-1])) for name in names]
    return bool(names and _WHO_IS.match(question)) and all(last & set(unknown) for last in lasts)


def beside_known(question: str, unknown: Collection[str]) -> bool:
    """Whether a question lists somebody who is unknown with somebody who is not: "Vold and Oberg"."""
    runs = [(found.span(), set(content_words(found.group()))) for found in _RUN.finditer(question)]
    for ((_, end), first), ((start, _), second) in pairwise(runs):
        if _LISTED.fullmatch(question[end:start]) and (first <= set(unknown)) != (second <= set(unknown)):
            return True
    return False


def kind_words(question: str, shown: Sequence[Evidence]) -> set[str]:
    """The words at the end of an organisation's name that the articles leave out, in lower case.

    "group" for "Brightwell Group" if the evidence has "Brightwell", and no other holder of the name: "Brightwell Bank".
    """
    text = " ".join(piece.quote for piece in shown)
    split = (split_kind(run) for run in _RUN.findall(question))
    return {short[1] for short in split if short and _holds_alone(short[0], text)}


def split_kind(name: str) -> tuple[str, str] | None:
    """What an organisation is called without the word at its end that says what it is, and that word in lower case."""
    head, _, end = name.rpartition(" ")
    return (head, end.lower()) if head and end.lower() in speech("proper_bodies") else None


def _holds_alone(head: str, text: str) -> bool:
    """Whether a text has the short name of an organisation, and never with another word that says what it is."""
    behind = re.findall(rf"\b{re.escape(head)}\b(?:\s([A-ZÀ-Þ][\w’'-]+))?", text)
    return bool(behind) and not any(word.lower() in speech("proper_bodies") for word in behind)


def _spelt_otherwise(name: str, evidence: Sequence[Evidence]) -> bool:
    """Whether the evidence contains a variant of a name: Zaemsky for Zayemsky, Russia for Russian."""
    from rapidfuzz import fuzz

    shown = " ".join(f"{piece.quote} {piece.article.title or ''}" for piece in evidence)
    names = {word for printed in _NAME.findall(shown) for word in content_words(printed)}
    akin = len(name) >= 5 and any(word[:4] == name[:4] for word in names)
    return akin or any(word[0] == name[0] and fuzz.ratio(name, word) >= 80 for word in names)  # Dolan is not Nolan
