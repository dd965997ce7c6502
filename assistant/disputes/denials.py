"""Reads what a sentence explicitly denies, and whether that is what another sentence claims. Floor 2."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from assistant.disputes.statement import ALIKE, Statement, alike, share, stems_of
from assistant.language.lexicon import lexicon
from assistant.language.sentences import sentence_spans

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
def denial_in(told: Statement) -> Denial | None:
    """The explicit denial in a sentence: what stands behind "denied", or before "is untrue"; None without one."""
    text, said = told.text, lexicon(told.language)
    found = said.pattern("denying", r"\b{}").search(text)
    if found and said.pattern("any_negation").search(text[max(0, found.start() - 20) : found.start()]):
        return None  # "did not deny"
    untrue = said.pattern("untrue", r"\b{}\b").search(text)
    that = untrue is not None and said.pattern("denied_as_that", r",? {} ").match(text, untrue.end())
    if found is None and that:
        found = untrue  # "it is not true that ..."
    if found:
        rest = text[found.end() :]
        rest = rest.lstrip(' “"')
        claimed = said.pattern("claim_that").match(rest)
        rest = rest[claimed.end() :] if claimed else rest
        ended = said.pattern("ends_denied").search(rest)
        words = rest[: ended.start() if ended else len(rest)].strip(' ,“"')
    else:
        if untrue is None:
            return None
        words = text[: untrue.start()].strip(' ,“"')
    denied = stems_of(said.pattern("says_nothing").sub(" ", words), told.struck, told.language)
    if len(denied) >= _LEAST:
        values = frozenset(one.value for one in told.figures if one.text in words and one.value >= _TELLING_VALUE)
        return Denial(denied, words, values=values)
    return Denial(denied | _context(told), words, points=True, own=denied)


def denies(denial: Statement, claim: Statement) -> str:
    """The words with which the one sentence denies what the other claims; "" where it does not.

    An explicit denial whose object is the claim, by its words or by its very figure; or the claim's own words with a
    "not" or a "never".
    """
    said = denial_in(denial)
    if denial_in(claim) is not None or lexicon(claim.language).pattern("supposes").search(claim.text):
        return ""
    if said is not None:
        named = not claim.names or bool(claim.names & (said.denied | denial.stems))
        if said.points:
            met = share(claim.stems, said.denied | denial.stems) >= _POINTED and len(claim.stems) >= _TELLING
            # Of two sentences that both point back nobody can say that they point to one thing.
            met = (
                met
                and said.own <= claim.stems
                and not lexicon(claim.language).pattern("points_back", r"\b{}\b").search(claim.text)
            )
            return said.words or denial.text if met and named else ""
        negation = lexicon(claim.language).pattern("any_negation")
        if negation.search(claim.text) and not negation.search(said.words):
            return ""  # "will not close" and "denied that it would close" say the same
        had = share(said.denied, claim.stems)
        sure = (had == 1 and len(said.denied) > _LEAST) or (had >= _MET and alike(denial, claim) >= ALIKE)
        sure = sure or (bool(claim.names) and not said.values.isdisjoint(one.value for one in claim.figures))
        return said.words if sure and named else ""
    return _negates(denial, claim)


def _negates(denial: Statement, claim: Statement) -> str:
    """The negated words of a sentence, where the other tells the same without a negation."""
    said = lexicon(denial.language)
    found = said.pattern("negated_verbs").search(denial.text)
    none = ("supposes", "no_negation")
    if found is None or any(said.pattern(one).search(denial.text) for one in none):
        return ""
    if said.pattern("denying", r"\b{}").search(denial.text):
        return ""
    if lexicon(claim.language).pattern("any_negation").search(claim.text):
        return ""
    whole = said.table("writing").get("negation") == "clause"  # what is negated stands on both sides of it
    start, stop = found.start(), len(denial.text)
    if whole:
        start = max((one.end() for one in said.pattern("ends_denied").finditer(denial.text, 0, start)), default=0)
    if ended := said.pattern("ends_denied").search(denial.text, found.end()):
        stop = ended.start()
    words = f"{denial.text[start : found.start()]} {denial.text[found.end() : stop]}"
    negated = stems_of(said.pattern("says_nothing").sub(" ", words), denial.struck, denial.language)
    subject = denial.stems if whole else denial.stems - negated
    met = (
        len(negated - claim.names - denial.names) >= _LEAST
        and share(negated, claim.stems) >= _NEGATED
        and (bool(subject & claim.stems & (claim.names | denial.names)) and alike(denial, claim) >= ALIKE)
    )
    return denial.text[start:stop].strip() if met else ""


def _context(told: Statement) -> frozenset[str]:
    """The stems of the headline and of the two sentences before: what "the report" or "it" points to."""
    article = told.evidence.article
    before = [span for span in sentence_spans(article.text) if span[1] <= told.evidence.start][-2:]
    near = " ".join([article.title or "", *(article.text[slice(*span)] for span in before)])
    return stems_of(near, language=told.language)
