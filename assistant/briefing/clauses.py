"""Trims a sentence to its informative clause, and words its attribution. Floor 3.

A trimmed clause is a narrower span of the same article, so its citation stays exact.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from assistant.language.names import same_person
from assistant.language.negation import has_denial, has_negation
from assistant.language.outlets import mentions, same_outlet
from assistant.language.speech import listed
from assistant.language.terms import CAPITALISED, stems
from assistant.types import Attribution, Evidence

_LEAST = 6  # words of a clause that is shown on its own
_LONG = 26  # words from which a trailing relative clause is dropped
_FRAME = 9  # words before a verb of saying in "X said that", and up to three between it and "that"
_DATELINE = re.compile(r"[A-Z][\w .,’'-]{1,40}(?:\([A-Z][\w/ ]{1,20}\)\s?[-–—]{1,2}|\s[–—])\s*")
_OPENER = re.compile(r"(?:And|But|However|Meanwhile|Still|Also|Moreover|In addition|Furthermore|Additionally)\b,? ")
_SOURCE = r"(?:(?:Citing|According to|Quoting) [^“”\"«»,;]{3,80}, )?"
_TAIL = re.compile(r"(?:, (?:which|who|whom|where)\b)[^“”\"«»]*$")
_SAID_AFTER = re.compile(
    r"[“\"«]?(?P<words>[^“”\"«»]+?[?!]?)[,.…]?[”\"»] (?P<tag>[^“”\"«».,:;]{3,80})(?:[.,:;].*)?$", re.DOTALL
)
_SAID_BEFORE = re.compile(r"(?P<tag>[^“”\"«»:]{3,90})[:,] [“\"«](?P<words>[^“”\"«»]+?)[”\"»]?$", re.DOTALL)
_TAG_AFTER = re.compile(r"(?P<words>.+), (?P<tag>[^“”\"«»,:;]{3,90})\.$", re.DOTALL)
_WHOLE = re.compile(r"[“«\"](?P<words>[^“”\"«»]+?)[”\"»]?$", re.DOTALL)
_ALONE = {"told": "said", "tells": "says"}  # the person addressed is cut
_PRONOUN = re.compile(r"\b(?:he|she|they|it|I|we)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence as it is shown: the quoted span, and its attribution before it ("" if not needed)."""

    piece: Evidence
    lead: str


def clause(piece: Evidence) -> Clause:
    """The clause of a sentence with its lead, such as `Rostec said, as reported by Al-Sahawat Times, that`.

    Sources that the clause itself names are not repeated in the lead.
    """
    below = [
        rung
        for rung in piece.ladder
        if rung.name != piece.article.outlet and rung.name.lower() not in listed("indefinite", "someone")
    ]
    start, end = piece.start, piece.end
    text = piece.article.text
    title = f"{piece.article.title} "
    if text.startswith(title, start) and len(text[start + len(title) : end].split()) >= _LEAST:
        start += len(title)  # its headline, printed before its first sentence
    if found := _DATELINE.match(text, start, end):
        start = found.end()
    if found := _OPENER.match(text, start, end):
        start = found.end()
    verb = ""
    sentence = text[start:end]
    said = _SAID_AFTER.match(sentence) or _SAID_BEFORE.match(sentence) or _TAG_AFTER.match(sentence)
    if below and said and _is_tag(said["tag"], below) and _balanced(said["words"]):
        start, end = start + said.start("words"), start + said.end("words")
    elif below and (frame := _frame(sentence, below)):
        verb = _ALONE.get(frame["verb"].lower(), frame["verb"].lower())
        start += frame.end()
    elif below and (whole := _WHOLE.match(sentence)):
        start, end = start + whole.start("words"), start + whole.end("words")
    tail = _TAIL.search(text, start, end) if len(text[start:end].split()) > _LONG else None
    if (
        tail
        and not _negates(tail[0])
        and len(text[start : tail.start()].split()) >= 2 * _LEAST
        and _balanced(text[start : tail.start()])
    ):
        end = tail.start()
    if len(text[start:end].split()) < _LEAST:
        start, end = piece.start, piece.end
        verb = ""
    cut = replace(piece, start=start, end=end)
    return Clause(cut, _lead(cut, below, verb))


