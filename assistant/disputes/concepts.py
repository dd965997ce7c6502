"""Cuts a sentence into words, each with the concept that it stands for. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.language.claim_words import REPORTING, SHIFTS, VERB, concept, phrase_concept
from assistant.language.terms import is_stop
from assistant.types import Span

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*(?:[’'][^\W_]+)?|[,;:()“”\"–—.]")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a sentence: as printed, its concept ("" for little words), its place."""

    text: str
    concept: str
    start: int
    named: bool


def read_words(text: str) -> tuple[Word, ...]:
    """The words and marks of a sentence in order. A capital names something unless it only opens the sentence."""
    found: list[Word] = []
    opening = True
    matches = list(_WORD.finditer(text))
    for at, match in enumerate(matches):
        printed = match.group()
        lower = re.sub(r"['’]s$|[sS]['’]$", "", printed).lower()
        plain = printed[0].isalnum()
        named = plain and printed[0].isupper() and not (opening and is_stop(lower))
        number = printed[0].isdigit()
        meant = "" if not plain or is_stop(lower) or number else concept(lower)
        meant = phrase_concept(lower, [m.group().lower() for m in matches[at + 1 : at + 5]]) or meant
        found.append(Word(printed, meant, match.start(), named and not opening))
        opening = printed in '.“"' or (opening and not plain)
    return tuple(found)


def concepts(text: str) -> frozenset[str]:
    """The concepts of a text, little words and words of reporting left out."""
    return frozenset(word.concept for word in read_words(text) if word.concept and word.concept not in REPORTING)


def inside(word: Word, spans: Sequence[Span]) -> bool:
    """Whether a word begins within one of the spans."""
    return any(start <= word.start < end for start, end in spans)


def clause(words: Sequence[Word], at: int, step: int, reach: int) -> Iterator[Word]:
    """The words from `at` in one direction, to the end of the clause or `reach` words."""
    index = at
    while 0 <= index < len(words) and reach:
        word = words[index]
        if word.text in ";:.()":
            return
        if word.text[0].isalnum():
            reach -= 1
            yield word
        index += step


def eventful(word: Word) -> bool:
    """Whether a word tells an event, by its concept or by its ending; a verb that only shifts a day is passed over."""
    if not word.concept or word.named or word.concept in SHIFTS:
        return False
    return word.concept in VERB or word.concept in REPORTING or bool(re.search(r"(?:ed|ing)$", word.text))
