"""Texts made comparable: quotation marks, dashes, accents, spaces and citation marks evened out. Floor 4.

Both sides of a comparison pass through it, so a pattern may be typed on any keyboard.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_EVEN = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‑": "-"}
)
_MARKS = re.compile(r"\s*\[\d+(?:\s*[,;]\s*\d+)*\]")


def even(text: str) -> str:
    """The text with straight quotation marks, plain hyphens and no accents. Its spaces stay."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_EVEN))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def evened(text: str) -> str:
    """The text evened out, its citation marks ([1], [2, 3]) gone, each run of white space one space."""
    return " ".join(_MARKS.sub("", even(text)).split())


@cache
def pattern(alternative: str) -> re.Pattern[str]:
    """A gold file's pattern, ready to search in `evened` text, capitals or not. Raises re.error for a bad one."""
    return re.compile(even(alternative), re.IGNORECASE)


def says(text: str, alternatives: tuple[str, ...]) -> str | None:
    """The words of a text that meet any of the alternatives, or None. The text may be raw."""
    even_text = evened(text)
    for alternative in alternatives:
        found = pattern(alternative).search(even_text)
        if found:
            return found.group()
    return None


def plain_words(text: str) -> list[str]:
    """The words of a text, citation marks not counted."""
    return re.findall(r"\w+(?:[.,'’-]\w+)*", _MARKS.sub("", text))
