"""The material of an answer to a request: rows of quotes under headings. Floor 3."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.answering.representative import fitting
from assistant.checking.check import check_exact
from assistant.types import Answer, DraftSentence, Evidence, Query, Usage, Verdict
from assistant.writing.numbering import Numbering

UNSURE = 0.45
"""The chance given to rows that may answer but must not be called an answer."""

# A quote of one or more paragraphs between its source and its citation mark; a heading ends in a colon.
_QUOTED = re.compile(r"^(?=\S)(?![^\n]*:$)(.*?\[\d+\])$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Row:
    """A quote, with the heading over it, how the heading was found, and what else tells the same."""

    piece: Evidence
    heading: str = ""
    how: str = ""
    also: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """The rows in reading order, an opening line over all of them, and notes for the reader.

    Without rows nothing relevant was found, and `missing` says what was looked for.
    """

    rows: tuple[Row, ...] = ()
    opening: str = ""
    notes: tuple[str, ...] = ()
    missing: str = ""
    chance: float = 1.0
    """How likely the rows answer; 1 if the form alone answers, as for a summary of everything."""
    bullets: bool = False


def plain_rows(pieces: Iterable[Evidence]) -> tuple[Row, ...]:
    """Rows without headings."""
    return tuple(Row(piece) for piece in pieces)


def quoted_answer(query: Query, material: Material, model: str, usage: Usage) -> Answer:
    """The rows as an answer of quotes; headings are `joining` sentences, which make no claim."""
    pieces = numbered(one for row in material.rows for one in (row.piece, *row.also))
    rest = iter(pieces)
    numbering = Numbering(query, pieces, (), model, chance=material.chance, opening=material.opening)
    last_heading = ""
    for row in material.rows:
        piece, *also = (next(rest) for _ in range(1 + len(row.also)))
        if row.heading and row.heading != last_heading:
            numbering.add(DraftSentence(f"{row.heading}:", ()), Verdict("joining", row.how or "names what follows"))
            last_heading = row.heading
        numbering.add(
            DraftSentence(piece.quote, (piece.key, *(one.key for one in also))), check_exact(piece.quote, [piece])
        )
    answer = numbering.answer(usage, final=True, notes=material.notes)
    return replace(answer, text=_QUOTED.sub(r"- \1", answer.text)) if material.bullets else answer


def numbered(pieces: Iterable[Evidence]) -> Sequence[Evidence]:
    """The pieces in their order, with keys from 1."""
    return [replace(piece, key=key) for key, piece in enumerate(pieces, 1)]


def within_words(material: Material, words: int) -> Material:
    """The rows that fit into `words` words; all of them for 0."""
    kept = fitting([row.piece for row in material.rows], words)
    return replace(material, rows=tuple(row for row in material.rows if row.piece in kept))
