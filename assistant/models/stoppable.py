"""Ends the call of a language model when its reader stops it: also while nothing has come yet. Floor 1.

httpx waits for a server's bytes inside the operating system, where nothing can wake it; so a wait is cut into short
ones, between which `assistant.stages` is asked.
"""

from __future__ import annotations

import time
from typing import Any

from assistant.stages import may_stop, stop_if_asked

_SLICE_SECONDS = 0.1


def make_stoppable(client: Any) -> Any:
    """The same httpx client, whose reads end with Stopped once the reader has asked for that."""
    for transport in (client._transport, *client._mounts.values()):
        if transport is not None:  # a host that goes round the proxy has none of its own
            transport._pool._network_backend = _Backend(transport._pool._network_backend)
    return client


class _Backend:
    """Makes the connections of another network backend, each able to stop."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def connect_tcp(self, *given: Any, **more: Any) -> Any:
        return _Stream(self._inner.connect_tcp(*given, **more))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class _Stream:
    """A connection whose reads can be stopped; the pool closes a connection in which a read was broken off."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        import httpcore

        if not may_stop():
            return bytes(self._inner.read(max_bytes, timeout))
        ends = time.monotonic() + timeout if timeout is not None else float("inf")
        while True:
            stop_if_asked()
            left = max(0.0, ends - time.monotonic())
            try:
                return bytes(self._inner.read(max_bytes, min(_SLICE_SECONDS, left)))
            except httpcore.ReadTimeout:
                if left <= _SLICE_SECONDS:
                    raise

    def start_tls(self, *given: Any, **more: Any) -> Any:
        return _Stream(self._inner.start_tls(*given, **more))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)
