"""Asks for readers: begins an answer, tells how it grows, stops it, and shows a talk as it is kept. Floor 4."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from assistant.desk import Desk
from assistant.errors import BadQuestion
from assistant.page.given import Given, Told, filters_in, number, text
from assistant.page.jobs import Job, Jobs, State
from assistant.page.prose import BEING_CHECKED
from assistant.page.turn import turn_html
from assistant.page.wording import RESTARTED, for_reader, waits
from assistant.page.writers import Writers
from assistant.talks.store import TalkBook
from assistant.talks.types import KeptTurn, TurnState
from assistant.types import Answer, Turn

LONG_POLL_SECONDS = 20.0
_REDRAW_SECONDS = 0.08
_MOST_CHARACTERS = 4000
_CUT_SHORT = "the answer ended before it was checked"


def lane_of(model: str) -> str:
    """The lane of the questions for a model: each has its own, so that a slow one holds up none but its own."""
    return f"ask {model}"


class Asking:
    """Questions of all readers over one index."""

    def __init__(self, writers: Writers, talks: TalkBook, jobs: Jobs, at_once: int) -> None:
        self._writers, self._talks, self._jobs, self._at_once = writers, talks, jobs, at_once

    def ask(self, reader: str, given: Given) -> Told:
        """Begin to answer: `question`, `filters`, `model`, and of a talk that goes on `talk`, `after` and `instead`.

        `worded`: nothing is to be read into the question.
        """
        question = text(given, "question", _MOST_CHARACTERS).strip()
        if not question:
            raise BadQuestion("There is no question yet.", "Write one.")
        filters, desk = filters_in(given), self._writers.desk(text(given, "model"))
        talk = text(given, "talk") or self._talks.begin(reader, question)
        after = number(given, "after") if "after" in given else self._talks.last(reader, talk)
        instead = number(given, "instead")
        worded = given.get("worded") is True
        turn = self._talks.ask(reader, talk, question, filters, after=after, instead=instead, worded=worded)
        job = Job(
            reader,
            lane_of(desk.settings.model),
            lambda job: self._answer(job, desk),
            self._settle,
            key=talk,
            about=turn,
        )
        try:
            self._jobs.start(job)
        except Exception as error:
            self._talks.settle(talk, turn, "failed", None, for_reader(error))
            return self._shown(reader, talk, turn, None)
        return self._shown(reader, talk, turn, job)

    async def follow(self, reader: str, given: Given) -> Told:
        """How far a question is; returns once there is news after the version `since`, or after a while."""
        job, since = self._jobs.find(text(given, "job"), reader), number(given, "since")
        if job is None:
            return {"gone": True}
        await job.changed(since, LONG_POLL_SECONDS)
        if not job.ended:
            await asyncio.sleep(_REDRAW_SECONDS)  # a model's words come by the dozen a second
        if job.version <= since and not job.ended:
            return {"version": job.version, "ended": False}
        talk, turn = job.key, job.about
        return await asyncio.to_thread(self._shown, reader, talk, turn, job)

    def stop(self, reader: str, given: Given) -> Told:
        """End the work on a question; what is written stays."""
        job = self._jobs.find(text(given, "job"), reader)
        if job:
            self._jobs.stop(job)
        return {}

    def open(self, reader: str, given: Given) -> Told:
        """A talk as it is kept, with what is still being answered."""
        id_ = text(given, "talk")
        growing = {job.about: job for job in self._jobs.of_key(id_, reader)}  # before what is kept is read
        talk = self._talks.talk(reader, id_)
        html = "".join(self._html(talk.id, turn, growing.get(turn.number)) for turn in talk.turns)
        return {"talk": talk.id, "title": talk.title, "html": html}

    def _answer(self, job: Job, desk: Desk) -> None:
        talk, number_ = job.key, job.about
        kept = self._talks.talk(job.reader, talk)
        turn = kept.turn(number_)
        if turn is None:
            return
        job.tell("searching")
        said = _said(kept.turns, turn.after)
        for grown in desk.stream(turn.question, turn.filters, said, as_worded=turn.worded):
            job.tell(job.stage)
            job.change(shown=grown)
        desk.keep("answer", turn.question, job.shown.citations)

    def _settle(self, job: Job, ended: State) -> None:
        talk, turn = job.key, job.about
        state: TurnState = "done" if ended == "done" else "stopped" if ended == "stopped" else "failed"
        answer = job.shown if state == "done" else _cut_short(job.shown)
        self._talks.settle(talk, turn, state, answer, for_reader(job.error) if job.error else "")

    def _shown(self, reader: str, talk: str, number_: int, job: Job | None) -> Told:
        ended, version = job is None or job.ended, job.version if job else 0  # before what is kept is read
        title, turn = self._talks.turn(reader, talk, number_)
        ended = ended or bool(turn and turn.state != "asking")  # it is noted a moment before its job has ended
        told: Told = {"talk": talk, "title": title, "number": number_, "ended": ended}
        if job:
            told |= {"job": job.id, "version": version}
        return {**told, "html": self._html(talk, turn, None if ended else job) if turn else ""}

    def _html(self, talk: str, turn: KeptTurn, job: Job | None) -> str:
        if job is None or turn.state != "asking":
            if turn.state == "asking":  # the process that answered it has ended
                turn = replace(turn, state="failed", problem=RESTARTED)
            return turn_html(talk, turn)
        stage = waits(job.before, self._at_once) if job.state == "waiting" else job.stage
        return turn_html(talk, replace(turn, answer=job.shown), stage=stage, job=job.id)


def _said(turns: Sequence[KeptTurn], upto: int) -> list[Turn]:
    """What was said up to a turn, as the desk wants it."""
    return [Turn(one.question, one.answer.text) for one in turns if one.number <= upto and one.answer]


def _cut_short(answer: Answer | None) -> Answer | None:
    """What was written when an answer was broken off: what was being checked is not checked."""
    if answer is None:
        return None
    sentences = tuple(
        replace(one, reason=_CUT_SHORT) if one.reason == BEING_CHECKED else one for one in answer.sentences
    )
    return replace(answer, sentences=sentences)
