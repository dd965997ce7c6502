"""Chooses which of the weighed sentences are shown, as units of one to three neighbours, and stops. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from assistant.attribution.labels import is_asked
from assistant.finding.scoring import are_neighbours
from assistant.language.figures import figures
from assistant.language.terms import is_stop, stems
from assistant.question.shape import question_shape
from assistant.types import Evidence, Query

MOST_WORDS = 115
LIKELY = 0.3  # chance from which a further sentence is taken for its own sake: another outlet, another figure
_FOUND = 0.97  # chance that one of those taken answers, from which less likely ones are left out
_MOST = {"fact": 2, "speaker": 2, "timeline": 6, "comparison": 5, "list": 2}
_MOST_LISTED = 5  # where several are asked for, each likely to name one
_MORE_OUTLETS = 2  # beyond that, each with an account of its own that is likely to answer
_HOPE = 0.003  # chance below which a sentence is filler, whatever is still missing
_SAME = 0.6  # share of stems in common from which two sentences of one outlet say the same
UNIT_WORDS = 60  # up to which neighbours are quoted along
_MOST_SENTENCES = 3
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")
_CAPITALISED = re.compile(r"\b[A-ZÀ-Þ][\w’'-]+")


def select_sentences(query: Query, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences that make an answer, in reading order, none saying the same twice; the best one always.

    `evidence` is best first, each with the chance that it answers as its score. Sentences are taken while they
    are likely to answer themselves, or while it is not likely that one of those taken does; of outlets not heard yet,
    or of another figure where one is asked for, one or two more. Where outlets are compared, the best of each comes
    first; a time line goes by date.
    """
    asked = question_shape(query.text)
    shape = asked.shape
    # A question answers nothing: of 1,780 found for the development questions, 3 are marked as answers.
    evidence = [piece for piece in evidence if not is_asked(piece.quote)] or evidence
    taken: list[Evidence] = []
    missed, words = 1.0, 0
    for piece in _best_of_each_outlet_first(query, evidence) if asks_per_outlet(query) else evidence:
        length = _length(piece)
        likely = piece.score >= LIKELY or (1 - missed < _FOUND and piece.score >= _HOPE)
        if shape == "list" and len(taken) >= _MOST[shape]:
            likely = piece.score >= LIKELY
        elif len(taken) >= _MOST[shape]:
            heard = piece.article.outlet in {one.article.outlet for one in taken}
            likely = piece.score >= LIKELY and (
                not heard or (asked.thing == "number" and _of_other_amount(piece, taken))
            )
        if taken and (not likely or words + length > MOST_WORDS or _repeats(piece, taken)):
            continue
        taken.append(piece)
        words += length
        missed *= 1 - piece.score
        if len(taken) >= (_MOST_LISTED if shape == "list" else _MOST[shape] + _MORE_OUTLETS):
            break
    if shape == "timeline":
        taken.sort(key=lambda one: (one.article.published or "9999", one.article.id, one.start))
    return taken


def asks_per_outlet(query: Query) -> bool:
    """Whether a question asks what several outlets say."""
    return question_shape(query.text).shape == "comparison" or len(query.named_outlets) > 1


