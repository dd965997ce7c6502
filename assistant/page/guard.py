"""Security headers on every response of the page; hides Gradio's own API description. Floor 4.

Logins, origins and body sizes are checked in `assistant.api.access`.
"""

from __future__ import annotations

from typing import Any

_HIDDEN = ("/gradio_api/openapi.json", "/gradio_api/info")
"""Gradio's descriptions of the page as an API, which it is not."""
_ELSEWHERE = b"The page is not an API. Programs can use the one described in /openapi.json."
# The page loads nothing from elsewhere, so that injected markup could not fetch or send anything.
# Gradio compiles its templates in the browser, hence 'unsafe-eval'.
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def guarded(web: Any) -> Any:
    """The ASGI application with these headers."""
    headers = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]

    async def guard(scope: Any, receive: Any, send: Any) -> None:
        async def send_on(message: Any) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), *headers]}
            await send(message)

        if scope["type"] == "http" and scope["path"].removeprefix(scope.get("root_path", "")).rstrip("/") in _HIDDEN:
            kind = [(b"content-type", b"text/plain; charset=utf-8")]
            await send_on({"type": "http.response.start", "status": 404, "headers": kind})
            await send({"type": "http.response.body", "body": _ELSEWHERE})
        else:
            await web(scope, receive, send_on)

    return guard
