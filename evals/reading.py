"""Splits an answer's text into sentences with the words that lead into them. Floor 4.

An answer may name the speaker before a quote ("The Moscow Times, citing The Wall Street Journal: “...” [1]"), after it,
or once for a run of quotes; a scorer that asks what a sentence says, and of whom, needs those words too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.types import Answer

_MARK = re.compile(r"\[\d+(?:\s*[,;]\s*\d+)*\]")
_MARK_RUN = re.compile(r"(?:\s*\[\d+(?:\s*[,;]\s*\d+)*\])+")
_BLOCK_END = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of an answer with the words that lead into it, and the citation numbers it carries."""

    text: str
    citations: tuple[int, ...]


def sentences_in_context(answer: Answer) -> list[Said]:
    """One piece a sentence, in their order: its lead-in, itself, and what follows up to its citation mark.

    The lead-in is the text between the previous sentence and this one. Where that is only glue (a bullet, "and"), the
    lead-in of the sentence before holds on, within a block; blocks are parted by an empty line. A sentence that does
    not stand in the text comes back alone.
    """
    places = list(_places(answer))
    pieces, lead, last_end = [], "", 0
    for number, (sentence, place) in enumerate(zip(answer.sentences, places, strict=True)):
        if place is None:
            pieces.append(Said(sentence.text, sentence.citations))
            continue
        start, end = place
        between = answer.text[last_end:start]
        own = _BLOCK_END.split(between)[-1]
        lead = own if own != between or _leads(own) else f"{lead} {own}"
        following = next((spot[0] for spot in places[number + 1 :] if spot is not None), len(answer.text))
        last_end = _tail_end(answer.text, end, following)
        pieces.append(Said(f"{lead}{answer.text[start:last_end]}", sentence.citations))
    return pieces


def sides_said(answer: Answer) -> list[Said]:
    """The sides of the answer's disputes and the accounts beside it, each with its citations."""
    sides = [side for dispute in answer.disputes for side in dispute.sides]
    return [Said(side.claim, side.citations) for side in (*sides, *answer.other_accounts)]


def _places(answer: Answer) -> Iterator[tuple[int, int] | None]:
    """The span of each sentence in the text, searched from the previous one on, ignoring kinds of white space."""
    after = 0
    for sentence in answer.sentences:
        wanted = _MARK.sub("", sentence.text).split()
        found = re.compile(r"\s+".join(map(re.escape, wanted))).search(answer.text, after) if wanted else None
        if found:
            after = found.end()
        yield found.span() if found else None


def _leads(between: str) -> bool:
    """Whether the words between two sentences introduce the next one rather than join it to the last."""
    words = re.findall(r"\w+", _MARK.sub("", between))
    return len(words) > 2 or any(word[0].isupper() for word in words)


def _tail_end(text: str, end: int, following: int) -> int:
    """Where a sentence's piece ends: after its run of marks when that comes before the next sentence."""
    marks = _MARK_RUN.search(text, end, following)
    if marks and "\n\n" not in text[end : marks.start()]:
        return marks.end()
    return end
