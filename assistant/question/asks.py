"""What a question asks for: the shape of the answer, the kind of thing, the words it turns on. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.language.terms import content_words, stem

Shape = Literal["fact", "speaker", "timeline", "comparison"]
Thing = Literal["number", "date", "person", "place", "reason", "any"]

_SHAPES: tuple[tuple[Shape, re.Pattern[str]], ...] = (
    (
        "timeline",
        re.compile(
            r"\b(?:time ?line|chronolog\w+|sequence of|in (?:what )?order|order of events|step by step|course of events"
            r"|how did \w+ (?:unfold|develop)|what happened (?:first|next|after|before))\b",
            re.I,
        ),
    ),
    (
        "comparison",
        re.compile(
            r"\b(?:compar\w+|contrast\w*|differ\w*|disagree\w*|versus|vs|each outlet|which outlets|accounts?\b.*\bvary"
            r"|both (?:outlets|articles|accounts)|(?:the )?different (?:outlets|accounts|versions)"
            r"|how do (?:the )?(?:outlets|accounts))\b",
            re.I,
        ),
    ),
    (
        "speaker",
        re.compile(
            r"\b(?:who|whom|whose"
            r"|which (?:official|person|politician|spokes\w+|minister|analyst|newspaper|agency|outlet))\b"
            r".*\b(?:said|say|says|told|tell|claim\w*|den(?:y|ied|ies)|call(?:ed|s)?|describ\w+|stat(?:ed|es)|quot\w+|accus\w+"
            r"|announc\w+|warn\w*|estimat\w+|report\w*|deman\w+|insist\w*|argu\w+|suggest\w*|reject\w*)\b",
            re.I,
        ),
    ),
)
# Where several are asked for, the one that stands first is meant: "What was the score when ..." asks for a figure.
_THINGS: tuple[tuple[Thing, re.Pattern[str]], ...] = (
    (
        "number",
        re.compile(
            r"\b(?:how (?:many|much|large|big|long|old|far|tall|high|often)"
            r"|what (?:number|share|percentage|proportion|amount|price|cost|figure|sum|size|age|score|salary|wages?)"
            r"|what (?:budget|fee|(?:interest )?rate)|what\b.*\b(?:cost|charge|weigh)|number of)\b",
            re.I,
        ),
    ),
    ("date", re.compile(r"\b(?:when|(?:what|which) (?:day|date|month|year|weekday|time))\b", re.I)),
    ("place", re.compile(r"\b(?:where|(?:what|which) (?:city|country|place|town|region|airport|location))\b", re.I)),
    ("person", re.compile(r"\b(?:who|whom|whose)\b", re.I)),
    ("reason", re.compile(r"\b(?:why|what (?:reason|cause)s?|for what reason|how come)\b", re.I)),
)


_WHO_DENIED = re.compile(
    r"\b(?:who|whom|which \w+)\b.*\b(?:den(?:y|ied|ies)|reject\w*|dismiss\w*|refut\w+|disput\w+|contradict\w*)\b", re.I
)


def asks_denier(text: str) -> bool:
    """Whether a question asks who denies something."""
    return bool(_WHO_DENIED.search(text))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's shape and the kind of thing that would answer it."""

    shape: Shape
    thing: Thing


def read_question(text: str) -> Asked:
    """What the wording of a question asks for; `fact` and `any` where it shows nothing more."""
    shapes: Iterator[Shape] = (name for name, pattern in _SHAPES if pattern.search(text))
    asked = [(found.start(), name) for name, pattern in _THINGS if (found := pattern.search(text))]
    return Asked(next(shapes, "fact"), min(asked)[1] if asked else "any")


_DEFINED = re.compile(
    r"^\W*(?:what|who)(?:['’]?s|\s+(?:is|was|are|were))\s+(?:(?:the|an?)\s+(?=[A-Z\"“]))?[\"“]?([^\"”?]{2,40}?)[\"”]?\W*$",
    re.IGNORECASE,
)
_VERB_BEFORE = r"(?!\w+(?:ed|s)\b|said\b|told\b)"


def to_define(text: str) -> str | None:
    """The name that a question asks no more of than what or who it is ("What is Rostec?"), or None."""
    found = _DEFINED.match(text)
    name = re.sub(r"^(?:the|an?)\s+", "", found.group(1).strip(), flags=re.IGNORECASE) if found else ""
    plain = not name or len(name.split()) > 4 or len(content_words(name)) < len(name.split())
    return None if plain else name


