"""Reads what one evidence sentence claims, on whose word, in a form that two claims can be compared in. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.disputes.concepts import Word, clause, concepts, eventful, inside, read_words
from assistant.disputes.signs import denied_by, polarity
from assistant.language.claim_words import (
    ANTONYMS,
    DENIAL,
    GENERIC,
    MULTIPLE,
    OCCUPATIONS,
    REPORTING,
    UPDATE,
    VERB,
    concept,
)
from assistant.language.figures import Day, Figure, dates, figures
from assistant.language.outlets import mentions, same_outlet
from assistant.language.sentences import sentence_spans
from assistant.language.terms import is_stop
from assistant.types import Attribution, Evidence

_INNER_NAME = re.compile(r"(?<=[\w,] )([A-Z]\w+)")
_INSTEAD = re.compile(r"(?:instead of|rather than|\bnot (?:the|for|by))\s+$", re.I)
_REPORTS = re.compile(
    r"\b(?:the|these|those|such|media|this)\s(?:\w+\s)?(?:reports?|stor(?:y|ies)|claims?|news|allegations?)\b", re.I
)
_LIFE = re.compile(r"\(([^()]*\d{4})\s*[–—-]\s*([^()]*\d{4})\)")
_WHOLE = re.compile(r"\d(?: out)? of (?:the |its |their )$")
_PART = re.compile(r"^\s*(?:of (?:the(?:m|se)?|those|whom|which|its|their|his|her)\b|more\b|other\b)", re.I)


@dataclass(frozen=True, slots=True)
class Told:
    """A figure or day with what it is told of: `near` are the concepts around it, `verb` the closest event."""

    near: frozenset[str]
    verb: str | None
    figure: Figure | None = None
    day: Day | None = None
    role: str = ""
    """For figures: "from", "part", "whole", "not", or "with" ("with 128 gigabytes"); for days: "until"."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a sentence says: its concepts, names, figures, days, tense and polarity, and who stands behind it."""

    evidence: Evidence
    words: tuple[Word, ...]
    terms: frozenset[str]
    names: frozenset[str]
    told: tuple[Told, ...]
    done: frozenset[str]
    planned: frozenset[str]
    negated: frozenset[str]
    denied: frozenset[str] | None
    """What a denial denies; empty where it points back ("denied the reports"); None where nothing is denied."""
    context: frozenset[str]
    head: frozenset[str]
    """The concepts of the headline and the first lines of its article: what the whole of it is about."""
    update: bool
    several: bool
    trades: frozenset[str]
    voice_words: frozenset[str]

    @property
    def voice(self) -> Attribution | None:
        """Who says it: the deepest rung of the ladder, or the outlet; None where neither is known."""
        return self.evidence.ladder[-1] if self.evidence.ladder else None

    @property
    def published(self) -> date | None:
        """The day its article came out, where it is known."""
        day = self.evidence.article.published
        return date.fromisoformat(day[:10]) if day else None


def read_claims(evidence: Sequence[Evidence]) -> list[Claim]:
    """One claim an evidence sentence, in their order."""
    sentences: dict[str, list[tuple[int, int]]] = {}
    outlets = tuple(dict.fromkeys(piece.article.outlet for piece in evidence if piece.article.outlet))
    texts = {piece.article.id: piece.article.text for piece in evidence}.values()
    inner = {m.group(1) for text in texts for m in _INNER_NAME.finditer(text)}
    return [_read(piece, sentences, outlets, inner) for piece in evidence]


def same_outlet_of(one: Claim, other: Claim) -> bool:
    """Whether two claims stand in one outlet, or, where that is unknown, in one article."""
    a, b = one.evidence.article, other.evidence.article
    return a.id == b.id or bool(a.outlet and b.outlet and same_outlet(a.outlet, b.outlet))


