"""Checks that names stay in their places: who does what to whom, who holds an office, whose words are quoted. Floor 2.

Only an exchange is a fault: a name in a place that the source gives to another name of the sentence or of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.language import speech
from assistant.language.claim_words import VERB, concept
from assistant.language.figures import figures
from assistant.language.terms import is_stop, stem, words
from assistant.verification.grounds import Claim, Grounds, deeper, listed, quoted_spans, straight
from assistant.verification.named import OFFICES, tokens_of

_BE = listed("is are was were be been being")
_MUTUAL = listed("meet talk join marry draw play merge agree work live")
_REPORTING = speech.words("said", "weak", "claim")
_ADDRESSED = listed("told asked accused blamed urged warned accuses blames urges warns")
_GIVEN = listed("pay pays owe owes hurt give gave")
_PLACED = listed("below above under over between against among since until during by via")
_PLURAL_BODIES = listed("country countries state states city cities nation nations village villages town towns")
_ASIDE = 14  # tokens that an aside between a doer and a verb may take
_PARTS = 20  # of a text are compared
_REACH = 12  # tokens behind a verb in which those that it bears on are looked for
_BREAK = listed(". ; : while but whereas although because that")
_PART = re.compile(
    r";|,?\s(?:while|whereas|but|although|though)\s|,\s(?:and|the)\s|(?<=[.!?])\s|\sand\s(?=(?:the\s)?[A-Z])"
)
_TITLES = OFFICES - listed("former vice acting opposition defence defense state union foreign prime deputy") | listed(
    "inspector baker apprentice owner director judge engineer architect mayor minister"
)


@dataclass(frozen=True, slots=True)
class Deed:
    """One verb with who does it and whom else its clause names behind it; each a concept or a surname's stem."""

    verb: str
    doer: str
    others: frozenset[str]
    close: bool
    """Whether the doer stands right before the verb, helping words and an aside left out."""


def exchanged_names(claim: Claim, grounds: Grounds) -> str | None:
    """Why two names have changed places, or None. Text in capitals is not read."""
    if claim.shouted:
        return None
    return _deeds_differ(claim, grounds) or _titles_differ(claim, grounds) or _words_differ(claim, grounds)


# ---- who does what to whom


def _deeds_differ(claim: Claim, grounds: Grounds) -> str | None:
    told = [deed for piece in grounds.cited for deed in deeds(piece.quote)]
    mine = list(deeds(claim.text))
    for deed in mine:
        same = [other for other in told if other.verb == deed.verb]
        if not same or any(other.doer == deed.doer for other in same):
            continue
        if any(deed.doer in other.others and other.doer in deed.others for other in same):
            return f"{_printed(deed.doer, claim)} and {_printed(same[0].doer, claim)} have changed places"
        elsewhere = any(other.close and other.doer == deed.doer and other.verb != deed.verb for other in told)
        given = all(other.close and other.doer in {one.doer for one in mine if one.close} for other in same)
        if deed.close and elsewhere and given:
            return f"{_printed(deed.doer, claim)} does here what {_printed(same[0].doer, claim)} does in what it cites"
    return None


def _printed(party: str, claim: Claim) -> str:
    """The first word of the sentence that stands for a party, as printed."""
    return next((f"“{word}”" for word in tokens_of(claim.text) if stem(word.lower()) == party), f"“{party}”")


def deeds(text: str) -> Iterator[Deed]:
    """The verbs of a text that have a doer, with whom they name behind them; a passive with "by" is turned round."""
    tokens = tokens_of(text)
    kinds = [_party(tokens, at) for at in range(len(tokens))]
    last: str | None = None
    for at, token in enumerate(tokens):
        small = token.lower()
        if small in _BREAK:
            last = None
        if kinds[at] and not _behind_preposition(tokens, at):
            last = kinds[at]
        meaning = concept(small)
        if token[0].isupper() or kinds[at] or meaning in _MUTUAL or not _is_verb(tokens, at, meaning):
            continue
        near = _right_before(tokens, kinds, at)
        doer = near or last
        by = next((i for i in range(at + 1, min(len(tokens), at + 6)) if tokens[i].lower() == "by"), None)
        passive = any(word.lower() in _BE for word in tokens[max(0, at - 2) : at]) or by == at + 1
        if passive:
            agent = next((kind for kind in kinds[by + 1 : by + 6] if kind), None) if by is not None else None
            if agent and doer:
                yield Deed(meaning, agent, frozenset({doer}), close=False)
        elif doer:
            behind = {kind for kind in kinds[at + 1 : _clause_end(tokens, at)] if kind}
            yield Deed(meaning, doer, frozenset(behind) - {doer}, close=near is not None)


