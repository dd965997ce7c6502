"""Workers outside this process: the Protocol, and a pool of processes on this machine. Floor 2."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from assistant.language.outlet_table import extend

Wait = Callable[[], Any]
"""Waits for a task and returns its result."""


class Crashed(Exception):
    """The task killed its worker, also when it was retried."""


class Workers(Protocol):
    """Runs tasks elsewhere, several at a time. Arguments and results must be picklable."""

    count: int
    """How many tasks run at a time."""

    def begin(self, work: Callable[..., Any], *given: Any) -> Wait:
        """Start `work(*given)`. Waiting for it raises what the task raised, or Crashed."""
        ...


class Processes:
    """Processes on this machine with the user's outlets loaded. As a context manager it ends them on exit."""

    count = max(1, min(4, os.cpu_count() or 1))

    def __init__(self, own_outlets: Path) -> None:
        self._own_outlets = own_outlets
        self._pool = self._processes(self.count)

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *raised: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def begin(self, work: Callable[..., Any], *given: Any) -> Wait:
        """Start a task. After a crash it is retried once, in a process of its own."""
        try:
            future = self._pool.submit(work, *given)
        except BrokenProcessPool:
            self._pool = self._processes(self.count)
            future = self._pool.submit(work, *given)
        return partial(self._result, future.result, work, given)

    def _result(self, result: Wait, work: Callable[..., Any], given: Sequence[Any]) -> Any:
        try:
            return result()
        except BrokenProcessPool:
            with self._processes(1) as single:
                try:
                    return single.submit(work, *given).result()
                except BrokenProcessPool as error:
                    raise Crashed from error

    def _processes(self, count: int) -> ProcessPoolExecutor:
        # Spawned, not forked: this process has threads, and a lock held by one of them would never be released.
        return ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), _make_ready, (self._own_outlets,))


def _make_ready(own_outlets: Path) -> None:
    """Prepare a process: load the user's outlets, and leave interrupts to the parent."""
    extend(own_outlets)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