_SORT = (
    r"(?:primary |main |exact |official )?(?:genre|format|profession|occupation|job|post|position|role|nationality"
    r"|function|activity|type|kind|sort|sport|medium|species|business|trade)"
)
_SORT_ASKED = tuple(
    re.compile(rf"^\W*{pattern}\W*$", re.IGNORECASE)
    for pattern in (
        rf"what(?:'s|’s| is| was| are| were) (?:the )?{_SORT} of (?:the )?[\"“]?(?P<name>[^\"“”?]{{2,60}}?)[\"”]?",
        rf"what(?:'s|’s| is| was| are| were) (?P<name>[^?]{{2,60}}?)['’]s? {_SORT}",
        rf"(?:what|which) {_SORT}(?: of \w+)? (?:is|was|are|were) (?:the )?[\"“]?(?P<name>[^\"“”?]{{2,60}}?)[\"”]?"
        r"(?: (?:associated with|known for|related to|in))?",
    )
)


def sort_asked(text: str) -> str | None:
    """The name of which a question asks what sort it is ("What is Anna Bell's job?"): a definition tells; or None."""
    for pattern in _SORT_ASKED:
        if (found := pattern.match(text)) and re.search(r"[A-Z0-9]", name := found["name"].strip()):
            return name
    return None


def defines(text: str, name: str) -> bool:
    """Whether a sentence tells what a name is: "Rostec, a ...", "Rostec is the ...", "the state contractor Rostec"."""
    named = re.escape(name)
    after = rf"\b{named}\b(?:\s*\([^()]*\))?(?:\s+(?:is|was|are|were)|,)\s+(?:an?|the|one of)\s"
    before = rf"\b(?:an?|the|its|that)\s(?:[\w-]+\s){{0,4}}(?-i:{_VERB_BEFORE}[a-z]{{4,}})\s{named}\b"
    return bool(re.search(f"{after}|{before}", text, re.IGNORECASE))


_FOCUS = re.compile(
    r"\b(?:what|which|whose|how (?:many|much))(?:'s)?\s+(?:(?:is|was|are|were|does|did|do|has|had|of)\s+)?"
    r"(?:(?:the|a|an|its|his|her|their|other|else)\s+)?((?:[\w’'-]+\s*){1,4})"
    r"|\bwho\s+(?:is|was|are|were)\s+(?:the\s+)?((?:[\w’'-]+\s*){1,3})"
    r"|\bwho\s+(?!is|was|are|were|did|does|do|has|had)([\w’'-]+)",
    re.IGNORECASE,
)
_FOCUS_ENDS = re.compile(
    r"\b(?:of|for|in|on|at|to|by|from|with|about|did|does|do|is|was|are|were|has|have|had|will|would|can|could|that|who"
    r"|which|the|and|or|say|said|says|after|before|during|between|as)\b.*",
    re.IGNORECASE,
)


def focus_words(text: str) -> list[str]:
    """The lower-case words of the thing a question asks for: `salary` in "What salary does the envoy get?".

    Empty where the wording names none ("Why did it end?").
    """
    found = _FOCUS.search(text)
    if not found:
        return []
    phrase = next(group for group in found.groups() if group is not None)
    return content_words(_FOCUS_ENDS.sub("", phrase))


# Words about asking and reporting: they belong to every question and say nothing of its matter.
_ABOUT_ASKING = frozenset(
    stem(word)
    for word in """article articles report reports reporting story stories outlet outlets newspaper paper daily piece
    source sources account accounts say said says tell told describe described explain explained mention mentioned
    claim claimed call called name named give gave make made happen happened different differ differently compare
    according exactly reason reasons way kind sort type thing something anything everybody else evidence question
    answer ask asked confirm confirmed agree agreed admit admitted announce announced insist insisted suggest
    suggested decide decided know known think thinks thought want wants actually really still ever also even either
    people person many much number figure time day date month year week weekday place first letter considering
    information following discussed featured reported published attributed regarding put puts carried per whats what
    come came get got""".split()
)


def matter_of(text: str) -> dict[str, str]:
    """The words a question turns on, by their stems: its content words but for those about asking and reporting."""
    return {stem(word): word for word in content_words(text) if stem(word) not in _ABOUT_ASKING}
