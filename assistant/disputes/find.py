"""Sets accounts of one matter against each other without a language model: certain disputes, the rest beside. Floor 2."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.disputes.candidates import bears
from assistant.disputes.certain import Ruling, rule
from assistant.disputes.groups import Clash, disputes_of
from assistant.disputes.sides import quoted, teller
from assistant.disputes.told import Told, alike, tell
from assistant.disputes.voices import one_outlet, one_voice
from assistant.types import Dispute, Evidence, Side

_MOST = 60
_SHOWN = 3
_BESIDE = 4  # other accounts shown
_MATTER = 0.45  # likeness from which two sentences are accounts of one matter


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of the accounts: disputes, what stands side by side and claims nothing, and what agrees."""

    disputes: tuple[Dispute, ...] = ()
    other_accounts: tuple[Side, ...] = ()
    agreeing: tuple[tuple[str, Evidence, str, Evidence], ...] = ()
    """Figures that are printed differently and mean the same, each with its sentence."""


def find_disputes(evidence: Sequence[Evidence], question: str) -> list[Dispute]:
    """The certain disputes among the evidence that bear on the question, the best evidence first, at most three."""
    return list(compare(evidence, question).disputes)


def compare(evidence: Sequence[Evidence], question: str) -> Compared:
    """The first 60 sentences compared pairwise. An empty question sets no bound on what is relevant."""
    told = [tell(piece) for piece in evidence[:_MOST]]
    pairs = [(one, other) for one, other in combinations(told, 2) if bears(one, other, question)]
    rulings = [(one, other, rule(one, other)) for one, other in pairs]
    rulings = [
        (one, other, ruling)
        for one, other, ruling in rulings
        if ruling.kind == "superseded" or not one_voice(one.evidence, other.evidence)
    ]
    clashes = [_clash(one, other, ruling) for one, other, ruling in rulings if ruling.relation == "contradicts"]
    disputes = disputes_of(clashes)[:_SHOWN]
    taken = {key for dispute in disputes for side in dispute.sides for key in side.citations}
    beside = [side for side in _beside(rulings) if not taken & set(side.citations)]
    return Compared(tuple(disputes), tuple(beside[:_BESIDE]), tuple(_agreeing(rulings)))


def _clash(one: Told, other: Told, ruling: Ruling) -> Clash:
    if ruling.denier == 1:
        return Clash(other.evidence, one.evidence, ruling.kind, ruling.words[::-1])
    return Clash(one.evidence, other.evidence, ruling.kind, ruling.words)


def _beside(rulings: Sequence[tuple[Told, Told, Ruling]]) -> Iterator[Side]:
    """Sentences of different outlets on one matter that tell other figures, days or a "not" of it, the likest first."""
    likest = sorted(
        (
            (likeness, one, other)
            for one, other, ruling in rulings
            if ruling.relation == "different"
            and not one_outlet(one.evidence, other.evidence)
            and _otherwise(one, other)
            and (likeness := alike(one, other)) >= _MATTER
        ),
        key=lambda found: -found[0],
    )
    seen: set[int] = set()
    for _, one, other in likest:
        for told in (one, other):
            if told.evidence.key not in seen:
                seen.add(told.evidence.key)
                yield account_of(told.evidence)


def account_of(piece: Evidence) -> Side:
    """One account as it is printed, with who tells it."""
    return Side(f"{teller(piece)}: {quoted(piece.quote)}", (piece.key,))


def _otherwise(one: Told, other: Told) -> bool:
    """Whether both tell figures, or both days, and not the same ones."""
    values, others = {figure.value for figure in one.figures}, {figure.value for figure in other.figures}
    days, other_days = set(map(str, one.times())), set(map(str, other.times()))
    return bool(values and others and values.isdisjoint(others)) or bool(
        days and other_days and days.isdisjoint(other_days)
    )


def _agreeing(rulings: Sequence[tuple[Told, Told, Ruling]]) -> Iterator[tuple[str, Evidence, str, Evidence]]:
    for one, other, ruling in rulings:
        first, second = ruling.words
        if ruling.relation == "agrees" and first and first.lower() != second.lower():
            yield first, one.evidence, second, other.evidence
