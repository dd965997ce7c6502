"""Sets outlets against claims: who says it, who only attributes it, who denies it, who has nothing on it. Floor 3."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.briefing.group import Grouped
from assistant.briefing.types import Cell, Coverage, Length, Line
from assistant.language.outlets import canonical, same_outlet
from assistant.types import Dispute, Evidence

CLAIMS: dict[Length, int] = {"short": 4, "standard": 6, "long": 8}
ROWS: dict[Length, int] = {"short": 8, "standard": 12, "long": 20}
_CARRIES = 0.58  # likeness from which an outlet's sentence counts as being on the claim
_FEW = 9  # words of a label
_TOLD_THAT = re.compile(
    r"^.{0,160}?\b(?:(?:said|saying|reported|told|added|stated|claimed|announced|showed|insisted|estimates?)\b"
    r"[^.\"“”]{0,40}?\bthat\s+|(?:said|claimed)\s+(?=[A-Z]|an? |the ))"
)
Number = Callable[[Evidence], "int | None"]


def cover(
    lines: Sequence[Line], behind: Callable[[Line], Sequence[Evidence]], grouped: Grouped, evidence: Sequence[Evidence],
    disputes: Sequence[Dispute], number: Number, known: Sequence[str], length: Length,
) -> Coverage:  # fmt: skip
    """The table of the most telling lines, the outlets that carry most of them first; more are counted."""
    shown = _telling(lines, behind, CLAIMS[length])
    outlets = list(dict.fromkeys(piece.article.outlet for piece in evidence if piece.article.outlet))
    rows = []
    for outlet in outlets:
        own = [piece for piece in evidence if piece.article.outlet == outlet]
        cells = tuple(_cell(line, behind(line), own, grouped, disputes, number) for line in shown)
        rows.append((outlet, cells))
    rows.sort(key=lambda row: sum(cell.stance == "silent" for cell in row[1]))
    labels = tuple((line.number, _label(behind(line)[0].quote)) for line in shown)
    return Coverage(
        labels, tuple(rows[: ROWS[length]]), max(0, len(rows) - ROWS[length]), _absent(lines, behind, known)
    )


def _cell(
    line: Line, carrying: Sequence[Evidence], own: Sequence[Evidence], grouped: Grouped, disputes: Sequence[Dispute],
    number: Number,
) -> Cell:  # fmt: skip
    keys = {piece.key for piece in carrying}
    denying = {
        key
        for dispute in disputes
        if dispute.kind == "denial" and keys & set(dispute.sides[0].citations)
        for side in dispute.sides[1:]
        for key in side.citations
    }
    lead = carrying[0].key - 1
    on_it = [
        piece
        for piece in own
        if piece.key in keys
        or (
            piece.key not in denying
            and grouped.likeness[lead, piece.key - 1] >= _CARRIES
            and grouped.readings[lead].fits(grouped.readings[piece.key - 1])
        )
    ]
    against = [piece for piece in own if piece.key in denying]
    numbers = tuple(found for piece in (on_it or against) if (found := number(piece)))
    if on_it:
        plainly = any(len(piece.ladder) < 2 for piece in on_it)
        return Cell("says" if plainly else "attributes", numbers)
    return Cell("denies", numbers) if against else Cell("silent")


def _label(quote: str) -> str:
    """The first words of what a sentence tells, without who told it: enough to know it by."""
    told = _TOLD_THAT.sub("", quote, count=1)
    told = told if len(told.split()) >= _FEW // 2 else quote
    few = " ".join(told.split()[:_FEW]).rstrip(",;:.—–- ")
    few = few.replace('"', "") if few.count('"') % 2 else few
    return f"{few} …" if len(told.split()) > _FEW else few


def _telling(lines: Sequence[Line], behind: Callable[[Line], Sequence[Evidence]], most: int) -> list[Line]:
    """The lines that outlets can best be set against: told by several, then those that bring in another outlet."""
    outlets = {line.number: {piece.article.outlet for piece in behind(line)} for line in lines}
    chosen = [line for line in lines if len(outlets[line.number]) > 1][:most]
    seen = {outlet for line in chosen for outlet in outlets[line.number]}
    for line in lines:
        if len(chosen) < most and not outlets[line.number] <= seen:
            chosen.append(line)
            seen |= outlets[line.number]
    chosen += [line for line in lines if line not in chosen][: most - len(chosen)]
    return sorted(chosen, key=lambda line: line.number)


def _absent(
    lines: Sequence[Line], behind: Callable[[Line], Sequence[Evidence]], known: Sequence[str]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Outlets that the articles cite and the index does not hold, with those that cite them."""
    found: dict[str, dict[str, None]] = {}
    for line in lines:
        for piece in behind(line):
            for rung in piece.ladder[1:]:
                if rung.kind == "outlet" and not any(same_outlet(rung.name, other) for other in known):
                    found.setdefault(canonical(rung.name), {})[piece.article.outlet or "an unnamed outlet"] = None
    return tuple((name, tuple(by)) for name, by in found.items())
