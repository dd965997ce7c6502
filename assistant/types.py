"""The types that all rooms share: frozen dataclasses without third-party types. Floor 0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

RungKind = Literal["outlet", "person", "organisation", "anonymous"]
DisputeKind = Literal["denial", "number", "date", "superseded", "scope", "interpretation"]
Check = Literal["verbatim", "supported", "unsupported", "unchecked", "joining"]
Status = Literal["answered", "disputed", "closest", "not_in_corpus", "reply"]
FieldOrigin = Literal["printed", "page", "address", "manifest", "record", "inferred", "unknown"]
"""Provenance of a field of an article: `page` is machine-readable metadata, `printed` the visible text."""
Span = tuple[int, int]
"""Half-open character range into `Article.text`."""


@dataclass(frozen=True, slots=True)
class Article:
    """One stored article: cleaned text and metadata. Dates are ISO days; unknown fields are None."""

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = None
    form: str = "article"
    source: str = ""
    """Where it was read from: a file path, or `path#line-key` for one record of a `.jsonl`."""
    metadata: Mapping[str, str] = field(default_factory=dict)
    """For each of title, outlet, published, url, author: where it came from (a `FieldOrigin`)."""
    version: str | None = None
    """Identifies this text among the article's versions; None for an article that is not stored."""
    family: str | None = None
    """The id of the article of which this one is a near-duplicate; its own id where it is none."""
    details: Mapping[str, Any] = field(default_factory=dict)
    """Further metadata: place of each field, conflicts, authors, times, section, tags, corrections, stub."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one article: `text == article.text[start:end]`, at most 180 words."""

    id: str
    article_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may be used at all. Days are inclusive; an undated article passes no date filter."""

    outlets: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    as_of: str | None = None

    @property
    def latest(self) -> str | None:
        """The last admissible day: the earlier of `until` and `as_of`."""
        return min((day for day in (self.until, self.as_of) if day), default=None)

    @property
    def dated(self) -> bool:
        """Whether any of the date filters is set."""
        return bool(self.since or self.until or self.as_of)


@dataclass(frozen=True, slots=True)
class Query:
    """A question as understood. `text` is standalone; `filters` exclude; `named_outlets` only affect the ranking.

    `parts` are sub-questions, each with the outlet it is about; empty where the question is about one thing.
    """

    asked: str
    text: str
    filters: Filters = Filters()
    named_outlets: tuple[str, ...] = ()
    absent_outlets: tuple[str, ...] = ()
    """Outlets that the question names and the index does not hold."""
    parts: tuple[QueryPart, ...] = ()
    words: tuple[str, ...] = ()
    """What the question is about, as in `QueryPart.words`; empty where it was not determined."""
    since: str | None = None
    """First and last day that the question names: they raise passages in the ranking and exclude none."""
    until: str | None = None
    only_named: bool = False
    """The question asks for `named_outlets` as the source ("according to X", "in the X article", "X reported")."""
    binds: bool = False
    """`since` and `until` are days of events: evidence that is certainly about other days is excluded."""
    undated_event: str = ""
    """The event to which the question's dates are relative, where its day was not found."""
    language: str | None = None
    """The name of the question's language; None for English."""
    reading: tuple[str, ...] = ()
    """How the question was interpreted, in sentences for the reader: spelling corrected, dates resolved, language."""
    inferred: Filters = Filters()
    """All filters inferred from the wording; those that exclude are in `filters` too."""


@dataclass(frozen=True, slots=True)
class QueryPart:
    """One sub-question with the outlets and days that it names, if any."""

    text: str
    outlets: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    words: tuple[str, ...] = ()
    """The text without stop words, names of outlets, dates, and words about reporting."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage with its article. Scores order the hits of one search and mean nothing across searches."""

    passage: Passage
    article: Article
    score: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """One step of the chain from who published a claim to who said it. `verb` is as printed, hedges kept."""

    name: str
    kind: RungKind
    verb: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One numbered sentence of an article with its chain of attribution. `key` is unique within one question."""

    key: int
    article: Article
    start: int
    end: int
    ladder: tuple[Attribution, ...] = ()
    score: float = 0.0

    @classmethod
    def of_whole(cls, article: Article, ladder: tuple[Attribution, ...] = ()) -> Evidence:
        """The whole text of an article as one piece, with key 0."""
        return cls(0, article, 0, len(article.text), ladder)

    @property
    def place(self) -> tuple[str, int]:
        """The article's id and the start in its text: the same for one sentence in every question."""
        return self.article.id, self.start

    @property
    def quote(self) -> str:
        """The exact words: `article.text[start:end]`."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a dispute. `citations` are evidence keys until the answer is numbered, then citation numbers."""

    claim: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """Accounts that do not agree. No side is picked."""

    about: str
    kind: DisputeKind
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """The original source of information, with the citations (or evidence keys) that go back to it."""

    name: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence that is not checked yet, with the keys of its evidence."""

    text: str
    keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of checking one sentence. `words` are those that the evidence does not support."""

    check: Check
    reason: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer, its citation numbers, and its verdict as in `Verdict`."""

    text: str
    citations: tuple[int, ...]
    check: Check
    reason: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """An exact span of a stored article, numbered within one answer."""

    number: int
    article_id: str
    outlet: str | None
    title: str | None
    published: str | None
    url: str | None
    quote: str
    start: int
    end: int
    attribution: tuple[Attribution, ...] = ()
    version: str | None = None
    """The version of the article that was quoted; None where only one is kept."""


@dataclass(frozen=True, slots=True)
class Usage:
    """The cost of an answer. `usd` is None where the price of the model is unknown."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    usd: float | None = 0.0


@dataclass(frozen=True, slots=True)
class Nearest:
    """The closest coverage of a question that the index cannot answer."""

    article_id: str
    outlet: str | None
    title: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class SourceMix:
    """Facts about the sources of an answer; shares are from 0 to 1, unknown figures are None."""

    articles: int = 0
    origins: int = 0
    outlets: int = 0
    agency_share: float | None = None
    state_share: float | None = None
    unnamed_share: float | None = None
    oldest: str | None = None
    newest: str | None = None
    inferred_dates: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its citations. Its JSON form is `assistant.writing.render.answer_json`."""

    question: str
    status: Status
    text: str
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    other_accounts: tuple[Side, ...] = ()
    """Accounts that differ without certainly contradicting each other."""
    origins: tuple[Origin, ...] = ()
    source_mix: SourceMix = SourceMix()
    filters: Filters = Filters()
    model: str = "quotes"
    usage: Usage = Usage()
    nearest: tuple[Nearest, ...] = ()
    notes: tuple[str, ...] = ()
    """Notes for the reader on how the answer was made (an inferred filter, a model that was down)."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a conversation: the question and the text of the answer."""

    question: str
    answer: str


Outcome = Literal["added", "updated", "unchanged", "duplicate", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class SourceResult:
    """The outcome of one source. `reason` is a sentence where the outcome is not simply `added`."""

    source: str
    outcome: Outcome
    article_id: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    reason: str = ""
