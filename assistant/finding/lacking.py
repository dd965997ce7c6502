"""What a question asks for and nothing that is shown has: the words of its speaker, or of its matter. Floor 2."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.finding.refusal import is_said_by, names_in
from assistant.finding.relevance import words_around
from assistant.index.catalog import Catalog
from assistant.language.terms import stem
from assistant.question.account_questions import asks_whether
from assistant.question.shape import speaker_asked, topic_stems
from assistant.types import Evidence, Query


def lacking(catalog: Catalog, query: Query, shown: Sequence[Evidence]) -> str:
    """What quotes that may not answer lack of what was asked, as the end of a sentence; "" where that is not certain.

    Other words may tell the same, so only words are said to be missing: all those of the matter but names, in the
    quotes and around them; or of a question for a yes or a no, one that no article has.
    """
    if query.language or not shown:
        return ""
    speaker = speaker_asked(query.text)
    if speaker and not any(is_said_by(speaker, one) for one in shown):
        return "none of these quotes is clearly in the words asked for"
    names = {stem(name) for name in names_in(query.asked)}
    plain = {term: word for term, word in topic_stems(query.text).items() if term not in names}
    around = {stem(word) for one in shown for word in words_around(one)}
    missing = [word for term, word in plain.items() if term not in around]
    if len(missing) < len(plain):
        unheard = catalog.frequencies([stem(word) for word in missing]) if asks_whether(query.text) else {}
        missing = [word for word in missing if unheard.get(stem(word)) == 0]
    if not missing:
        return ""
    quoted = [f"“{word}”" for word in missing]
    words = " or ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))
    return f"neither these quotes nor what stands beside them have the word {words}"
