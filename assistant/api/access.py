"""Access control of every request: login, origin, body size, rate limit. Floor 4.

An ASGI middleware around the page and the API.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from json import dumps
from typing import Any
from urllib.parse import urlsplit

from assistant.api.accounts import Accounts
from assistant.api.faults import fault

LOOPBACK = ("127.0.0.1", "localhost", "::1")
READER = "sayso.reader"
"""The key in a request's scope of the name of the logged-in user."""
_OPEN = ("/health",)
_ASKING = (
    "/api/",
    "/v1/",
    "/mcp",
    "/gradio_api/queue/join",
)  # rate-limited; the rest is files and the page's own events
_UPLOADS = "/gradio_api/upload"
BODY_BYTES = 4_000_000
UPLOAD_BYTES = 64_000_000
"""Of all files of one upload together; `assistant.page.uploads` limits each."""
_FAILURES_A_MINUTE = 20


@dataclass(frozen=True, slots=True)
class Access:
    """Who may do what. `accounts`: None for no login; `rate`: requests per minute and user; `origins`: others allowed.

    `host` is the address to listen on; on loopback only loopback host names are accepted, against DNS rebinding.
    """

    host: str = "127.0.0.1"
    accounts: Accounts | None = None
    rate: int = 120
    origins: tuple[str, ...] = ()
    clock: Callable[[], float] = time.monotonic

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.host in LOOPBACK

    @property
    def may_change(self) -> bool:
        """Whether uploads and changes of the corpus are allowed: not without a login on a reachable address."""
        return self.loopback or self.accounts is not None

    @property
    def warning(self) -> str | None:
        """A warning for whoever starts a server without a login on a reachable address; else None."""
        if self.may_change:
            return None
        return (
            f"No login is set and {self.host} can be reached from other machines: whoever reaches it can read every "
            "article and spend the model's money. Uploads and changes of the corpus are off. "
            "Set --auth or --auth-file, or listen on 127.0.0.1."
        )


class Rates:
    """A token bucket per name, refilled evenly over a minute."""

    def __init__(self, a_minute: int, clock: Callable[[], float]) -> None:
        self._most, self._clock = a_minute, clock
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, name: str) -> float:
        """Take one token; 0 if there was one, else the seconds until there is."""
        now = self._clock()
        left, since = self._left.get(name, (float(self._most), now))
        left = min(self._most, left + (now - since) * self._most / 60)
        if len(self._left) > 10_000:
            self._left = {one: kept for one, kept in self._left.items() if now - kept[1] < 60}
        if left < 1:
            self._left[name] = (left, now)
            return (1 - left) * 60 / self._most
        self._left[name] = (left - 1, now)
        return 0.0

    def empty(self, name: str) -> bool:
        """Whether the bucket is empty; takes nothing."""
        left, since = self._left.get(name, (float(self._most), self._clock()))
        return left + (self._clock() - since) * self._most / 60 < 1


class _TooLarge(Exception):
    pass


def admitted(web: Any, access: Access) -> Any:
    """The ASGI application behind the access control."""
    rates, failures = Rates(access.rate, access.clock), Rates(_FAILURES_A_MINUTE, access.clock)

    async def admit(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] not in ("http", "websocket"):
            await web(scope, receive, send)
            return
        refused, reader = await _authorize(scope, access, rates, failures)
        if refused and scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif refused:
            await refused(send)
        elif scope["type"] == "websocket":
            await web({**scope, READER: reader}, receive, send)
        else:
            await _limit_body(web, {**scope, READER: reader}, receive, send)

    return admit


async def _authorize(scope: Any, access: Access, rates: Rates, failures: Rates) -> tuple[Refusal | None, str | None]:
    """The refusal of a request, None if it is admitted; and the user's name, if logged in."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    path = scope["path"].removeprefix(scope.get("root_path", ""))
    if access.loopback and _host_of(headers.get("host", "")) not in LOOPBACK:
        return Refusal(400, "BadHost", "This server answers to 127.0.0.1 and localhost only."), None
    if path in _OPEN:
        return None, None
    client = (scope.get("client") or ("?",))[0]
    reader: str | None = None
    if access.accounts is not None:
        given = headers.get("authorization", "")
        if given and failures.empty(client):
            return Refusal(429, "TooMany", "Too many wrong logins. Wait a minute.", {"retry-after": "60"}), None
        reader = await asyncio.to_thread(access.accounts.reader_of, given) if given else None
        if reader is None:
            if given:
                failures.take(client)
            message = "The name, the password or the token is wrong." if given else "A login or a token is required."
            return Refusal(401, "NoLogin", message, {"www-authenticate": 'Basic realm="Sayso", charset="UTF-8"'}), None
    method = scope.get("method", "GET")
    if method not in ("GET", "HEAD", "OPTIONS") and is_foreign(headers, access.origins):
        return Refusal(403, "ForeignOrigin", "Requests from pages of other origins are not allowed."), None
    if not access.may_change and path.startswith(_UPLOADS):
        return Refusal(403, "NoUploads", "Uploads are off: no login is set."), None
    if method == "POST" and path.startswith(_ASKING) and (seconds := rates.take(reader or client)):
        message = f"More than {access.rate} requests a minute. Try again in {seconds:.0f} s."
        return Refusal(429, "TooMany", message, {"retry-after": str(max(1, round(seconds)))}), None
    return None, reader


def is_foreign(headers: Mapping[str, str], origins: tuple[str, ...] = ()) -> bool:
    """Whether the request comes from a page of another origin; programs other than browsers send neither header."""
    origin = headers.get("origin")
    if origin is not None and origin.rstrip("/") in origins:
        return False
    if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        return True
    return origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower()


def _host_of(header: str) -> str:
    """The host of a `Host` header without its port and brackets."""
    return (urlsplit(f"//{header}").hostname or "") if header else "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error reply, as an ASGI application."""

    status: int
    kind: str
    message: str
    headers: Mapping[str, str] | None = None

    async def __call__(self, send: Any) -> None:
        """Send the reply."""
        body = dumps(fault(self.kind, self.message)).encode()
        head = {"content-type": "application/json", "content-length": str(len(body)), **(self.headers or {})}
        named = [(name.encode(), value.encode()) for name, value in head.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": named})
        await send({"type": "http.response.body", "body": body})


async def _limit_body(web: Any, scope: Any, receive: Any, send: Any) -> None:
    """Run the application; refuse a body that is too large, by its `Content-Length` or as it arrives."""
    path = scope["path"].removeprefix(scope.get("root_path", ""))
    declared = dict(scope["headers"]).get(b"content-length", b"0")
    most = UPLOAD_BYTES if path.startswith(_UPLOADS) else BODY_BYTES
    large = Refusal(413, "TooLarge", f"The body is larger than {most:,} bytes.")
    if not declared.isdigit() or int(declared) > most:
        await large(send)
        return
    received, begun = 0, False

    async def receive_on() -> Any:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > most:
            raise _TooLarge
        return message

    async def send_on(message: Any) -> None:
        nonlocal begun
        begun = begun or message["type"] == "http.response.start"
        await send(message)

    try:
        await web(scope, receive_on, send_on)
    except _TooLarge:
        if not begun:
            await large(send)
