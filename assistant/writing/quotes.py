"""The `quotes` writer: composes an answer of verbatim sentences, with no language model. Floor 3."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from assistant.attribution.origins import same_source
from assistant.disputes.claims import read_claims
from assistant.language.claim_words import DENIAL
from assistant.language.terms import stems
from assistant.question.asks import asks_denier, read_question
from assistant.types import Dispute, DraftSentence, Evidence, Query

_MAX_WORDS = 120
_MOCKED = re.compile(r"[‘'“\"][\w-]+(?: [\w-]+){0,2}[’'”\"]")
_CLOSE_TO_BEST = 0.6  # a further sentence must score at least this share of the best one's
_SAME = 0.6  # share of content words in common from which two sentences say the same
_MOST_ARTICLES = 5  # heard on a plain fact, where each has a sentence about as good as the best: they may speak of
_AS_GOOD = 0.8  # several people or things of one name; on the development questions it costs .003 of brevity
# Three for a plain fact: on the development questions the best one holds 71% of the facts, two 80%, three 87%. A fourth
# brings .007 more and makes every fifth answer longer than 120 words.
_LONG = 50  # words: a sentence that leaves little room for others comes after them
_MOST_DENIERS = 5  # each of another voice
_MOST = {"fact": 3, "speaker": 3, "timeline": 6, "comparison": 6}


class Writer(Protocol):
    """Makes a draft from evidence, sentence by sentence, each with the keys it rests on."""

    name: str

    def write(self, query: Query, evidence: Sequence[Evidence], disputes: Sequence[Dispute]) -> Iterator[DraftSentence]:
        """The draft, in reading order. Never called without evidence."""
        ...


class QuotesWriter:
    """Verbatim sentences, best first; for a disputed matter one a side, for a comparison one an outlet."""

    name = "quotes"

    def write(self, query: Query, evidence: Sequence[Evidence], disputes: Sequence[Dispute]) -> Iterator[DraftSentence]:
        """The chosen sentences as they stand, in the order that suits the question."""
        for piece in choose(query, evidence, disputes):
            yield DraftSentence(piece.quote, (piece.key,))


def choose(query: Query, evidence: Sequence[Evidence], disputes: Sequence[Dispute]) -> list[Evidence]:
    """The sentences that make the answer, in reading order: at most about 120 words, none saying the same twice.

    First the best one, then what each side of a dispute and each outlet that is asked about says, then for a plain fact
    what other articles say about as well, then more as long as it is nearly as good. The sides of disputes are never
    left out for length.
    """
    if not evidence:
        return []
    shape = read_question(query.text).shape
    most = _MOST[shape]
    if asks_denier(query.text):
        evidence, most = _denials(evidence, disputes) or evidence, _MOST_DENIERS
    chosen = _Chosen()
    chosen.take(evidence[0])
    for side in (side for dispute in disputes for side in dispute.sides):
        voices = [piece for piece in evidence if piece.key in side.citations]
        if voices and not any(piece in chosen.pieces for piece in voices):
            chosen.take(max(voices, key=lambda piece: piece.score))
    for piece in _best_of_each_outlet(evidence) if compares(query) else ():
        if not query.named_outlets or piece.article.outlet in query.named_outlets:
            chosen.take_if_it_adds(piece)
    for piece in _best_of_each_article(evidence) if shape == "fact" else ():
        if len(chosen.pieces) >= _MOST_ARTICLES:
            break
        if piece.score >= _AS_GOOD * evidence[0].score:
            chosen.take_if_it_adds(piece)
    for piece in evidence[1:]:
        if len(chosen.pieces) >= most or piece.score < _CLOSE_TO_BEST * evidence[0].score:
            break
        if shape != "speaker" or not any(_one_voice(piece, other) for other in chosen.pieces):
            chosen.take_if_it_adds(piece)
    if shape == "timeline":
        return sorted(chosen.pieces, key=lambda one: (one.article.published or "9999", one.article.id, one.start))
    return chosen.pieces


def compares(query: Query) -> bool:
    """Whether a question asks what several outlets say."""
    return read_question(query.text).shape == "comparison" or len(query.named_outlets) > 1


def _denials(evidence: Sequence[Evidence], disputes: Sequence[Dispute]) -> list[Evidence]:
    """The sentences in which somebody denies something, in their order; a mocking word in quotation marks is none.

    Where some stand against a claim that was found, too, a denial of anything else is left out.
    """
    said = [claim.evidence for claim in read_claims(evidence) if claim.denied is not None]
    denials = [piece for piece in said if DENIAL.search(_MOCKED.sub("", piece.quote))]
    disputed = {key for dispute in disputes for side in dispute.sides for key in side.citations}
    return [piece for piece in denials if piece.key in disputed] or denials


def voice(piece: Evidence) -> str:
    """Who says it: the foot of its ladder, else who printed it."""
    return piece.ladder[-1].name if piece.ladder else piece.article.outlet or piece.article.id


def _one_voice(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences are told by one voice: Rostec, and Rostec's press service."""
    if voice(one) == voice(other):
        return True
    return bool(one.ladder and other.ladder) and same_source(one.ladder[-1], other.ladder[-1])


class _Chosen:
    """The sentences taken so far."""

    def __init__(self) -> None:
        self.pieces: list[Evidence] = []
        self._words = 0

    def take(self, piece: Evidence) -> None:
        self.pieces.append(piece)
        self._words += len(piece.quote.split())

    def take_if_it_adds(self, piece: Evidence) -> None:
        """Take a sentence that says something new, if there is room for it."""
        fits = self._words + len(piece.quote.split()) <= _MAX_WORDS
        if fits and piece not in self.pieces and not _repeats(piece, self.pieces):
            self.take(piece)


def _best_of_each_outlet(evidence: Sequence[Evidence]) -> list[Evidence]:
    best: dict[str | None, Evidence] = {}
    for piece in evidence:
        best.setdefault(piece.article.outlet, piece)
    return list(best.values())


def _best_of_each_article(evidence: Sequence[Evidence]) -> list[Evidence]:
    best: dict[str, Evidence] = {}
    for piece in evidence:
        best.setdefault(piece.article.id, piece)
    return sorted(best.values(), key=lambda piece: len(piece.quote.split()) > _LONG)


def _repeats(piece: Evidence, chosen: Sequence[Evidence]) -> bool:
    own = set(stems(piece.quote))
    return any(
        len(own & other) >= _SAME * min(len(own), len(other)) > 0
        for other in (set(stems(one.quote)) for one in chosen if one.article.outlet == piece.article.outlet)
    )
