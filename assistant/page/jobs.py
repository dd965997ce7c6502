"""The work that readers wait for: some at once, the rest in a bounded line, each able to be stopped. Floor 2.

A job goes on when its page is closed or loaded anew; whoever asks for it by its id is told of it, as long as it is
remembered.
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
_REMEMBERED = 400  # finished jobs that may still be asked for
_OF_ONE_READER = 8  # unfinished jobs of a lane, so that nobody fills the line alone
_log = logging.getLogger(__name__)


@dataclass
class Job:
    """One piece of work. `shown` is what there is of its result so far, `version` grows with each change."""

    reader: str
    lane: str
    work: Callable[[Job], Any]
    after: Callable[[Job, State], None]
    """Told how it ended, before anybody else is."""
    key: str = ""
    """Two jobs of one key are done one after the other."""
    about: Any = None
    """What whoever began it wants to know of it."""
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
        """Whether nothing more will come."""
        return self.state in ("done", "stopped", "failed")

    def change(self, **values: Any) -> None:
        """Set fields, and wake whoever waits for a change."""
        with self._lock:
            for name, value in values.items():
                setattr(self, name, value)
            self.version += 1
            waiting, self._waiting = self._waiting, []
        for loop, event in waiting:
            with suppress(RuntimeError):  # the loop has ended, and nobody waits any more
                loop.call_soon_threadsafe(event.set)

    def tell(self, doing: str, share: float | None = None) -> None:
        """Say what is being done; the share of the whole, from 0 to 1, where it is known. Raises Stopped."""
        if self.stop.is_set():
            raise Stopped
        self.change(stage=doing, share=share)

    async def changed(self, since: int, seconds: float) -> None:
        """Return once there is a change after version `since`, or the seconds have passed."""
        with self._lock:
            if self.version > since or self.ended:
                return
            event = asyncio.Event()
            self._waiting.append((asyncio.get_running_loop(), event))
        with suppress(asyncio.TimeoutError, TimeoutError):
            await asyncio.wait_for(event.wait(), seconds)


@dataclass(frozen=True, slots=True)
class Lane:
    """How many jobs of a kind are done at once, and how many may wait."""

    at_once: int
    waiting: int


class Jobs:
    """Does the jobs of each lane in the order in which they came."""

    def __init__(self, lanes: Mapping[str, Lane]) -> None:
        self._lanes = dict(lanes)
        self._lock = threading.RLock()
        self._line: dict[str, list[Job]] = {name: [] for name in lanes}
        self._running: dict[str, list[Job]] = {name: [] for name in lanes}
        self._known: OrderedDict[str, Job] = OrderedDict()

    def start(self, job: Job) -> Job:
        """Put a job in the line of its lane. Raises PageBusy where that is full, BadQuestion for a reader's ninth."""
        with self._lock:
            line, lane = self._line[job.lane], self._lanes[job.lane]
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
        """The reader's job of that id, None where it is none of theirs or was forgotten."""
        job = self._known.get(id_)
        return job if job and job.reader == reader else None

    def of_key(self, key: str, reader: str) -> list[Job]:
        """The reader's unfinished jobs of one key, in their order."""
        with self._lock:
            return [job for job in self._known.values() if job.key == key and job.reader == reader and not job.ended]

    def stop(self, job: Job) -> None:
        """Take a job out of the line, or have it end at its next step, in the middle of a model's reply too."""
        job.stop.set()
        with self._lock:
            waited = job in self._line[job.lane]
            if waited:
                self._line[job.lane].remove(job)
                self._begin(job.lane)
        if waited:
            _note(job, "stopped")
            job.change(state="stopped", stage="")

    def _begin(self, lane: str) -> None:
        """Start what there is room for, and tell the rest how many are before them."""
        line, running = self._line[lane], self._running[lane]
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
            with watched(job.tell, job.stop):
                job.work(job)
        except Stopped:
            state = "stopped"
        except SaysoError as error:
            state, job.error, job.problem = "failed", error, str(error)
        except Exception as error:
            # A fault of ours must not leave the reader waiting; the terminal is told where it happened.
            _log.exception("a %s broke", job.lane)
            state, job.error = "failed", error
        _note(job, state)
        with self._lock:
            self._running[job.lane].remove(job)
            self._begin(job.lane)
        job.change(state=state, stage="")


def _note(job: Job, state: State) -> None:
    """Have what came of a job kept, before the next of its key is begun. Not under the lock: it may take time."""
    try:
        job.after(job, state)
    except Exception:
        _log.exception("what came of a %s could not be kept", job.lane)
