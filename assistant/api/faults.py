"""Errors as HTTP replies, with the sentence that the command line would print. Floor 4."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from assistant.errors import (
    BudgetSpent,
    EmbedderUnavailable,
    HomeBusy,
    ModelUnavailable,
    NoIndex,
    SaysoError,
    StoreUnavailable,
    UnknownArticle,
    UnknownVersion,
    UserError,
)

_STATUS: tuple[tuple[type[SaysoError], int], ...] = (
    (UnknownArticle, 404),
    (UnknownVersion, 404),
    (HomeBusy, 503),
    (NoIndex, 503),
    (UserError, 400),
    (BudgetSpent, 429),
    (ModelUnavailable, 503),
    (EmbedderUnavailable, 503),
    (StoreUnavailable, 503),
)
BROKEN = "Sayso failed at this request. The terminal it runs in says where."
_log = logging.getLogger(__name__)


def status_of(error: Exception) -> int:
    """The HTTP status of an error; 500 for an unexpected one."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def fault(kind: str, message: str, param: str | None = None, code: str | None = None) -> dict[str, Any]:
    """The body of an error reply, in the form that OpenAI clients read."""
    return {"error": {"type": kind, "message": message, "param": param, "code": code}}


def fault_of(error: Exception) -> dict[str, Any]:
    """The body for an error: the message of a SaysoError; an unexpected error is logged and not revealed."""
    if isinstance(error, SaysoError):
        return fault(type(error).__name__, str(error))
    _log.error("a request failed", exc_info=error)
    return fault("Broken", BROKEN)


def invalid(errors: Sequence[Any]) -> dict[str, Any]:
    """The body for an invalid request; it names the first invalid field."""
    first = errors[0] if errors else {"loc": (), "msg": "not what is expected"}
    field = ".".join(str(part) for part in first["loc"] if part not in ("body", "query", "path"))
    if first.get("type") == "json_invalid":
        return fault("BadRequest", "the body is not JSON")
    if not field and first.get("type") == "model_attributes_type":
        return fault(
            "BadRequest", "the body is not read as a JSON object: send one, with Content-Type: application/json"
        )
    message = f"{field or 'the body'}: {first['msg']}"
    return fault("BadRequest", message, field or None)


def add_faults(web: Any) -> None:
    """Register the handlers that turn errors into these replies."""
    from fastapi.exceptions import RequestValidationError
    from fastapi.responses import JSONResponse
    from starlette.exceptions import HTTPException

    async def sayso_error(_: Any, error: Exception) -> Any:
        return JSONResponse(fault_of(error), status_of(error))

    async def invalid_request(_: Any, error: Any) -> Any:
        return JSONResponse(invalid(error.errors()), 422)

    async def http_error(_: Any, error: Any) -> Any:
        missing = error.status_code == 404
        message = f"{error.detail}: /openapi.json lists the endpoints" if missing else str(error.detail)
        if error.status_code == 405:
            message += f": it takes {(error.headers or {}).get('Allow', 'another method')}"
        return JSONResponse(fault("NotFound" if missing else "Refused", message), error.status_code)

    web.add_exception_handler(SaysoError, sayso_error)
    web.add_exception_handler(RequestValidationError, invalid_request)
    web.add_exception_handler(HTTPException, http_error)
    web.add_exception_handler(Exception, sayso_error)
