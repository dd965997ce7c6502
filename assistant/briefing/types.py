"""The nouns of a briefing: frozen, and free of any library. Floor 0."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from assistant.types import Attribution, Check, Citation, DisputeKind, Evidence, Filters, Nearest, Origin, Usage

Length = Literal["short", "standard", "long"]
Stance = Literal["says", "attributes", "denies", "silent"]
BriefingStatus = Literal["briefed", "not_in_corpus"]
ChangeKind = Literal["new", "changed", "gone", "no longer stands"]
Role = Literal["key point", "timeline", "voice", "dispute", "unknown"]

Progress = Callable[[str, float], None]
"""Told what is being done and how much of the whole is done, from 0 to 1."""

WORDS: dict[Length, int] = {"short": 250, "standard": 600, "long": 1400}
"""How many quoted words a briefing of each length may hold, tables and sources not counted."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that is told, by however many articles. `lead` says it best; `members` (lead first) all carry it."""

    key: int
    lead: Evidence
    members: tuple[Evidence, ...]
    origins: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the document: the exact words of an article, or a model's that stand on them, and whose they are.

    `number` is its place in the document, from 1. `lead` tells who printed and who said it. `citations` are citation
    numbers, those of the words themselves or of what a model's words stand on first; the others say the same.
    """

    number: int
    text: str
    lead: str
    citations: tuple[int, ...]
    check: Check
    reason: str
    origins: tuple[str, ...] = ()
    disputed: tuple[int, ...] = ()
    """Numbers of the dispute cards that it is part of."""

    @property
    def verbatim(self) -> bool:
        """Whether the text is the words of an article, to stand in quotation marks; else a model wrote it."""
        return self.check == "verbatim"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A line placed on the day it tells of. `first` and `last` are ISO days, None where the year is not known."""

    when: str
    first: str | None
    last: str | None
    line: Line
    again: bool = False
    """The line stands further up already, and is only pointed to."""


@dataclass(frozen=True, slots=True)
class Voice:
    """The lines that go back to one speaker, or that one outlet says on its own account."""

    name: str
    kind: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class CardSide:
    """One side of a dispute: its words as a line, or the number of the line further up that has them (`see`)."""

    teller: str
    citations: tuple[int, ...]
    line: Line | None = None
    see: int | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """Where accounts differ, numbered from 1 within the briefing. No side is picked."""

    number: int
    about: str
    kind: DisputeKind
    sides: tuple[CardSide, ...]


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """Something the evidence leaves open: a line that says so, or what can be counted off the evidence."""

    kind: Literal["said", "unnamed", "figure", "undated"]
    text: str
    line: Line | None = None
    lines: tuple[int, ...] = ()
    """Numbers of the lines that it is about."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How one outlet covered one claim, with the citations that show it."""

    stance: Stance
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """Outlets by claims. `claims` are line numbers with a few words to know them by; `rows` hold a cell a claim.

    `absent` are outlets that the articles cite and the index does not hold, with the outlets that cite them.
    """

    claims: tuple[tuple[int, str], ...] = ()
    rows: tuple[tuple[str, tuple[Cell, ...]], ...] = ()
    left_out: int = 0
    absent: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One claim of the briefing with all that proves it."""

    line: int
    role: Role
    claim: str
    ladder: tuple[Attribution, ...]
    quote: str
    article_id: str
    start: int
    end: int
    outlet: str | None
    published: str | None
    citation: int
    origin: str | None
    dispute: int | None
    stance: Literal["carries", "also carries", "side"]


@dataclass(frozen=True, slots=True)
class Used:
    """An article of the corpus with what became of it."""

    article_id: str
    outlet: str | None
    title: str | None
    published: str | None
    url: str | None
    fate: Literal["cited", "read", "left out"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the briefing was made from, by what, and at what cost."""

    made: str
    version: str
    corpus_digest: str
    corpus_articles: int
    articles: tuple[Used, ...]
    model: str
    prompts_digest: str | None
    embedder: str
    usage: Usage
    sentences_read: int
    remarks: tuple[str, ...] = ()
    """What was noticed about the model's replies, and words of the topic that no article has."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between an earlier briefing and this one."""

    kind: ChangeKind
    text: str
    was: str = ""
    citation: int | None = None
    """Of this briefing."""
    earlier: int | None = None
    """Citation number in the earlier briefing."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is different since an earlier briefing. `standing` counts its passages that stand as quoted."""

    earlier: str
    standing: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """A briefing with its proof. Written by `markdown`, `html`, `docx` and `ledger`."""

    topic: str
    status: BriefingStatus
    length: Length
    filters: Filters
    receipt: Receipt
    key_points: tuple[Line, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    voices: tuple[Voice, ...] = ()
    disputes: tuple[Card, ...] = ()
    unknown: tuple[OpenPoint, ...] = ()
    coverage: Coverage = Coverage()
    citations: tuple[Citation, ...] = ()
    origins: tuple[Origin, ...] = ()
    ledger: tuple[LedgerRow, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    notes: tuple[str, ...] = ()
    comparison: Comparison | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line, in the order of the document, each once."""
        told = [
            *self.key_points,
            *(entry.line for entry in self.timeline if not entry.again),
            *(line for voice in self.voices for line in voice.lines),
            *(side.line for card in self.disputes for side in card.sides if side.line),
            *(point.line for point in self.unknown if point.line),
        ]
        return tuple(told)
