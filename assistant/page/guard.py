"""What every request to the page has to pass, and the headers on every response. Floor 4.

A page elsewhere must not make a reader's browser act here; a body that is larger than it may be is cut off as it comes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

UPLOAD = "/upload"
BODY_BYTES = 4_000_000
UPLOAD_BYTES = 64_000_000
"""Of all files of one upload together; `assistant.page.adding` bounds each."""
_HIDDEN = ("/gradio_api/openapi.json", "/gradio_api/info")
"""Gradio's descriptions of the page as an interface for programs, which it is not."""
# The page needs nothing from elsewhere, and even markup that slipped through could not fetch or send anything.
# Gradio compiles its templates in the browser, hence 'unsafe-eval'.
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class _TooLarge(Exception):
    pass


def guarded(web: Any) -> Any:
    """The ASGI application behind the guard."""
    headers = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]

    async def guard(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await web(scope, receive, send)
            return
        begun = False

        async def send_on(message: Any) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message = {**message, "headers": [*message.get("headers", ()), *headers]}
            await send(message)

        asked = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if scope["path"].rstrip("/") in _HIDDEN:
            await _refuse(send_on, 404, "There is nothing here.")
            return
        if scope["method"] not in ("GET", "HEAD") and is_foreign(asked):
            await _refuse(send_on, 403, "This page takes no orders from other pages.")
            return
        most = UPLOAD_BYTES if scope["path"].rstrip("/").endswith(UPLOAD) else BODY_BYTES
        told = asked.get("content-length", "0")
        if not told.isdigit() or int(told) > most:
            await _refuse(send_on, 413, f"Larger than the {most:,} bytes that are taken.")
            return
        taken = 0

        async def receive_on() -> Any:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:  # a body of no told length
                raise _TooLarge
            return message

        try:
            await web(scope, receive_on, send_on)
        except _TooLarge:
            if not begun:
                await _refuse(send_on, 413, f"Larger than the {most:,} bytes that are taken.")

    return guard


def is_foreign(headers: Mapping[str, str]) -> bool:
    """Whether a page of another origin makes the browser send this; a program that is no browser says neither."""
    if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        return True
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower()


async def _refuse(send: Any, status: int, sentence: str) -> None:
    body = sentence.encode()
    head = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": body})
