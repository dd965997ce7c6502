"""Chooses which of the weighed sentences are shown, as units of one to three neighbours, and stops. Floor 2."""

from __future__ import annotations

import math
from collections.abc import Sequence, Set
from dataclasses import replace

from assistant.finding.weigh import are_neighbours, unit_of
from assistant.language.terms import stems
from assistant.question.asks import read_question
from assistant.reading.reader import Reader
from assistant.types import Evidence, Query

MOST_WORDS = 110
LIKELY = 0.3  # chance from which a further sentence is taken for its own sake: another outlet, another figure
_FOUND = 0.97  # chance that one of those taken answers, from which less likely ones are left out
_MOST = {"fact": 3, "speaker": 3, "timeline": 6, "comparison": 6}
_HOPE = 0.01  # chance below which a sentence is filler, whatever is still missing
_SAME = 0.6  # share of stems in common from which two sentences of one outlet say the same
_GAIN = 0.0  # logits that neighbours must add to be quoted along
_MOST_SENTENCES = 3


def pick(query: Query, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences that make an answer, in reading order, none saying the same twice; the best one always.

    `evidence` is best first, each with the chance that it answers as its score. Sentences are taken while they
    are likely to answer themselves, or while it is not likely that one of those taken does. Where outlets are compared,
    the best of each comes first; a time line goes by date.
    """
    shape = read_question(query.text).shape
    taken: list[Evidence] = []
    missed, words = 1.0, 0
    for piece in _best_of_each_outlet_first(query, evidence) if compares(query) else evidence:
        length = len(piece.quote.split())
        likely = piece.score >= LIKELY or (1 - missed < _FOUND and piece.score >= _HOPE)
        if taken and (not likely or words + length > MOST_WORDS or _repeats(piece, taken)):
            continue
        taken.append(piece)
        words += length
        missed *= 1 - piece.score
        if len(taken) >= _MOST[shape]:
            break
    if shape == "timeline":
        taken.sort(key=lambda one: (one.article.published or "9999", one.article.id, one.start))
    return taken


def compares(query: Query) -> bool:
    """Whether a question asks what several outlets say."""
    return read_question(query.text).shape == "comparison" or len(query.named_outlets) > 1


def best_of_each_outlet(query: Query, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The first sentence of each outlet, in their order; of those that the question names, where it names any."""
    best: dict[str | None, Evidence] = {}
    for piece in evidence:
        if not query.named_outlets or piece.article.outlet in query.named_outlets:
            best.setdefault(piece.article.outlet, piece)
    return list(best.values())


def joined(
    reader: Reader, query: Query, picked: Sequence[Evidence], found: Sequence[Evidence], alone: Set[int]
) -> list[Evidence]:
    """The sentences picked as units, each one span under the key of its best sentence, in the order given.

    Neighbours that were both picked are quoted together; and a neighbour out of `found` is taken along where the reader
    finds that both together answer more surely ("He faces up to 50 years" brings its person). What another speaker
    says is never joined, nor a sentence whose key is in `alone`: the sides of disputes. Raises ReaderUnavailable.
    """
    units: list[_Unit] = []
    for piece in picked:
        beside = next((unit for unit in units if not {piece.key, unit.key} & alone and unit.fits(piece)), None)
        if beside:
            beside.pieces.append(piece)
        else:
            units.append(_Unit([piece]))
    taken = {piece.key for piece in picked}
    free = [piece for piece in found if piece.key not in taken | alone]
    offers = [(unit, unit.wider(free)) for unit in units if unit.key not in alone]
    shown = [one.whole() for unit, wider in offers for one in (unit, *wider)]
    logits = iter(reader.scores(query.text, [unit_of(piece) for piece in shown]))
    room = MOST_WORDS - sum(unit.words for unit in units)
    for unit, wider in offers:
        least = next(logits) + _GAIN
        scored = [(next(logits), one) for one in wider]
        fit = [pair for pair in scored if pair[1].words - unit.words <= room and not taken & pair[1].added]
        logit, best = max(fit, key=lambda pair: pair[0], default=(-math.inf, unit))
        if logit > least:
            taken |= best.added
            room -= best.words - unit.words
            unit.pieces = best.pieces
    return [unit.whole() for unit in units]


class _Unit:
    """Neighbouring sentences on their way to become one quote; the first one taken is the best."""

    def __init__(self, pieces: list[Evidence], own: int = 10) -> None:
        self.pieces = pieces
        self.added = {piece.key for piece in pieces[own:]}

    @property
    def key(self) -> int:
        return self.pieces[0].key

    @property
    def words(self) -> int:
        return sum(len(piece.quote.split()) for piece in self.pieces)

    def fits(self, piece: Evidence) -> bool:
        """Whether a sentence stands right beside the unit, on the same say-so, and there is room for it."""
        return (
            len(self.pieces) < _MOST_SENTENCES
            and piece.ladder == self.pieces[0].ladder
            and any(are_neighbours(piece, other) for other in self.pieces)
        )

    def wider(self, free: Sequence[Evidence]) -> list[_Unit]:
        """The unit with the sentence before it, with the one after it, and with both, where they fit."""
        own = len(self.pieces)
        beside = [piece for piece in free if self.fits(piece)]
        both = [beside] if len(beside) == 2 and own + 2 <= _MOST_SENTENCES else []
        return [_Unit([*self.pieces, *some], own) for some in ([piece] for piece in beside)] + [
            _Unit([*self.pieces, *some], own) for some in both
        ]

    def whole(self) -> Evidence:
        """The span from the first sentence to the last, as evidence under the best one's key."""
        start, end = min(piece.start for piece in self.pieces), max(piece.end for piece in self.pieces)
        return replace(self.pieces[0], start=start, end=end)


def _best_of_each_outlet_first(query: Query, evidence: Sequence[Evidence]) -> list[Evidence]:
    first = best_of_each_outlet(query, evidence)
    return [*first, *(piece for piece in evidence if piece not in first)]


def _repeats(piece: Evidence, taken: Sequence[Evidence]) -> bool:
    own = set(stems(piece.quote))
    others = (set(stems(one.quote)) for one in taken if one.article.outlet == piece.article.outlet)
    return any(len(own & other) >= _SAME * min(len(own), len(other)) > 0 for other in others)
