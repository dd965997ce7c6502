"""Tells whether figures of two claims measure the same and exclude each other. Floor 2."""

from __future__ import annotations

import re
from itertools import product

from assistant.disputes.claims import Claim, Told
from assistant.language.claim_words import DENIAL, GENERIC, REPORTING, VERB, concept
from assistant.language.figures import Figure, overlaps
from assistant.language.terms import stem

TOLL = frozenset({"kill", "injure", "arrest", "infect", "miss", "case", "ill"})
"""What is counted anew from day to day."""
_CURRENCIES = {"dollar": "USD", "euro": "EUR", "pound": "GBP", "yen": "JPY"}
_OF = re.compile(r"\s(?:metric |square |cubic )?\w+ of (?:\w+ly )?([a-z]+)")
_DIRECTIONS = frozenset({"rise", "fall", "reduce", "stay"})
"""Events that tell where a figure went, not what it measures."""
_PART_SHARES = 2
"""Concepts around a part that what it is compared with must share: of the same whole, in the same way."""
_BASE_UNITS = frozenset({"ordinal", "fraction", "clock"})


def figures_differ(one: Claim, other: Claim, alike: float) -> str:
    """ "differ" where figures of one measure exclude each other, "later" where a count may have moved on, or ""."""
    if alike >= 0.3 and (_takes_back(one, other) or _takes_back(other, one)):
        return "differ"
    found = ""
    mine, theirs = _measured(one), _measured(other)
    for (told, figure), (again, differing) in product(mine, theirs):
        if not _comparable(told, figure, again, differing, one, other, alike) or _close(figure, differing):
            continue
        if any(_close(figure, f) for _, f in theirs if _one_measure(figure, f)):
            continue
        if any(_close(f, differing) for _, f in mine if _one_measure(f, differing)):
            continue
        if not overlaps(figure, differing) or _at_the_edge(figure, differing) or _at_the_edge(differing, figure):
            return "differ"
        if "vague" not in (figure.kind, differing.kind) and TOLL & told.near & again.near:
            found = "later"
    return found


def _takes_back(later: Claim, earlier: Claim) -> bool:
    """Whether a claim says "not twelve" of a figure that the other states."""
    refused = [told.figure for told in later.told if told.figure and told.role == "not"]
    stated = [told.figure for told in earlier.told if told.figure and told.role != "not"]
    return any(a.value == b.value and _one_measure(a, b) for a, b in product(refused, stated))


def one_figure(one: Claim, other: Claim) -> bool:
    """Whether some figure of one is as good as the same as one of the other."""
    return any(_close(a, b) for (_, a), (_, b) in product(_measured(one), _measured(other)) if _one_measure(a, b))


def _measured(claim: Claim) -> list[tuple[Told, Figure]]:
    """The figures of a claim that can be compared with others, each with its surroundings."""
    denial = DENIAL.search(claim.evidence.quote) if claim.denied is not None else None
    end = denial.start() if denial else len(claim.evidence.quote)
    pairs = ((told, told.figure) for told in claim.told if told.figure is not None and told.role != "not")
    pairs = ((told, figure) for told, figure in pairs if figure.span[0] < end)  # what is denied is not held
    return [(told, figure) for told, figure in pairs if figure.unit not in _BASE_UNITS]


def _close(one: Figure, other: Figure) -> bool:
    """Equal, or within what rounding explains."""
    if one.unit != other.unit and one.unit and other.unit:
        return False
    if one.kind == "vague" or other.kind == "vague":
        return overlaps(one, other) and not _at_the_edge(one, other) and not _at_the_edge(other, one)
    if "above" in (one.bound, other.bound) or "below" in (one.bound, other.bound):
        return abs(one.value - other.value) <= 0.1 * max(abs(one.value), abs(other.value))
    slack = 0.025 if _round(one.value) or _round(other.value) else 0.0
    slack = 0.1 if one.bound or other.bound else slack
    return abs(one.value - other.value) <= slack * max(abs(one.value), abs(other.value)) + 1e-9


def _at_the_edge(vague: Figure, stated: Figure) -> bool:
    """Whether a stated number lies so high in what a vague one can mean that nobody would put it so."""
    return vague.kind == "vague" and stated.kind != "vague" and vague.high >= stated.value > 0.8 * vague.high


