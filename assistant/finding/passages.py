"""Turns found passages into evidence sentence by sentence, for a reader of whole passages. Floor 2."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.attribution.ladders import ladders
from assistant.language.sentences import sentence_spans
from assistant.types import Evidence, Hit


def sentences_of(hits: Sequence[Hit]) -> list[Evidence]:
    """Every sentence of the passages with its ladder, each once, numbered from 1 in the order of the passages.

    Before the first sentence of a passage stands the one before it in its article: it may tell who "he" is. No hits
    give an empty list.
    """
    spans = {hit.article.id: sentence_spans(hit.article.text) for hit in hits}
    rungs = {hit.article.id: ladders(hit.article.text, hit.article.outlet, spans[hit.article.id]) for hit in hits}
    found: dict[tuple[str, int], Evidence] = {}
    for hit in hits:
        article, passage = hit.article, hit.passage
        inside = [
            at for at, (start, end) in enumerate(spans[article.id]) if passage.start <= start and end <= passage.end
        ]
        for at in ([inside[0] - 1] if inside and inside[0] else []) + inside:
            start, end = spans[article.id][at]
            piece = Evidence(len(found) + 1, article, start, end, rungs[article.id][at], hit.score)
            found.setdefault((article.id, start), piece)
    return list(found.values())
