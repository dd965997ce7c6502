"""Checks that each figure of a sentence counts what it counts in the source. Floor 2.

A figure is bound to the noun behind it, to what those counted did, to a person's age, or, where two figures of one unit
stand in a sentence, to the words of its own stretch. Only what is told of another thing in the source is a fault: a
noun that the source does not have may be another word for the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from assistant.language.claim_words import VERB, concept
from assistant.language.figures import Figure, agrees, figures
from assistant.language.speech import is_people
from assistant.language.speech import words as words_of
from assistant.language.terms import is_stop, stem, words
from assistant.types import Span
from assistant.verification.grounds import Claim, Grounds, listed

_LOOSE = frozenset({"ordinal", "fraction", "clock", "score", "times"})
"""Units of figures that count nothing by themselves."""
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_INTO = re.compile(
    r"\s*(?:percent|per cent|%|(?:metric |square |cubic )?[a-z]+)?\s+of\s+"
    r"(?:(?:the|its|their|his|her|all|these|those)\s+)?",
    re.I,
)
_MEASURED = frozenset({"%", "ton", "km", "m", "mile", "kg"})
_VAGUE = listed("several dozens hundreds thousands last next")
_PLURALS = listed("people men women children staff police personnel families countries crew")
_DONE = re.compile(r"(?:ed|ing)$")
_AGE_BEFORE = re.compile(r"(?:[A-Z][\w.’'-]*,|\baged|\bage)\s*$")
_AGE_AFTER = re.compile(r"^(?:,|\.?$|[-\s]years?[-\s]old\b)")
_STRETCH = re.compile(
    r"[,;:()–—\n]|\b(?:and|but|while|whereas|against|versus|than|to|from|with|up|down|of whom|as|then|before|after)\b",
    re.I,
)
_OF = re.compile(r"(?:\s\w+){0,2}?\s(?:out )?of (?:the |its |their |all )?")
_OF_WHOLE = re.compile(r"\s(?:out )?of (?:the |its |their |all )?(?=\d)")
_NEXT = re.compile(r"\s([^\W\d_]+(?:[-’'][^\W\d_]+)*)")
_VOTES = re.compile(r"\b(\d+)(?: votes)? (?:to|against) (\d+)\b")
_SPANS = listed("year month week day hour minute time")
_OLDEST = 120  # years of a person's age
_MOST = 3  # words of a counted thing
_FAR = 16  # figures of a text that are compared


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure with what it counts: the concepts of its noun phrase, the last of them its head; both may be empty."""

    figure: Figure
    printed: str
    things: frozenset[str]
    head: str
    age: bool
    near: frozenset[str]
    """The stems of the stretch of the sentence that the figure stands in."""
    event: str
    """What the counted did or met with, by the first verb behind them: `7,900 finished`; "" where none follows."""


def miscounted(claim: Claim, grounds: Grounds) -> str | None:
    """Why a figure is told of another thing than in the source, or None."""
    mine = _counted(claim.text)
    if not mine:
        return None
    theirs = [one for piece in grounds.cited for one in _counted(piece.quote)]
    own = {concept(word) for word in words(claim.text)}
    told = {concept(word) for piece in grounds.cited for word in words(piece.quote)}
    for one in mine:
        meant = [other for other in theirs if agrees(one.figure, other.figure)]
        if not meant:
            continue
        apart = not any(_may_be_one(one, other) for other in meant)
        if apart and (one.age or (one.head and _belongs_elsewhere(one, meant, theirs, own, told))):
            return f"“{one.figure.text}” counts {_said(one)} here and {_said(meant[0])} in what it cites"
        other = next((other for other in theirs if _did_else(one, meant, other)), None)
        if other:
            return f"tells of “{one.figure.text}” what its source tells of “{other.figure.text}”"
    return _exchanged(mine, theirs) or _votes_differ(claim, grounds)


def _counted(text: str) -> list[Counted]:
    """The first figures of a text that count something."""
    found = [figure for figure in figures(text) if figure.unit not in _LOOSE][:_FAR]
    return [_read(text, figure, found) for figure in found]


def _read(text: str, figure: Figure, found: Sequence[Figure]) -> Counted:
    start, end = figure.span
    age = bool(_AGE_BEFORE.search(text[max(0, start - 30) : start]) and _AGE_AFTER.match(text[end : end + 12]))
    age = (age or bool(re.match(r"[-\s]years?[-\s]old\b", text[end : end + 12]))) and figure.value <= _OLDEST
    things = [] if age else list(_things(text, figure))
    head = concept(things[-1]) if things else ""
    near, event = _stretch(text, figure, found), "" if age else _event(text, figure, found)
    return Counted(figure, " ".join(things), frozenset(map(concept, things)), head, age, near, event)


