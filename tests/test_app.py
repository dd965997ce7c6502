"""A talk on the web page with a scripted desk, and the page as it is served on loopback."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import httpx
import pytest
from page_fakes import ARTICLE, QUOTE, Elements, ScriptedDesk, answer_of

import app
from assistant.api.access import Access
from assistant.api.server import Serving, listen
from assistant.errors import BadQuestion, ModelUnavailable, PortTaken, SaysoError
from assistant.page import talk as page
from assistant.page.talk import Exchange
from assistant.types import Filters, Turn

# --- a talk


def test_a_talk_grows_with_the_answer_and_hands_on_what_was_said_and_the_filters() -> None:
    part, whole = answer_of(), replace(answer_of(), text="whole")
    desk = ScriptedDesk([part, whole], [whole])

    (*_, first) = app.converse(desk, " one ", (), (), None, "")
    steps = list(app.converse(desk, "two", first, ["The Valley Post"], "2024-01-01", ""))

    assert [step[-1].answer for step in steps] == [None, whole]
    assert [exchange.question for exchange in steps[-1]] == ["one", "two"]
    assert desk.asked[1] == ("two", Filters(("The Valley Post",), "2024-01-01"), (Turn("one", "whole"),))


@pytest.mark.parametrize(
    "error", [ModelUnavailable("openai:x", "did not answer", "Try again."), BadQuestion("Too long.", "Cut it.")]
)
def test_an_error_shows_its_sentence_and_the_talk_survives(error: SaysoError) -> None:
    before = (Exchange("one", answer_of()),)
    desk = ScriptedDesk(error, [answer_of()])

    (*_, failed) = app.converse(desk, "two", before, (), "", "")
    (*_, after) = app.converse(desk, "three", failed, (), "", "")

    assert failed == (*before, Exchange("two", problem=str(error)))
    assert [exchange.question for exchange in after] == ["one", "two", "three"]
    assert str(error) in Elements(page.transcript(after)).text


def test_a_malformed_day_is_told_before_anything_is_asked() -> None:
    desk = ScriptedDesk()

    (*_, talk) = app.converse(desk, "one", (), (), "last week", "")

    assert talk[-1].problem == "Since 'last week' is not a date. Write it as 2019-06-03."
    assert desk.asked == []


def test_a_fault_ends_the_waiting_and_still_reaches_the_terminal() -> None:
    talk = app.converse(ScriptedDesk(ValueError("a fault of ours")), "one", (), (), "", "")
    next(talk)

    shown = next(talk)

    assert "broke" in shown[-1].problem
    assert "a fault of ours" not in shown[-1].problem
    with pytest.raises(ValueError, match="a fault of ours"):
        next(talk)


def test_a_question_cut_off_in_the_middle_does_not_stay_in_the_talk() -> None:
    (*_, talk) = app.converse(ScriptedDesk([answer_of()]), "two", (Exchange("cut off"),), (), "", "")

    assert [exchange.question for exchange in talk] == ["two"]


def test_a_port_in_use_is_told_before_the_page_is_built() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(PortTaken, match=f"Port {port} is in use"):
            listen("127.0.0.1", port)


# --- the served page


class Served:
    """The page of a scripted desk on a loopback port."""

    def __init__(self, desk: ScriptedDesk) -> None:
        self.desk = desk
        listener = listen("127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self._server = app._server(desk, Serving(Access(), 0))  # type: ignore[arg-type]
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listener]}, daemon=True)
        self._thread.start()

    def ask(self, question: str, session: str) -> list[list[object]]:
        """Every state of the page while a question is answered: box, starters, talk, transcript, evidence."""
        asked = {"data": [question, [], "", "", ""], "session_hash": session}
        with httpx.Client(base_url=self.address, trust_env=False, timeout=60) as client:
            event = client.post("/gradio_api/call/ask", json=asked).json()["event_id"]
            told = client.get(f"/gradio_api/call/ask/{event}").text
        return [json.loads(line[6:]) for line in told.splitlines() if line.startswith("data: ")]

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=20)


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    part = replace(answer_of(), sentences=(), citations=(), text="Growing")
    hostile = replace(ARTICLE, id="a2", title="</script><script>alert(1)</script>")
    served = Served(ScriptedDesk([part, answer_of()], [answer_of()], [answer_of()], articles=(ARTICLE, hostile)))
    yield served
    served.stop()


def test_the_served_page_lets_nothing_be_fetched_from_elsewhere(served: Served) -> None:
    reply = httpx.get(served.address, trust_env=False)

    policy = reply.headers["content-security-policy"]
    hosts = {urlsplit(word).hostname for word in re.findall(r"https?://[^\s;]+", policy)}
    loaded = [
        attributes.get("src") or attributes.get("href") or ""
        for tag, attributes in re_elements(reply.text)
        if tag in ("script", "link", "img", "iframe")
    ]
    assert "default-src 'self'" in policy
    assert hosts == set()
    assert not [address for address in loaded if urlsplit(address).netloc]
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert "<script>alert(1)" not in reply.text


def re_elements(html: str) -> list[tuple[str, dict[str, str]]]:
    """The opening tags of a whole page, whose void elements are not closed."""
    return [(tag, dict(re.findall(r'([\w-]+)="([^"]*)"', rest))) for tag, rest in re.findall(r"<(\w+)\b([^>]*)>", html)]


def test_the_served_page_answers_to_no_other_name(served: Served) -> None:
    assert httpx.get(served.address, headers={"Host": "evil.example"}, trust_env=False).status_code == 400


def test_the_served_page_streams_the_answer_and_keeps_each_readers_talk_apart(served: Served) -> None:
    mine = served.ask("first of mine", "mine")
    again = served.ask("second of mine", "mine")
    theirs = served.ask("theirs", "theirs")

    transcripts = [str(state[3]) for state in mine]
    assert "Reading the articles" in transcripts[0]
    assert any("Growing" in transcript for transcript in transcripts)
    assert QUOTE in transcripts[-1]
    assert f"<mark>{QUOTE}</mark>" in str(mine[-1][4])
    assert "first of mine" in str(again[-1][3])
    assert "mine" not in str(theirs[-1][3])
    assert [len(talk) for _, _, talk in served.desk.asked] == [0, 1, 0]
