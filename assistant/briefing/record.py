"""What a briefing records about itself: its claims with their proof, what it was made from, what changed. Floor 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.types import Attribution, Usage

ChangeKind = Literal["new", "changed", "gone", "no longer stands"]
Role = str
"""The section that a line stands in: headline, summary, timeline, report, voice, dispute, or the name of another."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line of the briefing with one of its citations."""

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
class ArticleUse:
    """How an article of the corpus was used."""

    article_id: str
    outlet: str | None
    title: str | None
    published: str | None
    url: str | None
    fate: Literal["cited", "read", "left out"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BriefingReceipt:
    """What the briefing was made from, by which model, and at what cost."""

    made: str
    version: str
    corpus_digest: str
    corpus_articles: int
    articles: tuple[ArticleUse, ...]
    model: str
    prompts_digest: str | None
    embedder: str
    usage: Usage
    sentences_read: int
    index_newest: str | None = None
    """The latest day of publication in the whole index."""
    remarks: tuple[str, ...] = ()
    """Remarks on the model's replies, and words of the topic that no article has."""


@dataclass(frozen=True, slots=True)
class BriefingChange:
    """One difference between an earlier briefing and this one."""

    kind: ChangeKind
    text: str
    was: str = ""
    citation: int | None = None
    """Citation number in this briefing."""
    earlier: int | None = None
    """Citation number in the earlier briefing."""


@dataclass(frozen=True, slots=True)
class BriefingComparison:
    """The changes since an earlier briefing. `standing` counts its citations that are still exact."""

    earlier: str
    standing: int
    changes: tuple[BriefingChange, ...]
