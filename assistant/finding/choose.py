"""Chooses which of the weighed sentences are shown, as units of one to three neighbours, and stops. Floor 2."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from assistant.finding.weigh import are_neighbours, unit_of
from assistant.language.terms import stems
from assistant.question.asks import read_question
from assistant.reading.reader import Reader
from assistant.types import Evidence, Query

MOST_WORDS = 110
_LIKELY = 0.4  # chance from which a further sentence is taken for its own sake: another outlet, another figure
_FOUND = 0.85  # chance that one of those taken answers, from which less likely ones are left out
_FEWEST, _MOST = 1, {"fact": 5, "speaker": 5, "timeline": 7, "comparison": 7}
_HOPE = 0.08  # chance below which a sentence is filler, whatever is still missing
_SAME = 0.6  # share of stems in common from which two sentences of one outlet say the same
_GAIN = 0.5  # logits that a neighbour must add to be quoted along
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
        likely = piece.score >= _LIKELY or (1 - missed < _FOUND and piece.score >= _HOPE)
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
            beside.take(piece)
        else:
            units.append(_Unit([piece]))
    taken = {piece.key for piece in picked}
    offers = [
        (unit, piece)
        for unit in units
        if unit.key not in alone
        for piece in found
        if piece.key not in taken | alone and unit.fits(piece)
    ]
    shown = [unit.whole() for unit in units] + [_Unit([*unit.pieces, piece]).whole() for unit, piece in offers]
    logits = reader.scores(query.text, [unit_of(piece) for piece in shown])
    gains: dict[int, tuple[float, Evidence]] = {}
    base = dict(zip(map(id, units), logits, strict=False))
    for (unit, piece), logit in zip(offers, logits[len(units) :], strict=True):
        gain = logit - base[id(unit)]
        if gain >= max(_GAIN, gains.get(id(unit), (0.0, piece))[0]):
            gains[id(unit)] = (gain, piece)
    for unit in units:
        if id(unit) in gains:
            unit.take(gains[id(unit)][1])
    return [unit.whole() for unit in units]


class _Unit:
    """Neighbouring sentences on their way to become one quote; the first one taken is the best."""

    def __init__(self, pieces: list[Evidence]) -> None:
        self.pieces = pieces

    @property
    def key(self) -> int:
        return self.pieces[0].key

    def fits(self, piece: Evidence) -> bool:
        """Whether a sentence stands right beside the unit, on the same say-so, and there is room for it."""
        return (
            len(self.pieces) < _MOST_SENTENCES
            and piece.ladder == self.pieces[0].ladder
            and any(are_neighbours(piece, other) for other in self.pieces)
        )

    def take(self, piece: Evidence) -> None:
        self.pieces.append(piece)

    def whole(self) -> Evidence:
        """The span from the first sentence to the last, as evidence under the best one's key."""
        return replace(
            self.pieces[0],
            start=min(piece.start for piece in self.pieces),
            end=max(piece.end for piece in self.pieces),
        )


def _best_of_each_outlet_first(query: Query, evidence: Sequence[Evidence]) -> list[Evidence]:
    first = best_of_each_outlet(query, evidence)
    return [*first, *(piece for piece in evidence if piece not in first)]


def _repeats(piece: Evidence, taken: Sequence[Evidence]) -> bool:
    own = set(stems(piece.quote))
    others = (set(stems(one.quote)) for one in taken if one.article.outlet == piece.article.outlet)
    return any(len(own & other) >= _SAME * min(len(own), len(other)) > 0 for other in others)
