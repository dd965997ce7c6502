"""Abstains only if it is certain that the index holds no answer. Floor 2.

Reasons are: nothing was found, no article contains the name, the outlet is neither indexed nor cited, or nothing is
attributed to the speaker. A low probability is no reason: a false refusal costs the user more than the closest quotes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.attribution.proper import name_kind
from assistant.finding.asked_names import (
    as_typed,
    asks_who_is_nobody,
    beside_known,
    names_in,
    split_kind,
    unknown_names,
)
from assistant.finding.units import LIKELY
from assistant.index.catalog import Catalog
from assistant.language.names import same_person
from assistant.language.outlets import mentions, same_outlet
from assistant.language.speech import listed as speech
from assistant.language.terms import content_words, stem, stems
from assistant.question.shape import speaker_asked, topic_stems
from assistant.types import Evidence, Query

_NO = "The articles in the index do not answer this"

_FEW = 3  # topic words up to which a question is too vague to search with
_SLIGHT = 0.1  # probability of the best sentence from which it is shown anyway
_NEIGHBOUR = 200  # characters around a sentence in which its speaker may be named
_BESIDE = 600  # characters around a quotation in which its speaker is named, if not in its own sentence
_OF_ONESELF = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b")
_ACCORDING = re.compile(r"\baccording to\b", re.IGNORECASE)
_QUOTATION_MARK = re.compile(r"[\"“”]")


def refusal(catalog: Catalog, query: Query, evidence: Sequence[Evidence], *, vague: bool = False) -> str | None:
    """Why the index certainly does not answer, as a sentence for the user, or None if it may.

    `evidence` are the sentences found, in any order, scored with the probability that each answers. For writers that
    only quote; a language model decides for itself about everything but `nothing_found`. A `vague` question may share
    no word with what answers it.
    """
    if reason := nothing_found(catalog, query, evidence):
        return reason
    strangers = unknown_names(catalog, query, evidence)
    if strangers and max(piece.score for piece in evidence) < LIKELY and not beside_known(query.asked, strangers):
        return f"{_NO}: nothing in them names {as_typed(strangers, query.asked)}."
    if absent := _absent_outlets(query, evidence):
        return f"{_NO}: nothing that was found is from or cites {', '.join(absent)}."
    if (speaker := speaker_asked(query.text)) and not _speaks(speaker, evidence, query.text):
        return f"{_NO}: nothing that was found is clearly told by {speaker}."
    if not vague and _hopeless(query, evidence):
        return f"{_NO}: nothing that was found bears on it."
    return None


def _hopeless(query: Query, evidence: Sequence[Evidence]) -> bool:
    """Whether the best sentences for a short question are unlikely to answer and share none of its words.

    False for longer questions: their sentences share enough words to be worth showing.
    """
    asked = set(topic_stems(query.text))
    best = sorted(evidence, key=lambda piece: -piece.score)[:2]
    named = names_in(query.asked) or names_in(query.text)
    if len(asked) > _FEW or best[0].score >= _SLIGHT or query.language or named:
        return False
    return not any(asked & set(stems(piece.quote)) for piece in best)


def nothing_found(catalog: Catalog, query: Query, evidence: Sequence[Evidence]) -> str | None:
    """A refusal if nothing was found, or if no article has any word or any name of the question; else None.

    An unknown name next to a known one may be a nickname, so it is left to the writer.
    """
    strangers = unknown_names(catalog, query, evidence)
    every = len(strangers) == len(names_in(query.text if query.reading else query.asked))
    if strangers and (every or asks_who_is_nobody(query.asked, strangers)):
        return f"{_NO}: nothing in them names {as_typed(strangers, query.asked)}."
    if not evidence:
        return f"{_NO}: nothing in them bears on it."
    asked = [stem(word) for word in content_words(query.text)]
    if asked and not any(catalog.frequencies(asked).values()):
        return f"{_NO}: none of its words is in them."
    return None


def _absent_outlets(query: Query, evidence: Sequence[Evidence]) -> list[str]:
    """The outlets a question asks about that are neither in the index nor named in the evidence."""
    named = [name for piece in evidence for _, name in mentions(piece.quote)]
    named += [rung.name for piece in evidence for rung in piece.ladder]
    return [name for name in query.absent_outlets if not any(same_outlet(name, other) for other in named)]


def may_be_said_by(name: str, piece: Evidence) -> bool:
    """Whether a sentence may be somebody's words: they are a source of it, or it quotes, names them and no source."""
    sources = _sources(piece)
    if sources:
        return any(_is_same_source(name, one) for one in sources) or _as_the_body(name, piece)
    return bool(_QUOTATION_MARK.search(piece.quote)) and _has_name(name, f"{piece.quote} {piece.article.title or ''}")


