"""Checks that a sentence leaves each word with who said it. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.language import speech
from assistant.language.names import same_person
from assistant.language.outlets import mentions, same_outlet
from assistant.language.terms import is_stop, stem, words
from assistant.types import Attribution, Evidence
from assistant.verification.grounds import Claim, Grounds, deeper, listed
from assistant.verification.named import ALIKE, OFFICES, Name, names_among, names_in, roots, tokens_of
from assistant.verification.polarity import read_polarity

_SPEECH = (
    (speech.words("said") - {"comment", "comments", "commented"})
    | speech.words("claim")
    | listed(
        """
    called calls call calling putting put puts quoted quotes quote quoting cited cites citing found
    finds wrote writes added adds recalled recalls asked asks seek seeks seeking pleaded pleads
    posted posts tweeted tweets published publishes
    spoke speaks speaking expects stressed revealed responded maintains maintained confessed
    confesses ruled rules decided decides concluded concludes
    """
    )
)
_DETERMINERS = listed(
    """
    the these those a an its their such of some media news both two several u.s
    """
)
_CUES = re.compile(
    r"\b(?:according to|reportedly|in the words of|as per|by the account of|in the view of"
    r"|\w+'s (?:report|account|story|description))\b",
    re.IGNORECASE,
)
_NAMELESS = re.compile(
    r"\b(?:sources?|officials?|unnamed|anonymous(?:ly)?|insiders?|reportedly|on condition of anonymity"
    r"|(?:media|press|news) reports?|according to reports|"
    r"(?:person|people|man|woman) (?:close|familiar|briefed|with knowledge|who))\b",
    re.IGNORECASE,
)
_BODIES = listed(
    """
    company firm ministry agency embassy group office government authority bank court union party
    """
)


_REPORTING = frozenset(stem(word) for word in _SPEECH)
_APART = re.compile(r",? (?:while|whereas|but which|though which)\b")  # between the words of one and of another


def other_speaker(claim: Claim, grounds: Grounds) -> str | None:
    """Why words are given to somebody else than in the source, or None. Looks at capitalised speakers only."""
    rungs = [rung for piece in grounds.cited for rung in deeper(piece)]
    if not rungs or claim.shouted:
        return None
    allowed = [rung.name for rung in rungs] + grounds.outlets + list(_speakers(grounds.quotes))
    for speaker in _speakers(claim.text):
        if not any(_same(speaker, name) for name in allowed):
            return f"gives it to {speaker}: the source gives it to {rungs[-1].name}"
        if any(_same(speaker, rung.name) and _of_another(rung, claim, grounds) for rung in rungs):
            return f"gives it to {speaker}: the source gives {speaker} other words of the same sentence"
    return None


def lost_attribution(claim: Claim, grounds: Grounds) -> str | None:
    """Why a claim that its source attributes stands here as plain fact, or None.

    The speaker must be named (by surname, role or "he said"), or the outlet that the printing outlet cites; for an
    unnamed speaker a marker such as "a source" will do. Of several pieces only those count that the sentence draws on.
    """
    said = _attributes(claim)
    if said and any(_denies(piece) and _all_named(piece, claim) for piece in grounds.cited) and _denies_itself(claim):
        return None  # who denies an accusation need not name the accuser
    for piece in _drawn_on(claim, grounds):
        rungs = deeper(piece)
        if rungs and _of_another(rungs[-1], claim, Grounds((piece,))):
            continue
        if rungs and not (said and any(_named(rung, claim, piece) for rung in rungs)):
            return f"drops who said it: the source gives it to {rungs[-1].name}"
    return None


def unnamed(text: str, piece: Evidence) -> list[Attribution]:
    """The rungs beyond the outlet that a sentence drawn from a piece of evidence does not name, as printed."""
    claim = Claim(text)
    rungs = deeper(piece)
    if rungs and _of_another(rungs[-1], claim, Grounds((piece,))):
        return []
    return [rung for rung in rungs if not _named(rung, claim, piece)]


def drawn_on(text: str, cited: Sequence[Evidence]) -> list[Evidence]:
    """The pieces of evidence, of at least one, whose words a sentence uses."""
    return list(_drawn_on(Claim(text), Grounds(tuple(cited))))


def _of_another(rung: Attribution, claim: Claim, grounds: Grounds) -> bool:
    """Whether the sentence draws on the half of a quote in which another speaks: `X calls it A, while Y calls it B`."""
    name = words(rung.name)
    told = claim.stems - {stem(word) for word in name}
    if _APART.search(claim.text):
        return False  # it tells both halves
    for piece in grounds.cited:
        halves = [words(half) for half in _APART.split(piece.quote)]
        shared = [(len(told & {stem(word) for word in half}), name[-1] in half) for half in halves if name]
        own = max((count for count, named in shared if named), default=0)
        if own and own < max((count for count, named in shared if not named), default=0):
            return True
    return False


def _attributes(claim: Claim) -> bool:
    """Whether the sentence gives anything to anybody at all."""
    verbs = (word for before, word in zip(("", *claim.words), claim.words, strict=False) if before not in _DETERMINERS)
    return any(word in _SPEECH for word in verbs) or bool(_CUES.search(claim.text.replace("’", "'")))


def _drawn_on(claim: Claim, grounds: Grounds) -> Iterator[Evidence]:
    """The pieces whose words the sentence uses: the closest, and each that adds a quarter of its own words."""
    reporting = {stem(word) for name in grounds.outlets for word in words(name)} | _REPORTING
    shares = [(claim.stems & {stem(word) for word in words(piece.quote)}) - reporting for piece in grounds.cited]
    best = max(range(len(shares)), key=lambda at: len(shares[at]))
    for at, piece in enumerate(grounds.cited):
        others = frozenset().union(*(share for other, share in enumerate(shares) if other != at))
        if at == best or len(shares[at] - others) >= max(2, len(claim.stems) // 4):
            yield piece


def _named(rung: Attribution, claim: Claim, piece: Evidence) -> bool:
    """Whether a rung of the ladder is named in the sentence."""
    text = claim.text
    if rung.kind == "anonymous":
        return _nameless(rung, text, piece.quote) or _mostly(rung.name, claim)
    printed = rung.kind == "outlet" or bool(mentions(rung.name))
    if printed and any(same_outlet(rung.name, outlet) for _, outlet in mentions(text)):
        return True
    if rung.kind == "person":
        if any(same_person(name.text, rung.name) or _surname_in(name, rung) for name in names_in(text)):
            return True
        if re.search(
            r"\b(?:he|she|they) (?:also |has |had )?(?:said|says|called|denied|added|told|put|warned)\b", text, re.I
        ):
            return True
        return bool(_roles(rung.name, piece.quote) & set(claim.words))
    body = _BODIES & set(claim.words) & set(words(rung.name))
    return bool(body) or (rung.kind == "organisation" and _it_said(text)) or _mostly(rung.name, claim)


def _nameless(rung: Attribution, text: str, quote: str) -> bool:
    """Whether a text tells of an unnamed source: "officials" in what that source said are none."""
    told = f" {' '.join(words(quote.replace(rung.name, ' ')))} "
    for match in _NAMELESS.finditer(text):
        before = words(text[: match.start()])[-1:]
        if not before or is_stop(before[0]) or f" {before[0]} {' '.join(words(match[0]))} " not in told:
            return True
    return False


def _roles(name: str, quote: str) -> set[str]:
    """The words by which a quote describes a person: right before the name, or between commas right behind it."""
    family = re.escape(name.split()[-1])
    found: set[str] = set()
    for match in re.finditer(
        rf"(?<![\w'’-])((?:[\w'’-]+,? ){{0,4}})(?:[\w.-]+ ){{0,2}}{family}(?:, ((?:[\w'’-]+ ?){{1,6}}),)?", quote
    ):
        described = f"{match.group(1)} {match.group(2) or ''}".split()
        found |= {part for word in described if word.islower() or match.start() == 0 for part in words(word)}
    return {word for word in found if not is_stop(word) and word not in _SPEECH and word not in words(name)}


def _denies(piece: Evidence) -> bool:
    return any(one.kind == "denial" for one in read_polarity(piece.quote).negations)


def _denies_itself(claim: Claim) -> bool:
    return any(one.kind == "denial" for one in read_polarity(claim.text).negations)


def _all_named(piece: Evidence, claim: Claim) -> bool:
    return any(_named(rung, claim, piece) for rung in deeper(piece))


def _it_said(text: str) -> bool:
    return bool(re.search(r"\b(?:the (?:company|firm|group)|it) (?:said|says|announced|denied|called)\b", text, re.I))


def _surname_in(name: Name, rung: Attribution) -> bool:
    last = words(rung.name)[-1:]
    return bool(last) and last[0] in words(name.text)


def _mostly(name: str, claim: Claim) -> bool:
    """Whether the sentence has at least half of the telling words of a name."""
    telling = [stem(word) for word in words(name) if not is_stop(word)]
    telling = [word for word in telling if word not in ("report", "sourc")] or telling
    return bool(telling) and 2 * sum(word in claim.stems for word in telling) >= len(telling)


def _speakers(text: str) -> Iterator[str]:
    """The names that a text gives words to: `X said`, `X, the chief, told`, `, said X`, `according to X`."""
    tokens = tokens_of(text)
    names = names_among(tokens)
    ending = {name.end: name for name in names}
    starting = {name.first: name for name in names}
    for at, token in enumerate(tokens):
        word = token.lower()
        if word in _SPEECH:
            before = at
            while before and tokens[before - 1].lower() in (
                "has",
                "had",
                "have",
                "also",
                "later",
                "then",
                "who",
                "never",
            ):
                before -= 1
            name = ending.get(before)
            if name is None and before and tokens[before - 1] == ",":
                comma = next(
                    (back for back in range(before - 2, max(-1, before - 14), -1) if tokens[back] == ","), None
                )
                aside = [word.lower() for word in tokens[comma + 1 : before]] if comma is not None else []
                tag = bool(_SPEECH & set(aside)) and aside[0] not in ("citing", "quoting", "who")
                name = ending.get(comma) if comma is not None and not tag else None
            if name is None and word in ("said", "says") and before and tokens[before - 1] in (",", '"', "”"):
                name = _next_name(tokens, starting, at + 1)
        elif word == "to" and at and tokens[at - 1].lower() == "according":
            name = _next_name(tokens, starting, at + 1)
        else:
            continue
        if name is not None and not (name.opens and len(name.words) == 1 and _many(name.words[0])):
            yield name.text


def _many(word: str) -> bool:
    """Whether a lone capitalised word that opens a sentence is likely no name: `Voters`, `Police`."""
    return word.endswith("s") or word.lower() in ("police", "nobody", "everyone", "management", "staff")


def _next_name(tokens: list[str], starting: dict[int, Name], at: int) -> Name | None:
    """The first name within six words, before a little word that opens a clause."""
    for place in range(at, min(at + 6, len(tokens))):
        if place in starting:
            return starting[place]
        if tokens[place].lower() in ("that", "who", "which", ".", ",", ";", "a", "an"):
            return None
    return None


def _same(speaker: str, name: str) -> bool:
    """Whether a printed speaker is a rung, an outlet or another speaker, under any usual name."""
    told = {word for word in words(speaker) if word not in OFFICES and not is_stop(word)}
    known = {word for word in words(name) if not is_stop(word)}
    if not told or told & known or same_person(speaker, name) or same_outlet(speaker, name):
        return True
    if any(told & group and known & group for group in ALIKE):
        return True
    return any(roots(one) & roots(other) for one in told for other in known)
