"""The work that readers wait for: so many at once, a bounded line, stopped at any point."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable

import pytest
from page_fakes import OTHER, READER

from assistant.errors import BadQuestion, PageBusy
from assistant.page.jobs import Job, Jobs, Lane


def job(work: Callable[[Job], object], reader: str = READER, key: str = "") -> Job:
    return Job(reader, "ask", work, lambda one, state: None, key=key)


def until(true: Callable[[], bool]) -> None:
    for _ in range(6000):  # a bound for what never comes: the machine may be busy
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("it did not come to pass in a minute")


@pytest.fixture
def gate() -> threading.Event:
    return threading.Event()


def waiting_for(gate: threading.Event) -> Callable[[Job], object]:
    def work(one: Job) -> None:
        while not gate.wait(0.01):
            one.report("writing")

    return work


def test_four_run_at_once_and_the_others_know_their_place_in_the_queue(gate: threading.Event) -> None:
    jobs = Jobs({"ask": Lane(4, 10)})

    started = [jobs.start(job(waiting_for(gate))) for _ in range(6)]

    assert [one.state for one in started] == ["running"] * 4 + ["waiting"] * 2
    assert [one.before for one in started[4:]] == [4, 5]
    gate.set()
    until(lambda: all(one.state == "done" for one in started))


def test_a_full_line_says_that_it_is_busy(gate: threading.Event) -> None:
    jobs = Jobs({"ask": Lane(1, 2)})
    for _ in range(3):
        jobs.start(job(waiting_for(gate)))

    with pytest.raises(PageBusy, match="2 readers are waiting"):
        jobs.start(job(waiting_for(gate)))
    gate.set()


def test_nobody_fills_the_line_alone(gate: threading.Event) -> None:
    jobs = Jobs({"ask": Lane(4, 60)})
    for _ in range(8):
        jobs.start(job(waiting_for(gate)))

    with pytest.raises(BadQuestion, match="8 of yours are not done yet"):
        jobs.start(job(waiting_for(gate)))
    assert jobs.start(job(waiting_for(gate), OTHER)).state == "waiting"
    gate.set()


def test_two_questions_of_one_talk_are_answered_one_after_the_other(gate: threading.Event) -> None:
    jobs = Jobs({"ask": Lane(4, 10)})
    first, second = (jobs.start(job(waiting_for(gate), key="talk")) for _ in range(2))
    elsewhere = jobs.start(job(waiting_for(gate), key="other"))

    assert [one.state for one in (first, second, elsewhere)] == ["running", "waiting", "running"]
    gate.set()
    until(lambda: second.state == "done")


def test_stop_ends_what_runs_and_takes_what_waits_out_of_the_line(gate: threading.Event) -> None:
    jobs = Jobs({"ask": Lane(1, 10)})
    running, waiting, last = (jobs.start(job(waiting_for(gate))) for _ in range(3))

    jobs.stop(waiting)
    assert waiting.state == "stopped"
    assert last.before == 1
    jobs.stop(running)
    until(lambda: running.state == "stopped" and last.state == "running")
    gate.set()


def test_a_fault_ends_a_job_with_its_error_and_the_next_one_is_begun() -> None:
    jobs = Jobs({"ask": Lane(1, 10)})

    def fails(one: Job) -> None:
        raise BadQuestion("Too long.", "Cut it.")

    def breaks(one: Job) -> None:
        raise ValueError("a fault of ours")

    first, second, third = jobs.start(job(fails)), jobs.start(job(breaks)), jobs.start(job(lambda one: None))
    until(lambda: third.state == "done")

    assert (first.state, first.problem) == ("failed", "Too long. Cut it.")
    assert (second.state, second.problem) == ("failed", "")


def test_a_job_is_found_by_its_own_reader_alone() -> None:
    jobs = Jobs({"ask": Lane(1, 10)})
    one = jobs.start(job(lambda job: None))

    assert jobs.find(one.id, READER) is one
    assert jobs.find(one.id, OTHER) is None


def test_whoever_follows_is_woken_by_the_next_change_and_not_before(gate: threading.Event) -> None:
    jobs = Jobs({"ask": Lane(1, 10)})

    def work(one: Job) -> None:
        gate.wait(60)
        one.change(shown="there")

    one = jobs.start(job(work))

    async def follow() -> tuple[float, object]:
        begun = time.monotonic()
        await one.changed(one.version, 0.05)
        waited = time.monotonic() - begun
        gate.set()
        await one.changed(one.version, 60)
        return waited, one.shown

    waited, shown = asyncio.run(follow())
    assert waited >= 0.04
    assert shown == "there"
