"""Scores retrieved sentences with the reader model: the probability that each answers the question. Floor 2.

Word overlap only decides which sentences are read at all. `calibration.json` maps the reader's logits to probabilities;
it was fitted on questions that the reader was not trained on (training/README.md).
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

# For .983 of the answerable questions of four stories, 20 passages contain a right sentence, and the 80 sentences read
# do for .958. With 12 passages and 40 sentences it was .817 (.958 on the questions held out from training).
PASSAGES = 20  # passages considered: about 145 to 170 sentences
_READ = 80  # sentences read
_RANK = 0.015  # subtracted for each rank of the passage
_BEFORE = 400  # characters searched for the preceding sentence


@dataclass(frozen=True, slots=True)
class Scored:
    """The sentences, best first, keys from 1; the score of each is the probability that it answers.

    `notes` say why the reader was unavailable (empty otherwise); the scores are then half the word overlap.
    """

    evidence: tuple[Evidence, ...]
    notes: tuple[str, ...] = ()


def score_sentences(
    reader: Reader, calibration: Calibration, query: Query, hits: Sequence[Hit], found: Sequence[Evidence]
) -> Scored:
    """The most promising of the sentences `found` in the hits, scored by the reader; never raises ReaderUnavailable."""
    try:
        scored = read_with(reader, query, hits, found)
    except ReaderUnavailable as error:
        note = f"{error} These sentences were chosen by their words alone."
        return Scored(_numbered([replace(one, score=0.5 * min(1.0, one.score)) for one in found]), (note,))
    shares = [min(1.0, piece.score) for piece, _ in scored]
    chances = calibration.chances_of_sentences([logit for _, logit in scored], shares)
    return Scored(_numbered([replace(one, score=chance) for (one, _), chance in zip(scored, chances, strict=True)]))


def weigh_again(
    reader: Reader, calibration: Calibration, question: str, evidence: Sequence[Evidence]
) -> list[Evidence]:
    """The sentences, in order, rescored for another question; an empty list if the reader is unavailable."""
    try:
        logits = reader.scores(question, [unit_of(piece) for piece in evidence])
    except ReaderUnavailable:
        return []
    asked = set(topic_stems(question))
    shares = [len(asked & set(stems(piece.quote))) / max(1, len(asked)) for piece in evidence]
    chances = calibration.chances_of_sentences(logits, shares)
    return [replace(piece, score=chance) for piece, chance in zip(evidence, chances, strict=True)]


def read_with(
    reader: Reader, query: Query, hits: Sequence[Hit], found: Sequence[Evidence]
) -> list[tuple[Evidence, float]]:
    """The most promising sentences, each with the reader's logit. Raises ReaderUnavailable."""
    pieces = _promising(hits, found)
    return list(zip(pieces, reader.scores(query.text, [unit_of(piece) for piece in pieces]), strict=True))


def _numbered(pieces: Sequence[Evidence]) -> tuple[Evidence, ...]:
    best = sorted(pieces, key=lambda piece: -piece.score)
    return tuple(replace(piece, key=key) for key, piece in enumerate(best, 1))


def _promising(hits: Sequence[Hit], found: Sequence[Evidence]) -> list[Evidence]:
    """The sentences to read, best first, by word overlap and the rank of their passage."""
    return sorted(found, key=lambda piece: _RANK * _rank(piece, hits) - piece.score)[:_READ]


def are_neighbours(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences are adjacent in one article, with only white space between them."""
    first, second = sorted((one, other), key=lambda piece: piece.start)
    return one.article.id == other.article.id and not one.article.text[first.end : second.start].strip()


def _rank(piece: Evidence, hits: Sequence[Hit]) -> int:
    """The rank, from 0, of the best passage that contains a sentence; the number of hits if none does."""
    places = (
        at
        for at, hit in enumerate(hits)
        if hit.article.id == piece.article.id and hit.passage.start <= piece.start and piece.end <= hit.passage.end
    )
    return next(places, len(hits))


def unit_of(piece: Evidence) -> Unit:
    """The reader's input for a sentence, or for several that are quoted as one."""
    return Unit(piece.quote, context_of(piece.article.title, _before(piece)))


def _before(piece: Evidence) -> str:
    """The preceding sentence; "" for the first of an article."""
    text = piece.article.text[max(0, piece.start - _BEFORE) : piece.start]
    spans = sentence_spans(text)
    return text[slice(*spans[-1])] if spans else ""