def said_by_another(name: str, piece: Evidence) -> bool:
    """Whether a sentence names its sources and somebody is not among them."""
    return bool(_sources(piece)) and not may_be_said_by(name, piece)


def _sources(piece: Evidence) -> list[str]:
    return [one.name for one in piece.ladder if one.kind != "outlet" and one.name != piece.article.outlet]


def _as_the_body(name: str, piece: Evidence) -> bool:
    """Whether the source is "the company" or the like, and the organisation is named in or before the sentence."""
    bodies = any(one.kind == "organisation" and one.name.islower() for one in piece.ladder)
    near = f"{piece.article.title or ''} {piece.article.text[max(0, piece.start - _BESIDE) : piece.end]}"
    return bodies and name_kind(name) != "person" and _has_name(name, near)


def _is_same_source(name: str, source: str) -> bool:
    """Whether a source may be the person asked for: their first names must be compatible if both have one."""
    alone = len(name.split()) == 1 or len(source.split()) == 1
    if alone:
        return _has_name(name, source)
    first, other = name.lower().split()[0], source.lower().split()[0]
    short = _has_name(name, source) and len(min(first, other, key=len)) > 1  # Geoff is Geoffrey
    called = short and (first.startswith(other) or other.startswith(first))
    return called or same_person(name, source) or name.lower() in source.lower()


def _speaks(name: str, evidence: Sequence[Evidence], question: str) -> bool:
    """Whether any evidence may be somebody's words: they are a source, or are named next to quotation marks.

    For an "according to" question, any sentence with the name may be it: a report of theirs, their figures.
    """
    if _ACCORDING.search(question) and any(_has_name(name, piece.quote) for piece in evidence):
        return True
    for piece in evidence:
        rungs = [rung.name for rung in piece.ladder] + [piece.article.author or "", piece.article.outlet or ""]
        if any(_has_name(name, rung) for rung in rungs):
            return True
        # In languages other than English, speech verbs are not known.
        may_quote = _QUOTATION_MARK.search(piece.quote) or (piece.article.language or "en") != "en"
        if may_quote and _has_name(name, piece.quote):
            return True
    return any(is_possible_speaker(name, piece) for piece in evidence)


def is_possible_speaker(name: str, piece: Evidence) -> bool:
    """Whether somebody may be the speaker of a sentence without sources: they are named near its quotation marks.

    Also if it says "I" or "we" outside quotation marks, as in interviews and columns, and the article names them.
    """
    if _sources(piece):
        return False
    text = piece.article.text
    if _QUOTATION_MARK.search(piece.quote):
        return _has_name(name, text[max(0, piece.start - _BESIDE) : piece.end + _BESIDE])
    return bool(_OF_ONESELF.search(piece.quote)) and content_words(name)[-1] in content_words(text)


def is_said_by(name: str, piece: Evidence) -> bool:
    """Whether somebody is on the ladder, author or outlet of a sentence, or their name is near a speech verb."""
    article = piece.article
    rungs = [*(rung.name for rung in piece.ladder), article.author or "", article.outlet or ""]
    if any(_has_name(name, rung) for rung in rungs) or (article.language or "en") != "en":
        return True
    near = article.text[max(0, piece.start - _NEIGHBOUR) : piece.end + _NEIGHBOUR]
    verb = "|".join(sorted(speech("said", "claim", "weak"), key=len, reverse=True))
    last = re.escape(content_words(name)[-1])
    few = r"[^\w.!?]+(?:\w+[^\w.!?]+){0,5}?"  # words of the same sentence
    own = rf"\b{last}\b(?!['’]s\b)"  # "they said of Holt's complaint" is not what Holt said
    speech_of = rf"{own}{few}(?:{verb})\b|\b(?:{verb}){few}{own}|according to[^.]*\b{last}\b"
    return bool(re.search(speech_of, near, re.IGNORECASE))


def _has_name(name: str, text: str) -> bool:
    """Whether a text contains the last word of a name, allowing for a typo, or is the short name of an organisation."""
    from rapidfuzz import fuzz

    if (short := split_kind(name)) and text.lower().removeprefix("the ") == short[0].lower():
        return True
    surname = content_words(name)[-1:]
    return bool(surname) and any(fuzz.ratio(surname[0], word) >= 80 for word in content_words(text))
