"""Splits an article into passages at sentence boundaries, with exact offsets. Floor 2."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from assistant.language.sentences import sentence_spans
from assistant.models.tokens import count_tokens
from assistant.types import Passage, Span

MAX_WORDS = 180
MAX_TOKENS = 400  # effective only for tables of figures and text without spaces
MAX_CHARACTERS = 2000  # of one sentence: 180 English words are about 1,100

_WORD = re.compile(r"\S+")


def split(article_id: str, text: str, max_words: int = MAX_WORDS) -> list[Passage]:
    """The passages of a text, in order: runs of whole sentences of at most `max_words` words and MAX_TOKENS tokens.

    Every sentence lies in exactly one passage. A sentence that is too long is split between words, after punctuation if
    possible. Ids depend only on the article's id, the offset and the content. An empty text gives an empty list.
    """
    pieces = [piece for span in sentence_spans(text) for piece in _bounded(text, span, max_words)]
    return [_passage(article_id, text, run) for run in _runs(text, pieces, max_words)]


def _runs(text: str, pieces: Sequence[Span], max_words: int) -> list[Span]:
    """Spans of adjacent pieces, joined while they fit."""
    runs: list[Span] = []
    words = tokens = 0
    for start, end in pieces:
        more_words, more_tokens = len(_WORD.findall(text, start, end)), count_tokens(text[start:end])
        if runs and words + more_words <= max_words and tokens + more_tokens <= MAX_TOKENS:
            runs[-1] = (runs[-1][0], end)
            words, tokens = words + more_words, tokens + more_tokens
        else:
            runs.append((start, end))
            words, tokens = more_words, more_tokens
    return runs


def _bounded(text: str, span: Span, max_words: int) -> list[Span]:
    """The span itself if it fits, else parts of it, split between words."""
    words = [
        (at, min(at + MAX_CHARACTERS, end))
        for start, end in (found.span() for found in _WORD.finditer(text, *span))
        for at in range(start, end, MAX_CHARACTERS)
    ]
    parts: list[Span] = []
    while words:
        room = 1
        while room < min(len(words), max_words) and words[room][1] - words[0][0] <= MAX_CHARACTERS:
            room += 1
        if room < len(words):
            pauses = [at for at in range(room // 2, room) if text[words[at][1] - 1] in ",;:—"]
            room = pauses[-1] + 1 if pauses else room
        parts.append((words[0][0], words[room - 1][1]))
        words = words[room:]
    return parts


def _passage(article_id: str, text: str, span: Span) -> Passage:
    content = text[slice(*span)]
    digest = hashlib.sha256(f"{article_id}\0{span[0]}\0{content}".encode()).hexdigest()
    return Passage(digest[:20], article_id, span[0], span[1], content)
