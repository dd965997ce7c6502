"""A reader's Stop ends the call of a language model, and whoever waits is told what is done."""

from __future__ import annotations

import threading
import time

import faulty_server as faults
import pytest
from faulty_server import FaultyServer

from assistant.errors import ModelUnavailable
from assistant.models.plug import open_model
from assistant.models.types import Message, Model
from assistant.settings import Settings
from assistant.stages import Stopped, stage, watched


def model_at(server: FaultyServer) -> Model:
    model = open_model(Settings(model=f"openai-like:m@{server.address}"), timeout_seconds=20)
    assert model is not None
    return model


def stopped_after(model: Model, seconds: float) -> tuple[float, str]:
    """How long a call took that was stopped meanwhile, and what of its reply had come."""
    stop, got = threading.Event(), ""
    threading.Timer(seconds, stop.set).start()
    begun = time.monotonic()
    try:
        with watched(lambda doing: None, stop):
            for piece in model.stream([Message("user", "Write.")], max_tokens=50):
                got += piece
    except Stopped:
        return time.monotonic() - begun, got
    raise AssertionError("it was not stopped")


def test_a_call_is_ended_before_its_first_word_and_the_server_sees_it_go() -> None:
    gone = threading.Event()

    def waits(handler: object, body: object) -> None:
        """Send nothing, until the client has hung up."""
        if handler.connection.recv(1) == b"":  # type: ignore[attr-defined]
            gone.set()

    with FaultyServer(faults.reply("There."), waits) as server:
        model = model_at(server)
        model.complete([Message("user", "Are you there?")], max_tokens=50)  # the libraries are loaded by now

        seconds, got = stopped_after(model, 0.3)

        assert seconds < 2
        assert got == ""
        assert gone.wait(5)


def test_a_call_is_ended_in_the_middle_of_its_reply_and_the_next_one_works() -> None:
    with FaultyServer(faults.slowly("Once ", "upon ", seconds=0.4), faults.reply("Whole.")) as server:
        model = model_at(server)

        seconds, got = stopped_after(model, 0.6)

        assert seconds < 2
        assert got == "Once "
        assert model.complete([Message("user", "Write.")], max_tokens=50).text == "Whole."


def test_a_silent_server_still_runs_into_its_time_limit_while_it_may_be_stopped() -> None:
    with FaultyServer(faults.slowly("late", seconds=5)) as server:
        model = open_model(Settings(model=f"openai-like:m@{server.address}"), timeout_seconds=0.4)
        assert model is not None
        model.sleep = lambda seconds: None  # type: ignore[attr-defined]

        with pytest.raises(ModelUnavailable, match="time"), watched(lambda doing: None, threading.Event()):
            model.complete([Message("user", "Write.")], max_tokens=50)


def test_stages_are_told_to_whoever_watches_and_to_nobody_else() -> None:
    told: list[str] = []
    stop = threading.Event()

    stage("alone")
    with watched(told.append, stop):
        stage("searching")
        stop.set()
        with pytest.raises(Stopped):
            stage("writing")
    stage("alone again")

    assert told == ["searching"]
