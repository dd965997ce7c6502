"""The HTTP API: typed endpoints that return CONTRACT.md's JSON, and an OpenAPI document of them. Floor 4."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import asynccontextmanager
from datetime import date
from itertools import chain
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from fastapi.security import HTTPBasic, HTTPBearer

from assistant.api import schemas
from assistant.api.chat import chat_router
from assistant.api.events import HEADERS, answer_events
from assistant.api.faults import add_faults
from assistant.api.feed import as_atom
from assistant.api.service import Service, turns_of
from assistant.briefing.series import news_in
from assistant.checking.drafts import UncheckedSentence
from assistant.errors import BadQuestion
from assistant.index.catalog import Listing
from assistant.types import Answer, Filters
from assistant.version import __version__

_FAULTS: dict[int | str, dict[str, Any]] = {
    status: {"model": schemas.FaultReply, "description": text}
    for status, text in {
        400: "The request is wrong; the message says what to do.",
        401: "A name and password, or a token, is required.",
        413: "The body is too large.",
        422: "The request is invalid; `param` names the field.",
        429: "Too many requests, or the budget is spent.",
        503: "A service that is needed does not answer.",
    }.items()
}
_EVENTS = "Events: `partial` and, last, `answer`, each with an Answer; `error` with a fault."
_STREAMED: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}, "description": _EVENTS}
}


def _replies(model: Any) -> dict[int | str, dict[str, Any]]:
    return {200: {"model": model, "description": "As in CONTRACT.md."}, **_FAULTS}


def api_of(service: Service, mcp: Any = None) -> FastAPI:
    """The application over a service, with the endpoints of `mcp` (see `assistant.api.mcp`) if given."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> Any:
        if mcp is None:
            yield
            return
        async with mcp.session_manager.run():
            yield

    web = FastAPI(
        title="Sayso",
        summary="Answers questions from news articles, and tells you on whose say-so.",
        version=__version__,
        docs_url=None,  # it would load scripts from elsewhere
        redoc_url=None,
        lifespan=lifespan,
        license_info={"name": "MIT"},
    )
    add_faults(web)
    web.include_router(_health(service))
    logins = [
        Depends(HTTPBasic(auto_error=False)),
        Depends(HTTPBearer(auto_error=False)),
    ]  # for the document; access.py checks
    web.include_router(_feeds(service), dependencies=logins)
    web.include_router(_router(service), prefix="/api", dependencies=logins)
    web.include_router(chat_router(service), prefix="/v1", dependencies=logins)
    if mcp is not None:
        web.router.routes.extend(mcp.routes)
    return web


def _health(service: Service) -> APIRouter:
    router = APIRouter()

    @router.get("/health", tags=["health"], responses={200: {"model": schemas.Health}}, operation_id="health")
    def health() -> Any:
        """Status, version, model, and the number of articles. Needs no login."""
        return JSONResponse(service.health())

    return router


def _feeds(service: Service) -> APIRouter:
    router = APIRouter()

    @router.get(
        "/feeds/briefings.atom",
        tags=["brief"],
        operation_id="briefings_feed",
        responses={200: {"content": {"application/atom+xml": {"schema": {"type": "string"}}}}},
        response_class=Response,
    )
    def feed(request: Request) -> Any:
        """News of the scheduled briefings (`sayso brief TOPIC --every day`), as an Atom feed."""
        feed_xml = as_atom(news_in(service.desk.settings.home), str(request.url))
        return Response(feed_xml, media_type="application/atom+xml")

    return router


def _router(service: Service) -> APIRouter:
    router = APIRouter()

    @router.post("/ask", tags=["ask"], responses=_replies(Answer), operation_id="ask")
    def ask(request: schemas.AskRequest) -> Any:
        """Answer a question, with citations: every quote is an exact span of a stored article."""
        talk = turns_of([one.model_dump() for one in request.talk])
        return JSONResponse(service.ask(request.question, request.filters(), talk))

    @router.post("/ask/stream", tags=["ask"], responses={**_FAULTS, **_STREAMED}, operation_id="ask_stream")
    def ask_stream(request: schemas.AskRequest) -> Any:
        """Answer a question as server-sent events; the last one holds the whole answer."""
        talk = turns_of([one.model_dump() for one in request.talk])
        return _streamed(service.stream(request.question, request.filters(), talk))

    @router.post("/search", tags=["search"], responses=_replies(schemas.SearchReply), operation_id="search")
    def search(request: schemas.SearchRequest) -> Any:
        """Find passages, best first."""
        return JSONResponse(service.search(request.query, request.filters(), request.top))

    @router.post("/brief", tags=["brief"], responses=_replies(dict[str, Any]), operation_id="brief")
    def brief(request: schemas.BriefRequest) -> Any:
        """Write a briefing on a topic: sections, lines, citations and the claims."""
        return JSONResponse(service.brief(request.topic, request.filters(), request.length))

    @router.get("/corpus", tags=["corpus"], responses=_replies(list[Listing]), operation_id="corpus")
    def corpus(
        outlet: Annotated[list[str], Query(description="Only these outlets.")] = [],  # noqa: B006 (FastAPI copies it)
        since: date | None = None,
        until: date | None = None,
        as_of: date | None = None,
    ) -> Any:
        """List the articles of the index."""
        request = schemas.FilteredRequest(outlets=outlet, since=since, until=until, as_of=as_of)
        return JSONResponse(service.corpus(request.filters()))

    @router.get(
        "/corpus/{article_id}", tags=["corpus"], responses={**_replies(schemas.StoredArticle), 404: _FAULTS[400]},
        operation_id="article",
    )  # fmt: skip
    def article(article_id: str, version: str | None = None) -> Any:
        """An article with its text, in the version that a citation names."""
        return JSONResponse(service.article(article_id, version))

    @router.post("/check", tags=["check"], responses=_replies(schemas.CheckReply), operation_id="check")
    def check(request: schemas.CheckRequest) -> Any:
        """Check a draft against the index, or sentences against the quotes they cite."""
        return JSONResponse(_check(service, request, request.filters()))

    return router


def _check(service: Service, request: schemas.CheckRequest, filters: Filters) -> dict[str, Any]:
    if (request.text is None) == (request.sentences is None):
        raise BadQuestion("The request has neither or both of `text` and `sentences`.", "Send one of them.")
    if request.text is not None:
        return service.check_text(request.text, filters, request.form)
    sentences = [
        UncheckedSentence(
            one.sentence, None if one.evidence is None else tuple(quote.model_dump() for quote in one.evidence)
        )
        for one in request.sentences or ()
    ]
    return service.check(sentences, filters)


def _streamed(growing: Iterator[Answer]) -> StreamingResponse:
    """The events of an answer. An error in the question is raised before anything is sent."""
    first = next(growing, None)
    whole = chain([first], growing) if first else iter(())
    return StreamingResponse(answer_events(whole), media_type="text/event-stream", headers=HEADERS)
