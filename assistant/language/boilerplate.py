"""Separates the text of an article from the furniture of its page: captions, signatures, tables, links. Floor 1."""

from __future__ import annotations

from assistant.language.days import dates, is_day
from assistant.language.lexicon import lexicon
from assistant.types import Span

_HEADING_WORDS = 12
_NUMBERS = 0.4  # from this share of figures and capitals among its words, a long run is a table


def is_boilerplate(text: str) -> bool:
    """Whether a sentence belongs to the page and not to the article; such a sentence is never evidence."""
    words = text.split()
    if lexicon().pattern("furniture").search(text):
        return True
    odd = sum(word[0].isdigit() or (len(word) > 1 and word.isupper()) for word in words)
    return len(words) >= 12 and odd > _NUMBERS * len(words)


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
