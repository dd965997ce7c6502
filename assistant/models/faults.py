"""What went wrong with a call of a model: in the reader's words, and whether it may pass. Floor 1, of `model`."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

_TOLD = 200  # characters of a server's own words that are passed on


def explain(error: Exception, begun: bool, timeout_seconds: float) -> tuple[str, str]:
    """What a fault means for the reader, and what to do."""
    import httpx
    import openai

    quotes = "or use --model quotes."
    words = words_of(error)
    told = f" ({words[:_TOLD]})" if words else ""
    if isinstance(error, openai.AuthenticationError):
        return "refused the key", "Check OPENAI_API_KEY (SAYSO_API_KEY for openai-like)."
    if isinstance(error, openai.PermissionDeniedError):
        return f"was refused by its provider{told}", "Check what the key may do."
    if isinstance(error, openai.NotFoundError):
        if "model" in words.lower():
            return "is not known to its server", "Check the model's name and what the server has loaded."
        return "has nothing at its address (404)", "Check the address: most servers answer under /v1."
    if isinstance(error, openai.APITimeoutError | httpx.TimeoutException):
        return f"did not answer within {timeout_seconds:g} s", f"Allow more time with SAYSO_TIMEOUT, {quotes}"
    if isinstance(error, openai.APIConnectionError | httpx.TransportError):
        if begun:
            return "broke off in the middle of its reply", "Try again."
        return "cannot be reached", f"Check that its server runs and the address is right, {quotes}"
    if isinstance(error, openai.RateLimitError):
        if _spent(error):
            return "has no credit left at its provider", f"Top up the account, {quotes}"
        seconds = asked_to_wait(error)
        wait = f"Wait {seconds:g} s" if seconds is not None else "Wait a little"
        return "is asked too often (429)", f"{wait}, {quotes}"
    if isinstance(error, openai.InternalServerError):
        return f"failed on its server ({error.status_code})", f"Try again, {quotes}"
    if isinstance(error, openai.APIStatusError | openai.APIError):
        low = words.lower()
        if "context" in low and any(word in low for word in ("length", "size", "exceed", "window", "maximum")):
            return "has too small a window for this question", "Set SAYSO_WINDOW to its size in tokens, or ask less."
        if any(word in low for word in ("content_filter", "content policy", "content management", "safety")):
            return "refused to answer (its provider's rules)", "Ask in other words."
        return f"was refused by its server{told}", f"Check the model and the address, {quotes}"
    if isinstance(error, ValueError | IndexError | AttributeError | TypeError | KeyError):
        return "sent a reply that cannot be read", f"Check that its server speaks the OpenAI API, {quotes}"
    return f"failed: {type(error).__name__}{told}", f"Try again, {quotes}"


def words_of(error: BaseException) -> str:
    """What a server said, in one line."""
    body = getattr(error, "body", None)
    if not isinstance(body, dict) or not body.get("message"):
        return str(error)
    return " ".join(str(body[name]) for name in ("message", "code", "param", "type") if body.get(name))


def asked_to_wait(error: BaseException) -> float | None:
    """The seconds that a server asks to wait before the next try; None where it says nothing.

    `Retry-After` holds seconds or a day and hour (RFC 9110, 10.2.3).
    """
    response = getattr(error, "response", None)
    asked = response.headers.get("retry-after", "").strip() if response is not None else ""
    if re.fullmatch(r"\d+(\.\d+)?", asked):
        return float(asked)
    try:
        return max(0.0, (parsedate_to_datetime(asked) - datetime.now(timezone.utc)).total_seconds())
    except (TypeError, ValueError):
        return None


def _spent(error: BaseException) -> bool:
    return "insufficient_quota" in words_of(error) or getattr(error, "code", None) == "insufficient_quota"


def worth_another_try(error: BaseException) -> bool:
    """Whether a fault may pass of itself. A server that was silent to the end of its time is not waited for again."""
    import httpx
    import openai

    if isinstance(error, openai.APITimeoutError | httpx.TimeoutException):
        return False
    if isinstance(error, openai.RateLimitError):
        return not _spent(error)
    return isinstance(error, openai.APIConnectionError | openai.InternalServerError | httpx.TransportError)
