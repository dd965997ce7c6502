"""Compiles the request patterns of requests.txt, by kind of request. Floor 2.

A `named` pattern is a noun with optional words before it and its topic after a preposition: "a short timeline of the
strike", "dollar amounts for the tunnel". A noun followed by anything else is not a request: "the latest date", "the
numbers that Helix gave". After any other pattern, the rest of the message is the topic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal, cast

Kind = Literal[
    "question", "greeting", "help", "outside", "holdings", "summary", "timeline", "latest", "outlets", "names",
    "figures", "voices", "comparison", "sides", "quote", "critics", "supporters", "missing", "opinion",
    "change",
]  # fmt: skip

COVERAGE = (
    r"(?:articles?|stor(?:y|ies)|pieces?|texts?|documents?|reports?|coverage|corpus|collection|outlets?"
    r"|(?:news)?papers?|sources|news)"
)
AUX = r"(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|should)"
_PRINTED = r"(?:articles|documents|stories|pieces|texts|outlets|newspapers|papers|publications|(?:news )?sources)"
_PREPOSITION = (
    r"(?:in connection with|of|on|about|abt|for|from|in|with|regarding|concerning|to|between|by|around|after|against"
    r"|over|at|re)"
)
_OPENS = (
    r"(?:(?:what|which|who)(?:['’]?s|['’]re|\s(?:is|are|was|were))?\s|is there\s|are there\s|so\s)?"
    r"(?:(?:all|any|some|the|an?|every|each|my|your|its)\s)*"
)
_BEFORE = (
    rf"(?P<own>(?:(?!(?:{AUX}|who|whom|whose|what|which|when|where|why|how|that|by|or|and)\b)[\w’'$%-]+\s){{0,3}}?)"
)
_BEHIND = (
    r"(?![\w’'-])(?:\s(?:here|so far|then|right now|now|today|please|yet))*"
    r"(?:\s(?:(?:that|which|who|is|are|was|were|been)\s)*"
    r"(?:mentioned|given|named|quoted|reported|involved|cited|said|made))?(?:\s(?:here|so far))?"
    rf"(?:\s{_PREPOSITION}\b|(?=\s*(?:$|[,:?.!;(-])))"
)


@cache
def request_words() -> tuple[str, ...]:
    """The words of requests that are recognised if they are misspelt."""
    return tuple(
        word for head, lines in _blocks() if head == "words requests" for line in lines for word in line.split()
    )


@cache
def request_patterns() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """The kind and pattern of each entry, in the order to try them. Those of `named` entries have a group `own`."""
    return tuple(_compiled())


def _blocks() -> Iterator[tuple[str, list[str]]]:
    """The heading and lines of each block of requests.txt."""
    table = Path(__file__).with_name("requests.txt").read_text(encoding="utf-8")
    for block in re.split(r"\n\s*\n", re.sub(r"^#.*\n", "", table, flags=re.MULTILINE).strip()):
        head, *lines = block.split("\n")
        yield head, lines


def _compiled() -> Iterator[tuple[Kind, re.Pattern[str]]]:
    for head, lines in _blocks():
        way, kind = head.split()
        if way == "words":
            continue
        pattern = "|".join(lines)
        for name, meant in (("COVERAGE", COVERAGE), ("PRINTED", _PRINTED), ("PREPOSITION", _PREPOSITION)):
            pattern = pattern.replace(f"{{{name}}}", meant)
        whole = rf"{_OPENS}{_BEFORE}(?:{pattern}){_BEHIND}" if way == "named" else rf"(?:{pattern})(?=$|[\s,:?.!;-])"
        yield cast(Kind, kind), re.compile(whole, re.IGNORECASE)
