"""What works beside this process: a Protocol, and other processes of this machine. Floor 2."""

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
"""Waits for what was begun, and gives its result."""


class Crashed(Exception):
    """The work took its worker along, also when it was tried again."""


class Workers(Protocol):
    """Does pieces of work elsewhere, several at a time. What is handed over and comes back must be picklable."""

    count: int
    """How many pieces are worked on at a time."""

    def begin(self, work: Callable[..., Any], *given: Any) -> Wait:
        """Begin `work(*given)`. Waiting for it raises what the work raised, or Crashed."""
        ...


class Processes:
    """Workers on this machine, which know the user's own outlets. As a context it ends with none of them left."""

    count = max(1, min(4, os.cpu_count() or 1))

    def __init__(self, own_outlets: Path) -> None:
        self._own_outlets = own_outlets
        self._pool = self._processes(self.count)

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *raised: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def begin(self, work: Callable[..., Any], *given: Any) -> Wait:
        """Begin a piece of work. One that a crash took along is tried once more, in a process of its own."""
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
        # Spawned, not forked: this process has threads, and a lock held by one of them would never be let go.
        return ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), _make_ready, (self._own_outlets,))


def _make_ready(own_outlets: Path) -> None:
    """Make a process ready to work: interrupts are its parent's affair."""
    extend(own_outlets)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
