"""The nouns of a briefing: frozen, and free of any library. Floor 0."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from assistant.types import (
    Attribution,
    Check,
    Citation,
    DisputeKind,
    Evidence,
    Filters,
    Nearest,
    Origin,
    SourceMix,
    Usage,
)

Length = Literal["short", "standard", "long"]
BriefingStatus = Literal["briefed", "not_in_corpus"]
ChangeKind = Literal["new", "changed", "gone", "no longer stands"]
Role = Literal["headline", "summary", "timeline", "report", "voice", "dispute", "unknown"]

Progress = Callable[[str, float], None]
"""Told what is being done and how much of the whole is done, from 0 to 1."""

WORDS: dict[Length, int] = {"short": 250, "standard": 600, "long": 1400}
"""How many quoted words a briefing of each length may hold, tables and sources not counted."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that is told. `members` (lead first) bear it out; `related` are on the same matter and may not.

    `origins` are those of the members alone; `told_by` are the outlets that tell something near it, in whatever words.
    """

    key: int
    lead: Evidence
    members: tuple[Evidence, ...]
    origins: tuple[str, ...]
    score: float
    told_by: frozenset[str] = frozenset()
    related: tuple[Evidence, ...] = ()

    @property
    def pieces(self) -> tuple[Evidence, ...]:
        """All that is told on its matter, the lead first."""
        return (*self.members, *self.related)


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the document: the exact words of an article, or a model's that stand on them.

    `number` is its place in the document, from 1. `lead` stands before the words and tells who said and who printed
    them, as far as the words do not; "" before a model's. `citations` are citation numbers, those of the words
    themselves or of what a model's words stand on first; the others bear them out. What is `related` is on the same
    matter, and is no proof of the line.
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
    related: tuple[int, ...] = ()

    @property
    def verbatim(self) -> bool:
        """Whether the text is the words of an article, to stand in quotation marks; else a model wrote it."""
        return self.check == "verbatim"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A line placed on the day it tells of, as ISO days; None for one placed on the day it was reported.

    `background`: it was over a year or more before its article came out.
    """

    when: str
    first: str | None
    last: str | None
    line: Line
    background: bool = False


@dataclass(frozen=True, slots=True)
class Voice:
    """The lines that go back to one speaker, or that one outlet says on its own account.

    `quoted` counts the sentences of his, or of it, in everything that was read on the topic.
    """

    name: str
    kind: str
    quoted: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class CardSide:
    """One side of a dispute: its words as a line, or, where they stand further up, the citations that show where."""

    teller: str
    citations: tuple[int, ...]
    line: Line | None = None


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

    kind: Literal["said", "unanswered", "unnamed", "figure", "undated"]
    text: str
    line: Line | None = None
    citations: tuple[int, ...] = ()
    """Of the lines that it is about."""


@dataclass(frozen=True, slots=True)
class OutletShare:
    """What one outlet has of the briefing: its articles on the topic, citations to it, those of what it alone tells."""

    outlet: str
    articles: int
    citations: tuple[int, ...]
    alone: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The outlets, those first that carry most. `quoted` are the most quoted speakers, with their sentences.

    `absent` are outlets that the articles cite and the index does not hold, with the outlets that cite them.
    """

    outlets: tuple[OutletShare, ...] = ()
    quoted: tuple[tuple[str, int], ...] = ()
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
    stance: Literal["carries", "also carries", "related", "side"]


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
    index_newest: str | None = None
    """The latest day of publication in the whole index."""
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
    """A briefing with its proof. `forms` writes it. Without a model that writes a headline there is none."""

    topic: str
    status: BriefingStatus
    length: Length
    filters: Filters
    receipt: Receipt
    headline: Line | None = None
    summary: tuple[Line, ...] = ()
    story: tuple[tuple[Line, ...], ...] = ()
    """What a model tells in connected sentences, by paragraphs."""
    timeline: tuple[TimelineEntry, ...] = ()
    report: tuple[tuple[Line, ...], ...] = ()
    """What outlets say on their own account and no day belongs to, by paragraphs."""
    voices: tuple[Voice, ...] = ()
    disputes: tuple[Card, ...] = ()
    unknown: tuple[OpenPoint, ...] = ()
    coverage: Coverage = Coverage()
    citations: tuple[Citation, ...] = ()
    origins: tuple[Origin, ...] = ()
    source_mix: SourceMix = field(default_factory=SourceMix)
    ledger: tuple[LedgerRow, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    notes: tuple[str, ...] = ()
    comparison: Comparison | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line, in the order of the document, each once."""
        told = [
            *((self.headline,) if self.headline else ()),
            *self.summary,
            *(line for part in self.story for line in part),
            *(entry.line for entry in self.timeline),
            *(line for part in self.report for line in part),
            *(line for voice in self.voices for line in voice.lines),
            *(side.line for card in self.disputes for side in card.sides if side.line),
            *(point.line for point in self.unknown if point.line),
        ]
        return tuple({line.number: line for line in told}.values())
