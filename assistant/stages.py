"""Progress reports and cancellation of long-running work. Floor 0.

Both are context variables of the working thread, so that they need not be passed through every call.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Report = Callable[[str], None]


class Stopped(BaseException):
    """The user cancelled the work. Not an Exception, so that no library catches it."""


_report: ContextVar[Report | None] = ContextVar("report", default=None)
_stop: ContextVar[threading.Event | None] = ContextVar("stop", default=None)


@contextmanager
def watched(report: Report, stop: threading.Event) -> Iterator[None]:
    """Within this context, `stage` calls `report`, and once `stop` is set the work ends with Stopped."""
    report_token, stop_token = _report.set(report), _stop.set(stop)
    try:
        yield
    finally:
        _report.reset(report_token)
        _stop.reset(stop_token)


def stage(doing: str) -> None:
    """Report the current step, in a word or two for the user. Raises Stopped."""
    stop_if_asked()
    report = _report.get()
    if report:
        report(doing)


def stop_if_asked() -> None:
    """Raise Stopped if the user has cancelled."""
    if may_stop() and _stop.get().is_set():  # type: ignore[union-attr]
        raise Stopped


def may_stop() -> bool:
    """Whether the work of this thread can be cancelled."""
    return _stop.get() is not None
