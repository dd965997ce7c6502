"""What is not known: what articles call open, what nobody answers, and what has thin sources. Floor 3.

Each point is a line that says so, or is derived from the evidence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from assistant.attribution.origins import find_origins
from assistant.briefing.sections.material import Material
from assistant.briefing.sections.voices import speaker
from assistant.briefing.types import Length, Line, Row
from assistant.language.figures import agrees, figures
from assistant.types import Evidence

_MOST: dict[Length, int] = {"short": 1, "standard": 2, "long": 4}
_LARGE = 1000  # a smaller number without a noun or unit is too vague
_QUESTIONS = (
    ("why", re.compile(r"\b(?:because|due to|owing to|in order to|so that|reason|after|over|amid|for fear)\b", re.I)),
    (
        "what comes next",
        re.compile(r"\b(?:will|would|plan\w*|expect\w*|next|due to|set to|scheduled|going to)\b", re.I),
    ),
    ("how many or how much", re.compile(r"\d")),
)
"""Questions that an editor asks of any story, with a pattern of the words that an answer has."""
Behind = Callable[[Line], Sequence[Evidence]]


def open_points(material: Material) -> tuple[Row, ...]:
    """What articles say is not known, what nobody answers, then points derived from the sources of the document."""
    composer, draft = material.composer, material.draft
    said = [composer.line(claim, "unknown") for claim in material.chosen.unknown]
    points = derived_points(draft.lines, composer.behind, material.evidence, draft.length)
    return (*(Row("said", line=line) for line in said), *points)


def derived_points(
    lines: Sequence[Line], behind: Behind, evidence: Sequence[Evidence], length: Length
) -> tuple[Row, ...]:
    """What nobody answers, then what rests on unnamed sources only, on one origin, or on articles without a day."""
    points = [
        Row("unanswered", f"No sentence that was read on the topic says {asked}.")
        for asked, answering in _QUESTIONS
        if not any(answering.search(piece.quote) for piece in evidence)
    ]
    if unnamed := _marks(line for line in lines if _unnamed(behind(line))):
        points.append(Row("unnamed", "Only unnamed sources are given for", citations=unnamed))
    points += _figures_of_one(lines, behind, evidence)[: _MOST[length]]
    undated = sorted({_name(piece) for line in lines for piece in behind(line) if not piece.article.published})
    if undated:
        shown = ", ".join(undated[:6]) + (f" and {len(undated) - 6} more" if len(undated) > 6 else "")
        points.append(Row("undated", f"No day of publication is known for what is cited from {shown}."))
    return tuple(points)


def _unnamed(pieces: Sequence[Evidence]) -> bool:
    return all(speaker(piece).kind == "anonymous" for piece in pieces)


def _figures_of_one(lines: Sequence[Line], behind: Behind, evidence: Sequence[Evidence]) -> list[Row]:
    """Figures that only one origin gives, among everything gathered."""
    stated = [(piece, figures(piece.quote)) for piece in evidence]
    found = []
    for line in lines:
        lead = behind(line)[0]
        for figure in figures(lead.quote):
            counted = figure.unit not in (None, "ordinal") or figure.noun or figure.value >= _LARGE
            if figure.value < 10 or not counted or _is_name(figure.text, lead.quote):
                continue
            giving = [
                piece
                for piece, theirs in stated
                if any(agrees(figure, one) or agrees(one, figure) for one in theirs if one.unit == figure.unit)
            ]
            origins = find_origins(giving or [lead])
            if len(origins) == 1:
                text = f"The figure “{figure.text}” rests on one origin only, {origins[0].name}:"
                found.append(Row("figure", text, citations=line.citations[:1]))
                break
    return found


def _is_name(figure: str, text: str) -> bool:
    """Whether a number belongs to a name, as in `Chapter 11`."""
    return bool(re.search(rf"(?<=[\w,] )[A-Z]\w+ {re.escape(figure)}\b", text))


def _marks(lines: Iterable[Line]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(line.citations[0] for line in lines))


def _name(piece: Evidence) -> str:
    return piece.article.outlet or piece.article.title or "an unnamed article"
