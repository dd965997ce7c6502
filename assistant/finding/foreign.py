"""What a question in another language can be answered with: sentences that share its words. Floor 2."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.index.catalog import Catalog
from assistant.language.terms import content_words, stem, stems
from assistant.language.tongue import code_of
from assistant.types import Evidence, Query

_ENOUGH = 2  # names or figures that a sentence shares: one of several says too little of what is asked


def sharing_names(catalog: Catalog, query: Query, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence that has most names and figures of the question; none where the articles know none of them.

    The built-in embedder reads English: of a question in another language only such words can be trusted, and where
    the language has word data, all that are no little words.
    """
    printed = [word for word in query.asked.replace("¿", "").split()[1:] if word[0].isupper() or word[0].isdecimal()]
    code = code_of(query.language)
    told = content_words(query.asked, code) if code else content_words(" ".join(printed))
    asked = {stem(word) for word in told}
    known = {one for one, count in catalog.frequencies(sorted(asked)).items() if count}
    shared = [(len(known & set(stems(piece.quote))), piece) for piece in evidence]
    most = max((count for count, _ in shared), default=0)
    enough = most >= min(_ENOUGH, len(asked))
    return [piece for count, piece in shared if count == most > 0 and enough]
