"""What a follow-up may quote beside what the answer before quoted. Floor 3. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from assistant.finding.refusal import may_be_said_by
from assistant.finding.selection import Selection
from assistant.finding.units import LIKELY
from assistant.language.terms import CAPITALISED, is_stop
from assistant.question.shape import speaker_asked
from assistant.types import Evidence, Query, Turn

_BESIDE = 800  # characters from what was quoted, within which "Why?" is answered
_AS_LIKELY = 0.3  # of the best chance, from which a sentence there is preferred


def not_quoted_before(query: Query, sentences: Sequence[Evidence], before: Turn) -> list[Evidence]:
    """The sentences that the answer before did not quote: those of the speaker asked for, else if one likely answers.

    No such sentences give an empty list.
    """
    rest = [one for one in sentences if one.quote not in before.answer]
    speaker = speaker_asked(query.text)
    own = [one for one in rest if speaker and may_be_said_by(speaker, one)]
    return own or (rest if rest and rest[0].score >= LIKELY else [])


def beside_last(sentences: list[Evidence], before: Turn) -> list[Evidence]:
    """The sentences near those that the answer before quoted; all if none is, or if one elsewhere is much likelier."""
    quoted = [one for one in sentences if one.quote in before.answer]
    near = [
        one
        for one in sentences
        if any(one.article.id == other.article.id and abs(one.start - other.start) <= _BESIDE for other in quoted)
    ]
    best, nearest = (max((one.score for one in every), default=0.0) for every in (sentences, near))
    return near if near and (best < LIKELY or nearest >= _AS_LIKELY * best) else sentences


def same_again(choice: Selection, before: Turn) -> bool:
    """Whether everything chosen was quoted in the answer before."""
    return all(unit.quote in before.answer for unit in choice.units)


def of_several(units: Sequence[Evidence]) -> bool:
    """Whether two units each have at least two names, and fewer than two of them in common."""
    named = [names for unit in units if len(names := set(_names_of(unit.quote))) > 1]
    return any(len(one & other) < 2 for one, other in combinations(named, 2))


def _names_of(text: str) -> Iterator[str]:
    """The capitalised words of a text, without stop words that only open a sentence."""
    for found in CAPITALISED.finditer(text):
        within = re.search(r"[a-z,]\s$", text[: found.start()])
        if within or not is_stop(found.group().lower()):
            yield found.group().removesuffix("’s").removesuffix("'s")
