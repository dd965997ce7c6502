"""The whole path with a real language model behind a real server: a tiny one, whose words are nonsense.

What it writes is worth nothing, so every one of its sentences must be seen to be proven, flagged or replaced.
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
            _, address, name = ready.split()
            yield f"openai-like:{name}@{address}"
        finally:
            timer.cancel()
            server.kill()


@pytest.fixture(scope="module")
def desk(served: str, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    settings = read_settings({}, home=tmp_path_factory.mktemp("home"), model=served)
    ingest(settings, [CORPUS])
    return Desk(settings)


def test_an_answer_of_a_hopeless_model_holds_nothing_unproven_unflagged(desk: Desk) -> None:
    *growing, answer = desk.stream("Who denied that Russia had withdrawn its specialists from Venezuela?")

    assert answer.status in ("answered", "disputed")
    assert answer.usage.prompt_tokens > 300
    assert answer.usage.completion_tokens > 0
    assert growing
    for sentence in answer.sentences:
        cited = [one for one in answer.citations if one.number in sentence.citations]
        assert sentence.check == "unsupported" or cited
        for one in cited:
            assert desk.catalog.article(one.article_id).text[one.start : one.end] == one.quote
    assert any(sentence.check != "unsupported" for sentence in answer.sentences)


def test_a_follow_up_reaches_the_same_matter_whatever_the_model_makes_of_it(desk: Desk) -> None:
    first = desk.ask("How many advisers did Rostec have in Venezuela?")
    then = desk.ask("Who denied it?", talk=[Turn(first.question, first.text)])

    assert then.question == "Who denied it?"
    assert then.status != "not_in_corpus"


def test_what_the_corpus_does_not_hold_is_refused_without_a_call(desk: Desk) -> None:
    answer = desk.ask("Who won the football match between Zenit and Spartak?")

    assert answer.status == "not_in_corpus"
    assert answer.usage.prompt_tokens == 0
