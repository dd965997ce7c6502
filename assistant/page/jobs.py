"""Background jobs of the page: a few at once, the rest in a bounded queue, each stoppable. Floor 2.

A job continues when its page is closed or reloaded; it can be found by its id while it is remembered.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal

from assistant.errors import BadQuestion, PageBusy, SaysoError
from assistant.stages import Stopped, watched

State = Literal["waiting", "running", "done", "stopped", "failed"]
_REMEMBERED = 400  # finished jobs that can still be found
_OF_ONE_READER = 8  # unfinished jobs per lane, so that nobody fills the queue alone
_log = logging.getLogger(__name__)


@dataclass
class Job:
    """One job. `shown` is its result so far; `version` grows with each change."""

    reader: str
    lane: str
    work: Callable[[Job], Any]
    after: Callable[[Job, State], None]
    """Called with the final state before anyone can see it."""
    key: str = ""
    """Jobs with the same key run one after the other."""
    about: Any = None
    """Data of whoever started it."""
    id: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    state: State = "waiting"
    stage: str = ""
    share: float | None = None
    before: int = 0
    shown: Any = None
    problem: str = ""
    error: BaseException | None = None
    version: int = 0
    stop: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _waiting: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = field(default_factory=list)

    @property
    def ended(self) -> bool:
        """Whether it is done, stopped or failed."""
        return self.state in ("done", "stopped", "failed")

    def change(self, **values: Any) -> None:
        """Set fields, and wake those who wait for a change."""
        with self._lock:
            for name, value in values.items():
                setattr(self, name, value)
            self.version += 1
            waiting, self._waiting = self._waiting, []
        for loop, event in waiting:
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(event.set)

    def report(self, doing: str, share: float | None = None) -> None:
        """Set the current stage, and the share that is done, from 0 to 1, if known. Raises Stopped."""
        if self.stop.is_set():
            raise Stopped
        self.change(stage=doing, share=share)

    async def changed(self, since: int, seconds: float) -> None:
        """Return once the version is above `since`, or after `seconds`."""
        with self._lock:
            if self.version > since or self.ended:
                return
            event = asyncio.Event()
            self._waiting.append((asyncio.get_running_loop(), event))
        with suppress(asyncio.TimeoutError, TimeoutError):
            await asyncio.wait_for(event.wait(), seconds)


@dataclass(frozen=True, slots=True)
class Lane:
    """How many jobs of a lane run at once, and how many may wait."""

    at_once: int
    waiting: int


class Jobs:
    """Runs the jobs of each lane in order of arrival."""

    def __init__(self, lanes: Mapping[str, Lane]) -> None:
        self._lanes = dict(lanes)
        self._lock = threading.RLock()
        self._queue: dict[str, list[Job]] = {name: [] for name in lanes}
        self._running: dict[str, list[Job]] = {name: [] for name in lanes}
        self._known: OrderedDict[str, Job] = OrderedDict()

    def start(self, job: Job) -> Job:
        """Queue a job. Raises PageBusy if its lane is full, BadQuestion for a reader's ninth unfinished job."""
        with self._lock:
            line, lane = self._queue[job.lane], self._lanes[job.lane]
            if len(line) >= lane.waiting and len(self._running[job.lane]) >= lane.at_once:
                raise PageBusy(len(line))
            if sum(one.reader == job.reader for one in (*line, *self._running[job.lane])) >= _OF_ONE_READER:
                raise BadQuestion(f"{_OF_ONE_READER} of yours are not done yet.", "Wait for one of them, or stop it.")
            line.append(job)
            self._known[job.id] = job
            while len(self._known) > _REMEMBERED and next(iter(self._known.values())).ended:
                self._known.popitem(last=False)
            self._begin(job.lane)
        return job

    def find(self, id_: str, reader: str) -> Job | None:
        """The reader's job of that id; None for another reader's or a forgotten one."""
        job = self._known.get(id_)
        return job if job and job.reader == reader else None

    def of_key(self, key: str, reader: str) -> list[Job]:
        """The reader's unfinished jobs of one key, in their order."""
        with self._lock:
            return [job for job in self._known.values() if job.key == key and job.reader == reader and not job.ended]

    def stop(self, job: Job) -> None:
        """Remove a job from the queue, or end it at its next step, even during a model's reply."""
        job.stop.set()
        with self._lock:
            waited = job in self._queue[job.lane]
            if waited:
                self._queue[job.lane].remove(job)
                self._begin(job.lane)
        if waited:
            _note(job, "stopped")
            job.change(state="stopped", stage="")

    def _begin(self, lane: str) -> None:
        """Start the jobs there is room for, and update the positions of the rest."""
        line, running = self._queue[lane], self._running[lane]
        for job in list(line):
            if len(running) >= self._lanes[lane].at_once:
                break
            if job.key and any(other.key == job.key for other in running):
                continue
            line.remove(job)
            running.append(job)
            job.change(state="running", before=0)
            threading.Thread(target=self._work, args=(job,), daemon=True, name=f"sayso-{lane}").start()
        for place, job in enumerate(line):
            before = place + len(running)
            if job.before != before:
                job.change(before=before)

    def _work(self, job: Job) -> None:
        state: State = "done"
        try:
            with watched(job.report, job.stop):
                job.work(job)
        except Stopped:
            state = "stopped"
        except SaysoError as error:
            state, job.error, job.problem = "failed", error, str(error)
        except Exception as error:
            # An unexpected error must not leave the reader waiting; the log has the traceback.
            _log.exception("a %s failed", job.lane)
            state, job.error = "failed", error
        _note(job, state)
        with self._lock:
            self._running[job.lane].remove(job)
            self._begin(job.lane)
        job.change(state=state, stage="")


def _note(job: Job, state: State) -> None:
    """Call `after` before the next job of its key starts. Not under the lock: it may take time."""
    try:
        job.after(job, state)
    except Exception:
        _log.exception("the result of a %s could not be stored", job.lane)
