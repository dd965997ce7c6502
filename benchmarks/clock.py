"""Times of one kind of call, for every benchmark. Floor 4."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


class Clock:
    """Wall and processor times of one kind of call, in seconds; the processor's are of all threads together."""

    def __init__(self) -> None:
        self.wall: list[float] = []
        self.cpu: list[float] = []

    def take(self, call: Callable[[], object]) -> None:
        """Time one call."""
        wall, cpu = time.perf_counter(), time.process_time()
        call()
        self.wall.append(time.perf_counter() - wall)
        self.cpu.append(time.process_time() - cpu)

    def add(self, other: Clock) -> None:
        """Count another clock's calls as well."""
        self.wall += other.wall
        self.cpu += other.cpu

    @property
    def p50(self) -> float:
        """The median wall time."""
        return statistics.median(self.wall)

    @property
    def p95(self) -> float:
        """The wall time that one call in twenty goes beyond."""
        return statistics.quantiles(self.wall, n=20)[-1]

    @property
    def cpu50(self) -> float:
        """The median processor time."""
        return statistics.median(self.cpu)
