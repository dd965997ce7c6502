"""Fetches addresses: guarded, polite, within limits. Floor 2: sole owner of httpx and protego here."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from assistant.reachable import Refused, Target, check_address
from assistant.version import __version__

AGENT = f"Sayso/{__version__} (reads news articles and feeds for its user; asks robots.txt first)"
_BYTES = 20_000_000
_ROBOTS_BYTES = 500_000
_SECONDS = 60.0
"""Of one fetch, from the first byte asked to the last byte read."""
_CONNECT_SECONDS = 15.0
_REDIRECTS = 5
_PAUSE_SECONDS = 1.0
"""Between two requests to one host, where its robots.txt asks for none."""
_LONGEST_PAUSE_SECONDS = 30.0
_REDIRECT = {301, 302, 303, 307, 308}


class FetchFailed(Exception):
    """An address could not be fetched; the message is the end of a sentence."""


@dataclass(frozen=True, slots=True)
class HttpReply:
    """A reply of a server. `address` is that after redirects; `raw` is empty for "not modified"."""

    address: str
    status: int
    raw: bytes
    kind: str
    """Its content type, without parameters."""
    etag: str | None = None
    modified: str | None = None

    @property
    def unchanged(self) -> bool:
        """Whether the server answered "not modified"."""
        return self.status == 304


class Fetcher:
    """Fetches addresses one at a time, obeys robots.txt, and pauses between requests to one host."""

    def __init__(
        self,
        *,
        allow_private: bool = False,
        pause_seconds: float | None = None,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        seconds: float = _SECONDS,
    ) -> None:
        self._allow_private = allow_private
        self._pause = pause_seconds
        self._now, self._sleep = now, sleep
        self._seconds = seconds
        self._robots: dict[str, object] = {}
        self._asked: dict[str, float] = {}

    def get(self, address: str, etag: str | None = None, modified: str | None = None) -> HttpReply:
        """Fetch an address, with the validators of the last reply as a conditional request.

        Raises Refused for an address that must not be fetched, FetchFailed for any other failure.
        """
        headers = {name: mark for name, mark in (("If-None-Match", etag), ("If-Modified-Since", modified)) if mark}
        for _ in range(_REDIRECTS + 1):
            target = check_address(address, allow_private=self._allow_private)
            self._ask_robots(address, target)
            self._wait(target)
            reply, onward = self._one(address, target, headers, _BYTES)
            if onward is None:
                return reply
            address = urljoin(address, onward)
        raise FetchFailed(f"it redirects more than {_REDIRECTS} times")

    def _one(self, address: str, target: Target, headers: dict[str, str], limit: int) -> tuple[HttpReply, str | None]:
        """One request: the reply, and the address that it redirects to or None."""
        import httpx

        sent = {
            "Host": target.host_header,
            "User-Agent": AGENT,
            "Accept": "text/html,application/xhtml+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.5",
            **headers,
        }
        deadline = time.monotonic() + self._seconds
        timeout = httpx.Timeout(min(self._seconds, 20.0), connect=min(self._seconds, _CONNECT_SECONDS))
        try:
            with (
                httpx.Client(timeout=timeout, follow_redirects=False, trust_env=False) as client,
                # Connects to the checked IP address; the name is sent for the virtual host and the certificate.
                client.stream(
                    "GET", target.pinned(address), headers=sent, extensions={"sni_hostname": target.host}
                ) as answer,
            ):
                onward = answer.headers.get("location") if answer.status_code in _REDIRECT else None
                raw = b"" if onward else self._body(answer, limit, deadline)
                kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
                etag, modified = answer.headers.get("etag"), answer.headers.get("last-modified")
                return HttpReply(address, answer.status_code, raw, kind, etag, modified), onward
        except httpx.TimeoutException as error:
            raise FetchFailed(f"its server did not answer within {self._seconds:g} seconds") from error
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError) as error:
            raise FetchFailed(f"its server cannot be read ({str(error)[:100] or type(error).__name__})") from error

    def _body(self, answer: object, limit: int, deadline: float) -> bytes:
        """The decoded body of a reply. Raises FetchFailed where it is too large or too slow."""
        parts, size = [], 0
        for part in answer.iter_bytes(65_536):  # type: ignore[attr-defined]  # httpx is known in its methods only
            size += len(part)
            if size > limit:
                raise FetchFailed(f"it is larger than {limit // 1_000_000} MB, which no article is")
            if time.monotonic() > deadline:
                raise FetchFailed(f"its server did not send it within {self._seconds:g} seconds")
            parts.append(part)
        return b"".join(parts)

    def _ask_robots(self, address: str, target: Target) -> None:
        """Raise Refused where the host's robots.txt disallows the address."""
        rules = self._rules(target)
        if rules is not None and not rules.can_fetch(address, AGENT):  # type: ignore[attr-defined]
            raise Refused(f"the robots.txt of {target.host} asks programs not to read it")

    def _rules(self, target: Target) -> object | None:
        """The robots.txt of a host, fetched once; None where it has none or cannot be fetched."""
        from protego import Protego

        key = f"{target.scheme}://{target.host}:{target.port}"
        if key not in self._robots:
            rules = None
            try:
                address = f"{key}/robots.txt"
                self._asked[target.host] = self._now()
                reply, onward = self._one(address, target, {}, _ROBOTS_BYTES)
                for _ in range(_REDIRECTS):
                    if not onward:
                        break
                    address = urljoin(address, onward)
                    reply, onward = self._one(
                        address, check_address(address, allow_private=self._allow_private), {}, _ROBOTS_BYTES
                    )
                if reply.status == 200 and not onward:
                    rules = Protego.parse(reply.raw.decode("utf-8", "replace"))
                elif reply.status >= 500:  # RFC 9309: unreachable rules mean full disallow
                    rules = Protego.parse("User-agent: *\nDisallow: /")
            except (FetchFailed, Refused):
                pass
            self._robots[key] = rules
        return self._robots[key]

    def _wait(self, target: Target) -> None:
        """Pause between requests to a host: its crawl delay within limits, else the default."""
        rules = self._rules(target)
        asked = rules.crawl_delay(AGENT) if rules is not None else None  # type: ignore[attr-defined]
        pause = self._pause if self._pause is not None else min(float(asked or _PAUSE_SECONDS), _LONGEST_PAUSE_SECONDS)
        since = self._now() - self._asked.get(target.host, -1e9)
        if since < pause:
            self._sleep(pause - since)
        self._asked[target.host] = self._now()
