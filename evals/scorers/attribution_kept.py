"""Attribution kept: what an outlet only passes on is not presented as its own or our knowledge. Floor 4.

For every citation whose ladder goes beyond the outlet, the answer's text must name the further rungs (the paper cited,
the speaker, "a source") in the sentence or in what leads into it.
"""

from __future__ import annotations

import re

from assistant.language.outlets import mentions, same_outlet
from assistant.types import Answer, Attribution, Citation
from evals.items import GoldItem
from evals.parts.speakers import ladder_there
from evals.plain import evened
from evals.reading import sentences_in_context
from evals.score import Context, Score, short

_SMALL = frozenset(
    ("a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "and", "or", "its", "his", "her", "s")
)
_NAMELESS = re.compile(
    r"\b(source|official|person|people|insider|diplomat|officer|aide|adviser|advisor|report|media|witness|analyst"
    r"|expert|spokes\w+|unnamed|anonymous)s?\b",
    re.IGNORECASE,
)


def score(item: GoldItem, answer: Answer, context: Context) -> Score:
    """The share of (sentence, citation) pairs with all further rungs named. Unscored where no ladder goes further."""
    by_number = {citation.number: citation for citation in answer.citations}
    kept, faults = 0, []
    for sentence, said in zip(answer.sentences, sentences_in_context(answer), strict=True):
        for number in sentence.citations:
            citation = by_number.get(number)
            further = _further(sentence.text, citation, context) if citation else []
            lost = [rung.name for rung in further if not carries(said.text, rung)]
            if lost:
                faults.append(f"[{number}] “{short(sentence.text)}” does not say {' nor '.join(lost)} said it")
            elif further:
                kept += 1
    if not kept and not faults:
        return Score(None, "nothing cited goes back further than its outlet")
    return Score(kept / (kept + len(faults)), "; ".join(faults) or f"{kept} of {kept} attributions kept")


def _further(text: str, citation: Citation, context: Context) -> list[Attribution]:
    """The rungs beyond the outlet: those of the citation, or else those found in the article."""
    given = [rung for rung in citation.attribution if not _prints(rung, citation.outlet)]
    evidence = context.evidence(citation)
    if given or evidence is None:
        return given
    return [rung for rung in ladder_there(text, evidence) if not _prints(rung, evidence.article.outlet)]


def _prints(rung: Attribution, outlet: str | None) -> bool:
    """Whether a rung is the outlet that printed the article."""
    return rung.kind == "outlet" and outlet is not None and same_outlet(rung.name, outlet)


def carries(text: str, rung: Attribution) -> bool:
    """Whether a text names a rung: an outlet under any of its names, a person by surname, a nameless one by kind."""
    said, name = evened(text).lower(), evened(rung.name).lower()
    if name in said:
        return True
    if rung.kind == "outlet":
        return any(same_outlet(found, rung.name) for _, found in mentions(text, known=(rung.name,)))
    if rung.kind == "anonymous":
        kinds = {found.lower() for found in _NAMELESS.findall(name)}
        if kinds:
            return bool(kinds & {found.lower() for found in _NAMELESS.findall(said)})
    if rung.kind == "person":
        return _names_person(text, rung.name)
    content = {word for word in re.findall(r"\w+", name) if word not in _SMALL}
    return bool(content) and 2 * len(content & set(re.findall(r"\w+", said))) >= len(content)


def _names_person(text: str, name: str) -> bool:
    """Whether the surname, or a name that is the same person's in another spelling, is in the text."""
    from rapidfuzz.fuzz import ratio

    surname = evened(name).lower().split()[-1]
    capitals = [word.lower() for word in re.findall(r"\b[A-Z][\w'-]+", evened(text))]
    return any(word == surname or (len(surname) > 4 and ratio(word, surname) >= 85) for word in capitals)
