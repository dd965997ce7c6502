"""The HTTP client that language models are called with: deadlines, size limits, event streams. Floor 1."""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import Any

from assistant.models.event_stream import as_events, whole_as_events
from assistant.models.stoppable import make_stoppable

_SILENCE_TIMEOUTS = 5  # a reply may bring nothing but keep-alive comments for this many timeouts
_DEADLINE_TIMEOUTS = 30  # and may take this many timeouts in all
_MOST_BYTES = 4_000_000


def deadline_client(timeout_seconds: float, login: tuple[str, str] | None = None) -> Any:
    """An httpx client that deadline replies that are too slow or too large; proxies are taken from the environment.

    A stream that keeps bringing data is read until the deadline, and a whole reply is converted to a stream. `login`
    is for basic authentication instead of a key.
    """
    import httpx

    class LimitedReply(httpx.SyncByteStream):
        """The bytes of a reply. Raises ReadTimeout after a long silence, at the deadline, or beyond the size limit."""

        def __init__(self, inner: Any) -> None:
            self._inner = inner

        def __iter__(self) -> Generator[bytes, None, None]:
            deadline, size = time.monotonic() + _DEADLINE_TIMEOUTS * timeout_seconds, 0
            silent = time.monotonic() + _SILENCE_TIMEOUTS * timeout_seconds
            for block in self._inner:
                now = time.monotonic()
                size += len(block)
                if now > min(deadline, silent) or size > _MOST_BYTES:
                    raise httpx.ReadTimeout("the reply did not end")
                if b"data:" in block:
                    silent = now + _SILENCE_TIMEOUTS * timeout_seconds
                yield block

        def close(self) -> None:
            self._inner.close()

    class EventReply(LimitedReply):
        """The same bytes as the event stream that the OpenAI client reads. `whole`: they are one JSON object."""

        def __init__(self, inner: Any, whole: bool) -> None:
            super().__init__(inner)
            self._whole = whole

        def __iter__(self) -> Generator[bytes, None, None]:
            blocks = super().__iter__()
            yield from [whole_as_events(b"".join(blocks))] if self._whole else as_events(blocks)

    def limit_reply(response: httpx.Response) -> None:
        asked_for_events = b'"stream":true' in response.request.content.replace(b" ", b"")
        if response.status_code != 200 or not asked_for_events or "content-encoding" in response.headers:
            response.stream = LimitedReply(response.stream)
        else:
            response.stream = EventReply(response.stream, "json" in response.headers.get("content-type", ""))

    headers = {"Accept-Encoding": "identity"}  # a compressed stream could not be normalized
    client = httpx.Client(
        auth=login,
        timeout=timeout_seconds,
        follow_redirects=True,
        headers=headers,
        event_hooks={"response": [limit_reply]},
    )
    return make_stoppable(client)