def _event(text: str, figure: Figure, found: Sequence[Figure]) -> str:
    """The concept of the first verb behind a figure and what it counts, before a mark, a preposition or a figure."""
    end = figure.span[1]
    if any(other.span[1] <= figure.span[0] and _OF.fullmatch(text[other.span[1] : figure.span[0]]) for other in found):
        return ""  # in "280 of 312 pupils" it is the 280 who did it
    whole = _OF_WHOLE.match(text, end)
    inner = next((other.span[1] for other in found if whole and other.span[0] == whole.end()), None)
    at, words_left = inner or end, _MOST + 3
    while words_left and (match := _NEXT.match(text, at)):
        small = match.group(1).lower()
        if small in words_of("prepositions") and at != end:
            return ""
        meaning = concept(small)
        if (meaning in VERB or small.endswith("ed")) and not small.endswith("s"):
            return meaning
        at, words_left = match.end(), words_left - 1
    return ""


def _things(text: str, figure: Figure) -> Iterator[str]:
    """The words of the noun phrase behind a figure: `1,200 apple trees`, `40 of the nurses`, `12 tonnes of cheese`."""
    at = figure.span[1]
    into = _INTO.match(text, at, at + 40)
    unit_led = figure.unit in _MEASURED
    if into and (unit_led or text[at : into.end()].split()[0] == "of"):
        at = into.end()
        inner = next((one for one in figures(text[at : at + 40]) if one.span[0] == 0), None)
        at += inner.span[1] if inner else 0
    elif figure.unit is not None:
        if figure.unit in _SPANS:
            yield figure.unit
        return
    for place in range(_MOST):
        match = re.compile(r"\s+").match(text, at)
        word = _WORD.match(text, match.end() if match else at)
        if word is None or (place and match is None):
            return
        printed, following = word.group(), _WORD.match(text, min(len(text), word.end() + 1))
        small = printed.lower()
        ends = following is None or text[word.end() : word.end() + 1] != " " or is_stop(following.group().lower())
        if is_stop(small) or (printed[0].isupper() and place) or stem(small) in _SPANS or small in _VAGUE:
            return
        if (concept(small) in VERB or _DONE.search(small)) and not small.endswith("s") and (ends or place):
            return
        yield small
        if small in _PLURALS or (small.endswith("s") and not small.endswith("ss")):
            return
        at = word.end()


def _stretch(text: str, figure: Figure, found: Sequence[Figure]) -> frozenset[str]:
    """The stems around a figure, up to a mark or a little word that sets it apart from the next figure."""
    start, end = figure.span
    before = max([other.span[1] for other in found if other.span[1] <= start], default=max(0, start - 120))
    after = min([other.span[0] for other in found if other.span[0] >= end], default=min(len(text), end + 120))
    left_at = max([before, *(match.end() for match in _STRETCH.finditer(text, before, start))])
    cut = _STRETCH.search(text, end, after)
    right_at = cut.start() if cut else after
    inside: Span = (left_at, right_at)
    around = f"{text[inside[0] : start]} {text[end : inside[1]]}"
    return frozenset(stem(word) for word in words(around) if not is_stop(word) and not word[0].isdigit())


def _may_be_one(one: Counted, other: Counted) -> bool:
    """Whether two figures of one value can count the same thing, as far as is told; nurses are people."""
    if "people" in (one.head, other.head) and (is_people(one.head) or is_people(other.head)):
        return True
    if one.age or other.age:
        return one.age == other.age or not (one.head or one.age)
    return not one.things or not other.things or bool(one.things & other.things)


def _did_else(one: Counted, meant: Sequence[Counted], other: Counted) -> bool:
    """Whether a sentence tells of its figure what the source tells of another figure, of the same sort, alone."""
    if not one.event or other.event != one.event or any(one.event in (known.event, *known.near) for known in meant):
        return False
    return other.figure.unit == one.figure.unit and not agrees(one.figure, other.figure)


def _votes_differ(claim: Claim, grounds: Grounds) -> str | None:
    """A count of votes turned round: `by 21 votes to 34`."""
    told = {match.groups() for match in _VOTES.finditer(grounds.quotes)}
    for match in _VOTES.finditer(claim.text):
        if match.groups() not in told and match.groups()[::-1] in told:
            return f"“{match.group()}” is turned round"
    return None


def _belongs_elsewhere(
    one: Counted, meant: Sequence[Counted], theirs: Sequence[Counted], own: set[str], told: set[str]
) -> bool:
    """Whether the source counts the thing by another figure, or has it while the sentence also has what is counted."""
    if any(one.head in other.things and not agrees(one.figure, other.figure) for other in theirs):
        return True
    return one.head in told and any(other.head and other.head in own - one.things for other in meant)


def _said(one: Counted) -> str:
    return "an age" if one.age else f"“{one.printed}”" if one.printed else "something else"


def _exchanged(mine: Sequence[Counted], theirs: Sequence[Counted]) -> str | None:
    """Two figures of one unit that stand each in the other's words."""
    for one, other in permutations(mine, 2):
        if one.figure.unit != other.figure.unit or agrees(one.figure, other.figure):
            continue
        for first, second in permutations(theirs, 2):
            if not (agrees(one.figure, first.figure) and agrees(other.figure, second.figure)):
                continue
            only_first, only_second = first.near - second.near, second.near - first.near
            crossed = one.near & only_second and not one.near & only_first
            straight, back = other.near & only_second, other.near & only_first
            if crossed and not straight and (back or (one.figure.unit and not other.near)):
                return f"“{one.figure.text}” and “{other.figure.text}” have changed places"
    return None
