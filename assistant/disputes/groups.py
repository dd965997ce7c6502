"""Groups contradicting pairs of sentences into disputes, one a topic. Floor 2."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.disputes.sides import about, against, side_of
from assistant.types import Dispute, DisputeKind, Evidence

_CITED = 3  # sentences shown of a side


@dataclass(frozen=True, slots=True)
class Clash:
    """Two sentences that cannot both be true, the kind of contradiction, and the conflicting words of each.

    The second sentence of a denial is the one that denies. `topic` is "" where it is not known.
    """

    one: Evidence
    other: Evidence
    kind: DisputeKind
    words: tuple[str, str]
    topic: str = ""


def disputes_of(clashes: Sequence[Clash]) -> list[Dispute]:
    """One dispute a topic, in the order of their first clash; no clashes give an empty list.

    Clashes of one kind that share a sentence are one dispute. A sentence joins the first side that has no sentence it
    clashes with.
    """
    return [_dispute(group) for group in _grouped(clashes)]


def keys_of(dispute: Dispute) -> set[int]:
    """The evidence keys of all sides."""
    return {key for side in dispute.sides for key in side.citations}


def _dispute(group: Sequence[Clash]) -> Dispute:
    against_each_other = {frozenset((clash.one.key, clash.other.key)) for clash in group}
    words: dict[int, str] = {}
    sides: list[list[Evidence]] = []
    for clash in group:
        for piece, quoted in zip((clash.one, clash.other), clash.words, strict=True):
            if piece.key in words:
                continue
            words[piece.key] = quoted
            free = (
                side
                for side in sides
                if not any(frozenset((piece.key, other.key)) in against_each_other for other in side)
            )
            home = next(free, None)
            if home is None:
                sides.append([piece])
            else:
                home.append(piece)
    first = group[0]
    topic = first.topic or against([words[side[0].key] for side in sides])
    shown = tuple(side_of(side[:_CITED], words[side[0].key]) for side in sides)
    return Dispute(about(first.kind, topic), first.kind, shown)


def _grouped(clashes: Sequence[Clash]) -> list[list[Clash]]:
    groups: list[list[Clash]] = []
    for clash in clashes:
        keys = {clash.one.key, clash.other.key}
        home = [
            group
            for group in groups
            if group[0].kind == clash.kind and any(keys & {one.one.key, one.other.key} for one in group)
        ]
        merged = [one for group in home for one in group]
        groups = [group for group in groups if group not in home]
        groups.append([*merged, clash])
    order = {id(clash): at for at, clash in enumerate(clashes)}
    return sorted(groups, key=lambda group: min(order[id(one)] for one in group))
