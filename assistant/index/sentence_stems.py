"""The stems of each sentence of a passage, computed once when the passage is stored. Floor 1."""

from __future__ import annotations

import re

from assistant.language.terms import content_words, stem

_SENTENCE_END = re.compile(r"(?<=[.!?…][\"”’)])\s+|(?<=[.!?…])\s+|\n+")


def sentence_stems(text: str) -> str:
    """A line for each sentence that says something: how many content words it has, each counted once, and their stems.

    The separators are single spaces and newlines. Bounds of sentences are taken as printed: one that an abbreviation
    cuts in two does no harm here.
    """
    lines = []
    for sentence in _SENTENCE_END.split(text):
        words = dict.fromkeys(content_words(sentence))
        if words:
            lines.append(" ".join([str(len(words)), *dict.fromkeys(stem(word) for word in words)]))
    return "\n".join(lines)
