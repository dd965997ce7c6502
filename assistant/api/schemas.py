"""The requests and replies of the HTTP API, as its OpenAPI document describes them. Floor 4.

The reply models describe the JSON of CONTRACT.md; replies themselves are built from the types of `assistant.types`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.options import window
from assistant.types import Check, Citation, Filters

Text = Annotated[str, Field(min_length=1, max_length=20_000)]


class FilteredRequest(BaseModel):
    """The filters common to all requests. Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")

    outlets: list[str] = Field(default=[], description="Only these outlets.", max_length=200)
    since: date | None = Field(None, description="Only articles published on or after that day.")
    until: date | None = Field(None, description="Only articles published on or before that day.")
    as_of: date | None = Field(None, description="Only what had been published by that day.")

    def filters(self) -> Filters:
        """The filters of the request. Raises BadQuestion if the window ends before it begins."""
        days = [day.isoformat() if day else None for day in (self.since, self.until, self.as_of)]
        return window(self.outlets, *days)


class Exchange(BaseModel):
    """An earlier question and its answer."""

    model_config = ConfigDict(extra="forbid")
    question: Text
    answer: str = Field(max_length=200_000)


class AskRequest(FilteredRequest):
    """A question, with the conversation so far, if any."""

    question: Text
    talk: list[Exchange] = Field(default=[], max_length=50)


class SearchRequest(FilteredRequest):
    """What to search for."""

    query: Text
    top: int = Field(10, ge=1, le=1000)


class BriefRequest(FilteredRequest):
    """The topic of a briefing."""

    topic: Text
    length: Literal["short", "standard", "long"] = "standard"


class CitedQuote(BaseModel):
    """A quote that a sentence cites, with its article's address, or outlet and title."""

    model_config = ConfigDict(extra="forbid")
    quote: str = Field(min_length=1)
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: str | None = None


class SentenceToCheck(BaseModel):
    """A sentence, with the quotes to check it against; None checks it against the index."""

    model_config = ConfigDict(extra="forbid")
    sentence: Text
    evidence: list[CitedQuote] | None = None


class CheckRequest(FilteredRequest):
    """A draft as `text`, or as `sentences` with the quotes they cite."""

    text: str | None = Field(None, max_length=2_000_000)
    form: Literal["text", "markdown", "html"] = "text"
    sentences: list[SentenceToCheck] | None = None


class SearchHit(BaseModel):
    """One passage of an article: at most 180 words, `text` being exactly the article's own text."""

    article_id: str
    outlet: str | None
    title: str | None
    published: str | None
    url: str | None
    text: str
    start: int
    end: int
    score: float


class SearchReply(BaseModel):
    """The best passages, best first."""

    query: str
    filters: Filters
    hits: list[SearchHit]


class Checked(BaseModel):
    """A checked sentence of a draft. `disputed_by`: numbers of the citations that contradict it."""

    sentence: str
    check: Check
    reason: str
    words: list[str]
    citations: list[Citation]
    disputed_by: list[int]


class CheckReply(BaseModel):
    """The checked sentences in the order of the draft."""

    sentences: list[Checked]


class Health(BaseModel):
    """The state of the server."""

    status: Literal["ok"]
    version: str
    model: str
    articles: int


class StoredArticle(BaseModel):
    """A stored article; `metadata` says where each field came from."""

    id: str
    version: str | None
    outlet: str | None
    title: str | None
    published: str | None
    url: str | None
    author: str | None
    authors: list[str]
    language: str | None
    form: str
    source: str
    words: int
    passages: int
    metadata: dict[str, str]
    details: dict[str, Any]
    copies: list[dict[str, Any]]
    text: str


class Fault(BaseModel):
    """An error: its type, a message, and the field of the request at fault."""

    type: str
    message: str
    param: str | None = None
    code: str | None = None


class FaultReply(BaseModel):
    """The body of every error reply."""

    error: Fault
