"""Reads the requested answer length: "in three bullets", "a five-line summary", "the two best quotes". Floor 2."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.language.figures import figures

_NUMBER = r"(?P<number>one|two|three|four|five|six|seven|eight|nine|ten|twelve|few|\d{1,2})"
_UNIT = r"(?P<unit>bullet(?:ed|s)?(?:[ -](?:points?|lists?))?|sentences?|lines?|points?)"
_WISHES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"[\s,]*\b(?:in|as|with|using)\s(?:(?:about|at most|no more than|up to|max|only|just|exactly|an?)\s)?"
        rf"(?:{_NUMBER}\s)?(?:(?:short|key|main|brief)\s)?{_UNIT}(?=[\s,.?!]|$)",
        rf"\b{_NUMBER}[\s-]{_UNIT}(?=\s\w)",
        rf"\b{_NUMBER}(?P<unit>)(?=(?:\s\w+)?\s(?:quotes?|quotations?|figures|numbers|people|facts|takeaways|reactions)\b)",
    )
)

_WORDS = re.compile(
    r"[\s,]*\b(?:in|with|of)\s(?:(?:about|around|at most|no more than|up to|max|under|roughly)\s)?"
    r"(?P<number>\d{2,4})\swords(?: or (?:less|fewer))?(?=[\s,.?!]|$)",
    re.IGNORECASE,
)
_LINE_WORDS = 25  # words of a typical quoted sentence


@dataclass(frozen=True, slots=True)
class AnswerLength:
    """The maximum number of lines (0: no limit) and whether to print them as bullets."""

    most: int = 0
    bullets: bool = False
    words: int = 0
    """The maximum number of quoted words; 0: no limit."""


def read_length(text: str) -> tuple[str, AnswerLength]:
    """The text without its length request, and that request; the unchanged text and no limits if it has none."""
    for pattern in _WISHES:
        if (found := pattern.search(text)) and (found["number"] or found["unit"].lower().startswith("bullet")):
            number = figures(found["number"].lower().replace("few", "three")) if found["number"] else []
            left = " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())
            return left, AnswerLength(int(number[0].value) if number else 0, found["unit"].lower().startswith("bullet"))
    if found := _WORDS.search(text):
        left = " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())
        most_words = int(found["number"])
        return left, AnswerLength(max(1, most_words // _LINE_WORDS), words=most_words)
    return text, AnswerLength()
