"""Puts the outlets that a question names in passing by their own names: "the verge piece", "CNN vs Fox". Floor 2."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.language.outlet_table import identity, parts, rows
from assistant.language.outlets import matching, mentions
from assistant.language.speech import listed as speech

_TELLS = (
    r"articles?|pieces?|stor(?:y|ies)|reports?|reported|reporting|coverage|account|version|interview|review|editorial|take|view"
    r"|says?|said|writes?|wrote|written|claims?|claimed|tells?|told|covers?|covered"
)
_BEHIND = re.compile(rf"(?:['’]s)?\s(?:\w+\s){{0,2}}?(?:{_TELLS})\b|\s(?:vs|versus|compared)\b", re.IGNORECASE)
_JOINS = re.compile(r",?\s(?:and|or)\s", re.IGNORECASE)
_BEFORE = re.compile(
    r"\b(?:according to|vs\.?|versus|compared? (?:to|with)|compare|between|only"
    rf"|(?:{_TELLS}) (?:by|in|from|of))\s?(?:the\s)?$",
    re.IGNORECASE,
)


def with_outlets_named(question: str, known: Sequence[str]) -> str:
    """The question with each outlet of the index that it names under its printed name; else the same text.

    Taken for an outlet are its name in any case and without The, and one word of it ("the Herald", "Fox") that no other
    outlet of the index has; a single word of English only beside what speaks of an outlet, as "the age piece" does.
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
    """What each outlet may be called, the longest first, its printed name, and whether nothing else is called so."""
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
    """Whether a name of one word means nothing but the outlet: TechCrunch, CNBC."""
    bare = re.sub(r"^the\s", "", name, flags=re.IGNORECASE)
    return identity(name) not in ordinary and bare == name and bool(re.search(r"[A-Z]", bare[1:]))
