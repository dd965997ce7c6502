"""The requests and replies of the HTTP API, as its OpenAPI document describes them. Floor 4.

Replies are built from the same nouns as everywhere else; what is sent is CONTRACT.md's JSON, not a copy of it.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.options import window
from assistant.types import Check, Citation, Filters

Text = Annotated[str, Field(min_length=1, max_length=20_000)]


class Request(BaseModel):
    """What all requests have in common: which articles may be used. A field of no known name is refused."""

    model_config = ConfigDict(extra="forbid")

    outlets: list[str] = Field(default=[], description="Only these outlets.", max_length=200)
    since: date | None = Field(None, description="Only articles published on or after that day.")
    until: date | None = Field(None, description="Only articles published on or before that day.")
    as_of: date | None = Field(None, description="Only what had been published by that day.")

    def filters(self) -> Filters:
        """The filters that the request asks for. Raises BadQuestion for a window that ends before it begins."""
        days = [day.isoformat() if day else None for day in (self.since, self.until, self.as_of)]
        return window(self.outlets, *days)


class Exchange(BaseModel):
    """One exchange of the talk before."""

    model_config = ConfigDict(extra="forbid")
    question: Text
    answer: str = Field(max_length=200_000)


class AskRequest(Request):
    """A question, and the talk that it follows up, if any."""

    question: Text
    talk: list[Exchange] = Field(default=[], max_length=50)


class SearchRequest(Request):
    """What to search for."""

    query: Text
    top: int = Field(10, ge=1, le=1000)


class BriefRequest(Request):
    """What to brief on."""

    topic: Text
    length: Literal["short", "standard", "long"] = "standard"


class Quote(BaseModel):
    """A quote that a sentence cites, and where it is from: an address, or an outlet and a title."""

    model_config = ConfigDict(extra="forbid")
    quote: str = Field(min_length=1)
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: str | None = None


class Claim(BaseModel):
    """A sentence, and the quotes that it is to be held against; without any, the index."""

    model_config = ConfigDict(extra="forbid")
    sentence: Text
    evidence: list[Quote] | None = None


class CheckRequest(Request):
    """A draft as `text` in some form, or its `sentences` with what they cite."""

    text: str | None = Field(None, max_length=2_000_000)
    form: Literal["text", "markdown", "html"] = "text"
    sentences: list[Claim] | None = None


class Passage(BaseModel):
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
    hits: list[Passage]


class Checked(BaseModel):
    """A sentence of a draft with what the checks found. `disputed_by` are numbers of its citations."""

    sentence: str
    check: Check
    reason: str
    words: list[str]
    citations: list[Citation]
    disputed_by: list[int]


class CheckReply(BaseModel):
    """The sentences in their order."""

    sentences: list[Checked]


class Health(BaseModel):
    """That it runs."""

    status: Literal["ok"]
    version: str
    model: str
    articles: int


class StoredArticle(BaseModel):
    """An article as it is stored, with where each field came from."""

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
    """What went wrong: its kind, a sentence for a reader, and the field of the request that is meant."""

    type: str
    message: str
    param: str | None = None
    code: str | None = None


class FaultReply(BaseModel):
    """Every reply that is no success."""

    error: Fault
