"""What a request is answered with: rows of quotes under headings, and what a model may read instead. Floor 3."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.checking.check import check_exact
from assistant.types import Answer, DraftSentence, Evidence, Query, Usage, Verdict
from assistant.writing.numbering import Numbering

UNSURE = 0.45
"""The chance of rows that may answer and are not to be called an answer."""

# A quote of one or several paragraphs, who says it before it and its mark behind it; a heading ends in a colon.
_QUOTED = re.compile(r"^(?=\S)(?![^\n]*:$)(.*?\[\d+\])$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Row:
    """A quote, with the line that stands over it and how that line was found."""

    piece: Evidence
    heading: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """The rows in reading order, a line over all of them, and what a reader should know about it.

    No rows: nothing bears on the request, and `missing` says what was looked for.
    """

    rows: tuple[Row, ...] = ()
    opening: str = ""
    notes: tuple[str, ...] = ()
    missing: str = ""
    chance: float = 1.0
    """How likely the rows answer: certain where their very form does, as of a summary of everything."""
    bullets: bool = False


def plain_rows(pieces: Iterable[Evidence]) -> tuple[Row, ...]:
    """Rows without headings."""
    return tuple(Row(piece) for piece in pieces)


def laid_out(query: Query, material: Material, model: str, usage: Usage) -> Answer:
    """The rows as an answer of quotes; a heading is a sentence that joins and claims nothing of its own."""
    pieces = numbered(row.piece for row in material.rows)
    numbering = Numbering(query, pieces, (), model, chance=material.chance)
    if material.opening:
        numbering.add(DraftSentence(material.opening, ()), Verdict("joining", "opens the answer"))
    over = ""
    for row, piece in zip(material.rows, pieces, strict=True):
        if row.heading and row.heading != over:
            numbering.add(DraftSentence(f"{row.heading}:", ()), Verdict("joining", row.how or "names what follows"))
            over = row.heading
        numbering.add(DraftSentence(piece.quote, (piece.key,)), check_exact(piece.quote, [piece]))
    told = numbering.answer(usage, final=True, notes=material.notes)
    return replace(told, text=_QUOTED.sub(r"- \1", told.text)) if material.bullets else told


def numbered(pieces: Iterable[Evidence]) -> Sequence[Evidence]:
    """The pieces with keys from 1, in their order."""
    return [replace(piece, key=key) for key, piece in enumerate(pieces, 1)]