def _is_verb(tokens: Sequence[str], at: int, meaning: str) -> bool:
    """Whether a token tells a deed here, and is no noun behind an article or preposition."""
    small, before = tokens[at].lower(), tokens[at - 1].lower() if at else ""
    if before in speech.words("determiners", "prepositions") - {"to"} or (
        small in _REPORTING and small not in _ADDRESSED
    ):
        return False
    return meaning in VERB or small in _ADDRESSED or bool(re.search(r"[a-z]{3}ed$", small)) or small in _GIVEN


def _party(tokens: Sequence[str], at: int) -> str | None:
    """What a token stands for as one who does or bears: a surname, or a noun for people or a body; None elsewhere."""
    token = tokens[at]
    if not token[0].isalpha():
        return None
    small = re.sub(r"'s?$", "", token.lower())
    if token[0].isupper() and (at or speech.is_people(small) or not is_stop(small)):
        if at + 1 < len(tokens) and tokens[at + 1][0].isupper():
            return None  # the last word of a name stands for it
        if token.endswith(("'s", "s'")) or (at == 0 and is_stop(small)):
            return None
        return stem(small)
    if token.islower() and small not in _PLURAL_BODIES and (speech.is_people(small) or speech.noun("bodies", small)):
        named = at + 1 < len(tokens) and tokens[at + 1][0].isupper()
        return None if named else stem(small)
    return None


def _right_before(tokens: Sequence[str], kinds: Sequence[str | None], at: int) -> str | None:
    """The doer right before a verb, helping words apart, or before an aside in commas: `Petrossian, 19, beat`."""
    place = at - 1
    while place >= 0 and tokens[place].lower() in speech.words("adverbs"):
        place -= 1
    if place >= 0 and tokens[place] == ",":
        opening = next((i for i in range(place - 1, max(-1, place - _ASIDE), -1) if tokens[i] == ","), 0)
        place = opening - 1
    if place < 0 or _behind_preposition(tokens, place):
        return None
    small = tokens[place].lower()
    several = (
        small.isalpha() and small.endswith("s") and not is_stop(small) and small == tokens[place] and len(small) > 4
    )
    return kinds[place] or (stem(small) if several else None)


def _behind_preposition(tokens: Sequence[str], at: int) -> bool:
    """Whether a name or noun hangs on a preposition: `in Venezuela`, `below the Harlow dam`."""
    place = at - 1
    while place > max(-1, at - 5) and (
        tokens[place][0].isupper() or tokens[place].lower() in speech.words("determiners")
    ):
        place -= 1
    small = tokens[place].lower() if place >= 0 else ""
    return small in speech.words("prepositions") or small in _PLACED


def _clause_end(tokens: Sequence[str], at: int) -> int:
    end = min(len(tokens), at + _REACH)
    return next((i for i in range(at + 1, end) if tokens[i].lower() in _BREAK), end)


# ---- who holds which office


def _titles_differ(claim: Claim, grounds: Grounds) -> str | None:
    told: dict[str, set[str]] = {}
    for piece in grounds.cited:
        for title, name in _held(piece.quote):
            told.setdefault(title, set()).add(name)
    named = {name for piece in grounds.cited for name in _surnames(piece.quote)}
    article = [straight(piece.article.text) for piece in grounds.cited]
    for title, name in _held(claim.text):
        holders = told.get(title, set())
        if holders and name not in holders and name in named and not _titled_in(title, name, article):
            return f"makes {name.capitalize()} {title}: in what it cites that is {sorted(holders)[0].capitalize()}"
    return None


