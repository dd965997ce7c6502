"""Makes groups to learn from: one question with units that answer it and units that do not. Floor 5.

A unit is one to three neighbouring sentences, seen as the product shows it: the unit, then the title and the sentence
before. What does not answer: the near sentences, others of the same text (mostly those that share the question's
words), a few of other texts. For some questions a name, a year or a figure is exchanged for another of the same text:
then nothing answers any more.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.language.terms import stems
from assistant.reading.reader_input import context_of
from training.records import Record

_OTHERS = {"hand": 7, "squad": 2, "selqa": 3, "qnli": 0}
_STRANGERS = {"hand": 2, "squad": 0, "selqa": 1, "qnli": 0}
_DRAWN = 60  # sentences of other texts, of which the strangers are the most tempting
_JOINED = 0.3  # share of the units that are two or three sentences
_EXCHANGED = 0.12  # share of the questions of which a detail is exchanged
_DETAIL = re.compile(r"(?<=\s)(?:[A-Z][\w’'-]+|\d[\d,.]*\d|\d)\b")


@dataclass(frozen=True, slots=True)
class TrainingPair:
    """A question with a unit, the context of the unit, and whether the unit answers."""

    question: str
    unit: str
    context: str
    answers: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The pairs of one question."""

    record: Record
    pairs: tuple[TrainingPair, ...]


def make_groups(records: Sequence[Record], seed: int) -> list[Group]:
    """One group a record, in the order of the records; other seeds draw other units."""
    chance = random.Random(seed)
    return [_group(record, records, chance) for record in records]


def every_sentence(record: Record) -> Group:
    """A record with each of its sentences as a unit, in order: for measuring."""
    pairs = tuple(
        TrainingPair(record.question, one, _context(record, at), at in record.gold)
        for at, one in enumerate(record.sentences)
    )
    return Group(record, pairs)


def _group(record: Record, records: Sequence[Record], chance: random.Random) -> Group:
    question, gold, near = record.question, record.gold, record.near
    if gold and record.source != "qnli" and chance.random() < _EXCHANGED and (other := _exchanged(record, chance)):
        question, gold, near = other, frozenset[int](), gold
    wrong = _tempting(record, question, gold | near, _OTHERS[record.source], chance)
    pairs = [_pair(record, question, at, gold, chance) for at in (*sorted(gold)[:3], *sorted(near)[:2], *wrong)]
    for stranger, at in _strangers(record, question, records, chance):
        found = _pair(stranger, question, at, frozenset(), chance)
        pairs.append(TrainingPair(question, found.unit, found.context, False))
    return Group(record, tuple(pairs))


def _strangers(
    record: Record, question: str, records: Sequence[Record], chance: random.Random
) -> list[tuple[Record, int]]:
    """Sentences of other texts: of some drawn by chance those that share most words with the question."""
    count = _STRANGERS[record.source]
    drawn = [chance.choice(records) for _ in range(_DRAWN * bool(count))]
    places = [(other, chance.randrange(len(other.sentences))) for other in drawn if other.title != record.title]
    asked = set(stems(question))
    return sorted(places, key=lambda one: -len(asked & set(stems(one[0].sentences[one[1]]))))[:count]


def _context(record: Record, first: int) -> str:
    return context_of(record.title, record.sentences[first - 1] if first else "")


def _pair(record: Record, question: str, at: int, gold: frozenset[int], chance: random.Random) -> TrainingPair:
    first, last = at, at
    if chance.random() < _JOINED:
        first -= chance.random() < 0.6 and first > 0
        last += (chance.random() < 0.6 or first == at) and last + 1 < len(record.sentences)
    unit = " ".join(record.sentences[first : last + 1])
    answers = any(first <= one <= last for one in gold)
    return TrainingPair(question, unit, _context(record, first), answers)


def _tempting(record: Record, question: str, out: frozenset[int], count: int, chance: random.Random) -> list[int]:
    """Sentences that do not answer: two thirds of them those that share most words with the question."""
    asked = set(stems(question))
    left = [at for at in range(len(record.sentences)) if at not in out]
    left.sort(key=lambda at: -len(asked & set(stems(record.sentences[at]))) - chance.random())
    pool, rest = left[: 2 * count], left[2 * count :]
    chosen = chance.sample(pool, min(len(pool), count - count // 3))
    more = [at for at in pool + rest if at not in chosen]
    return chosen + chance.sample(more, min(len(more), count - len(chosen)))


def _exchanged(record: Record, chance: random.Random) -> str | None:
    """The question with one detail exchanged for another of the text that the answers do not have, or None."""
    answers = " ".join(record.sentences[at] for at in record.gold)
    found = [one for one in _DETAIL.finditer(record.question) if one.group() in answers]
    if not found:
        return None
    detail = chance.choice(found)
    figure = detail.group()[0].isdigit()
    text = " ".join(record.sentences)
    others = {
        one
        for one in _DETAIL.findall(text)
        if one[0].isdigit() == figure and one not in answers and one not in record.question and len(one) > 1
        and (figure or text.count(f" {one.lower()} ") == 0)
    }  # fmt: skip
    if not others:
        return None
    other: str = chance.choice(sorted(others))
    return record.question[: detail.start()] + other + record.question[detail.end() :]
