"""Says what the shown quotes lack: the words of the speaker asked for, or words of the topic. Floor 2."""

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
    """What the shown quotes lack, as the end of a sentence; "" if that is not certain.

    A paraphrase may still answer, so only words are reported as missing: all topic words other than names, if none
    occurs in or around the quotes; for a yes-or-no question, any topic word that no article contains.
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
        counts = catalog.frequencies([stem(word) for word in missing]) if asks_whether(query.text) else {}
        missing = [word for word in missing if counts.get(stem(word)) == 0]
    if not missing:
        return ""
    quoted = [f"“{word}”" for word in missing]
    words = " or ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))
    return f"neither these quotes nor the sentences around them contain the word {words}"
