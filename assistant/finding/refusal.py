"""Refuses where it is certain that the index holds no answer, whoever would write it. Floor 2.

Certain is: nothing was found, a name that no article has, an outlet that is neither here nor cited, a speaker of whom
nothing is told. What only looks unlikely is no reason: a reader loses more by a false refusal than by quotes that come
closest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.attribution.proper import name_kind
from assistant.finding.units import LIKELY
from assistant.index.catalog import Catalog
from assistant.language.detect import foreign_language
from assistant.language.names import same_person
from assistant.language.outlets import mentions, same_outlet
from assistant.language.speech import listed as speech
from assistant.language.terms import content_words, is_stop, stem, stems, words
from assistant.question.shape import speaker_asked, topic_stems
from assistant.types import Evidence, Query

_CAPITALISED = re.compile(r"(?<![.?!]\s)(?<!^)\b[A-Z][\w’'-]+")
_NAME = re.compile(r"\b[A-ZÀ-Þ][\w’'-]+")
_NO = "The articles in the index do not answer this"

_FEW = 3  # words of matter, up to which a question says little of what to look for
_SLIGHT = 0.1  # chance of the best sentence
_NEIGHBOUR = 200  # characters beside a sentence in which it may be told who says it
_BESIDE = 600  # characters beside a quotation in which whoever speaks is named, if its own sentence does not
_OF_ONESELF = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b")
_ACCORDING = re.compile(r"\baccording to\b", re.IGNORECASE)
_TELLS = re.compile(r"[\"“”]")


def refusal(catalog: Catalog, query: Query, evidence: Sequence[Evidence]) -> str | None:
    """Why the index certainly does not answer, in a sentence for a reader, or None where it may.

    `evidence` are the sentences that were found, in any order, each with the chance that it answers. For a writer that
    cannot read; one that can decides for itself about all but what `unknown` tells.
    """
    if reason := nothing_found(catalog, query, evidence):
        return reason
    strangers = _strangers(catalog, query, evidence)
    if strangers and max(piece.score for piece in evidence) < LIKELY:
        return f"{_NO}: nothing in them names {_as_typed(strangers, query.asked)}."
    if absent := _absent_outlets(query, evidence):
        return f"{_NO}: nothing that was found is from or cites {', '.join(absent)}."
    if (speaker := speaker_asked(query.text)) and not _speaks(speaker, evidence, query.text):
        return f"{_NO}: nothing that was found is clearly told by {speaker}."
    if _hopeless(query, evidence):
        return f"{_NO}: nothing that was found bears on it."
    return None


def _hopeless(query: Query, evidence: Sequence[Evidence]) -> bool:
    """Whether a question of a few words finds nothing that is at all likely to answer or has one of its words.

    Of a longer one the sentences found have words enough to be worth a look.
    """
    asked = set(topic_stems(query.text))
    best = sorted(evidence, key=lambda piece: -piece.score)[:2]
    if len(asked) > _FEW or best[0].score >= _SLIGHT or query.language or names_in(query.asked):
        return False
    return not any(asked & set(stems(piece.quote)) for piece in best)


def nothing_found(catalog: Catalog, query: Query, evidence: Sequence[Evidence]) -> str | None:
    """That nothing was found, or that the question has names and no article has any of them; None where neither holds.

    One unknown name beside a known one may be a nickname: who can read sees.
    """
    if not evidence:
        return f"{_NO}: nothing in them bears on it."
    asked = [stem(word) for word in content_words(query.text)]
    if asked and not any(catalog.frequencies(asked).values()):
        return f"{_NO}: none of its words is in them."
    strangers = _strangers(catalog, query, evidence)
    if strangers and len(strangers) == len(names_in(query.text if query.reading else query.asked)):
        return f"{_NO}: nothing in them names {_as_typed(strangers, query.asked)}."
    return None


def _strangers(catalog: Catalog, query: Query, evidence: Sequence[Evidence]) -> list[str]:
    """The names of a question, in lower case, that no article has in any spelling."""
    kept = set(words(query.text))  # a word that was read as another one is not asked for any more
    names = {name: stem(name) for name in names_in(query.asked) if name in kept}
    counts = catalog.frequencies(list(names.values()))
    return [name for name, term in names.items() if not counts[term] and not _spelt_otherwise(name, evidence)]


def _as_typed(names: Sequence[str], question: str) -> str:
    """Lower-case names as the question has them, those that stand side by side as one."""
    typed: list[str] = []
    near = False
    for word in question.split():
        own = any(name in names for name in content_words(word))
        bare = re.sub(r"['’]s$", "", word.strip("¿?!.,;:()\"“”'‘’"))
        if own and near:
            typed[-1] += f" {bare}"
        elif own:
            typed.append(bare)
        near = own
    return ", ".join(typed)


def names_in(question: str) -> list[str]:
    """The names that a question turns on, in lower case: capitalised words, those of outlets and openers left out.

    None where the whole question is in capitals, or not certainly in English: German writes every noun large.
    """
    if question.isupper() or foreign_language(question) or not any(map(is_stop, words(question))):
        return []
    for (start, end), _ in reversed(mentions(question)):
        question = question[:start] + " " * (end - start) + question[end:]
    names = [word for name in _CAPITALISED.findall(question) for word in content_words(name)]
    matter = topic_stems(question)
    return [name for name in names if len(name) > 2 and not name[0].isdecimal() and stem(name) in matter]


def _spelt_otherwise(name: str, evidence: Sequence[Evidence]) -> bool:
    """Whether a name of the evidence is a variant of a name: Zaemsky for Zayemsky, Russia for Russian."""
    from rapidfuzz import fuzz

    shown = " ".join(f"{piece.quote} {piece.article.title or ''}" for piece in evidence)
    told = {word for printed in _NAME.findall(shown) for word in content_words(printed)}
    akin = len(name) >= 5 and any(word[:4] == name[:4] for word in told)
    return akin or any(fuzz.ratio(name, word) >= 80 for word in told)


def _absent_outlets(query: Query, evidence: Sequence[Evidence]) -> list[str]:
    """The outlets that a question asks of and that are neither in the index nor named by what was found."""
    told = [name for piece in evidence for _, name in mentions(piece.quote)]
    told += [rung.name for piece in evidence for rung in piece.ladder]
    return [name for name in query.absent_outlets if not any(same_outlet(name, other) for other in told)]


def may_be_said_by(name: str, piece: Evidence) -> bool:
    """Whether a sentence may be somebody's words: a source of it is them, or it quotes, is of them and names none."""
    below = _sources(piece)
    if below:
        return any(_bears(name, one) for one in below) or _as_the_body(name, piece)
    return bool(_TELLS.search(piece.quote)) and _has_name(name, f"{piece.quote} {piece.article.title or ''}")


