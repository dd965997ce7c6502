"""Turns found passages into evidence sentence by sentence, for a reader of whole passages. Floor 2."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.attribution.ladders import ladders
from assistant.language.furniture import is_furniture
from assistant.language.sentences import sentence_spans
from assistant.types import Evidence, Hit


def sentences_of(hits: Sequence[Hit]) -> list[Evidence]:
    """Every sentence of the passages with its ladder, each once, numbered from 1 in the order of the passages.

    The sentences next to a passage in its article come with it: the one before may tell who "he" is, the one behind is
    often the answer to the question in the last. What a page says of itself is left out. No hits give an empty list.
    """
    spans = {hit.article.id: sentence_spans(hit.article.text) for hit in hits}
    rungs = {hit.article.id: ladders(hit.article.text, hit.article.outlet, spans[hit.article.id]) for hit in hits}
    found: dict[tuple[str, int], Evidence] = {}
    for hit in hits:
        article, passage = hit.article, hit.passage
        inside = [
            at for at, (start, end) in enumerate(spans[article.id]) if passage.start <= start and end <= passage.end
        ]
        beside = range(max(0, inside[0] - 1), min(len(spans[article.id]), inside[-1] + 2)) if inside else ()
        for at in beside:
            start, end = spans[article.id][at]
            if is_furniture(article.text[start:end]):
                continue
            piece = Evidence(len(found) + 1, article, start, end, rungs[article.id][at], hit.score)
            found.setdefault((article.id, start), piece)
    return list(found.values())
