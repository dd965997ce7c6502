"""What each of several named parties says, for comparisons and for "who is right"; no verdict. Floor 3."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering import people_lists
from assistant.answering.list_pools import ListOptions
from assistant.answering.material import UNSURE, Material, Row, plain_rows
from assistant.answering.pools import Pools
from assistant.answering.representative import apart, leans, one_for_each, repeats, voice
from assistant.attribution.roles import holds_role, role_in
from assistant.finding.refusal import is_possible_speaker
from assistant.language.outlets import same_outlet
from assistant.language.speech import noun
from assistant.language.terms import stems
from assistant.question.pronouns import NAME
from assistant.question.shape import topic_stems
from assistant.types import Evidence, Query

NO_VERDICT = "Who is right is not for Sayso to say; this is what the articles say about it."
_EACH = 2  # sentences for each party
_RELEVANT = 0.05  # chance from which a sentence counts as relevant to the topic
_MOST_SPEAKERS = 4
_SPOKEN = re.compile(r"[\"“][^\"“”]*[\"”]?")
_SAID_BY = re.compile(
    r"(?:(?:what|how|the (?:words|views?|statements?|positions?|accounts?) of)\s)?(?P<who>.+?)\s"
    r"(?:have\s|has\s|had\s|each\s|both\s)*(?:say|says|said|think|thinks|thought|believe[ds]?|claim(?:ed|s)?|tell|told"
    r"|see|saw|view(?:ed)?|describe[ds]?|react(?:ed)?|respond(?:ed)?|argue[ds]?)\b"
    r"(?:\s(?:about|of|on|to|over|regarding)\b)?(?P<topic>.*)",
    re.IGNORECASE,
)
_DETERMINED = re.compile(r"^(?:the\s)?(?:other|others|some|most|many|several)?\s?", re.IGNORECASE)
_OR = re.compile(r"\s(?:or|vs\.?|versus|and)\s", re.IGNORECASE)
_BETWEEN = re.compile(r"^(?:between|among)\s|^(?:the\s)?(?:row|dispute|argument)\s(?:between|of)\s", re.IGNORECASE)


def parties(subject: str) -> tuple[list[str], str]:
    """The two parties of a request for a verdict, and its topic, as in "the fee, the port or the union".

    No parties, and the whole subject as the topic, if it is not put so.
    """
    before, _, last = _BETWEEN.sub("", subject).rpartition(",")
    topic, rest = (before, last) if _OR.search(last) else ("", subject)
    named, _, about = rest.partition(" about ") if " about " in rest else rest.partition(" on ")
    sides = [one.strip() for one in _OR.split(named)]
    return (sides, (topic or about).strip()) if len(sides) == 2 and all(map(topic_stems, sides)) else ([], subject)


def speakers(subject: str) -> tuple[list[str], str]:
    """Whose words are compared, and on what: "what Vold and Marsh say about the fee"; nobody if it is not put so."""
    found = _SAID_BY.match(subject)
    names = [one.strip() for one in _OR.split(found["who"].replace(", ", " and ")) if one.strip()] if found else []
    return (names, found["topic"].strip(" ?.!")) if found and 2 <= len(names) <= _MOST_SPEAKERS else ([], "")


def whose_words(subject: str) -> tuple[list[str], str]:
    """Whose words a summary is to give, and on what: "what Vold and other dockers think of the fee".

    Nobody unless each is a name or a role; "people" are nobody in particular.
    """
    found = _SAID_BY.match(subject)
    who = re.split(r",\s", found["who"]) if found else []
    names = [re.sub(r"['’]s$", "", one.strip()) for part in who for one in _OR.split(part) if one.strip()]
    somebody = [_is_name(one) or role_in(one) or noun("bodies", one.split()[-1]) for one in names]
    return (names, found["topic"].strip(" ?.!")) if found and names and all(somebody) else ([], "")


def _is_name(words: str) -> bool:
    return bool(NAME.fullmatch(_DETERMINED.sub("", words)))


def each_in_own_words(pools: Pools, query: Query, names: Sequence[str], topic: str) -> Material:
    """What each of some speakers says on a topic, one after the other; no rows if nothing is found of any of them."""
    rows: list[Row] = []
    silent: list[str] = []
    chances: list[float] = []
    for one in names:
        asked = replace(query, text=f"What did {one} say{f' about {topic}' if topic else ''}?")
        weighed = [piece for piece in pools.weighed(asked) if not repeats(piece, [row.piece for row in rows])]
        role = "" if _is_name(one) else role_in(one)
        read = [piece for piece in weighed if (_has_role(role, piece) if role else _quotes_speaker(one, piece))]
        read = one_for_each(read, voice) if role else read
        own = apart([piece for piece in read if not leans(piece)] or read, _EACH)
        heading = ""
        if not own and role:
            silent.append(one)
        elif not own:  # a sentence without a known speaker may still be theirs
            own = apart(
                [piece for piece in weighed if piece.score >= _RELEVANT and is_possible_speaker(one, piece)], _EACH
            )
            heading = f"The speaker is not named; {one} is mentioned nearby"
            silent.append(one)
        rows += [Row(piece, heading or voice_name(piece, one), "names whose words follow") for piece in own]
        chances += [pools.chance(asked, own)] if own else []
    notes = (f"No sentence that was found is clearly in the words of {' or '.join(silent)} on this.",)
    return Material(
        tuple(rows), notes=notes if silent and rows else (), missing=notes[0], chance=min(chances, default=0.0)
    )


def _quotes_speaker(name: str, piece: Evidence) -> bool:
    """Whether somebody says a sentence; if its speaker is unknown, whether it quotes and names them."""
    if by := voice(piece):
        return set(stems(name)) <= set(stems(by.name))
    plain = _SPOKEN.sub(" ", piece.quote)
    return plain != piece.quote and set(stems(name)[-1:]) <= set(stems(plain))


def _has_role(role: str, piece: Evidence) -> bool:
    speaker = voice(piece)
    return bool(speaker and holds_role(role, speaker, piece.article))


def voice_name(piece: Evidence, asked: str) -> str:
    """The speaker of a sentence, as named in the articles; `asked` if the speaker is unknown."""
    return speaker.name if (speaker := voice(piece)) else asked


def sides(pools: Pools, query: Query, options: ListOptions) -> Material:
    """The sentences that name each of two parties, under their names; else what each voice says on the topic."""
    named, topic = parties(query.text)
    rows: list[Row] = []
    silent: list[str] = []
    for one in named:
        asked = f"What does {one} say about {topic}?" if topic else f"What does {one} say?"
        read = pools.weighed(replace(query, text=asked))
        shown = [row.piece for row in rows]
        own = [piece for piece in read if piece.score >= _RELEVANT and _names(one, piece) and not repeats(piece, shown)]
        rows += [Row(piece, f"Where {one} is named", "the quote or its source names it") for piece in apart(own, _EACH)]
        silent += [] if own else [one]
    if rows and len(silent) < len(named):
        notes = (f"Nothing was found that names {silent[0]} on this.",) if silent else ()
        return Material(tuple(rows), NO_VERDICT, notes, chance=UNSURE)
    found = people_lists.one_per_voice(pools, query, options)
    if not found.rows:
        found = Material(plain_rows(apart(pools.weighed(query), _EACH)), missing=found.missing, chance=UNSURE)
    return replace(found, opening=NO_VERDICT if found.rows else "")


def _names(name: str, piece: Evidence) -> bool:
    """Whether a sentence or its attribution names somebody."""
    rungs: Sequence[str] = [piece.article.outlet or "", *(one.name for one in piece.ladder)]
    own = set(stems(name))
    return own <= set(stems(piece.quote)) or any(own <= set(stems(one)) or same_outlet(name, one) for one in rungs)
