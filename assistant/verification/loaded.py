"""Knows the words by which an outlet takes sides, and finds those that a sentence takes over as its own. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from assistant.language.outlets import mentions, same_outlet
from assistant.language.terms import stem, words
from assistant.types import Evidence, Span
from assistant.verification.grounds import Claim, Grounds

_LOADED = """
regime puppet puppets stooge lackey junta dictator tyrant strongman despot usurper thug thugs goon henchmen cronies
terrorist terrorists extremist extremists fanatic fanatics militants mercenary mercenaries traitor traitors invaders
coup putsch conspiracy massacre atrocity atrocities genocide aggression meddling provocation witch-hunt
fake sham bogus hoax propaganda so-called
infuriated enraged slammed blasted lashed slams blasts fumed humiliated embarrassment outrage outrageous
legitimate illegitimate unwarranted disastrous draconian reckless shameful disgraceful scandalous brutal barbaric
heroic glorious cowardly notorious embattled cash-strapped imperialist bloodthirsty cynical
"""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SPEECH = re.compile(
    r"\b(?:said|says|told|stated|announced|claim(?:ed|s)|called|calls|denied|warned|insist(?:ed|s)|accuse[sd]|tweeted|"
    r"according to)\b"
)
_NAMING = re.compile(
    r"\b(?:said|says|calls?|called|describe[sd]?|writes?|wrote|accuse[sd]?|claim(?:s|ed)|blame[sd]?|report(?:s|ed)|"
    r"speaks?|labels?|labelled|labeled|brand(?:s|ed)|dub(?:s|bed)|according to|recall(?:s|ed)|put it|puts it)\b"
)


def taken_over(claim: Claim, grounds: Grounds) -> str | None:
    """Why a loaded word stands in the sentence as its own, or None.

    It may stand between quotation marks, in a sentence that names the outlet as calling it so, or, where the source
    gives it to a speaker, in one that names a speaker; and where two outlets use it on their own account.
    """
    for (start, end), outlet in _taken(claim, grounds):
        return f"takes over “{claim.text[start:end].lower()}” from {outlet} unquoted"
    return None


def set_apart(text: str, cited: Sequence[Evidence]) -> str:
    """The sentence with quotation marks about each loaded word that it takes over from its evidence."""
    for (start, end), _ in reversed(list(_taken(Claim(text), Grounds(tuple(cited))))):
        text = f"{text[:start]}“{text[start:end]}”{text[end:]}"
    return text


def _taken(claim: Claim, grounds: Grounds) -> Iterator[tuple[Span, str]]:
    """Where each loaded word stands that the sentence takes over, and from which outlet."""
    loaded = _loaded()
    for match in _WORD.finditer(claim.unquoted):
        root = stem(match[0].lower())
        if root not in loaded:
            continue
        users = [piece for piece in grounds.cited if root in _roots(piece.quote)]
        outlets = {piece.article.outlet for piece in users}
        if len(outlets) != 1 or all(_within_speech(piece, root) and _NAMING.search(claim.text) for piece in users):
            continue
        outlet = outlets.pop() or "the article"
        if not (_NAMING.search(claim.text) and _mentions(claim.text, outlet)):
            yield match.span(), outlet


@cache
def _loaded() -> frozenset[str]:
    return frozenset(stem(word) for word in _LOADED.split())


def _roots(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _WORD.findall(text.lower()))


def _within_speech(piece: Evidence, root: str) -> bool:
    """Whether the source has the word inside what somebody says: behind the verb, or before a closing ", X said"."""
    first = _SPEECH.search(piece.quote)
    if not first or len(piece.ladder) < 2:
        return False
    told = piece.quote[first.end() :]
    closing = piece.quote[: first.start()].rstrip().endswith(",") or len(told.split()) < 6
    return root in _roots(told) or closing


def _mentions(text: str, outlet: str) -> bool:
    """Whether a text names an outlet, known or not."""
    if any(same_outlet(outlet, other) for _, other in mentions(text, (outlet,))):
        return True
    return " ".join(words(outlet)) in " ".join(words(text))
