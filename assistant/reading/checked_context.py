"""The sentences of a draft with what a checker is shown of the articles they cite. Floor 2."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.language.sentences import sentence_spans
from assistant.models.tokens import count_tokens
from assistant.types import Evidence

_AROUND = (3, 2)  # sentences shown before and after a cited one, besides its paragraph
_OPENING = 2  # first sentences of an article, which say what it is about


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence with the evidence that it cites.

    `beside` is further evidence to show the checker: what the writer had read, if the sentence says what it lacks.
    """

    text: str
    cited: tuple[Evidence, ...] = ()
    beside: tuple[Evidence, ...] = ()


def context_sentences(piece: Evidence) -> list[Evidence]:
    """The opening of a piece's article, its paragraph and adjacent sentences, in text order, all with its key."""
    text, before, after = piece.article.text, *_AROUND
    opening = text.rfind("\n", 0, piece.start) + 1
    closing = text.find("\n", piece.end)
    spans = sentence_spans(text)
    own = [at for at, (start, end) in enumerate(spans) if start < piece.end and end > piece.start]
    if not own:
        return [piece]
    closing = len(text) if closing < 0 else closing
    shown = [
        span
        for at, span in enumerate(spans)
        if at < _OPENING or own[0] - before <= at <= own[-1] + after or (opening <= span[0] and span[1] <= closing)
    ]
    return [replace(piece, start=start, end=end) for start, end in shown]


def with_context(sentences: Sequence[CitedSentence]) -> tuple[list[Evidence], list[list[int]]]:
    """The cited sentences with their context, once each, keys from 1; and the keys each draft sentence cites."""
    spans: dict[tuple[str, int, int], Evidence] = {}
    for sentence in sentences:
        shown = [one for piece in sentence.cited for one in context_sentences(piece)]
        for one in (*shown, *sentence.beside):
            spans.setdefault((one.article.id, one.start, one.end), one)
    ordered = [replace(one, key=number) for number, one in enumerate(spans.values(), 1)]
    own = [
        [
            one.key
            for one in ordered
            if any(
                one.article.id == piece.article.id and one.start < piece.end and one.end > piece.start
                for piece in sentence.cited
            )
        ]
        for sentence in sentences
    ]
    return ordered, own


def context_tokens(sentences: Sequence[CitedSentence]) -> int:
    """How many tokens the cited sentences take with their context."""
    return sum(count_tokens(one.quote) + 8 for one in with_context(sentences)[0])