def ladder_lead(ladder: Sequence[Attribution], outlet: str | None) -> str:
    """Who said it and who printed it: "The Wall Street Journal, citing an unnamed source, as reported by RFE/RL"."""
    printed = outlet or "an unnamed outlet"
    below = [rung.name for rung in ladder if rung.name != outlet]
    return opening(", citing ".join(below) + f", as reported by {printed}" if below else printed)


def opening(text: str) -> str:
    """A text with a capital first letter; a name with a capital further in stays as it is: talkSPORT."""
    return text if text.split(" ")[0].lower() != text.split(" ")[0] else text[:1].upper() + text[1:]


def _lead(piece: Evidence, below: Sequence[Attribution], verb: str) -> str:
    """The sources that the words do not name; only the outlet if they name the speaker."""
    unsaid = [] if below and _names(piece.quote, below[-1]) else [r for r in below if not _names(piece.quote, r)]
    lead = ladder_lead(unsaid, piece.article.outlet)
    return f"{lead}, {verb} that" if verb and unsaid else f"{lead}:"


def _frame(sentence: str, below: Sequence[Attribution]) -> re.Match[str] | None:
    """A leading "X said that" of a known source, as a match with its verb; None if there is none."""
    found = _that().match(sentence)
    if not found or len(found["subject"].split()) > _FRAME or not _balanced(sentence[found.end() :]):
        return None
    if _negates(found[0]):
        return None
    own = any(_names(found[0], rung) for rung in below) or _PRONOUN.fullmatch(found["subject"].split()[0])
    return found if own else None


@cache
def _that() -> re.Pattern[str]:
    """ "X said in a statement that", with whom X cites before it."""
    verbs = "|".join(listed("said") - listed("noun_like"))  # "rejected reports that" reports nothing
    return re.compile(rf"{_SOURCE}(?P<subject>[^“”\"«»,;]+?) (?P<verb>{verbs})(?: [\w’'-]+){{0,5}}? that (?=\S)")


def _is_tag(tag: str, below: Sequence[Attribution]) -> bool:
    """Whether the words beside a statement are only its attribution: `Rostec added on Monday`."""
    tokens = [word.strip(",.") for word in tag.split()]
    verbs = listed("said", "weak", "quoting")
    unnamed = any(rung.kind == "anonymous" and set(stems(rung.name)) & set(stems(tag)) for rung in below)
    own = unnamed or any(_names(tag, rung) for rung in below) or bool(_PRONOUN.search(tag))
    return len(tokens) <= _FRAME and own and not _negates(tag) and any(word.lower() in verbs for word in tokens)


def _negates(text: str) -> bool:
    """Whether words negate what they stand beside: without them a denial would read as a claim."""
    return has_negation(text) or has_denial(text) or "refus" in text.casefold()


def _names(text: str, rung: Attribution) -> bool:
    """Whether words name a source: a person by the surname, an outlet by any of its names."""
    if rung.kind == "outlet" and any(same_outlet(name, rung.name) for _, name in mentions(text)):
        return True
    if rung.kind == "person":
        found = (re.sub(r"['’]s$", "", one) for one in CAPITALISED.findall(text))
        return any(same_person(rung.name, one) for one in found) or rung.name in text
    name = re.sub(r"^(?:the|an?) ", "", rung.name, flags=re.IGNORECASE)
    return name.lower() in text.lower()


def _balanced(text: str) -> bool:
    """Whether the quotation marks and parentheses of a text are balanced."""
    return text.count("“") == text.count("”") and text.count('"') % 2 == 0 and text.count("(") == text.count(")")
