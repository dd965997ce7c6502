"""Rewrites a follow-up question as a standalone one, by rules, from the conversation so far. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.finding.spelling_correction import is_english
from assistant.language.outlets import matching, mentions
from assistant.language.terms import content_words, stem
from assistant.question.decompose import blanked, topic_words
from assistant.question.elliptical import IS_IT_TRUE, answered_by, asked_again
from assistant.question.pronouns import HE_OR_SHE, NAME, last_person, names_in_order, with_person
from assistant.question.request_patterns import AUX, request_words
from assistant.question.shape import topic_stems
from assistant.types import Turn

_MOST_BORROWED = 8  # words taken from an earlier question; more would outweigh the new one
_FEW_WORDS = 3  # a question with fewer content words depends on the one before
_OPENS = re.compile(r"(?:and|but|so|or|then|also|ok(?:ay)?|well|right|hm+)\b[,\s]*", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?:(?:and|but|so|or|then)\s)?(?:what|how)\sabout\b\s*"
    r"|(?:and|or|but)\s(?!(?:who|what|when|where|why|how|which|whose|whom|did|do|does|is|are|was|were|has|have"
    r"|had|will|can"
    r"|could|would|should|if|in|on|at|by)\b)(?=[^?]{1,40}\??$)",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|this|that|these|those|there|then|such|same|latter"
    r"|former|else|instead|more|another|the (?:report|story|article|claim|statement|denial|figure|number|move|decision"
    r"|paper|outlet|piece|deal|plan|visit|source|analyst|official|ambassador|company|country|man|woman|others?|first"
    r"|second))\b",
    re.IGNORECASE,
)
# "that" and "there" point back unless they only join or open a clause: "said that Russia", "is there a".
_JOINS = re.compile(
    r"\b(?:(?:say|says|said|claim\w*|report\w*|den(?:y|ies|ied)|suggest\w*|state[sd]?|believe[sd]?|know|knew"
    r"|think|thought|\w+ly"
    r"|show(?:s|ed|n)?|prove[sd]?|told (?:\w+)|announce[sd]?|add(?:s|ed)?|so|fact|[a-z]+s)\sthat\s(?=\w)"
    r"|(?:is|are|was|were|has|have|will) there\b|there (?:is|are|was|were)\b|it (?:is|was) (?:said|reported|true)\b"
    r"|more than\b|such as\b|what else\b)",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"\b(?:did|does|do|has|have|had)\s(?P<who>(?:[\w’'.-]+\s){1,4}?)(?:ever\s|also\s)?(?:say|said|tell|told|think|thought"
    r"|claim(?:ed)?|deny|denied|respond(?:ed)?|reply|replied|react(?:ed)?|comment(?:ed)?|call(?:ed)?|describe[ds]?)\b",
    re.IGNORECASE,
)
# Asks who or what somebody is, how old or where from, and nothing beyond the name.
_OF_ITSELF = re.compile(
    r"(?:who|what|where|when|how(?:\s\w+)?)(?:['’]?s|\s(?:is|are|was|were))\s(?P<whom>[^?]+?)"
    r"(?:\s(?:born|from|based|like|about|called))?[\s?.!]*$",
    re.IGNORECASE,
)
# Names what it asks for, and not only who or what did it: "how many branches", "which port", "what fee".
_NAMES_ITS_THING = re.compile(
    rf"(?:how\s(?:many|much)|which|whose|what)\s(?!{AUX}\b|(?:of|about|the|else|more|he|she|it|they)\b)[a-z][\w’'-]+\s",
    re.IGNORECASE,
)
_OPENS_CLAUSE = re.compile(r"\b(?:that|who|whom|which|what|when|where|why|how|if|whether|because|say|said|think|and)\b")


def standalone(question: str, talk: Sequence[Turn]) -> str:
    """The question with the context it depends on; unchanged if it needs none.

    "He" or "she" becomes the last person named, "And Marsh?" or "And in 2021?" the previous question for another name
    or period, and "Why?" that of the previous question. Whatever else is missing is appended in brackets: the topic
    words of the previous question and of the last one that stood by itself, not of all between them.
    """
    return _standalone(question, _context(talk), talk)[0] if talk else question


@dataclass(frozen=True, slots=True)
class _Context:
    """What a follow-up may borrow: the question before, made standalone, its own topic, and that of the whole talk."""

    before: str = ""
    own: str = ""
    talk: str = ""

    @property
    def topic(self) -> list[str]:
        """The words of both topics, in order and without repeats."""
        return list(dict.fromkeys(f"{self.own} {self.talk}".split()))


def _context(talk: Sequence[Turn]) -> _Context:
    """What a conversation leaves to borrow; its topic is that of the last question that stood alone."""
    context = _Context()
    for at, turn in enumerate(talk):
        asked, leaning = _standalone(turn.question, context, talk[:at])
        own = asked.partition(" (")[0]
        context = _Context(asked, _topic(own), context.talk) if leaning else _Context(asked, "", _topic(asked))
    return context


def _standalone(question: str, context: _Context, talk: Sequence[Turn]) -> tuple[str, bool]:
    """A question made standalone, and whether it goes on with the topic of the talk."""
    question = IS_IT_TRUE.sub("", question)
    if not talk or not _leans(question):
        return question, False
    if again := asked_again(question, context.before):
        return again, False
    topic = context.topic
    opening = _ABOUT.match(question)
    if opening and len(content_words(question[opening.end() :])) <= _FEW_WORDS:
        new = question[opening.end() :].strip(" ?.!")
        if mentions(new):
            words = " ".join(topic)
            topic = blanked(words, [span for span, _ in mentions(words)]).split()
        elif not NAME.search(new):  # another thing of the same subject, whose name is enough
            topic = _named(topic, talk) or topic
        return _with_context(new, _fresh(topic, new, _MOST_BORROWED + 4)), True
    own = question[match.end() :] if (match := _OPENS.match(question)) else question
    if turned_to_speaker(own) and (earlier := _speaker(context.before)):  # the question has moved on to another speaker
        earlier_stems = {stem(word) for word in content_words(earlier)}
        topic = [word for word in topic if not {stem(one) for one in content_words(word)} & earlier_stems]
    if not content_words(own):
        topic = [*answered_by(talk[-1]), *topic]
    if HE_OR_SHE.search(own) and (person := " ".join(last_person(talk))):
        whole = not _POINTS_BACK.search(HE_OR_SHE.sub(" ", _JOINS.sub(" ", own))) and _has_its_topic(own)
        own = with_person(own, person)
        topic = [] if whole else topic
    return _with_context(own.strip(), _fresh(topic, own, _MOST_BORROWED)), True


def _has_its_topic(question: str) -> bool:
    """Whether a question says what it is about besides "he" or "she": "What does she say about Nike?"."""
    return bool(names_in_order(question)) or len(topic_stems(question)) > 1


def turned_to_speaker(question: str) -> str:
    """The name of the speaker whose words a question asks for; "" if it asks for no one's, or only a pronoun's."""
    return "" if not content_words(who := _speaker(question)) else who


def _speaker(question: str) -> str:
    found = _SPEAKS.search(question)
    return found["who"].strip() if found else ""


def topic_so_far(talk: Sequence[Turn]) -> str:
    """The topic words that a request borrows, in order, without outlets; "" for an empty conversation."""
    topic = " ".join(_context(talk).topic)
    return " ".join(blanked(topic, [span for span, _ in mentions(topic)]).split())


def topic_of_talk(talk: Sequence[Turn]) -> str:
    """The topic words of the last question that stood by itself, in order, without outlets; "" for no conversation."""
    topic = _context(talk).talk
    return " ".join(blanked(topic, [span for span, _ in mentions(topic)]).split())


def outlet_turned_to(question: str, outlets: Sequence[str]) -> list[str]:
    """The outlets for which a follow-up repeats the last question ("And the Courier?"); else empty."""
    opening = _ABOUT.match(question)
    return matching(question[opening.end() :].strip(" ?.!").removeprefix("the "), outlets) if opening else []


def depends_on_context(question: str, talk: Sequence[Turn]) -> bool:
    """Whether a follow-up cannot be understood by itself; False for the first question."""
    return bool(talk) and _leans(question)


def _with_context(own: str, borrowed: Sequence[str]) -> str:
    return f"{own} ({' '.join(borrowed)})" if borrowed else own


def _leans(question: str) -> bool:
    """Whether a question cannot be understood by itself."""
    opened = _OPENS.match(question) or _ABOUT.match(question)
    bare = _OPENS.sub("", question, count=1)
    if _asks_of_the_named(bare):
        return False
    outlets = [bare[slice(*span)] for span, _ in mentions(bare)]
    names = [name for name in names_in_order(bare) if not any(name in outlet for outlet in outlets)]
    back = _POINTS_BACK.search(_JOINS.sub(" ", bare))
    points_back = bool(back and not _resolved(bare, back, names))
    own = content_words(bare)
    if names and not points_back and not _ABOUT.match(question) and _NAMES_ITS_THING.match(bare):
        return False
    if opened or len(own) < _FEW_WORDS or (len(own) <= _FEW_WORDS + 1 and not names and not outlets):
        return True
    return points_back


def _asks_of_the_named(question: str) -> bool:
    """Whether a question only asks who a named person is, even in lower case: "who is ada kellgrenn?"."""
    found = _OF_ITSELF.match(question)
    if not found:
        return False
    whom = re.sub(r"^the\s", "", found["whom"], flags=re.IGNORECASE)
    strange = len(whom.split()) <= 3 and not is_english(whom.split()[-1].lower())
    return bool(NAME.fullmatch(whom)) or (strange and not _POINTS_BACK.search(whom))


def _resolved(question: str, back: re.Match[str], names: Sequence[str]) -> bool:
    """Whether a reference is resolved within the question itself: "Why did Putin say he..."."""
    word = back.group().lower()
    if word in ("him", "them"):  # within one clause, the subject is not its own object
        before = question[: back.start()]
        named = [name for name in names if name in before]
        return len(named) >= 2 or any(_OPENS_CLAUSE.search(before, before.find(name) + len(name)) for name in named)
    if word in ("his", "her", "he", "she", "its", "it", "their", "they"):
        return any(question.find(name) < back.start() for name in names)
    return bool(
        word.startswith("the ")
        and (len(names) >= 2 or re.match(r"\s(?:of|that|by|from|in|on|about)\b", question[back.end() :]))
    )


def _topic(before: str) -> str:
    """The topic words of an earlier question as written there, in order."""
    wanted = set(topic_words(before)).difference(request_words())
    kept = [word for word in re.findall(r"[^\s()?!,;:\"“”]+", before) if set(content_words(word)) & wanted]
    return " ".join(dict.fromkeys(kept))


def _named(topic: Sequence[str], talk: Sequence[Turn]) -> list[str]:
    """The words of a topic that are names: capitalised there, or wherever the answers so far have them."""
    answered = set(re.findall(r"[\w’'-]+", " ".join(turn.answer for turn in talk)))
    return [
        word
        for word in topic
        if word[:1].isupper() or (word not in answered and {word.capitalize(), word.upper()} & answered)
    ]


def _fresh(words: Sequence[str], own: str, most: int) -> list[str]:
    """At most `most` of the words, in order, whose stems the question does not have yet."""
    has = {stem(word) for word in content_words(own)}
    fresh: list[str] = []
    for word in words:
        its = {stem(one) for one in content_words(word)}
        if not its <= has:
            fresh.append(word)
            has |= its
    return fresh[:most]
