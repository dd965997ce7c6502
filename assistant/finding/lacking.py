"""Says what a question has and the articles lack: words of the topic, or words of the speaker asked for. Floor 2."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.finding.asked_names import as_typed, beside_known, names_in, unknown_names
from assistant.finding.refusal import is_said_by
from assistant.index.catalog import Catalog
from assistant.language.terms import stem
from assistant.question.anchors import anchor_of
from assistant.question.decompose import blanked
from assistant.question.shape import speaker_asked, topic_stems
from assistant.types import Evidence, Query


def lacking(catalog: Catalog, query: Query, shown: Sequence[Evidence]) -> str:
    """What the shown quotes certainly lack, as a sentence that leads over to them; "" if they may lack nothing.

    Nobody whose words are asked for is clearly their speaker, or no article has a word or name of the question. A
    paraphrase may still answer, so nothing is said of words that only the quotes do not contain.
    """
    if query.language or not shown:
        return ""
    speaker = speaker_asked(query.text)
    if speaker and not any(is_said_by(speaker, one) for one in shown):
        return f"None of this is clearly in the words of {speaker}; it comes nearest:"
    if unknown := unknown_names(catalog, query, shown):
        rest = "on the rest, " if beside_known(query.asked, unknown) else ""
        return f"No article names {as_typed(unknown, query.asked)}; {rest}this comes nearest:"
    named = {stem(name) for name in names_in(query.asked)}
    anchor = anchor_of(query.text)  # of "since the strike", only the event is looked for
    text = f"{blanked(query.text, [anchor.span])} {anchor.event}" if anchor else query.text
    topic = {term: word for term, word in topic_stems(text).items() if term not in named}
    counts = catalog.frequencies(list(topic))
    missing = [f"“{word}”" for term, word in topic.items() if not counts.get(term)]
    if not missing:
        return ""
    words = " or ".join(filter(None, (", ".join(missing[:-1]), missing[-1])))
    return f"No article has the word {words}; this comes nearest:"
