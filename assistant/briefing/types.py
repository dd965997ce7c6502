"""The parts of a briefing as frozen types. Floor 0."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Literal

from assistant.briefing.record import BriefingComparison, BriefingReceipt, LedgerRow
from assistant.types import (
    Check,
    Citation,
    DisputeKind,
    Evidence,
    Filters,
    Nearest,
    Origin,
    SourceMix,
)

Length = Literal["short", "standard", "long"]
BriefingStatus = Literal["briefed", "not_in_corpus"]

Progress = Callable[[str, float], None]
"""Called with the current step and the share of the whole that is done, from 0 to 1."""

WORDS: dict[Length, int] = {"short": 250, "standard": 600, "long": 1400}
"""The most quoted words of a briefing of each length, tables and sources not counted."""


@dataclass(frozen=True, slots=True)
class ClaimGroup:
    """A claim and the sentences on it. `members` (lead first) support it; `related` are on the same matter only.

    `origins` are those of the members; `reported_by` are the outlets with a similar sentence.
    """

    key: int
    lead: Evidence
    members: tuple[Evidence, ...]
    origins: tuple[str, ...]
    score: float
    reported_by: frozenset[str] = frozenset()
    related: tuple[Evidence, ...] = ()

    @property
    def pieces(self) -> tuple[Evidence, ...]:
        """All sentences on its matter, the lead first."""
        return (*self.members, *self.related)


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the document: the exact words of an article, or a model's.

    `number` is its place in the document, from 1. `lead` is the attribution before the words, as far as they do not
    contain it; "" for a model's. `citations` are citation numbers, first that of the words themselves, then those that
    support them. `related` citations are on the same matter, and do not support the line.
    """

    number: int
    text: str
    lead: str
    citations: tuple[int, ...]
    check: Check
    reason: str
    origins: tuple[str, ...] = ()
    disputed: tuple[int, ...] = ()
    """Numbers of the dispute cards with the same evidence."""
    related: tuple[int, ...] = ()

    @property
    def verbatim(self) -> bool:
        """Whether the text is a quote of an article; else a model wrote it."""
        return self.check == "verbatim"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A line with the ISO days it is about; None for one placed on the day it was reported.

    `background`: it ended a year or more before its article came out.
    """

    when: str
    first: str | None
    last: str | None
    line: Line
    background: bool = False


@dataclass(frozen=True, slots=True)
class Voice:
    """The lines of one speaker, or of one outlet on its own account.

    `quoted` counts the speaker's sentences in everything that was read on the topic.
    """

    name: str
    kind: str
    quoted: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class CardSide:
    """One side of a dispute: its words as a line, or only citations if a line above already has them."""

    teller: str
    citations: tuple[int, ...]
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A dispute, numbered from 1 within the briefing. No side is picked."""

    number: int
    about: str
    kind: DisputeKind
    sides: tuple[CardSide, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a section: a line of the document, or a text of ours; behind a label, such as a day, if it has one.

    `kind` says for machines what it is, in the section's own words.
    """

    kind: str
    text: str = ""
    line: Line | None = None
    citations: tuple[int, ...] = ()
    """Of the lines that a text of ours is about."""
    label: str = ""


@dataclass(frozen=True, slots=True)
class RowSection:
    """A section that is a list of rows; without any, its heading is not shown. `name` is its key in the JSON form."""

    name: str
    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class OutletShare:
    """One outlet's share of the briefing: its articles on the topic, its citations, those that only it has."""

    outlet: str
    articles: int
    citations: tuple[int, ...]
    alone: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The outlets, the most cited first. `quoted` are the most quoted speakers, with their numbers of sentences.

    `absent` are outlets that the articles cite and the index does not hold, with the outlets that cite them.
    """

    outlets: tuple[OutletShare, ...] = ()
    quoted: tuple[tuple[str, int], ...] = ()
    absent: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Briefing:
    """A briefing with its citations; `forms` renders it. `headline` and `story` are written by a model only."""

    topic: str
    status: BriefingStatus
    length: Length
    filters: Filters
    receipt: BriefingReceipt
    headline: Line | None = None
    summary: tuple[Line, ...] = ()
    story: tuple[tuple[Line, ...], ...] = ()
    """A model's connected sentences, by paragraphs."""
    timeline: tuple[TimelineEntry, ...] = ()
    report: tuple[tuple[Line, ...], ...] = ()
    """What outlets report on their own account without a day, by paragraphs."""
    voices: tuple[Voice, ...] = ()
    disputes: tuple[Card, ...] = ()
    row_sections: tuple[RowSection, ...] = ()
    """In the order of the document; `sections.registry` lists what makes them."""
    coverage: Coverage = Coverage()
    citations: tuple[Citation, ...] = ()
    origins: tuple[Origin, ...] = ()
    source_mix: SourceMix = field(default_factory=SourceMix)
    ledger: tuple[LedgerRow, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    notes: tuple[str, ...] = ()
    comparison: BriefingComparison | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line once, in the order of the document."""
        parts = (
            self.headline, self.summary, self.story, self.timeline, self.report, self.voices, self.disputes,
            self.row_sections,
        )  # fmt: skip
        return tuple({line.number: line for line in _lines_in(parts)}.values())

    def rows(self, name: str) -> tuple[Row, ...]:
        """The rows of the section of this name; none where it was not made."""
        return next((section.rows for section in self.row_sections if section.name == name), ())


def _lines_in(part: object) -> Iterator[Line]:
    """The lines within a part of a briefing, in their order."""
    if isinstance(part, Line):
        yield part
    elif isinstance(part, tuple):
        for inner in part:
            yield from _lines_in(inner)
    elif is_dataclass(part):
        for field in fields(part):
            yield from _lines_in(getattr(part, field.name))
