"""Splits retrieved passages into evidence sentences, for a model that reads whole passages. Floor 2."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from assistant.attribution.ladders import ladders
from assistant.language.boilerplate import is_boilerplate
from assistant.language.sentences import sentence_spans
from assistant.types import Attribution, Evidence, Hit, Span


def sentences_of(hits: Sequence[Hit]) -> list[Evidence]:
    """Every sentence of the passages with its ladder, once, numbered from 1 in passage order.

    The adjacent sentences of the article are included: the one before may name who "he" is, the one after often
    answers a question in the last. Boilerplate is left out. No hits give an empty list.
    """
    read = {hit.article.id: ladders_of(hit.article.text, hit.article.outlet) for hit in hits}
    found: dict[tuple[str, int], Evidence] = {}
    for hit in hits:
        article, passage = hit.article, hit.passage
        spans, rungs = read[article.id]
        inside = [at for at, (start, end) in enumerate(spans) if passage.start <= start and end <= passage.end]
        beside = range(max(0, inside[0] - 1), min(len(spans), inside[-1] + 2)) if inside else ()
        for at in beside:
            start, end = spans[at]
            if is_boilerplate(article.text[start:end]):
                continue
            piece = Evidence(len(found) + 1, article, start, end, rungs[at], hit.score)
            found.setdefault((article.id, start), piece)
    return list(found.values())


@lru_cache(maxsize=64)  # the sentences of a draft and the questions of a talk use the same articles
def ladders_of(text: str, outlet: str | None) -> tuple[tuple[Span, ...], tuple[tuple[Attribution, ...], ...]]:
    """The sentence spans of an article and the ladder of each, in text order."""
    spans = sentence_spans(text)
    return tuple(spans), tuple(ladders(text, outlet, spans))