def _round(value: float) -> bool:
    return value >= 100 and value == int(value) and value % 10 ** (len(str(int(value))) - 2) == 0


def _one_measure(one: Figure, other: Figure) -> bool:
    return _unit(one) == _unit(other) or one.unit is None or other.unit is None


def _comparable(mine: Told, a: Figure, theirs: Told, b: Figure, one: Claim, other: Claim, alike: float) -> bool:
    """Whether two figures measure the same: unit, what is counted, what happened to it, of which whole."""
    if _unit(a) != _unit(b) or "whole" in (mine.role, theirs.role) or mine.role == theirs.role == "with":
        return False
    if (mine.role == "from") != (theirs.role == "from"):
        return False
    if a.unit == "score":
        return alike >= 0.6 and len((one.terms & other.terms) - VERB - GENERIC) >= 2
    if _qualified_apart(one, other) or elsewhere(one, other):
        return False
    shared = (mine.near & theirs.near) - GENERIC
    if "part" in (mine.role, theirs.role):
        return a.unit is None and alike >= 0.4 and mine.verb == theirs.verb and len(shared - REPORTING) >= _PART_SHARES
    verbs = {verb for verb in (mine.verb, theirs.verb) if verb and verb not in REPORTING}
    if _stuff(one, a) and _stuff(one, a) == _stuff(other, b):
        return alike >= 0.4
    if len(verbs) == 2 and not verbs & _DIRECTIONS and mine.verb not in theirs.near and theirs.verb not in mine.near:
        return False
    nouns = _noun(a), _noun(b)
    if all(nouns) and a.unit is None and nouns[0] != nouns[1] and not _both_staff(nouns):
        return False
    lone = next((noun for noun in nouns if noun), "")
    if (
        a.unit is None
        and not all(nouns)
        and lone
        and not TOLL & mine.near & theirs.near
        and not {concept(lone), lone} & (theirs.near if nouns[0] else mine.near)
    ):
        return False
    measured = shared - _DIRECTIONS - one.names - other.names if a.unit else shared
    return bool(measured) and alike >= 0.4


def _stuff(claim: Claim, figure: Figure) -> str:
    """The concept of what a measure is of: cheese in "12 tonnes of cheese"; "" where that is not told."""
    match = _OF.match(claim.evidence.quote, figure.span[1]) if figure.unit else None
    return concept(match.group(1).lower()) if match else ""


def _unit(figure: Figure) -> str | None:
    """The unit of a figure, a currency also where it is the thing counted ("millions of dollars")."""
    return figure.unit or _CURRENCIES.get(_noun(figure))


def _noun(figure: Figure) -> str:
    return stem(figure.noun) if figure.noun else ""


def _both_staff(nouns: tuple[str, str]) -> bool:
    return {concept(noun) for noun in nouns} <= {"staff", "troop", "people", "march"}


def _qualified_apart(one: Claim, other: Claim) -> bool:
    """Whether attributes in figures ("with 128 gigabytes") set two things apart."""
    return any(
        a.figure is not None
        and b.figure is not None
        and _noun(a.figure) == _noun(b.figure)
        and not overlaps(a.figure, b.figure)
        for a, b in product(one.told, other.told)
        if a.role == "with" and b.role == "with"
    )


def elsewhere(one: Claim, other: Claim) -> bool:
    """Whether each names a place or subject of its own where the other has a different one, in the same position."""
    mine, theirs = one.names - other.terms - one.voice_words, other.names - one.terms - other.voice_words
    if not mine or not theirs:
        return False
    return bool(_heads(one, mine) & _heads(other, theirs))


def _heads(claim: Claim, names: frozenset[str]) -> set[str]:
    """The words right before the given names, "" for a name that opens the sentence."""
    heads: set[str] = set()
    for at, word in enumerate(claim.words):
        if word.concept in names and word.text[0].isupper():
            before = claim.words[at - 1] if at else None
            heads.add("" if before is None else before.text.lower() if before.text[0].isalnum() else "")
    return {head for head in heads if head not in ("by", "and")}
