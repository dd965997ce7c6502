"""Finds in the article who says what a sentence of an answer repeats. Floor 4.

For answers that name no ladder: a pipeline that drops attribution must not go unmeasured because it drops it all.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.types import Attribution, Evidence, Span
from evals.plain import evened

_ALIKE = 0.5  # share of an answer sentence's words that the article's sentence must have to be its source


def ladder_there(text: str, evidence: Evidence) -> tuple[Attribution, ...]:
    """The ladder of the article's sentence, within the cited place, that is most like the text; empty if none is."""
    said = _words(text)
    best: tuple[Attribution, ...] = ()
    likeness = 0.0
    for (start, end), ladder in _ladders(evidence.article.text, evidence.article.outlet):
        if start < evidence.end and end > evidence.start and said:
            shared = len(said & _words(evidence.article.text[start:end])) / len(said)
            if shared > likeness:
                best, likeness = ladder, shared
    return best if likeness >= _ALIKE else ()


@lru_cache(maxsize=64)
def _ladders(text: str, outlet: str | None) -> tuple[tuple[Span, tuple[Attribution, ...]], ...]:
    from assistant.attribution.ladders import ladders
    from assistant.language.sentences import sentence_spans

    spans = sentence_spans(text)
    return tuple(zip(spans, ladders(text, outlet, spans), strict=True))


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", evened(text).lower()) if len(word) > 2}
