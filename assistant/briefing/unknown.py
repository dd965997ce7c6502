"""Counts off the evidence what a briefing leaves open: unnamed sources, lone figures, undated reports. Floor 3.

Nothing is invented: each point is a line that says so, or follows from the ladders, origins, figures and dates.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.attribution.origins import find_origins
from assistant.briefing.types import Length, Line, OpenPoint
from assistant.language.figures import agrees, figures
from assistant.types import Evidence

_MOST: dict[Length, int] = {"short": 1, "standard": 3, "long": 6}
Behind = Callable[[Line], Sequence[Evidence]]


def open_points(
    said: Sequence[Line], lines: Sequence[Line], behind: Behind, evidence: Sequence[Evidence], length: Length
) -> tuple[OpenPoint, ...]:  # fmt: skip
    """What is open: what the articles say is not known, then what can be counted off them."""
    points = [OpenPoint("said", "", line) for line in said]
    unnamed = tuple(line.number for line in lines if _unnamed(behind(line)))
    if unnamed:
        points.append(OpenPoint("unnamed", f"{_lines(unnamed)} on unnamed sources alone.", lines=unnamed))
    points += _figures_of_one(lines, behind, evidence)[: _MOST[length]]
    undated = sorted({_name(piece) for line in lines for piece in behind(line) if not piece.article.published})
    if undated:
        shown = ", ".join(undated[:6]) + (f" and {len(undated) - 6} more" if len(undated) > 6 else "")
        numbers = tuple(line.number for line in lines if not behind(line)[0].article.published)
        points.append(
            OpenPoint("undated", f"No day of publication is known for what is cited from {shown}.", lines=numbers)
        )
    return tuple(points)


def _unnamed(pieces: Sequence[Evidence]) -> bool:
    return all(piece.ladder and piece.ladder[-1].kind == "anonymous" for piece in pieces)


def _figures_of_one(lines: Sequence[Line], behind: Behind, evidence: Sequence[Evidence]) -> list[OpenPoint]:
    """Figures that one origin alone gives, the whole of what was gathered considered."""
    told = [(piece, figures(piece.quote)) for piece in evidence]
    found = []
    for line in lines:
        lead = behind(line)[0]
        for figure in figures(lead.quote):
            if figure.value < 2 or figure.unit == "ordinal":
                continue
            giving = [
                piece
                for piece, theirs in told
                if any(agrees(figure, one) or agrees(one, figure) for one in theirs if one.unit == figure.unit)
            ]
            origins = find_origins(giving or [lead])
            if len(origins) == 1:
                text = f"The figure “{figure.text}” in line {line.number} rests on one origin alone: {origins[0].name}."
                found.append(OpenPoint("figure", text, lines=(line.number,)))
                break
    return found


def _name(piece: Evidence) -> str:
    return piece.article.outlet or piece.article.title or "an unnamed article"


def _lines(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"Line {numbers[0]} rests"
    return f"Lines {', '.join(map(str, numbers[:-1]))} and {numbers[-1]} rest"
