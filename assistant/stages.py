"""What a long answer is doing, told to whoever waits for it, and how it is ended from outside. Floor 0.

Both travel with the context of the thread that works, so that nothing in between has to hand them on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Tell = Callable[[str], None]


class Stopped(BaseException):
    """The reader no longer wants the answer. No Exception, so that no library takes it for a fault of its own."""


_telling: ContextVar[Tell | None] = ContextVar("telling", default=None)
_stop: ContextVar[threading.Event | None] = ContextVar("stop", default=None)


@contextmanager
def watched(tell: Tell, stop: threading.Event) -> Iterator[None]:
    """While this lasts, `stage` in this thread is told to `tell`, and setting `stop` ends the work with Stopped."""
    told, stopped = _telling.set(tell), _stop.set(stop)
    try:
        yield
    finally:
        _telling.reset(told)
        _stop.reset(stopped)


def stage(doing: str) -> None:
    """Tell what is being done now, in a word or two for a reader. Raises Stopped."""
    stop_if_asked()
    tell = _telling.get()
    if tell:
        tell(doing)


def stop_if_asked() -> None:
    """Raise Stopped where the reader has asked for that."""
    if may_stop() and _stop.get().is_set():  # type: ignore[union-attr]
        raise Stopped


def may_stop() -> bool:
    """Whether somebody may stop this thread's work."""
    return _stop.get() is not None
