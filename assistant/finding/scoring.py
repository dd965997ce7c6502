"""Has the reader weigh the sentences that were found: which of them answer, and how surely. Floor 2.

The words of a question only choose which sentences are read at all. `calibration.json` beside the reader tells what
its logits mean: it was learned on questions that the reader was not trained on (training/README.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.errors import ReaderUnavailable
from assistant.language.sentences import sentence_spans
from assistant.language.terms import stems
from assistant.question.shape import topic_stems
from assistant.reading.calibration import Calibration
from assistant.reading.reader import Reader, Unit
from assistant.reading.reader_input import context_of
from assistant.types import Evidence, Hit, Query

# On the answerable questions of four stories, 20 passages hold a right sentence for .983, and those read for .958; with
# 12 passages and 40 sentences, enough for the questions that were kept from training (.958), it was .817.
PASSAGES = 20  # that are looked at: some 145 to 170 sentences
_READ = 80  # of them
_RANK = 0.015  # less for each place that its passage is further down
_BEFORE = 400  # characters before a sentence in which the one before it is looked for


@dataclass(frozen=True, slots=True)
class Scored:
    """The sentences, best first, keys from 1, each with the chance that it answers as its score.

    `notes` tell why nothing could read them; none where the reader did. Unread, they are in the order of their words.
    """

    evidence: tuple[Evidence, ...]
    notes: tuple[str, ...] = ()


def score_sentences(
    reader: Reader, calibration: Calibration, query: Query, hits: Sequence[Hit], found: Sequence[Evidence]
) -> Scored:
    """The most promising of the sentences `found` in the hits, read together with the question."""
    try:
        told = read_with(reader, query, hits, found)
    except ReaderUnavailable as error:
        note = f"{error} These sentences were chosen by their words alone."
        return Scored(_numbered([replace(one, score=0.5 * min(1.0, one.score)) for one in found]), (note,))
    return Scored(_numbered([replace(one, score=calibration.chance_of_sentence(**row)) for one, row in told]))


def weigh_again(
    reader: Reader, calibration: Calibration, question: str, evidence: Sequence[Evidence]
) -> list[Evidence]:
    """Sentences read with another question than the one that found them, in their order; none where nothing can read.

    Their words count for the share of the question's that they have.
    """
    asked = set(topic_stems(question))
    try:
        logits = reader.scores(question, [unit_of(piece) for piece in evidence])
    except ReaderUnavailable:
        return []
    shares = [len(asked & set(stems(piece.quote))) / max(1, len(asked)) for piece in evidence]
    chances = [
        calibration.chance_of_sentence(logit=one, words=share) for one, share in zip(logits, shares, strict=True)
    ]
    return [replace(piece, score=chance) for piece, chance in zip(evidence, chances, strict=True)]


def read_with(
    reader: Reader, query: Query, hits: Sequence[Hit], found: Sequence[Evidence]
) -> list[tuple[Evidence, dict[str, float]]]:
    """The most promising sentences, each with what its chance is told from. Raises ReaderUnavailable."""
    pieces = _promising(hits, found)
    logits = reader.scores(query.text, [unit_of(piece) for piece in pieces])
    return [
        (piece, {"logit": logit, "words": min(1.0, piece.score)}) for piece, logit in zip(pieces, logits, strict=True)
    ]


def _numbered(pieces: Sequence[Evidence]) -> tuple[Evidence, ...]:
    best = sorted(pieces, key=lambda piece: -piece.score)
    return tuple(replace(piece, key=key) for key, piece in enumerate(best, 1))


def _promising(hits: Sequence[Hit], found: Sequence[Evidence]) -> list[Evidence]:
    """The sentences worth reading: by their words and the rank of their passage."""
    return sorted(found, key=lambda piece: _RANK * _rank(piece, hits) - piece.score)[:_READ]


def are_neighbours(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences follow each other in one article, with nothing but white space between them."""
    first, second = sorted((one, other), key=lambda piece: piece.start)
    return one.article.id == other.article.id and not one.article.text[first.end : second.start].strip()


def _rank(piece: Evidence, hits: Sequence[Hit]) -> int:
    """The place, from 0, of the best passage that holds a sentence."""
    places = (
        at
        for at, hit in enumerate(hits)
        if hit.article.id == piece.article.id and hit.passage.start <= piece.start and piece.end <= hit.passage.end
    )
    return next(places, len(hits))


def unit_of(piece: Evidence) -> Unit:
    """What the reader is shown of a sentence, or of several that are quoted as one."""
    return Unit(piece.quote, context_of(piece.article.title, _before(piece)))


def _before(piece: Evidence) -> str:
    """The sentence before one, or nothing where it opens its article."""
    text = piece.article.text[max(0, piece.start - _BEFORE) : piece.start]
    spans = sentence_spans(text)
    return text[slice(*spans[-1])] if spans else ""
