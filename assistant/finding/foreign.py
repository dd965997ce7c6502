"""Selects evidence for a question in another language: sentences that share its names. Floor 2."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.index.catalog import Catalog
from assistant.language.detect import code_of
from assistant.language.terms import PRINTED_WORD, content_words, stem, stems
from assistant.types import Evidence, Query


def sharing_names(catalog: Catalog, query: Query, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence sharing the most names and figures with the question, in its order; none if none are shared.

    The built-in embedder only handles English, so for other languages only these words are reliable; languages with
    word data use all content words. In a question without capitals, a name is a word that the evidence always
    capitalises.
    """
    typed = query.asked.replace("¿", "").split()
    printed = [word for word in typed[1:] if word[0].isupper() or word[0].isdecimal()]
    if query.asked.islower():
        printed = [word for word in typed if set(content_words(word)) & _names_in(evidence)]
    code = code_of(query.language)
    asked = {stem(word) for word in (content_words(query.asked, code) if code else content_words(" ".join(printed)))}
    known = {one for one, count in catalog.frequencies(sorted(asked)).items() if count}
    shared = [(len(known & set(stems(piece.quote))), piece) for piece in evidence]
    most = max((count for count, _ in shared), default=0)
    return [piece for count, piece in shared if count == most > 0]


def _names_in(evidence: Sequence[Evidence]) -> set[str]:
    """The words, in lower case, that the sentences always capitalise."""
    words = {word for piece in evidence for word in PRINTED_WORD.findall(piece.quote)}
    return {word.lower() for word in words if word[0].isupper()} - {word for word in words if word.islower()}
