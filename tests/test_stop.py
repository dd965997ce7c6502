"""A reader's Stop ends the call of a language model, and whoever waits is stages what is done."""

from __future__ import annotations

import threading

import faulty_server as faults
import pytest
from faulty_server import FaultyServer, Hangs

from assistant.errors import ModelUnavailable
from assistant.models.registry import open_model
from assistant.models.types import Message, Model
from assistant.settings import Settings
from assistant.stages import Stopped, stage, watched


def model_at(server: FaultyServer) -> Model:
    model = open_model(Settings(model=f"openai-like:m@{server.address}", timeout_seconds=20))
    assert model is not None
    return model


def stopped(model: Model, server: Hangs, at: str) -> str:
    """What of a reply had come when its call was stopped: as soon as `at` was there and the server has fallen silent.

    A call that is not stopped runs into its time limit, which is another error.
    """
    stop, got = threading.Event(), ""

    def stop_then() -> None:
        server.begun.wait()
        if not at:
            stop.set()

    threading.Thread(target=stop_then, daemon=True).start()
    try:
        with watched(lambda doing: None, stop):
            for piece in model.stream([Message("user", "Write.")], max_tokens=50):
                got += piece
                if at in got:
                    stop.set()
    except Stopped:
        return got
    raise AssertionError("it was not stopped")


def test_a_call_is_ended_before_its_first_word_and_the_server_sees_it_go() -> None:
    silent = Hangs()
    with FaultyServer(silent) as server:
        got = stopped(model_at(server), silent, "")

        assert got == ""
        assert silent.gone.wait(60)


def test_a_call_is_ended_in_the_middle_of_its_reply_and_the_next_one_works() -> None:
    silent = Hangs("Once ")
    with FaultyServer(silent, faults.reply("Whole.")) as server:
        model = model_at(server)

        got = stopped(model, silent, "Once ")

        assert got == "Once "
        assert silent.gone.wait(60)
        assert model.complete([Message("user", "Write.")], max_tokens=50).text == "Whole."


def test_a_silent_server_still_runs_into_its_time_limit_while_it_may_be_stopped() -> None:
    with FaultyServer(faults.slowly("late", seconds=5)) as server:
        model = open_model(Settings(model=f"openai-like:m@{server.address}", timeout_seconds=0.4))
        assert model is not None
        model.sleep = lambda seconds: None  # type: ignore[attr-defined]

        with pytest.raises(ModelUnavailable, match="time"), watched(lambda doing: None, threading.Event()):
            model.complete([Message("user", "Write.")], max_tokens=50)


def test_stages_are_reported_to_whoever_watches_and_to_nobody_else() -> None:
    stages: list[str] = []
    stop = threading.Event()

    stage("alone")
    with watched(stages.append, stop):
        stage("searching")
        stop.set()
        with pytest.raises(Stopped):
            stage("writing")
    stage("alone again")

    assert stages == ["searching"]
