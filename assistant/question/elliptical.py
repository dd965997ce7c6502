"""Completes a question of a few words by the one before it: "And Marsh?", "And in 2021?", "Why?". Floor 2."""

from __future__ import annotations

import re

from assistant.language.outlets import mentions
from assistant.language.terms import content_words
from assistant.question.decompose import blanked
from assistant.question.pronouns import NAME, names_in_order
from assistant.question.request_patterns import AUX
from assistant.question.time_windows import time_windows
from assistant.types import Span, Turn

# The reader model finds the answer by the claim alone.
IS_IT_TRUE = re.compile(
    r"^(?:so )?(?:is|was) it (?:really |actually )?(?:true|correct|right|a fact) that\s", re.IGNORECASE
)
"""The opening of a question whether a claim is true."""
YES_OR_NO = re.compile(rf"(?:(?:and|but|so)\s)?{AUX}\s", re.IGNORECASE)
"""The opening of a question for yes or no."""
_OPENS = re.compile(r"(?:(?:and|but|so|or|then|ok(?:ay)?)\b[,\s]*)?(?:(?:what|how)\sabout\b\s*)?", re.IGNORECASE)
_OF_DAYS = re.compile(r"\b(?:back|in|on|at|by|for|of|during|before|after|since|until|the|year|month|then)\b|\W+", re.I)
_ASKED_OF = re.compile(rf"\b(?:did|does|do|has|have|had|is|was|will|can)\s(?P<name>{NAME.pattern})")
_WHO_IS = re.compile(
    r"who(?:['’]s|['’]re|\s(?P<be>is|are|was|were))\s(?!he\b|she\b|it\b|they\b)(?P<what>[a-z].+)$", re.I
)
_WHO_DID = re.compile(rf"who\s(?!(?:{AUX})\b)(?P<did>[a-z].+)$", re.IGNORECASE)
_ADVERB = re.compile(r"(?:why|how come|when|where|how|since when|how often)(?:\s(?:so|exactly|that|then))?\W*$", re.I)
_ASKS = re.compile(r"(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)
_ASKS_WHO = re.compile(r"\W*(?:(?:and|but|so)\s)?(?:who|whom|which \w+)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:he|she|it|they|him|her|them|his|its|their|this|that|these|those)\b", re.IGNORECASE)
_QUOTE = re.compile(r"“([^”]+)”")


def asked_again(question: str, before: str) -> str:
    """The question before it as `question` asks it again: for another name, period or circumstance; "" if it does not.

    "Why?" after "Did Vold resign?" is "Why did Vold resign?". "And the board?" after "Who is to blame?" asks "Is the
    board to blame?".
    """
    new = question[_OPENS.match(question).end() :].strip(" ?.!")  # type: ignore[union-attr]
    if not before or not new:
        return ""
    if _ADVERB.match(new):
        return _circumstance(new, before)
    return _of_period(new, before) or _of_name(new, before)


def asks_circumstance(question: str) -> bool:
    """Whether a question has no word of its own but how, why or when it asks: "Why?", "And for how much?"."""
    return bool(_ASKS.search(question)) and not content_words(question) and not _PRONOUN.search(question)


def answered_by(turn: Turn) -> list[str]:
    """The words of the first name in the answer to a question for somebody; empty for other questions."""
    quote = _QUOTE.search(turn.answer)
    if not quote or not _ASKS_WHO.match(turn.question):
        return []
    outlets = [quote[1][slice(*span)] for span, _ in mentions(quote[1])]
    return next((name.split() for name in names_in_order(quote[1]) if name not in outlets), [])


def _circumstance(adverb: str, before: str) -> str:
    own = before.partition(" (")[0]
    if _ASKS.match(own):  # asks for something itself
        return ""
    clause = own if YES_OR_NO.match(own) else f"is it that {own}"
    return f"{adverb[0].upper()}{adverb[1:]} {clause[0].lower()}{clause[1:]}"


def _of_period(new: str, before: str) -> str:
    """The previous question for another period, if `new` is only a period and the question names at most one."""
    named, earlier = _periods(new), _periods(before)
    if len(named) != 1 or len(earlier) > 1 or _OF_DAYS.sub("", blanked(new, named)):
        return ""
    period = new[slice(*named[0])]
    if earlier:
        return f"{before[: earlier[0][0]]}{period}{before[earlier[0][1] :]}"
    return f"{before.rstrip(' ?.!')} in {period}?"


def _periods(text: str) -> list[Span]:
    return [one.span for one in time_windows(text, "2000-01-01")]


def _of_name(new: str, before: str) -> str:
    """The previous question for another name: that of the person asked about, else its only name, else its "who"."""
    bare = re.sub(r"^the\s", "", new, flags=re.IGNORECASE)
    if not NAME.fullmatch(bare) or mentions(new):
        return ""
    if asked := _ASKED_OF.search(before):
        return f"{before[: asked.start('name')]}{new}{before[asked.end('name') :]}"
    own = before.partition(" (")[0]
    names = [one for one in names_in_order(own) if not mentions(one)]
    if len(names) == 1:
        return re.sub(rf"(?:\bthe\s)?{re.escape(names[0])}", lambda _: new, before, count=1, flags=re.IGNORECASE)
    if names or own != before or not content_words(before):
        return ""
    if found := _WHO_IS.match(before):
        return f"{(found['be'] or 'is').capitalize()} {new} {found['what']}"
    return f"{new} {found['did']}" if (found := _WHO_DID.match(before)) else ""
