"""Answers questions of the page: begins, streams and stops an answer, and shows stored conversations. Floor 4."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from assistant.desk import Desk
from assistant.errors import BadQuestion
from assistant.page.given import Given, PageReply, filters_in, number, text
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
    """The lane of questions for a model: each model has its own, so that a slow one does not block others."""
    return f"ask {model}"


class Asking:
    """Questions of all readers over one index."""

    def __init__(self, writers: Writers, talks: TalkBook, jobs: Jobs, at_once: int) -> None:
        self._writers, self._talks, self._jobs, self._at_once = writers, talks, jobs, at_once

    def ask(self, reader: str, given: Given) -> PageReply:
        """Begin to answer: `question`, `filters`, `model`, and for an existing talk `talk`, `after` and `instead`.

        `worded`: take the question literally.
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

    async def follow(self, reader: str, given: Given) -> PageReply:
        """The state of a question, once it is newer than version `since` or after 20 s."""
        job, since = self._jobs.find(text(given, "job"), reader), number(given, "since")
        if job is None:
            return {"gone": True}
        await job.changed(since, LONG_POLL_SECONDS)
        if not job.ended:
            await asyncio.sleep(_REDRAW_SECONDS)  # a model sends dozens of pieces a second
        if job.version <= since and not job.ended:
            return {"version": job.version, "ended": False}
        talk, turn = job.key, job.about
        return await asyncio.to_thread(self._shown, reader, talk, turn, job)

    def stop(self, reader: str, given: Given) -> PageReply:
        """Stop answering a question; what is written stays."""
        job = self._jobs.find(text(given, "job"), reader)
        if job:
            self._jobs.stop(job)
        return {}

    def open(self, reader: str, given: Given) -> PageReply:
        """A stored talk, with the answers still in progress."""
        id_ = text(given, "talk")
        growing = {job.about: job for job in self._jobs.of_key(id_, reader)}  # before the stored turns are read
        talk = self._talks.talk(reader, id_)
        html = "".join(self._html(talk.id, turn, growing.get(turn.number)) for turn in talk.turns)
        return {"talk": talk.id, "title": talk.title, "html": html}

    def _answer(self, job: Job, desk: Desk) -> None:
        talk, number_ = job.key, job.about
        kept = self._talks.talk(job.reader, talk)
        turn = kept.turn(number_)
        if turn is None:
            return
        job.report("searching")
        earlier = _turns_until(kept.turns, turn.after)
        for grown in desk.stream(turn.question, turn.filters, earlier, as_worded=turn.worded):
            job.report(job.stage)
            job.change(shown=grown)
        desk.keep("answer", turn.question, job.shown.citations)

    def _settle(self, job: Job, ended: State) -> None:
        talk, turn = job.key, job.about
        state: TurnState = "done" if ended == "done" else "stopped" if ended == "stopped" else "failed"
        answer = job.shown if state == "done" else _unfinished(job.shown)
        self._talks.settle(talk, turn, state, answer, for_reader(job.error) if job.error else "")

    def _shown(self, reader: str, talk: str, number_: int, job: Job | None) -> PageReply:
        ended, version = job is None or job.ended, job.version if job else 0  # before the stored turns are read
        title, turn = self._talks.turn(reader, talk, number_)
        ended = ended or bool(turn and turn.state != "asking")  # stored a moment before its job ends
        reply: PageReply = {"talk": talk, "title": title, "number": number_, "ended": ended}
        if job:
            reply |= {"job": job.id, "version": version}
        return {**reply, "html": self._html(talk, turn, None if ended else job) if turn else ""}

    def _html(self, talk: str, turn: KeptTurn, job: Job | None) -> str:
        if job is None or turn.state != "asking":
            if turn.state == "asking":  # the process that was answering it has ended
                turn = replace(turn, state="failed", problem=RESTARTED)
            return turn_html(talk, turn)
        stage = waits(job.before, self._at_once) if job.state == "waiting" else job.stage
        return turn_html(talk, replace(turn, answer=job.shown), stage=stage, job=job.id)


def _turns_until(turns: Sequence[KeptTurn], upto: int) -> list[Turn]:
    """The answered turns up to a number, for the desk."""
    return [Turn(one.question, one.answer.text) for one in turns if one.number <= upto and one.answer]


def _unfinished(answer: Answer | None) -> Answer | None:
    """An unfinished answer: sentences still being checked become unchecked."""
    if answer is None:
        return None
    sentences = tuple(
        replace(one, reason=_CUT_SHORT) if one.reason == BEING_CHECKED else one for one in answer.sentences
    )
    return replace(answer, sentences=sentences)
