"""Who criticises somebody or something, and in which words. Floor 3."""

from __future__ import annotations

from collections.abc import Set

from assistant.answering.lists import ListOptions, pool_on
from assistant.answering.material import UNSURE, Material, plain_rows
from assistant.answering.pools import Pools
from assistant.answering.representative import apart, one_for_each, voice
from assistant.language.lexicon import lexicon
from assistant.language.speech import listed as speech
from assistant.language.terms import CAPITALISED, PRINTED_WORD, content_words, stem, stems
from assistant.question.shape import topic_stems
from assistant.types import Evidence, Query

_MOST = 4
_NEAREST = 2  # shown if nobody is clearly a critic
_REACH = 7  # words between a verb of criticism and whom it is about
_SUBJECT = 3  # words before such a verb in which its subject stands
_BEFORE = 300  # characters in which "it" or "them" may have been named
_OPENING = 8  # first words of a sentence, in which whoever says it is named
_POINTS_BACK = frozenset("it its him his her them their this that".split())
_NO_CRITIC = "Nobody is clearly named as a critic{}. The nearest:"


def critics(pools: Pools, query: Query, options: ListOptions) -> Material:
    """Sentences in which somebody criticises the subject, one for each voice; never words of the subject's own side.

    If there are none, the two nearest sentences are shown under a line that says so, and not as an answer.
    """
    party = _party(query.text) if options.about else frozenset[str]()
    read = pool_on(pools, query, options, "Who criticises {}, and for what?", by_words=False)
    others = [one for one in read if not _is_own_side(one, party)]
    found = [one for one in others if _criticises(one, party)]
    each = apart(one_for_each(found, lambda one: voice(one) or one.key), options.most or _MOST)
    if each:
        return Material(plain_rows(each), chance=pools.chance(query, each) if options.about else 1.0)
    opening = _NO_CRITIC.format(f" of “{query.text.rstrip(' ?.!')}”" if options.about else "")
    return Material(
        plain_rows(apart(others or read, _NEAREST)),
        opening=opening,
        missing="Nobody criticises it in so many words.",
        chance=UNSURE,
    )


def _party(subject: str) -> frozenset[str]:
    """The stems by which the criticised party is known: those of its name, else of all topic words."""
    names = {stem(word) for name in CAPITALISED.findall(subject) for word in content_words(name)}
    return frozenset(names or topic_stems(subject))


def _is_own_side(piece: Evidence, party: Set[str]) -> bool:
    """Whether the criticised party or somebody who speaks for it says a sentence: "a Brightwell spokeswoman"."""
    if speaker := voice(piece):
        return bool(party & set(stems(speaker.name)))
    words = PRINTED_WORD.findall(piece.quote)[:_OPENING]
    says = next((at for at, word in enumerate(words) if word.lower() in speech("said", "claim", "weak")), 0)
    return any(party & set(stems(word)) for word in words[:says])


def _criticises(piece: Evidence, party: Set[str]) -> bool:
    """Whether a sentence says that the party is criticised, or somebody quoted names it with a word of blame."""
    word_data, words = lexicon(), PRINTED_WORD.findall(piece.quote)
    places = [at for at, word in enumerate(words) if not party or party & set(stems(word))]
    objects = list(places)
    if party & set(stems(piece.article.text[max(0, piece.start - _BEFORE) : piece.start])):
        objects += [at for at, word in enumerate(words) if word.lower() in _POINTS_BACK]
    for verb in (at for at, word in enumerate(words) if word_data.pattern("criticises").fullmatch(word)):
        passive = words[verb + 1 : verb + 2] == ["by"]
        if passive and any(0 < verb - at <= _REACH for at in places):
            return True
        own = bool(party) and any(0 < verb - at <= _SUBJECT for at in places)  # the party itself criticises
        if not passive and not own and any(0 < at - verb <= _REACH for at in objects):
            return True
    return bool(voice(piece) and places and word_data.pattern("blame").search(piece.quote))