def best_of_each_outlet(query: Query, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The first sentence of each outlet, in their order; of those that the question names, where it names any."""
    best: dict[str | None, Evidence] = {}
    for piece in evidence:
        if not query.named_outlets or piece.article.outlet in query.named_outlets:
            best.setdefault(piece.article.outlet, piece)
    return list(best.values())


def as_units(picked: Sequence[Evidence], found: Sequence[Evidence], alone: Set[int] = frozenset()) -> list[Evidence]:
    """The sentences picked as units, each one span under the key of its best sentence, in the order given.

    Neighbours that were both picked are quoted together; and while there is room a unit takes the likelier of its
    neighbours out of `found` along: more of the matter; of the paragraph before none, nor what another speaker says;
    but first the sentence that may tell who speaks, and what it announces itself. A sentence whose key is in
    `alone`, a side of a dispute, never.
    """
    units: list[_Unit] = []
    for piece in picked:
        beside = next((unit for unit in units if not {piece.key, unit.key} & alone and unit.takes(piece)), None)
        if beside:
            beside.pieces.append(piece)
        else:
            units.append(_Unit([piece]))
    free = [piece for piece in found if piece.key not in alone and not any(piece in unit.pieces for unit in units)]
    room = MOST_WORDS - sum(unit.words for unit in units)
    for unit in units:
        while unit.key not in alone:
            if taken := unit.take_bearer(free, room) or unit.take_announced(free, room):
                room -= taken
                continue
            most = min(room, UNIT_WORDS - unit.words)
            fit = [one for one in free if unit.takes(one) and not unit.opens_after(one) and _length(one) <= most]
            if not fit:
                break
            best = max(fit, key=lambda piece: piece.score)
            unit.pieces.append(best)
            free.remove(best)
            room -= _length(best)
    return [unit.whole() for unit in units]


class _Unit:
    """Neighbouring sentences on their way to become one quote; the first one taken is the best."""

    def __init__(self, pieces: list[Evidence]) -> None:
        self.pieces = pieces

    @property
    def key(self) -> int:
        return self.pieces[0].key

    @property
    def words(self) -> int:
        return sum(map(_length, self.pieces))

    def takes(self, piece: Evidence) -> bool:
        """Whether a sentence stands right beside the unit and may be quoted with it: it is on the same say-so."""
        return (
            len(self.pieces) < _MOST_SENTENCES
            and _say_so(piece) == _say_so(self.pieces[0])
            and any(are_neighbours(piece, other) for other in self.pieces)
        )

    def take_bearer(self, free: list[Evidence], room: int) -> int:
        """Take along the sentence before, where it was not read who speaks in the unit's first one.

        It may stand in the paragraph before; it may be another's words, where it names them itself. The words taken.
        """
        first = min(self.pieces, key=lambda piece: piece.start)
        before = next((one for one in free if one.start < first.start and are_neighbours(one, first)), None)
        if before is None or len(self.pieces) >= _MOST_SENTENCES or not _without_bearer(first):
            return 0
        told = _say_so(before) == _say_so(first) or before.ladder[-1].name.split()[-1] in before.quote
        if not told or _length(before) > room:
            return 0
        self.pieces.append(before)
        free.remove(before)
        return _length(before)

    def take_announced(self, free: list[Evidence], room: int) -> int:
        """Take along the words that the unit announces: what stands behind its colon, or is quoted right behind it.

        Behind a colon stands what somebody says, whose name need not be repeated; behind a stop only who is named in
        the unit goes on. The number of words taken.
        """
        last = max(self.pieces, key=lambda piece: piece.end)
        behind = next((one for one in free if one.start > last.start and are_neighbours(last, one)), None)
        if behind is None or len(self.pieces) >= _MOST_SENTENCES:
            return 0
        named = bool(behind.ladder) and behind.ladder[-1].name.split()[-1] in _text(self.pieces)
        quoted = behind.quote[:1] in '"“' and (named or _say_so(behind) == _say_so(last))
        if not (last.quote.endswith(":") or quoted) or _length(behind) > min(room, UNIT_WORDS - self.words):
            return 0
        self.pieces.append(behind)
        free.remove(behind)
        return _length(behind)

    def opens_after(self, piece: Evidence) -> bool:
        """Whether a paragraph ends between a sentence and the unit behind it: that one closes another matter."""
        start = min(one.start for one in self.pieces)
        return piece.end <= start and "\n" in piece.article.text[piece.end : start]

    def whole(self) -> Evidence:
        """The span from the first sentence to the last, as evidence under the best one's key."""
        start, end = min(piece.start for piece in self.pieces), max(piece.end for piece in self.pieces)
        return replace(self.pieces[0], start=start, end=end)


def _without_bearer(piece: Evidence) -> bool:
    """Whether a sentence says "he" or "she" before it names anybody, or is a quotation alone, and nobody read whose."""
    if any(rung.name != piece.article.outlet for rung in piece.ladder):
        return False
    if piece.quote[:1] in '"“':
        return piece.quote.rstrip()[-1:] in '"”'
    pronoun = _PRONOUN.search(piece.quote)
    before = piece.quote[: pronoun.start()] if pronoun else ""
    return bool(pronoun) and all(is_stop(one.lower()) for one in _CAPITALISED.findall(before))


def _text(pieces: Sequence[Evidence]) -> str:
    return " ".join(piece.quote for piece in pieces)


def _length(piece: Evidence) -> int:
    return len(piece.quote.split())


def _say_so(piece: Evidence) -> list[str]:
    """The names of a sentence's ladder, whatever the verbs."""
    return [rung.name for rung in piece.ladder]


def _best_of_each_outlet_first(query: Query, evidence: Sequence[Evidence]) -> list[Evidence]:
    first = best_of_each_outlet(query, evidence)
    return [*first, *(piece for piece in evidence if piece not in first)]


def _repeats(piece: Evidence, taken: Sequence[Evidence]) -> bool:
    """Whether one of those taken, of the same outlet, says the same; not where their figures differ."""
    own, amounts = set(stems(piece.quote)), _amounts(piece)
    for one in taken:
        other = set(stems(one.quote))
        alike = len(own & other) >= _SAME * min(len(own), len(other)) > 0
        differs = bool(amounts and (others := _amounts(one)) and not amounts & others)
        if one.article.outlet == piece.article.outlet and alike and not differs:
            return True
    return False


def _of_other_amount(piece: Evidence, taken: Sequence[Evidence]) -> bool:
    own = _amounts(piece)
    return bool(own) and not any(own & _amounts(one) for one in taken)


def _amounts(piece: Evidence) -> set[float]:
    return {one.value for one in figures(piece.quote) if one.unit not in ("clock", "ordinal")}
