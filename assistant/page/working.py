"""Long-running jobs other than questions: starts them, reports progress, shows results. Floor 4."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from typing import Any

from assistant.markup import plain
from assistant.page.asking import LONG_POLL_SECONDS
from assistant.page.given import Given, PageReply, number, text
from assistant.page.jobs import Job, Jobs
from assistant.page.wording import for_reader, waits

Show = Callable[[Job], str]
"""The result of a job as HTML."""


class Working:
    """Starts jobs and reports their progress."""

    def __init__(self, jobs: Jobs, growing: Collection[str] = ()) -> None:
        """Jobs of the lanes in `growing` show partial results."""
        self._jobs, self._growing = jobs, growing

    def begin(self, reader: str, lane: str, work: Callable[[Job], Any], show: Show) -> PageReply:
        """Start a job; `show` renders its result. Raises PageBusy if its lane is full."""
        job = Job(reader, lane, work, lambda job, state: None, about=show)
        self._jobs.start(job)
        return self._reply(job)

    async def progress(self, reader: str, given: Given) -> PageReply:
        """The state of a job, once it is newer than version `since` or after 20 s."""
        job, since = self._jobs.find(text(given, "job"), reader), number(given, "since")
        if job is None or not callable(job.about):
            return {"gone": True}
        await job.changed(since, LONG_POLL_SECONDS)
        if not job.ended:
            await asyncio.sleep(0.1)
        return await asyncio.to_thread(self._reply, job)

    def _reply(self, job: Job) -> PageReply:
        reply: PageReply = {"job": job.id, "version": job.version, "ended": job.ended, "state": job.state}
        if job.state == "done":
            return {**reply, "html": job.about(job)}
        if job.state == "stopped":
            done = job.about(job) if job.shown is not None else ""
            return {**reply, "html": f'<p class="stopped soft">You stopped this.</p>{done}'}
        if job.state == "failed":
            problem = for_reader(job.error) if job.error else "This ended without a result."
            done = job.about(job) if job.shown is not None else ""
            return {**reply, "html": f'<p class="problem" role="alert">{plain(problem)}</p>{done}'}
        so_far = job.about(job) if job.lane in self._growing and job.shown is not None else ""
        return {**reply, "html": _stages(job) + so_far}


def _stages(job: Job) -> str:
    """The current stage, a progress bar, and a Stop button."""
    doing = waits(job.before, job.before) if job.state == "waiting" else job.stage or "beginning"
    bar = '<progress aria-label="Progress"></progress>'
    if job.share is not None:
        percent = round(100 * job.share)
        bar = f'<progress max="100" value="{percent}" aria-label="Progress">{percent}%</progress>'
    return (
        f'<div class="working"><p class="waiting" role="status">{plain(doing[:1].upper() + doing[1:])}</p>{bar}'
        '<button type="button" data-stop>Stop</button></div>'
    )