def _held(text: str) -> Iterator[tuple[str, str]]:
    """Titles with the surname that they stand before, or right behind with a comma: `the owner, Paul Reiss`."""
    tokens = tokens_of(text)
    for at, token in enumerate(tokens):
        small = token.lower()
        if small not in _TITLES and not (token.islower() and speech.is_people(small)):
            continue
        start = at + 1 + (at + 1 < len(tokens) and tokens[at + 1] == ",")
        end = start
        while end < len(tokens) and tokens[end][0].isupper() and tokens[end].lower() not in _TITLES:
            end += 1
        if end > start and not (start > at + 1 and end - start < 2):
            yield small, re.sub(r"'s?$", "", tokens[end - 1].lower())


def _surnames(text: str) -> set[str]:
    return {re.sub(r"'s?$", "", token.lower()) for token in tokens_of(text) if token[0].isupper()}


def _titled_in(title: str, name: str, articles: Sequence[str]) -> bool:
    pattern = re.compile(
        rf"\b{title}\W+(?:[\w.’'-]+\W+){{0,4}}?{re.escape(name)}\b|\b{re.escape(name)}\W+(?:\w+\W+){{0,6}}?{title}\b",
        re.I,
    )
    return any(pattern.search(text) for text in articles)


# ---- whose words, whose figures


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a sentence: the names in it, and the quotations and figures."""

    names: frozenset[str]
    quotations: frozenset[str]
    figures: frozenset[str]


def _words_differ(claim: Claim, grounds: Grounds) -> str | None:
    """A quotation or figure in a part of the sentence that names somebody else, who has another of them in the source.

    For figures only those count who speak in the source: other names may be where it was, or when.
    """
    speakers = {word for piece in grounds.cited for rung in deeper(piece) for word in words(rung.name)[-1:]}
    told = [part for piece in grounds.cited for part in _parts(piece.quote)]
    for part in _parts(claim.text):
        for item in sorted(part.quotations | part.figures):
            quoted = item in part.quotations
            mine = part.names if quoted else part.names & speakers
            homes = [other.names if quoted else other.names & speakers for other in told if item in _items(other)]
            if not mine or not all(homes) or any(mine & home for home in homes):
                continue
            rivals = [one for one in told if mine & one.names and _items(one) and item not in _items(one)]
            if homes and rivals:
                return f"gives “{item}” to {_shown(mine)}: the source gives it to {_shown(homes[0])}"
    return None


def _items(part: _Part) -> frozenset[str]:
    return part.quotations | part.figures


def _parts(text: str) -> list[_Part]:
    """The parts of a text that stand against each other, cut where nothing is quoted."""
    quoted = quoted_spans(text)
    struck = list(text)
    for start, end in quoted:
        struck[start:end] = " " * (end - start)
    plain = "".join(struck)
    numbers = [one for one in figures(plain) if one.unit not in ("ordinal", "fraction", "times")]
    for one in numbers:
        struck[one.span[0] : one.span[1]] = " " * (one.span[1] - one.span[0])
    unnumbered = "".join(struck)
    cuts = [0, *(match.start() for match in _PART.finditer(plain)), len(text)]
    found = []
    for start, end in pairwise(cuts[:_PARTS] + cuts[-1:]):
        named = {name for name in _surnames(unnumbered[start:end]) if not is_stop(name) and name not in _TITLES}
        phrases = {" ".join(words(text[a:b])) for a, b in quoted if start <= a < end}
        counts = {_plain_figure(one.text) for one in numbers if start <= one.span[0] < end}
        found.append(_Part(frozenset(named), frozenset(phrases), frozenset(counts)))
    return found


def _plain_figure(text: str) -> str:
    found = re.search(r"\d[\d.,]*\d|\d", text)
    return found.group() if found else text.lower()


def _shown(names: frozenset[str]) -> str:
    return " and ".join(name.capitalize() for name in sorted(names))
