"""Who criticises or supports somebody or something, and in which words. Floor 3."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass

from assistant.answering.list_pools import ListOptions, pool_on
from assistant.answering.material import UNSURE, Material, plain_rows
from assistant.answering.pools import Pools
from assistant.answering.representative import apart, one_for_each, voice
from assistant.language.lexicon import lexicon
from assistant.language.negation import has_negation
from assistant.language.speech import listed as speech
from assistant.language.terms import CAPITALISED, PRINTED_WORD, content_words, stem, stems
from assistant.question.shape import topic_stems
from assistant.types import Evidence, Query

_MOST = 4
_NEAREST = 2  # shown if nobody clearly takes the stance
_REACH = 7  # words between a verb of the stance, or a word of judgement, and whom it is about
_SUBJECT = 3  # words before such a verb in which its subject stands
_TURNED = 4  # words before it in which a "not" turns it round
_BEFORE = 300  # characters in which "it" or "them" may have been named
_OPENING = 8  # first words of a sentence, in which whoever says it is named
_CLAUSE = re.compile(r"[^,;:()–—]*")
_WHOLE_WORDS = r"(?<![\w’'-]){}(?![\w’'-])"
_POINTS_BACK = frozenset("it its him his her them their this that".split())


@dataclass(frozen=True, slots=True)
class _Stance:
    """For or against: the sections of the lexicon with its verbs and its judgements, and how it is asked for."""

    verbs: str
    judges: str
    asked: str
    nobody: str
    missing: str


_AGAINST = _Stance(
    "criticises",
    "blame",
    "Who criticises {}, and for what?",
    "Nobody is clearly named as a critic{}; this comes nearest:",
    "Nobody criticises it in so many words.",
)
_FOR = _Stance(
    "supports",
    "praise",
    "Who supports {}, and why?",
    "Nobody is clearly named as a supporter{}; this comes nearest:",
    "Nobody supports it in so many words.",
)


def critics(pools: Pools, query: Query, options: ListOptions) -> Material:
    """Sentences in which somebody criticises the subject, one for each voice; never words of the subject's own side.

    If there are none, the two nearest sentences are shown under a line that says so, and not as an answer.
    """
    return _voices(_AGAINST, pools, query, options)


def supporters(pools: Pools, query: Query, options: ListOptions) -> Material:
    """The same for sentences in which somebody supports, defends or praises the subject."""
    return _voices(_FOR, pools, query, options)


def _voices(stance: _Stance, pools: Pools, query: Query, options: ListOptions) -> Material:
    party = _party(query.text) if options.about else frozenset[str]()
    read = pool_on(pools, query, options, stance.asked, by_words=False)
    others = [one for one in read if not _is_own_side(one, party)]
    found = [one for one in others if _takes(stance, one, party)]
    each = apart(one_for_each(found, lambda one: voice(one) or one.key), options.most or _MOST)
    if each:
        return Material(plain_rows(each), chance=pools.chance(query, each) if options.about else 1.0)
    return Material(
        plain_rows(apart(others or read, _NEAREST)),
        opening=stance.nobody.format(f" of “{query.text.rstrip(' ?.!')}”" if options.about else ""),
        missing=stance.missing,
        chance=UNSURE,
    )


def _party(subject: str) -> frozenset[str]:
    """The stems by which the party is known: those of its name, else of all topic words."""
    names = {stem(word) for name in CAPITALISED.findall(subject) for word in content_words(name)}
    return frozenset(names or topic_stems(subject))


def _is_own_side(piece: Evidence, party: Set[str]) -> bool:
    """Whether the party or somebody who speaks for it says a sentence: "a Brightwell spokeswoman"."""
    if speaker := voice(piece):
        return bool(party & set(stems(speaker.name)))
    words = PRINTED_WORD.findall(piece.quote)[:_OPENING]
    says = next((at for at, word in enumerate(words) if word.lower() in speech("said", "claim", "weak")), 0)
    return any(party & set(stems(word)) for word in words[:says])


def _takes(stance: _Stance, piece: Evidence, party: Set[str]) -> bool:
    """Whether a sentence says that somebody takes the stance on the party, or somebody quoted judges it so."""
    words = PRINTED_WORD.findall(piece.quote)
    places = [at for at, word in enumerate(words) if not party or party & set(stems(word))]
    pronouns = [at for at, word in enumerate(words) if word.lower() in _POINTS_BACK]
    named_before = bool(party & set(stems(piece.article.text[max(0, piece.start - _BEFORE) : piece.start])))
    removes = lexicon().pattern("removal")
    for one in _found(stance.verbs, piece.quote):
        passive = words[one.last + 1 : one.last + 2] == ["by"]
        if passive and any(0 < one.first - at <= _REACH for at in places):
            return True
        own = bool(party) and any(0 < one.first - at <= _SUBJECT for at in places)  # the party itself does so
        if passive or own:
            continue
        for at in (at for at in places if 0 < at - one.last <= one.room):
            if not any(removes.fullmatch(word) for word in words[one.last + 1 : at + 2]):
                return True
        if named_before and one.last + 1 in pronouns:  # "backed it", not "criticised for his nature"
            return True
    judged = _found(stance.judges, piece.quote) if voice(piece) else ()
    return any(min(abs(at - one.first), abs(at - one.last)) <= _REACH for one in judged for at in places)


@dataclass(frozen=True, slots=True)
class _Found:
    """Where words stand in a sentence: the number of the first and last one, and how many follow in the clause."""

    first: int
    last: int
    room: int


def _found(section: str, text: str) -> Iterator[_Found]:
    """Where a section's patterns match in a text, unless a "not" precedes."""
    starts = [word.start() for word in PRINTED_WORD.finditer(text)]
    for found in lexicon().pattern(section, _WHOLE_WORDS).finditer(text):
        first = sum(start < found.start() for start in starts)
        last = max(first, sum(start < found.end() for start in starts) - 1)
        clause = _CLAUSE.match(text, found.end())
        room = sum(found.end() <= start < clause.end() for start in starts) if clause else 0
        if not has_negation(text[starts[max(0, first - _TURNED)] : found.start()]):
            yield _Found(first, last, min(room, _REACH))
