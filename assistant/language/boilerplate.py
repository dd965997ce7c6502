"""Separates the text of an article from the furniture of its page: captions, signatures, tables, links. Floor 1."""

from __future__ import annotations

import re

from assistant.language.days import dates, is_day
from assistant.language.figures import figures
from assistant.language.lexicon import lexicon
from assistant.language.speech import listed
from assistant.language.terms import content_words, words
from assistant.types import Span

_HEADING_WORDS = 12
_REMARK_WORDS = 8
_TELLING_WORDS = 3  # content words from which a short sentence may tell something
_ADDRESSED = re.compile(r",\s(?:[A-ZÀ-Þ][\w’'-]+\s?){1,2}[.!?”\"]*$")
_NAMED = re.compile(r"(?<=[\w,]\s)[A-ZÀ-Þ][\w’'-]+")
_CONTRACTED = re.compile(r"\w['’](?:s|t|re|ve|m|ll|d)\b")
_NUMBERS = 0.4  # from this share of figures and capitals among its words, a long run is a table


def is_boilerplate(text: str) -> bool:
    """Whether a sentence belongs to the page and not to the article; such a sentence is never evidence."""
    words = text.split()
    if lexicon().pattern("furniture").search(text):
        return True
    odd = sum(word[0].isdigit() or (len(word) > 1 and word.isupper()) for word in words)
    return len(words) >= 12 and odd > _NUMBERS * len(words)


def is_remark(text: str) -> bool:
    """Whether an English sentence tells nothing by itself: "Over to you, Nina.", "Good morning!", "What a game."

    It is short, with few words that mean something, no subject, verb or figure that is known as one, and no name but of
    whom it is addressed to.
    """
    bare, found = _ADDRESSED.sub("", text), words(text)
    if len(found) > _REMARK_WORDS or len(content_words(bare)) >= _TELLING_WORDS:
        return False
    if _NAMED.search(bare) or _CONTRACTED.search(text) or figures(bare):
        return False
    if (found and found[0] in listed("determiners")) or lexicon().pattern("past", r"\b{}\b").search(bare):
        return False  # "The bridge fell.", "Vold resigned."
    return not (listed("pronouns", "finite", "be") | {"i", "we"}).intersection(found)


def is_heading_line(text: str, span: Span) -> bool:
    """Whether a span is a heading: a line of at most twelve words without a full stop, or a line with only a day.

    A row of a chronology, which opens with its day ("Oct. 22: the yard reopens"), is not a heading.
    """
    start, end = span
    shown = text[start:end]
    if is_day(shown):
        return True
    alone = text[:start].rstrip(" ")[-1:] in {"", "\n"} and text[end : end + 1] == "\n" and not text[end:].isspace()
    if not alone or shown[-1:] in '.!?:…"”’»)' or len(shown.split()) > _HEADING_WORDS:
        return False
    return not any(day.span[0] == 0 and day.span[1] < len(shown) for day in dates(shown))
