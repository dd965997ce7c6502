"""Selects the scored sentences to show, as units of one to three adjacent sentences. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from assistant.attribution.labels import is_asked
from assistant.finding.scoring import are_neighbours
from assistant.language.boilerplate import is_remark
from assistant.language.figures import figures
from assistant.language.terms import CAPITALISED, is_stop, stems
from assistant.question.shape import question_shape, topic_stems
from assistant.types import Evidence, Query

MOST_WORDS = 115
LIKELY = 0.3  # probability from which a further sentence is always worth showing: another outlet, another figure
_FOUND = 0.97  # probability that one of those taken answers, from which less likely ones are left out
_MOST = {"fact": 2, "speaker": 2, "timeline": 6, "comparison": 5, "list": 2}
_MOST_LISTED = 5  # if a list is asked for
_MORE_OUTLETS = 2  # likely sentences of further outlets beyond _MOST
_HOPE = 0.003  # probability below which a sentence is filler
_SAME = 0.6  # share of common stems from which two sentences of one outlet repeat each other
UNIT_WORDS = 60  # up to which adjacent sentences are included
_MOST_SENTENCES = 3
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")


def select_sentences(query: Query, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences that make up an answer, in reading order, without repetitions; always the best one, if any.

    `evidence` is best first, scored with the probability that each answers. Sentences are taken while they are likely
    to answer, or while none of those taken is; one or two more from new outlets, or with another figure if a number is
    asked for. If outlets are compared, the best of each comes first; a timeline is sorted by date.
    """
    asked = question_shape(query.text)
    shape = asked.shape
    # Questions rarely answer: of 1,780 found for the development questions, 3 are marked as answers. So do remarks: of
    # the 1,995 sentences that answer the questions by hand and of four stories, 2 are one.
    topic = set(topic_stems(query.text))
    evidence = [one for one in evidence if not is_asked(one.quote) and not _is_beside(one, topic)] or evidence
    taken: list[Evidence] = []
    missed, words = 1.0, 0
    for piece in _best_of_each_outlet_first(query, evidence) if asks_per_outlet(query) else evidence:
        length = _length(piece)
        likely = piece.score >= LIKELY or (1 - missed < _FOUND and piece.score >= _HOPE)
        if shape == "list" and len(taken) >= _MOST[shape]:
            likely = piece.score >= LIKELY
        elif len(taken) >= _MOST[shape]:
            known_outlet = piece.article.outlet in {one.article.outlet for one in taken}
            likely = piece.score >= LIKELY and (
                not known_outlet or (asked.thing == "number" and _of_other_amount(piece, taken))
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


def _is_beside(piece: Evidence, topic: Set[str]) -> bool:
    """Whether an English sentence is a remark without a word of the topic."""
    return (piece.article.language or "en") == "en" and is_remark(piece.quote) and not topic & set(stems(piece.quote))


def asks_per_outlet(query: Query) -> bool:
    """Whether a question asks what several outlets say."""
    return question_shape(query.text).shape == "comparison" or len(query.named_outlets) > 1


def best_of_each_outlet(query: Query, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The first sentence of each outlet, in order; only of the named outlets, if the question names any."""
    best: dict[str | None, Evidence] = {}
    for piece in evidence:
        if not query.named_outlets or piece.article.outlet in query.named_outlets:
            best.setdefault(piece.article.outlet, piece)
    return list(best.values())


def as_units(picked: Sequence[Evidence], found: Sequence[Evidence], alone: Set[int] = frozenset()) -> list[Evidence]:
    """The picked sentences as units, in the given order, each one span with the key of its best sentence.

    Adjacent picked sentences are merged. While there is room, a unit is extended from `found`: first by the sentence
    that may name its speaker, then by a quotation it introduces, then by its likelier neighbours, but not across a
    paragraph break before it, nor by another speaker's words. Sentences whose key is in `alone` (sides of a dispute)
    are never merged.
    """
    units: list[_Unit] = []
    for piece in picked:
        beside = next((unit for unit in units if not {piece.key, unit.key} & alone and unit.takes(piece)), None)
        if beside:
            beside.pieces.append(piece)
        else:
            units.append(_Unit([piece]))
    free = [piece for piece in found if piece.key not in alone and not any(piece in unit.pieces for unit in units)]
    words_left = MOST_WORDS - sum(unit.words for unit in units)
    for unit in units:
        while unit.key not in alone:
            if taken := unit.take_speaker(free, words_left) or unit.take_announced(free, words_left):
                words_left -= taken
                continue
            most = min(words_left, UNIT_WORDS - unit.words)
            fit = [one for one in free if unit.takes(one) and not unit.opens_after(one) and _length(one) <= most]
            if not fit:
                break
            best = max(fit, key=lambda piece: piece.score)
            unit.pieces.append(best)
            free.remove(best)
            words_left -= _length(best)
    return [unit.whole() for unit in units]


class _Unit:
    """Adjacent sentences being merged into one quote; the first piece is the best."""

    def __init__(self, pieces: list[Evidence]) -> None:
        self.pieces = pieces

    @property
    def key(self) -> int:
        return self.pieces[0].key

    @property
    def words(self) -> int:
        return sum(map(_length, self.pieces))

    def takes(self, piece: Evidence) -> bool:
        """Whether a sentence is adjacent to the unit, which has room for it, and has the same sources."""
        return (
            len(self.pieces) < _MOST_SENTENCES
            and _sources(piece) == _sources(self.pieces[0])
            and any(are_neighbours(piece, other) for other in self.pieces)
        )

    def take_speaker(self, free: list[Evidence], words_left: int) -> int:
        """Add the preceding sentence if the unit's first one lacks a speaker; the number of words added, 0 for none.

        It may be in the paragraph before, and may have other sources if it names the speaker itself.
        """
        first = min(self.pieces, key=lambda piece: piece.start)
        before = next((one for one in free if one.start < first.start and are_neighbours(one, first)), None)
        if before is None or len(self.pieces) >= _MOST_SENTENCES or not _lacks_speaker(first):
            return 0
        fits = _sources(before) == _sources(first) or before.ladder[-1].name.split()[-1] in before.quote
        if not fits or _length(before) > words_left:
            return 0
        self.pieces.append(before)
        free.remove(before)
        return _length(before)

    def take_announced(self, free: list[Evidence], words_left: int) -> int:
        """Add the sentence that the unit introduces: after a colon, or a quotation that follows it.

        After a colon, the speaker need not be named again; otherwise the quotation must be by a speaker named in the
        unit. The number of words added, 0 for none.
        """
        last = max(self.pieces, key=lambda piece: piece.end)
        behind = next((one for one in free if one.start > last.start and are_neighbours(last, one)), None)
        if behind is None or len(self.pieces) >= _MOST_SENTENCES:
            return 0
        named = bool(behind.ladder) and behind.ladder[-1].name.split()[-1] in _text(self.pieces)
        quoted = behind.quote[:1] in '"“' and (named or _sources(behind) == _sources(last))
        if not (last.quote.endswith(":") or quoted) or _length(behind) > min(words_left, UNIT_WORDS - self.words):
            return 0
        self.pieces.append(behind)
        free.remove(behind)
        return _length(behind)

    def opens_after(self, piece: Evidence) -> bool:
        """Whether a sentence precedes the unit in another paragraph, which is likely on another topic."""
        start = min(one.start for one in self.pieces)
        return piece.end <= start and "\n" in piece.article.text[piece.end : start]

    def whole(self) -> Evidence:
        """The span from the first sentence to the last, as evidence with the key of the best one."""
        start, end = min(piece.start for piece in self.pieces), max(piece.end for piece in self.pieces)
        return replace(self.pieces[0], start=start, end=end)


def _lacks_speaker(piece: Evidence) -> bool:
    """Whether a sentence without sources has "he" or "she" before any name, or is only a quotation."""
    if any(rung.name != piece.article.outlet for rung in piece.ladder):
        return False
    if piece.quote[:1] in '"“':
        return piece.quote.rstrip()[-1:] in '"”'
    pronoun = _PRONOUN.search(piece.quote)
    before = piece.quote[: pronoun.start()] if pronoun else ""
    return bool(pronoun) and all(is_stop(one.lower()) for one in CAPITALISED.findall(before))


def _text(pieces: Sequence[Evidence]) -> str:
    return " ".join(piece.quote for piece in pieces)


def _length(piece: Evidence) -> int:
    return len(piece.quote.split())


def _sources(piece: Evidence) -> list[str]:
    """The names on a sentence's ladder, without the verbs."""
    return [rung.name for rung in piece.ladder]


def _best_of_each_outlet_first(query: Query, evidence: Sequence[Evidence]) -> list[Evidence]:
    first = best_of_each_outlet(query, evidence)
    return [*first, *(piece for piece in evidence if piece not in first)]


def _repeats(piece: Evidence, taken: Sequence[Evidence]) -> bool:
    """Whether a sentence repeats one already taken from the same outlet; False if their figures differ."""
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
