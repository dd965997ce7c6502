"""Explains a failed call of a model to the user, and says whether a retry may help. Floor 1."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

_MESSAGE_CHARACTERS = 200  # of a server's own message that are shown


def explain(error: Exception, begun: bool, timeout_seconds: float) -> tuple[str, str]:
    """The problem and the remedy, as two sentences for the user. `begun`: part of the reply had already come."""
    import httpx
    import openai

    quotes = "or use --model quotes."
    message = message_of(error)
    detail = f" ({message[:_MESSAGE_CHARACTERS]})" if message else ""
    if isinstance(error, openai.AuthenticationError):
        return "refused the key", "Check OPENAI_API_KEY (SAYSO_API_KEY for openai-like)."
    if isinstance(error, openai.PermissionDeniedError):
        return f"was refused by its provider{detail}", "Check what the key may do."
    if isinstance(error, openai.NotFoundError):
        if "model" in message.lower():
            return "is not known to its server", "Check the model's name and what the server has loaded."
        return "has nothing at its address (404)", "Check the address: most servers answer under /v1."
    if isinstance(error, openai.APITimeoutError | httpx.TimeoutException):
        return f"did not answer within {timeout_seconds:g} s", f"Allow more time with SAYSO_TIMEOUT, {quotes}"
    if isinstance(error, openai.APIConnectionError | httpx.TransportError):
        if begun:
            return "broke off in the middle of its reply", "Try again."
        return "cannot be reached", f"Check that its server runs and the address is right, {quotes}"
    if isinstance(error, openai.RateLimitError):
        if _out_of_credit(error):
            return "has no credit left at its provider", f"Top up the account, {quotes}"
        seconds = retry_after_seconds(error)
        wait = f"Wait {seconds:g} s" if seconds is not None else "Wait a little"
        return "is asked too often (429)", f"{wait}, {quotes}"
    if isinstance(error, openai.InternalServerError):
        return f"failed on its server ({error.status_code})", f"Try again, {quotes}"
    if isinstance(error, openai.APIStatusError | openai.APIError):
        low = message.lower()
        if "context" in low and any(word in low for word in ("length", "size", "exceed", "window", "maximum")):
            return "has too small a window for this question", "Set SAYSO_WINDOW to its size in tokens, or ask less."
        if any(word in low for word in ("content_filter", "content policy", "content management", "safety")):
            return "refused to answer (its provider's rules)", "Ask in other words."
        return f"was refused by its server{detail}", f"Check the model and the address, {quotes}"
    if isinstance(error, ValueError | IndexError | AttributeError | TypeError | KeyError):
        return "sent a reply that cannot be read", f"Check that its server speaks the OpenAI API, {quotes}"
    return f"failed: {type(error).__name__}{detail}", f"Try again, {quotes}"


def message_of(error: BaseException) -> str:
    """A server's error message with its code, parameter and type, or else the exception's own text."""
    body = getattr(error, "body", None)
    if not isinstance(body, dict) or not body.get("message"):
        return str(error)
    return " ".join(str(body[name]) for name in ("message", "code", "param", "type") if body.get(name))


def retry_after_seconds(error: BaseException) -> float | None:
    """The seconds to wait before a retry according to the server; None if it names no time.

    `Retry-After` holds seconds or a date (RFC 9110, 10.2.3).
    """
    response = getattr(error, "response", None)
    header = response.headers.get("retry-after", "").strip() if response is not None else ""
    if re.fullmatch(r"\d+(\.\d+)?", header):
        return float(header)
    try:
        return max(0.0, (parsedate_to_datetime(header) - datetime.now(timezone.utc)).total_seconds())
    except (TypeError, ValueError):
        return None


def _out_of_credit(error: BaseException) -> bool:
    return "insufficient_quota" in message_of(error) or getattr(error, "code", None) == "insufficient_quota"


def is_transient(error: BaseException) -> bool:
    """Whether a retry may succeed. A call that timed out is not retried."""
    import httpx
    import openai

    if isinstance(error, openai.APITimeoutError | httpx.TimeoutException):
        return False
    if isinstance(error, openai.RateLimitError):
        return not _out_of_credit(error)
    return isinstance(error, openai.APIConnectionError | openai.InternalServerError | httpx.TransportError)
