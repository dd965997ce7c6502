"""The whole path with a real language model behind a real server: a tiny one, whose words are nonsense.

What it writes is worth nothing, so every one of its sentences must be seen to be proven, marked or replaced.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import SHARED

from assistant.desk import Desk
from assistant.settings import read_settings
from assistant.types import Turn
from ingest.run import ingest

START_SECONDS = 300  # the first start brings 100 MB
CORPUS = Path(__file__).resolve().parents[1] / "corpus"


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    """The address of the server, by model name."""
    script = SHARED / "llm" / "serve.py"
    if not script.is_file():
        pytest.skip("../shared/llm is not here")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(script), "--size", "135m", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        timer = threading.Timer(START_SECONDS, server.kill)
        timer.start()
        try:
            assert server.stdout is not None
            ready = next((line for line in server.stdout if line.startswith("ready ")), None)
            if ready is None:
                pytest.skip(f"the model server did not start within {START_SECONDS} s")
            timer.cancel()
            _, address, name = ready.split()
            yield f"openai-like:{name}@{address}"
        finally:
            timer.cancel()
            server.kill()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the project's corpus in it."""
    home = tmp_path_factory.mktemp("home")
    ingest(read_settings({}, home=home), [CORPUS])
    return home


@pytest.fixture(scope="module")
def desk(served: str, home: Path) -> Desk:
    """A desk that knows its model to be small by its name: on two cores, whole passages take it minutes."""
    return Desk(read_settings({}, home=home, model=served))


def test_an_answer_of_a_hopeless_model_holds_nothing_unproven_unmarked(desk: Desk) -> None:
    *growing, answer = desk.stream("Who denied that Russia had withdrawn its specialists from Venezuela?")

    assert answer.status in ("answered", "disputed")
    assert answer.usage.prompt_tokens > 100
    assert answer.usage.completion_tokens > 0
    assert growing
    for sentence in answer.sentences:
        cited = [one for one in answer.citations if one.number in sentence.citations]
        assert sentence.check in ("unsupported", "unchecked", "joining") or cited
        assert sentence.reason != "being checked"
        for one in cited:
            assert desk.catalog.article(one.article_id).text[one.start : one.end] == one.quote


def test_what_a_small_model_writes_is_never_called_supported(desk: Desk) -> None:
    answer = desk.ask("How many advisers did Rostec have in Venezuela?")

    assert "supported" not in {sentence.check for sentence in answer.sentences}


def test_a_follow_up_is_asked_as_it_stands_whatever_the_model_makes_of_it(desk: Desk) -> None:
    first = desk.ask("How many advisers did Rostec have in Venezuela?")
    then = desk.ask("Who denied it?", talk=[Turn(first.question, first.text)])

    assert then.question == "Who denied it?"
    assert then.usage.completion_tokens > 0


def test_a_question_about_names_that_the_index_does_not_hold_is_not_put_to_the_writer(desk: Desk) -> None:
    answer = desk.ask("Who won the football match between Zenit and Spartak?")

    assert answer.status == "not_in_corpus"
    assert answer.usage.prompt_tokens == 0
