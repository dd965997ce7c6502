"""The page over a real desk whose language model is a server on loopback: sentences that settle, limits, a death."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import faulty_server as faults
import pytest
from faulty_server import FaultyServer, Hangs
from page_server import Served

from assistant.desk import Desk
from assistant.settings import Settings
from ingest.run import ingest

STORY = (
    "Title: Harbour reopens\nThe Valley Post, 3 May 2024\n\n"
    "The harbour of Quillport reopened on Friday, the harbour master said. Two cranes fell in the storm. "
    "The repair will cost 40,000 crowns, a spokesman for the town said.\n"
)
QUESTION = "What is known of the harbour of Quillport?"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    ingest(Settings(home=tmp_path / "home", embedder="none"), [tmp_path / "story.txt"])
    return tmp_path / "home"


def settings(home: Path, server: FaultyServer, **more: object) -> Settings:
    model = f"openai-like:m@{server.address}/v1"
    return Settings(home=home, embedder="none", model=model, strength="strong", timeout_seconds=60, **more)  # type: ignore[arg-type]


def writes(prompt: str) -> Iterator[str]:
    """Three sentences on the lines of the prompt, as JSON."""
    letter = re.search(r"\[([A-Z])\d+\]", prompt)[1]  # type: ignore[index]
    texts = ("It reopened on Friday.", "Nine cranes fell.", "The repair is paid for by the town.")
    rows = [{"text": text, "rests_on": [{"key": f"{letter}1", "words": ""}]} for text in texts]
    yield json.dumps({"answerable": True, "missing": "", "sentences": rows, "disagreements": []})


def checks(gate: threading.Event) -> faults.Fault:
    """A checker that has read two sentences, one of them false, when it begins to wait."""

    def pieces(prompt: str) -> Iterator[str | threading.Event]:
        numbers = re.findall(r"^(\d+)\. .* \(cites", prompt, re.MULTILINE)
        known, own = ["borne out", "not borne out"], ["borne out", "not borne out", "borne out"]
        yield '{"sentences": ['
        for place, (number, verdict) in enumerate(zip(numbers, (known + own)[-len(numbers) :], strict=True)):
            if place == len(numbers) - 1:
                yield gate
            words = ["Nine"] if verdict == "not borne out" and place > 1 else ["x"]
            row = {"number": int(number), "verdict": verdict, "fault": "none", "words": words, "against": ""}
            yield (", " if place else "") + json.dumps(row if verdict == "not borne out" else {**row, "words": []})
        yield "]}"

    return faults.worked_out(pieces)


def test_a_sentence_settles_when_its_own_check_is_done_and_a_failed_one_holds_none_back(home: Path) -> None:
    gate = threading.Event()
    server = FaultyServer(faults.worked_out(writes), checks(gate), faults.status(500, "no more"))
    with server, Served(Desk(settings(home, server))) as page:
        reply = begun = page.call("ask", question=QUESTION)
        while reply["html"].count('class="checking"') != 1 or "not supported" not in reply["html"]:
            assert not reply["ended"], reply["html"]
            news = page.call("follow", job=begun["job"], since=reply["version"])
            reply = {**reply, **news}
        growing = reply["html"]
        gate.set()
        whole = page.follow(reply)[-1]["html"]

    assert "<span>It reopened on Friday." in growing
    assert re.search('<span class="checking">The repair is paid', growing)
    assert "<span>The repair is paid for by the town." in whole
    assert '<span class="unsupported">Nine</span> cranes fell.' in whole


def test_a_model_that_dies_in_the_middle_leaves_what_was_written_and_says_so(home: Path) -> None:
    def half(prompt: str) -> Iterator[str]:
        yield next(writes(prompt)).partition(', {"text": "The repair')[0]

    server = FaultyServer(faults.worked_out(half, dropped=True), faults.status(400, "gone"))
    with server, Served(Desk(settings(home, server))) as page:
        last = page.ask(QUESTION)[-1]["html"]

    assert "It reopened on Friday." in last
    assert "Nine cranes fell." in last
    assert "The repair is paid" not in last
    assert 'data-do="retry"' in last


def test_readers_of_a_slow_model_hold_up_none_of_another_one(home: Path) -> None:
    silent = Hangs()
    with FaultyServer(silent) as server, Served(Desk(settings(home, server, models=("quotes",)))) as page:
        slow = [page.call("ask", f"{number}" * 32, question=QUESTION) for number in range(4)]
        fifth = page.call("ask", "5" * 32, question=QUESTION)
        own = page.ask("When did the harbour of Quillport reopen?", model="quotes")[-1]
        for number, one in enumerate([*slow, fifth]):
            page.call("stop", f"{number if number < 4 else 5}" * 32, job=one["job"])

    assert "Waiting: 4 readers before you" in fifth["html"]
    assert "reopened on Friday" in own["html"]