def _read(piece: Evidence, sentences: dict[str, list[tuple[int, int]]], known: Sequence[str], inner: set[str]) -> Claim:
    text = piece.quote
    words = read_words(text)
    struck = _struck(text)
    meant = [word for word in words if word.concept and not any(s <= word.start < e for s, e in struck)]
    spans = [span for span, _ in mentions(text, known)]
    outlets = {w.concept for w in meant if inside(w, spans)}
    voices = [piece.article.outlet or "", *(rung.name for rung in piece.ladder)]
    voice_words = frozenset(concept(w) for name in voices for w in re.findall(r"\w+", name.lower()) if not is_stop(w))
    names = {w.concept for w in meant if w.named or w.text in inner}
    denied = denied_by(text, words, spans)
    denial_words = {concept(w) for match in DENIAL.finditer(text) for w in re.findall(r"\w+", match.group().lower())}
    terms = frozenset(
        w.concept for w in meant if w.concept not in REPORTING and w.concept not in outlets | denial_words
    )
    done, planned, negated = polarity(words)
    told = tuple(_told(text, words))
    if re.search(_LIFE, text):
        terms |= {one.verb for one in told if one.day and one.verb in ("birth", "kill")}
    return Claim(
        evidence=piece,
        words=words,
        terms=terms,
        names=frozenset(names & terms),
        told=told,
        done=done,
        planned=planned,
        negated=negated,
        denied=denied,
        context=_context(piece, sentences) if denied is not None and len(denied) < 3 else frozenset(),
        head=concepts(f"{piece.article.title or ''} {piece.article.text[:200]}"),
        update=bool(UPDATE.search(text)),
        several=bool(MULTIPLE.search(text)),
        trades=frozenset(w.text.lower() for w in words if w.text.lower() in OCCUPATIONS),
        voice_words=voice_words,
    )


def _struck(text: str) -> list[tuple[int, int]]:
    """Where days and figures stand: they are compared by value, not as words."""
    return [day.span for day in dates(text)] + [figure.span for figure in figures(text)]


def _told(text: str, words: tuple[Word, ...]) -> Iterator[Told]:
    """Figures and days with their surroundings."""
    items: list[tuple[tuple[int, int], Figure | None, Day | None]] = [(f.span, f, None) for f in figures(text)]
    items += [(day.span, None, day) for day in dates(text)]
    life = _LIFE.search(text)
    for (start, end), figure, day in items:
        first = next((i for i, w in enumerate(words) if w.start >= start), len(words))
        after = next((i for i, w in enumerate(words) if w.start >= end), len(words))
        before = list(clause(words, first - 1, -1, 10))
        behind = list(clause(words, after, 1, 8))
        near = frozenset(w.concept for w in before + behind if w.concept)
        verb = next((w.concept for w in before if eventful(w)), None)
        comma = next((w.start for w in words[after:] if w.text == "," and first > 3), len(text))
        verb = verb or next((w.concept for w in behind if eventful(w) and w.start < comma), None)
        role = ""
        ahead = words[first - 1] if first else None
        if figure is not None and ahead is not None and ahead.concept and not ahead.named and ahead.text[0].isalpha():
            verb = ahead.concept
        if life and day is not None and life.start() < start < life.end():
            verb = "birth" if start < life.start(2) else "kill"
        if figure is not None:
            lead = next((w.text.lower() for w in before), "")
            role = "from" if lead == "from" else "with" if lead in ("with", "per") else ""
            role = "not" if lead == "not" or _INSTEAD.search(text[:start]) else role
            if figure.unit != "%" and _PART.match(text[end:]):
                role = "part"
            elif _WHOLE.search(text[max(0, start - 20) : start]):
                role = "whole"
        elif before and before[0].text.lower() in ("until", "till"):
            role = "until"
        yield Told(near, verb, figure, day, role)


def _context(piece: Evidence, sentences: dict[str, list[tuple[int, int]]]) -> frozenset[str]:
    """The concepts of the headline and of the two sentences before: what "the reports" or "it" points to."""
    article = piece.article
    headline = concepts(article.title or "")
    if _REPORTS.search(piece.quote) and headline & VERB:
        return headline
    spans = sentences.setdefault(article.id, sentence_spans(article.text))
    before = [span for span in spans if span[1] <= piece.start][-2:]
    return concepts(" ".join(article.text[slice(*span)] for span in before)) | headline


def opposed(one: Claim, other: Claim) -> bool:
    """Whether the claims tell opposite things of one thing: rise and fall, leave and stay, each only one of them."""
    mine, theirs = one.terms - one.negated, other.terms - other.negated
    for word in mine & ANTONYMS.keys() - theirs:
        against = (ANTONYMS[word] & theirs) - mine
        if any(around(one, word) & around(other, contrary) for contrary in against):
            return True
    return False


def around(claim: Claim, event: str) -> frozenset[str]:
    """The telling concepts within five words of an event."""
    places = [at for at, word in enumerate(claim.words) if word.concept == event]
    near = frozenset(w.concept for at in places for w in claim.words[max(0, at - 6) : at + 7] if w.concept)
    return near - GENERIC - REPORTING - {event}