def said_by_another(name: str, piece: Evidence) -> bool:
    """Whether a sentence names its sources, and somebody is none of them."""
    return bool(_sources(piece)) and not may_be_said_by(name, piece)


def _sources(piece: Evidence) -> list[str]:
    return [one.name for one in piece.ladder if one.kind != "outlet" and one.name != piece.article.outlet]


def _as_the_body(name: str, piece: Evidence) -> bool:
    """Whether "the company" says it, and a body of the name stands in the sentence, before it or in the title."""
    bodies = any(one.kind == "organisation" and one.name.islower() for one in piece.ladder)
    near = f"{piece.article.title or ''} {piece.article.text[max(0, piece.start - _BESIDE) : piece.end]}"
    return bodies and name_kind(name) != "person" and _has_name(name, near)


def _bears(name: str, source: str) -> bool:
    """Whether a source may be who is asked for: not of another first name, where both have one."""
    alone = len(name.split()) == 1 or len(source.split()) == 1
    if alone:
        return _has_name(name, source)
    first, other = name.lower().split()[0], source.lower().split()[0]
    short = _has_name(name, source) and len(min(first, other, key=len)) > 1  # Geoff is Geoffrey
    called = short and (first.startswith(other) or other.startswith(first))
    return called or same_person(name, source) or name.lower() in source.lower()


def _speaks(name: str, evidence: Sequence[Evidence], question: str) -> bool:
    """Whether anything is told by the bearer of a name, or stands in quotation marks beside it: then they may speak.

    What is so "according to" somebody may stand in any sentence with their name: a report from them, their figures.
    """
    if _ACCORDING.search(question) and any(_has_name(name, piece.quote) for piece in evidence):
        return True
    for piece in evidence:
        rungs = [rung.name for rung in piece.ladder] + [piece.article.author or "", piece.article.outlet or ""]
        if any(_has_name(name, rung) for rung in rungs):
            return True
        # Of another language than English it is not known which words tell of speaking.
        tells = _TELLS.search(piece.quote) or (piece.article.language or "en") != "en"
        if tells and _has_name(name, piece.quote):
            return True
    return any(may_be_told_by(name, piece) for piece in evidence)


def may_be_told_by(name: str, piece: Evidence) -> bool:
    """Whether a sentence whose speaker was not read may be somebody's: they are named near its quotation marks.

    Or it says "I" or "we" without any, as in an interview or a column, and the article names them.
    """
    if _sources(piece):
        return False
    text = piece.article.text
    if _TELLS.search(piece.quote):
        return _has_name(name, text[max(0, piece.start - _BESIDE) : piece.end + _BESIDE])
    return bool(_OF_ONESELF.search(piece.quote)) and content_words(name)[-1] in content_words(text)


def is_said_by(name: str, piece: Evidence) -> bool:
    """Whether a sentence is told by the bearer of a name, or tells with a verb of saying what they said."""
    article = piece.article
    rungs = [*(rung.name for rung in piece.ladder), article.author or "", article.outlet or ""]
    if any(_has_name(name, rung) for rung in rungs) or (article.language or "en") != "en":
        return True
    near = article.text[max(0, piece.start - _NEIGHBOUR) : piece.end + _NEIGHBOUR]
    verb = "|".join(sorted(speech("said", "claim", "weak"), key=len, reverse=True))
    last = re.escape(content_words(name)[-1])
    few = r"[^\w.!?]+(?:\w+[^\w.!?]+){0,5}?"  # words of the same sentence
    told = rf"\b{last}\b{few}(?:{verb})\b|\b(?:{verb}){few}{last}\b|according to[^.]*\b{last}\b"
    return bool(re.search(told, near, re.IGNORECASE))


def _has_name(name: str, text: str) -> bool:
    """Whether the last word of a name stands in a text, be it with a letter wrong."""
    from rapidfuzz import fuzz

    surname = content_words(name)[-1:]
    return bool(surname) and any(fuzz.ratio(surname[0], word) >= 80 for word in content_words(text))
