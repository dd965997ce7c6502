"""Replaces informal outlet names in a question by the printed ones: "the verge piece", "CNN vs Fox". Floor 2."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.language.outlet_table import identity, parts, rows
from assistant.language.outlets import matching, mentions
from assistant.language.speech import listed as speech

_REPORTS = (
    r"articles?|pieces?|stor(?:y|ies)|reports?|reported|reporting|coverage|account|version|interview|review|editorial|take|view"
    r"|says?|said|writes?|wrote|written|claims?|claimed|tells?|told|covers?|covered"
)
_BEHIND = re.compile(rf"(?:['’]s)?\s(?:\w+\s){{0,2}}?(?:{_REPORTS})\b|\s(?:vs|versus|compared)\b", re.IGNORECASE)
_JOINS = re.compile(r",?\s(?:and|or)\s", re.IGNORECASE)
_BEFORE = re.compile(
    r"\b(?:according to|vs\.?|versus|compared? (?:to|with)|compare|between|only"
    rf"|(?:{_REPORTS}) (?:by|in|from|of))\s?(?:the\s)?$",
    re.IGNORECASE,
)


def with_outlets_named(question: str, known: Sequence[str]) -> str:
    """The question with each mention of an outlet in `known` replaced by its printed name; unchanged if there is none.

    Recognised are the name in any case and without "The", and its first or last word ("the Herald", "Fox") if no other
    outlet shares it. A common English word counts only beside a word such as "piece": "the age piece".
    """
    for form, name, sure in _forms(tuple(known)):
        pattern = re.compile(rf"(?<![\w’'&-])(?:the\s)?{re.escape(form)}(?![\w&-])", re.IGNORECASE)
        for found in reversed(list(pattern.finditer(question))):
            named = [span for span, one in mentions(question, known) if matching(one, known)]
            if any(start < found.end() and found.start() < end for start, end in named):
                continue
            behind, before = question[found.end() :], question[: found.start()]
            joined = [found.end() + one.end() for one in [_JOINS.match(behind)] if one]
            listed = any(start in joined for start, _ in named)
            if sure or listed or _BEHIND.match(behind) or _BEFORE.search(before):
                question = f"{before}{name}{behind}"
    return question


def _forms(known: Sequence[str]) -> Iterator[tuple[str, str, bool]]:
    """Form, printed name and whether the form is unambiguous, for each outlet; the longest forms first."""
    names = list(dict.fromkeys(parts(name)[0] for name in known))
    ordinary = {identity(row.name.rstrip("?")) for row in rows() if row.name.endswith("?")}
    words = {name: re.sub(r"^the\s", "", name, flags=re.IGNORECASE).split() for name in names}
    ends = Counter(end.lower() for own in words.values() if len(own) > 1 for end in {own[0], own[-1]})
    found = [(" ".join(own), name, len(own) > 1 or _is_no_word(name, ordinary)) for name, own in words.items() if own]
    found += [
        (end, name, False)
        for name, own in words.items()
        if len(own) > 1
        for end in {own[0], own[-1]}
        if ends[end.lower()] == 1 and len(end) > 2 and end.lower() not in speech("places", "nationalities")
    ]
    yield from sorted(found, key=lambda one: -len(one[0]))


def _is_no_word(name: str, ordinary: set[str]) -> bool:
    """Whether a one-word name can only mean the outlet: TechCrunch, CNBC."""
    bare = re.sub(r"^the\s", "", name, flags=re.IGNORECASE)
    return identity(name) not in ordinary and bare == name and bool(re.search(r"[A-Z]", bare[1:]))
