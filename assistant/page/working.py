"""Work that takes long and is no question: begins it, tells its stages, stops it, shows what came of it. Floor 4."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from typing import Any

from assistant.markup import plain
from assistant.page.asking import LONG_POLL_SECONDS
from assistant.page.given import Given, Told, number, text
from assistant.page.jobs import Job, Jobs
from assistant.page.wording import for_reader, waits

Show = Callable[[Job], str]
"""What came of it, as HTML."""


class Working:
    """Begins work in the lanes of `jobs` and follows it; `begin` says how its result is shown."""

    def __init__(self, jobs: Jobs, growing: Collection[str] = ()) -> None:
        """Of the lanes in `growing`, what there is so far is shown below the stage."""
        self._jobs, self._growing = jobs, growing

    def begin(self, reader: str, lane: str, work: Callable[[Job], Any], show: Show) -> Told:
        """Start it. Raises PageBusy where its lane is full."""
        job = Job(reader, lane, work, lambda job, state: None, about=show)
        self._jobs.start(job)
        return self._told(job)

    async def progress(self, reader: str, given: Given) -> Told:
        """How far it is; returns once there is news after the version `since`, or after a while."""
        job, since = self._jobs.find(text(given, "job"), reader), number(given, "since")
        if job is None or not callable(job.about):
            return {"gone": True}
        await job.changed(since, LONG_POLL_SECONDS)
        if not job.ended:
            await asyncio.sleep(0.1)
        return await asyncio.to_thread(self._told, job)

    def _told(self, job: Job) -> Told:
        told: Told = {"job": job.id, "version": job.version, "ended": job.ended, "state": job.state}
        if job.state == "done":
            return {**told, "html": job.about(job)}
        if job.state == "stopped":
            done = job.about(job) if job.shown is not None else ""
            return {**told, "html": f'<p class="stopped soft">You stopped this.</p>{done}'}
        if job.state == "failed":
            problem = for_reader(job.error) if job.error else "This ended without a result."
            done = job.about(job) if job.shown is not None else ""
            return {**told, "html": f'<p class="problem" role="alert">{plain(problem)}</p>{done}'}
        so_far = job.about(job) if job.lane in self._growing and job.shown is not None else ""
        return {**told, "html": _stages(job) + so_far}


def _stages(job: Job) -> str:
    """What is being done, how far it is, and Stop."""
    doing = waits(job.before, job.before) if job.state == "waiting" else job.stage or "beginning"
    bar = '<progress aria-label="Progress"></progress>'
    if job.share is not None:
        percent = round(100 * job.share)
        bar = f'<progress max="100" value="{percent}" aria-label="Progress">{percent}%</progress>'
    return (
        f'<div class="working"><p class="waiting" role="status">{plain(doing[:1].upper() + doing[1:])}</p>{bar}'
        '<button type="button" data-stop>Stop</button></div>'
    )
