"""Finds what a sentence explicitly denies, and whether another sentence claims it. Floor 2."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from assistant.disputes.statement import ALIKE, Statement, alike, share, stems_of
from assistant.language.lexicon import lexicon
from assistant.language.sentences import sentence_spans

_DENIED = 0.65  # least share of the denied stems that the claim has
_NEGATED = 1.0  # the same for the stems after a "not"
_REFERRED = 0.6  # least share of the claim's stems in the context that "the report" refers to
_LEAST = 2  # stems
_DISTINCTIVE_VALUE = 20  # smaller figures occur in many sentences
_DISTINCTIVE = 4  # least stems of a claim that "the report" can refer to


@dataclass(frozen=True, slots=True)
class Denial:
    """What a sentence denies, as stems; `points` if it only refers back to its context ("denied the report")."""

    denied: frozenset[str]
    words: str
    points: bool = False
    own: frozenset[str] = frozenset()
    """The denied stems alone, where `denied` also has those before them in the sentence and in its context."""
    values: frozenset[float] = frozenset()
    """The figures in what is denied, except small ones."""


@lru_cache(maxsize=256)
def denial_in(statement: Statement) -> Denial | None:
    """The explicit denial in a sentence: what follows "denied" or precedes "is untrue"; None without one."""
    text, word_data = statement.text, lexicon(statement.language)
    found = word_data.pattern("denying", r"\b{}").search(text)
    if found and word_data.pattern("any_negation").search(text[max(0, found.start() - 20) : found.start()]):
        return None  # "did not deny"
    untrue = word_data.pattern("untrue", r"\b{}\b").search(text)
    that = untrue is not None and word_data.pattern("denied_as_that", r",? {} ").match(text, untrue.end())
    if found is None and that:
        found = untrue  # "it is not true that ..."
    if found:
        rest = text[found.end() :].lstrip(' “"')
        claimed = word_data.pattern("claim_that").match(rest)
        rest = rest[claimed.end() :] if claimed else rest
        ended = word_data.pattern("ends_denied").search(rest)
        words = rest[: ended.start()] if ended else rest
        told = text.removesuffix(rest) + words
    elif untrue is not None:
        words, told = text[: untrue.start()], text
    else:
        return None
    words = words.strip(' ,“"')
    denied = stems_of(word_data.pattern("says_nothing").sub(" ", words), statement.struck, statement.language)
    if len(denied) >= _LEAST:
        values = frozenset(
            one.value for one in statement.figures if one.text in words and one.value >= _DISTINCTIVE_VALUE
        )
        return Denial(denied, words, values=values)
    told_stems = stems_of(told, statement.struck, statement.language)  # what follows the denial is not denied
    return Denial(told_stems | _context(statement), words, points=True, own=denied)


def denied_words(denial: Statement, claim: Statement) -> str:
    """The words of `denial` that deny what `claim` claims; "" where it does not deny it.

    Either an explicit denial with the words or the exact figure of the claim, or the claim's own words with a "not" or
    a "never".
    """
    found = denial_in(denial)
    if denial_in(claim) is not None or lexicon(claim.language).pattern("supposes").search(claim.text):
        return ""
    if found is not None:
        named = not claim.names or bool(claim.names & (found.denied | denial.stems))
        if found.points:
            # Two sentences that both refer back may refer to different things.
            met = (
                share(claim.stems, found.denied) >= _REFERRED
                and len(claim.stems) >= _DISTINCTIVE
                and not found.own - claim.stems
                and not lexicon(claim.language).pattern("points_back", r"\b{}\b").search(claim.text)
            )
            return found.words or denial.text if met and named else ""
        negation = lexicon(claim.language).pattern("any_negation")
        if negation.search(claim.text) and not negation.search(found.words):
            return ""  # "will not close" and "denied that it would close" mean the same
        shared = share(found.denied, claim.stems)
        sure = (shared == 1 and len(found.denied) > _LEAST) or (shared >= _DENIED and alike(denial, claim) >= ALIKE)
        sure = sure or (bool(claim.names) and not found.values.isdisjoint(one.value for one in claim.figures))
        return found.words if sure and named else ""
    return _negated_words(denial, claim)


def _negated_words(denial: Statement, claim: Statement) -> str:
    """The negated words of a sentence where the other states the same without a negation; else ""."""
    word_data = lexicon(denial.language)
    found = word_data.pattern("negated_verbs").search(denial.text)
    excluded = ("supposes", "no_negation")
    if found is None or any(word_data.pattern(one).search(denial.text) for one in excluded):
        return ""
    if word_data.pattern("denying", r"\b{}").search(denial.text):
        return ""
    if lexicon(claim.language).pattern("any_negation").search(claim.text):
        return ""
    whole = word_data.table("writing").get("negation") == "clause"  # what is negated is on both sides of the negation
    start, stop = found.start(), len(denial.text)
    if whole:
        start = max((one.end() for one in word_data.pattern("ends_denied").finditer(denial.text, 0, start)), default=0)
    if ended := word_data.pattern("ends_denied").search(denial.text, found.end()):
        stop = ended.start()
    words = f"{denial.text[start : found.start()]} {denial.text[found.end() : stop]}"
    negated = stems_of(word_data.pattern("says_nothing").sub(" ", words), denial.struck, denial.language)
    subject = denial.stems if whole else denial.stems - negated
    met = (
        len(negated - claim.names - denial.names) >= _LEAST
        and share(negated, claim.stems) >= _NEGATED
        and (bool(subject & claim.stems & (claim.names | denial.names)) and alike(denial, claim) >= ALIKE)
    )
    return denial.text[start:stop].strip() if met else ""


def _context(statement: Statement) -> frozenset[str]:
    """The stems of the headline and the two preceding sentences: what "the report" or "it" refers to."""
    article = statement.evidence.article
    before = [span for span in sentence_spans(article.text) if span[1] <= statement.evidence.start][-2:]
    near = " ".join([article.title or "", *(article.text[slice(*span)] for span in before)])
    return stems_of(near, language=statement.language)
