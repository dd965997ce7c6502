"""Splits a question into sub-questions, one for each outlet or article it asks about. Floor 2.

"Does the Verge article suggest A, while TechCrunch reported B on 7 October?" needs two searches: A in The Verge, and B
in TechCrunch on that day. A short question that names at most one outlet is not split.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.language.terms import content_words
from assistant.types import QueryPart, Span

MAX_PARTS = 6
_LISTED = re.compile(r"['’”\"]?(?:['’]s)?,?\s*(?:and|or|as well as|&)?\s*(?:both|by|in|from)?\s*(?:the\s)?['‘“\"]?")
_LEAST_WORDS = 2  # a clause with fewer topic words is joined to its neighbour

_ENOUGH_WORDS = 3  # a part with fewer topic words also gets those of the whole question

# Words about reporting, not about the topic: an article on fraud does not say "the article suggests consistency".
_ABOUT_REPORTING = frozenset(
    """article articles report reports reported reporting reportedly suggest suggests suggested suggesting
    claim claims claimed claiming indicate indicates indicated indicating published publication publishes
    discuss discusses discussed discussing according individual mention mentions mentioned mentioning
    describe describes described describing highlight highlights highlighted highlighting state states
    stated stating imply implies implied implying agree agrees focus focuses focused focusing attribute
    attributes attributed consistency consistent consistently inconsistency inconsistent inconsistencies
    narrative portrayal portray portrayed portrays various difference differences different differing change
    changed changes compare compared comparing comparison contrast contrasting former latter regarding
    concerning identify identified information sources coverage covered covers covering piece pieces
    associated respectively person entity figure contradict contradicts contradicted align aligned aligns
    similar similarly aspect aspects topic following subsequent featured features detail details detailed
    detailing note notes noted cite cites cited say says said saying told tell tells happen happened latest
    separate question answer
    outlet outlets""".split()
)
# Words that open a question or a relative clause.
_CUE = r"(?:does|did|do|is|was|were|has|have|are|that|who|which|what|how|when|where|why)"
_BREAK = re.compile(
    r"(?:[,;]\s+|\s+)(?=(?:while|whereas|whilst|although|but|in contrast|as opposed to|compared (?:to|with)"
    r"|unlike|versus"
    rf"|rather than|after|before|despite|with (?:one|the other)|or {_CUE}"
    rf"|and (?:(?:also |then )?{_CUE}|(?:the |an)?(?:other|second|later|subsequent)|the))\b)"
    r"|[,;:?!]\s+(?!\d{4}\b)|\s+[–—-]\s+",
    re.IGNORECASE,
)
_AUX = r"(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|should)"
_WHO = r"(?:(?:he|she|it|they|we|you|i|there)\b|(?:the|his|her|its|their|this|that|any\w*|some\w*)\s|(?-i:[A-Z]))"
_ASKS = re.compile(
    rf"(?:(?:and|but|so)\s)?(?:who|whom|whose|what|when|where|why|how|which|{_AUX})(?:['’]?(?:s|re|d))?\b",
    re.IGNORECASE,
)
_THING = re.compile(
    r"(?:the\s)?(?:name|title|number|date|day|place|price|cost|sum|amount|age|size|score|result|reason|cause)s?"
    r"\s(?:of|for|in|behind)\b",
    re.IGNORECASE,
)
# An independent question has its verb before its subject: "and how much will it cost", not "and why he left".
_JOINT = re.compile(
    rf",?\s(?:and|but)\s(?=(?:also\s|then\s)?(?:(?:who|what|how)(?:['’]s|['’]re)\s"
    rf"|who\s(?:else\s)?(?!{_WHO})\w"
    rf"|(?:who|whom|what|when|where|why|how)\s{_AUX}\b"
    rf"|(?:how\s(?:many|much|long|old|far|big|often|high|large)|what|whose)\s(?!{_WHO})(?:\w+\s){{0,2}}?{_AUX}\b"
    rf"|which\s(?!{_WHO})(?:\w+\s){{1,2}}?{_AUX}\b"  # "and which does the Herald use": of what came before
    rf"|{_AUX}\s{_WHO}))",
    re.IGNORECASE,
)
_LEAST_JOINED, _LONGEST_JOINED = 2, 40  # words: minimum of each joined question, maximum of both together
_AND = re.compile(r"\s+(?=(?:and|or)\b)")
_LONG, _SIDE = 9, 4  # topic words: above _LONG a clause is split at "and" if each side keeps _SIDE
_TRAILING = re.compile(
    r"\b(?:(?:as|was|were|been|and|is|are) (?:\w+ )?(?:reported|discussed|covered|described|mentioned|noted"
    r"|highlighted|detailed|stated"
    r"|featured|indicated|told|claimed|shown|seen|documented|outlined|explored|presented)|as per|according to|based on"
    r"|(?:reported|discussed|mentioned|covered|described|highlighted|featured|detailed) (?:by|in|on)"
    r"|in (?:\w+ )?(?:articles?|reports?|coverage) (?:from|by|in|of))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """An outlet (under its names in the index) or a range of ISO days mentioned in a question, with its span."""

    span: Span
    outlets: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None


def topic_words(text: str) -> list[str]:
    """The topic words of a question, in order and without repeats: no stop words, no words about reporting.

    If that leaves nothing, words about reporting are kept. An empty text gives an empty list.
    """
    every = list(dict.fromkeys(content_words(text)))
    return [word for word in every if word not in _ABOUT_REPORTING] or every


def questions_of(text: str, *, halves: bool = True) -> list[str]:
    """The questions of a message, in order, each with its question mark; a single one gives the whole message.

    `halves`: also split questions joined by "and": "Who won, and how much will it cost?".
    """
    found = [one for one in re.findall(r"[^?]+\?+|[^?]+$", " ".join(text.split())) if one.strip()]
    whole = len(found) == 1 or all(one.endswith("?") and len(one.split()) >= 3 for one in found)
    asked = found if whole else [text]
    parts = [part.strip() for one in asked for part in (_halves(one.strip()) if halves else [one])]
    return parts[:MAX_PARTS] if len(parts) > 1 else [text]


def _halves(question: str) -> list[str]:
    """The questions joined by "and", each with its question mark; the unchanged question if there is only one."""
    for joint in _JOINT.finditer(question) if len(question.split()) <= _LONGEST_JOINED else ():
        first, second = question[: joint.start()].strip(" ,;"), question[joint.end() :].strip(" ?")
        first = f"What is {first}" if _THING.match(first) else first
        if _ASKS.match(first) and len(first.split()) >= _LEAST_JOINED and len(second.split()) >= _LEAST_JOINED:
            return [f"{first}?", *_halves(f"{second[0].upper()}{second[1:]}?")]
    return [question]


def sub_questions(text: str, named: Sequence[Named]) -> tuple[QueryPart, ...]:
    """The parts of a question, in order, at most MAX_PARTS; empty if the question asks for one thing.

    A part that names no outlet inherits those listed at the end of the question ("as reported by A and B") or, failing
    that, those of the part before it.
    """
    clauses = _clauses(text, named)
    everywhere = clauses[-1].outlets if clauses and _TRAILING.search(clauses[-1].text) else ()
    parts: list[QueryPart] = []
    for clause in _join_short(clauses):
        outlets = clause.outlets or everywhere or (parts[-1].outlets if parts else ())
        parts.append(replace(clause, outlets=outlets))
    parts = _closing_shared(parts, clauses)
    outlets_named = {name for one in named for name in one.outlets}
    if len(parts) < 2 or (len(topic_words(text)) <= _LONG and len(outlets_named) < 2):
        return ()
    every = tuple(topic_words(blanked(text, [one.span for one in named])))
    return tuple(
        part if len(part.words) >= _ENOUGH_WORDS else replace(part, words=tuple(dict.fromkeys((*part.words, *every))))
        for part in parts[:MAX_PARTS]
    )


def _closing_shared(parts: list[QueryPart], clauses: Sequence[QueryPart]) -> list[QueryPart]:
    """The parts, with a closing "..., was there a change in C?" merged into those on the articles named before."""
    own = [clause.text for clause in clauses if clause.outlets or clause.since]
    if len(parts) < 3 or len(own) < 2:
        return parts
    last = parts[-1]
    if last.since or last.text in own or clauses[-1].outlets:
        return parts
    return [replace(part, words=tuple(dict.fromkeys((*part.words, *last.words)))) for part in parts[:-1]]


def blanked(text: str, spans: Sequence[Span]) -> str:
    """The text with these spans replaced by spaces; all positions stay valid."""
    for start, end in spans:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def _clauses(text: str, named: Sequence[Named]) -> list[QueryPart]:
    """The clauses of a question, never split inside a name, a date or a list of outlets."""
    outlets = sorted(one.span for one in named if one.outlets)
    closed = [one.span for one in named]
    closed += [(left[0], right[1]) for left, right in pairwise(outlets) if _LISTED.fullmatch(text[left[1] : right[0]])]

    def cuts(pattern: re.Pattern[str], span: Span) -> list[int]:
        found = (match.span() for match in pattern.finditer(text, *span))
        return [at for at, end in found if at > span[0] and not any(a < end and at < b for a, b in closed)]

    clauses: list[QueryPart] = []
    for start, end in pairwise([0, *cuts(_BREAK, (0, len(text))), len(text)]):
        whole = _clause(text, (start, end), named)
        for at in cuts(_AND, (start, end)) if len(whole.words) > _LONG else ():
            left, right = _clause(text, (start, at), named), _clause(text, (at, end), named)
            if min(len(left.words), len(right.words)) >= _SIDE:
                clauses.append(left)
                whole, start = right, at
        clauses.append(whole)
    return [one for one in clauses if one.words or one.outlets or one.since]


def _clause(text: str, span: Span, named: Sequence[Named]) -> QueryPart:
    inside = [one for one in named if span[0] <= one.span[0] < span[1]]
    own = blanked(text, [one.span for one in named])[slice(*span)]
    return QueryPart(
        text=" ".join(text[slice(*span)].strip(" ,;:?!").split()),
        outlets=tuple(dict.fromkeys(name for one in inside for name in one.outlets)),
        since=min((one.since for one in inside if one.since), default=None),
        until=max((one.until for one in inside if one.until), default=None),
        words=tuple(topic_words(own)) if set(topic_words(own)) - _ABOUT_REPORTING else (),
    )


def _join_short(clauses: Sequence[QueryPart]) -> list[QueryPart]:
    """The clauses; short ones are merged into the next if they name an outlet or a day, else into the previous."""
    joined: list[QueryPart] = []
    waiting: QueryPart | None = None
    for clause in clauses:
        if waiting is not None:
            clause, waiting = _together(waiting, clause), None
        if len(clause.words) >= _LEAST_WORDS:
            joined.append(clause)
        elif clause.since and joined and joined[-1].since and clause.since != joined[-1].since:
            joined.append(replace(clause, words=joined[-1].words))
        elif clause.outlets or clause.since or not joined:
            waiting = clause
        else:
            joined[-1] = _together(joined[-1], clause)
    if waiting is not None and joined and not joined[-1].outlets:
        joined[-1] = _together(joined[-1], waiting)
    elif waiting is not None and (waiting.words or not joined):
        joined.append(waiting)
    return joined


def _together(one: QueryPart, other: QueryPart) -> QueryPart:
    return QueryPart(
        text=f"{one.text}, {other.text}",
        outlets=other.outlets or one.outlets,
        since=one.since or other.since,
        until=one.until or other.until,
        words=tuple(dict.fromkeys((*one.words, *other.words))),
    )
