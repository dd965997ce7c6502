"""Times of one kind of call, for every benchmark. Floor 4."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


class Clock:
    """Wall and processor times of one kind of call, in seconds; the processor's are of all threads together.

    `processor` tells the seconds that it has worked so far: for this process, unless others are to be counted in.
    """

    def __init__(self, processor: Callable[[], float] = time.process_time) -> None:
        self._processor = processor
        self.wall: list[float] = []
        self.cpu: list[float] = []

    def take(self, call: Callable[[], object]) -> None:
        """Time one call."""
        wall, cpu = time.perf_counter(), self._processor()
        call()
        self.wall.append(time.perf_counter() - wall)
        self.cpu.append(self._processor() - cpu)

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

    @property
    def cpu95(self) -> float:
        """The processor time that one call in twenty goes beyond."""
        return statistics.quantiles(self.cpu, n=20)[-1]
