"""Cancels the call of a language model when the user stops it, even before the first byte. Floor 1.

A blocking read of httpx cannot be interrupted, so it is cut into short ones, between which `assistant.stages` is asked.
"""

from __future__ import annotations

import time
from typing import Any

from assistant.stages import may_stop, stop_if_asked

_SLICE_SECONDS = 0.1


def make_stoppable(client: Any) -> Any:
    """The same httpx client, whose reads raise Stopped once the user has asked for that."""
    for transport in (client._transport, *client._mounts.values()):
        if transport is not None:  # None for a host that bypasses the proxy
            transport._pool._network_backend = _Backend(transport._pool._network_backend)
    return client


class _Backend:
    """Wraps the connections of another network backend."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def connect_tcp(self, *given: Any, **more: Any) -> Any:
        return _Stream(self._inner.connect_tcp(*given, **more))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class _Stream:
    """A connection whose reads can be cancelled; the pool closes a connection whose read was cancelled."""

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
