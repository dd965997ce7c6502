"""Answers whether accounts of a topic agree, by comparing two of different origin. Floor 3."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.answering.material import UNSURE
from assistant.answering.pools import Pools
from assistant.attribution.origins import find_origins
from assistant.checking.check import check_exact
from assistant.disputes.find import find_disputes
from assistant.disputes.same_voice import same_voice
from assistant.disputes.statement import alike, statement_of
from assistant.finding.asked_names import names_in
from assistant.finding.units import LIKELY
from assistant.language.analyse import analyse
from assistant.language.figures import Figure, dates, figures
from assistant.language.lexicon import lexicon
from assistant.language.terms import content_words, stem, stems
from assistant.question.shape import question_shape, topic_stems
from assistant.types import Answer, Dispute, DraftSentence, Evidence, Hit, Query, Usage
from assistant.writing.numbering import Numbering, not_in_corpus
from assistant.writing.quotes import QuotesWriter

# The other account must have this chance of answering, and this share of the likeliest one's.
_LEAST, _SHARE = 0.003, 0.15
_VAGUE = 2  # topic words below which a topic is vague
_MOST_PAIRED = 16  # likeliest sentences among which the other account is looked for
_HOW_LONG = re.compile(r"\bhow (?:long|old|often)\b", re.IGNORECASE)
_HOW_MANY = re.compile(r"\bhow many\b", re.IGNORECASE)
_NEAREST = "No two accounts of this contradict each other for certain; these two come nearest:"
_FIGURES = "No two figures on this contradict each other for certain; these two come nearest:"
_SHARED = "No two figures on this contradict each other for certain; these two accounts have a figure in common:"
_UNCLEAR = "No two accounts of this were clearly found; these two come nearest, but may be about something else:"
_ALONE = "No two accounts of this were found to set side by side; this comes nearest:"
_NONE = "No two accounts of this were found to set side by side."


def on_agreement(
    query: Query, sentences: Sequence[Evidence], disputes: Sequence[Dispute], hits: Sequence[Hit], usage: Usage
) -> Answer:
    """The accounts that contradict each other on the query's topic; else the two closest; else that there is only one.

    `sentences` are those found for the query, best first, scored by their chance of answering; `disputes` are the
    disputes between them. If the topic is a number or a day, only sentences with one count. Without any account the
    answer is `not_in_corpus`.
    """
    if disputes:
        numbering = Numbering(query, sentences, disputes, QuotesWriter.name)
        _quote(numbering, QuotesWriter(()).write(query, sentences, disputes), sentences)
        return numbering.answer(usage, final=True)
    shown, opening = _side_by_side(query.text, sentences)
    if not shown:
        return replace(not_in_corpus(query, hits, QuotesWriter.name, _NONE), usage=usage)
    numbering = Numbering(query, sentences, (), QuotesWriter.name, chance=UNSURE, opening=opening)
    _quote(numbering, QuotesWriter(shown).write(query, sentences, ()), sentences)
    return numbering.answer(usage, final=True)


def disputed_anywhere(pools: Pools, query: Query) -> Answer | None:
    """The certain disputes among the accounts of the newest articles, whatever their topic; None if there is none."""
    pieces = pools.whole(pools.articles(query.filters))
    telling = sorted(pieces, key=lambda one: not analyse(one.quote).has_denial)  # the rest keeps its order
    pieces = [replace(one, key=key) for key, one in enumerate(telling, 1)]
    disputes = find_disputes(pieces, "")
    if not disputes:
        return None
    numbering = Numbering(query, pieces, disputes, QuotesWriter.name)
    _quote(numbering, QuotesWriter(()).write(query, pieces, disputes), pieces)
    return numbering.answer(Usage(), final=True)


def _side_by_side(question: str, sentences: Sequence[Evidence]) -> tuple[Sequence[Evidence], str]:
    """Two accounts of different origin, or one, and the line above them; none if nothing is clear.

    One alone has half of the topic's words, and all of them without the number or day that is asked for.
    """
    thing = question_shape(question).thing
    of_thing = [
        one
        for one in sentences
        if (thing != "number" or _figures_of(question, one)) and (thing != "date" or dates(one.quote))
    ]
    topic = set(topic_stems(question))
    shared = {one.key: len(topic & set(stems(one.quote))) for one in sentences}
    # A topic of one word may be told in any words: "how many left?".
    if pair := _nearest([one for one in of_thing if shared[one.key] or len(topic) < _VAGUE]):
        plain = topic - {stem(name) for name in names_in(question)}
        bear = all(one.score >= LIKELY or shared[one.key] > len(topic) / 2 for one in pair)
        if not bear or not any(one.score >= LIKELY or not plain or plain & set(stems(one.quote)) for one in pair):
            return pair, _UNCLEAR
        own, other = (_figures_of(question, one) for one in pair)
        return pair, _NEAREST if thing != "number" else _SHARED if own & other else _FIGURES
    for found, least in ((of_thing, len(topic) / 2), (sentences, len(topic))):
        if found and found[0].score >= LIKELY and shared[found[0].key] >= least:
            return found[:1], _ALONE
    return (), _ALONE


def _nearest(sentences: Sequence[Evidence]) -> tuple[Evidence, Evidence] | None:
    """The likeliest sentence and the most similar and likely one of different voice and origin; None without such."""
    if not sentences:
        return None
    first = sentences[0]
    least = max(_LEAST, _SHARE * first.score)
    others = [one for one in sentences[1:_MOST_PAIRED] if one.score >= least and not same_voice(first, one)]
    others = [one for one in others if len(find_origins((first, one))) > 1]
    if not others or first.score < least:
        return None
    statement = statement_of(first)
    return first, max(others, key=lambda one: alike(statement, statement_of(one)) * one.score)


def _figures_of(question: str, piece: Evidence) -> set[tuple[float, str | None]]:
    """The figures of a sentence, by value and unit, of the kind that a question asks for.

    Of the unit that it names ("how many days"), else what is counted ("how many") or measured ("how much"), or how long
    something lasts ("how long"). Times of day, ranks and multiples ("three times") are none.
    """
    named = {one.unit for word in content_words(question) for one in figures(f"5 {word}") if one.unit}
    lasting = lexicon().words("lasting")

    def asked(one: Figure) -> bool:
        if one.unit in ("clock", "ordinal") or one.noun in ("time", "times"):
            return False
        if named:
            return one.unit in named
        if _HOW_LONG.search(question):
            return one.unit is None or one.unit in lasting
        return one.unit in (None, "%") if _HOW_MANY.search(question) else one.unit not in lasting

    return {(one.value, one.unit) for one in figures(piece.quote) if asked(one)}


def _quote(numbering: Numbering, drafts: Iterable[DraftSentence], sentences: Sequence[Evidence]) -> None:
    by_key = {piece.key: piece for piece in sentences}
    for draft in drafts:
        numbering.add(draft, check_exact(draft.text, [by_key[key] for key in draft.keys]))
