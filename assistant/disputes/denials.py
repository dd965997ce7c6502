"""Reads what a sentence explicitly denies, and whether that is what another sentence claims. Floor 2."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.disputes.told import ALIKE, Told, alike, share, stems_of
from assistant.language.sentences import sentence_spans
from assistant.types import Evidence

_CLAIM = (
    r"(?:reports?|claims?|allegations?|accusations?|charges|suggestions?|rumou?rs?|talk"
    r"|stor(?:y|ies)|idea|notion|assertions?|figures?)"
)
_OBJECT = (
    rf"(?=[\s“\"]+(?:that|\w+ing|any|all|it|this|these|those|such|(?:[\w.’'-]+\s+){{0,6}}?{_CLAIM})\b"
    r"|[\s”\"]*[,.;!?])"
)
_DENY = re.compile(
    rf"\b(?<!was )(?<!were )(?<!been )(?<!being )den(?:y|ied|ies|ying)\b{_OBJECT}"
    rf"|\b(?:reject|dismiss|refut|disput|rebut)\w*\b(?=[\s“\"]+(?:[\w.’'-]+\s+){{0,4}}?{_CLAIM}\b)",
    re.I,
)
_CLAIMED = re.compile(rf"(?:[\w.’'“\"-]+\s+){{0,6}}?{_CLAIM}\s(?:that|of|about)\b", re.I)
_FALSE = re.compile(
    r"\b(?:(?:not|\w+n['’]t) (?:\w+ )?true|untrue|no truth|impossible|baseless"
    r"|unfounded|groundless|fabricat(?:ed|ion)|nonsense"
    r"|fake news|fiction|(?:an?|pure) invention"
    r"|(?:absolutely|completely|entirely|is|are|was|were|as) false|never happened|(?:did not|didn['’]t) happen)\b",
    re.I,
)
_NOT = re.compile(
    r"\b(?:(?:is|are|was|were|has|have|had|do|does|did|will|would|can|could|must) not"
    r"|never|cannot|no|nobody|none|nothing)\b|\w+n['’]t\b",
    re.I,
)
_BARE = re.compile(rf"\b(?:taken place|{_CLAIM})\b", re.I)
_ANY_NOT = re.compile(r"\b(?:not|never|no|nobody|none|nothing|cannot|neither|nor|without)\b|n['’]t\b", re.I)
_NO_NEGATION = re.compile(
    r"(?:not|n['’]t|no) (?:only|just|longer|doubt|yet|necessarily|even|until|least|more|less)\b", re.I
)
_END = re.compile(r"[;:—–]|[,.!?]?[\"”]|[.!?](?=\s|$)|,? (?:but|and instead|adding|saying|insisting)\b|,(?=\s)")
# A sentence that asks or supposes claims nothing outright.
_POINTS_BACK = re.compile(r"\b(?:he|she|they|him|her|them|his|hers|their|theirs)\b", re.I)
_OPEN = re.compile(r"\?|\b(?:if|whether|may|might|could(?! not)|should)\b", re.I)
_MET = 0.65  # of the stems that are denied, those that the claim must have
_NEGATED = 1.0  # of the stems behind a "not"
_POINTED = 0.6  # of the claim's stems, those that stand where "the report" points
_LEAST = 2
_TELLING_VALUE = 20
_TELLING = 4  # stems of a claim that "the report" can point to


@dataclass(frozen=True, slots=True)
class Denial:
    """What a sentence denies, as stems; `points` where it only points back ("denied the report") to its context."""

    denied: frozenset[str]
    words: str
    points: bool = False
    own: frozenset[str] = frozenset()
    """Of what points back, the stems that stand in the denial itself."""
    values: frozenset[float] = frozenset()
    """The figures in what is denied, but for small ones, which stand in many sentences."""


@lru_cache(maxsize=256)
def denial_in(told: Told) -> Denial | None:
    """The explicit denial in a sentence: what stands behind "denied", or before "is untrue"; None without one."""
    text = told.text
    found = _DENY.search(text)
    if found and _ANY_NOT.search(text[max(0, found.start() - 20) : found.start()]):
        return None  # "did not deny"
    untrue = _FALSE.search(text)
    if found is None and untrue is not None and text[untrue.end() :].startswith(" that "):
        found = untrue  # "it is not true that ..."
    if found:
        rest = text[found.end() :]
        rest = rest.lstrip(' “"')
        claimed = _CLAIMED.match(rest)
        rest = rest[claimed.end() :] if claimed else rest
        ended = _END.search(rest)
        words = rest[: ended.start() if ended else len(rest)].strip(' ,“"')
    else:
        if untrue is None:
            return None
        words = text[: untrue.start()].strip(' ,“"')
    denied = stems_of(_BARE.sub(" ", words), told.struck)
    if len(denied) >= _LEAST:
        values = frozenset(one.value for one in told.figures if one.text in words and one.value >= _TELLING_VALUE)
        return Denial(denied, words, values=values)
    return Denial(denied | _context(told.evidence), words, points=True, own=denied)


def denies(denial: Told, claim: Told) -> str:
    """The words with which the one sentence denies what the other claims; "" where it does not.

    An explicit denial whose object is the claim, by its words or by its very figure; or the claim's own words with a
    "not" or a "never".
    """
    said = denial_in(denial)
    if denial_in(claim) is not None or _OPEN.search(claim.text):
        return ""
    if said is not None:
        named = not claim.names or bool(claim.names & (said.denied | denial.stems))
        if said.points:
            met = share(claim.stems, said.denied | denial.stems) >= _POINTED and len(claim.stems) >= _TELLING
            # Of two sentences that both point back nobody can say that they point to one thing.
            met = met and said.own <= claim.stems and not _POINTS_BACK.search(claim.text)
            return said.words or denial.text if met and named else ""
        if _ANY_NOT.search(claim.text) and not _ANY_NOT.search(said.words):
            return ""  # "will not close" and "denied that it would close" say the same
        had = share(said.denied, claim.stems)
        sure = (had == 1 and len(said.denied) > _LEAST) or (had >= _MET and alike(denial, claim) >= ALIKE)
        sure = sure or (bool(claim.names) and not said.values.isdisjoint(one.value for one in claim.figures))
        return said.words if sure and named else ""
    return _negates(denial, claim)


def _negates(denial: Told, claim: Told) -> str:
    """The negated words of a sentence, where the other tells the same without a negation."""
    found = _NOT.search(denial.text)
    if found is None or any(one.search(denial.text) for one in (_OPEN, _DENY, _NO_NEGATION)):
        return ""
    if _ANY_NOT.search(claim.text):
        return ""
    rest = denial.text[found.end() :]
    ended = _END.search(rest)
    words = rest[: ended.start() if ended else len(rest)]
    negated = stems_of(_BARE.sub(" ", words), denial.struck)
    subject = denial.stems - negated
    met = (
        len(negated - claim.names - denial.names) >= _LEAST
        and share(negated, claim.stems) >= _NEGATED
        and (bool(subject & claim.stems & (claim.names | denial.names)) and alike(denial, claim) >= ALIKE)
    )
    return f"{found.group()}{words}".strip() if met else ""


def _context(piece: Evidence) -> frozenset[str]:
    """The stems of the headline and of the two sentences before: what "the report" or "it" points to."""
    article = piece.article
    before = [span for span in sentence_spans(article.text) if span[1] <= piece.start][-2:]
    return stems_of(" ".join([article.title or "", *(article.text[slice(*span)] for span in before)]))
