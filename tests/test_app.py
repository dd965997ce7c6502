"""The page as it is served on loopback: talks that stay, evidence, stop, what is refused."""

from __future__ import annotations

import re
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from page_fakes import ARTICLE, OTHER, QUOTE, Elements, ScriptedDesk, answer_of
from page_server import Served

from assistant.api.server import listen
from assistant.desk import Desk
from assistant.errors import BadQuestion, ModelUnavailable, PortTaken
from assistant.settings import Settings
from assistant.types import Filters, Turn
from ingest.run import ingest

GROWING = replace(answer_of(), sentences=(), citations=(), text="Growing")


@pytest.fixture
def desk(tmp_path: Path) -> ScriptedDesk:
    hostile = replace(ARTICLE, id="a2", title="</script><script>alert(1)</script>")
    return ScriptedDesk(tmp_path, articles=(ARTICLE, hostile))


@pytest.fixture
def served(desk: ScriptedDesk) -> Iterator[Served]:
    with Served(desk) as page:
        yield page


def test_a_port_in_use_is_an_error_before_the_page_is_built() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(PortTaken, match=f"Port {port} is in use"):
            listen("127.0.0.1", port)


# --- asking


def test_a_talk_grows_with_the_answer_and_hands_on_what_was_said_and_the_filters(
    served: Served, desk: ScriptedDesk
) -> None:
    whole, gate = replace(answer_of(), text="whole"), threading.Event()
    desk.script = [[gate, GROWING, whole], [whole]]

    begun = served.call("ask", question="one")
    gate.set()
    first = served.follow(begun)
    second = served.ask(
        "two", talk=first[0]["talk"], filters={"outlets": ["The Valley Post"], "since": "1 January 2024", "until": ""}
    )

    assert "Searching" in first[0]["html"]
    assert QUOTE in first[-1]["html"]
    assert second[-1]["number"] == 2
    assert desk.asked[1] == ("two", Filters(("The Valley Post",), "2024-01-01"), (Turn("one", "whole"),))
    assert desk.kept == [("answer", "one"), ("answer", "two")]


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ModelUnavailable("openai:x", "did not answer", "Try again."), "The language model did not answer"),
        (BadQuestion("Too long.", "Cut it."), "Too long. Cut it."),
        (ValueError("a fault of ours"), "Sayso failed at this"),
    ],
)
def test_an_error_shows_its_sentence_and_the_talk_goes_on(
    served: Served, desk: ScriptedDesk, error: Exception, message: str
) -> None:
    desk.script = [[answer_of()], error, [answer_of()]]
    talk = served.ask("one")[0]["talk"]

    failed = served.ask("two", talk=talk)[-1]
    after = served.ask("three", talk=talk)[-1]

    assert message in failed["html"]
    assert "a fault of ours" not in failed["html"]
    assert QUOTE in after["html"]
    assert [question for question, _, _ in desk.asked] == ["one", "two", "three"]


def test_a_malformed_day_and_an_empty_question_are_errors_before_anything_runs(
    served: Served, desk: ScriptedDesk
) -> None:
    wrong = served.call("ask", question="one", filters={"since": "last week"})

    assert wrong["problem"] == "Since 'last week' is not a date. Write it as 3 June 2019 or 2019-06-03, or pick it."
    assert "no question" in served.call("ask", question=" \n")["problem"]
    assert desk.asked == []
    assert "kept here" in served.call("talks")["talks"]


def test_a_stopped_answer_keeps_what_was_written_and_the_next_question_does_not_wait(
    served: Served, desk: ScriptedDesk
) -> None:
    never = threading.Event()
    desk.script = [[answer_of(), never], [answer_of()]]
    shown = begun = served.call("ask", question="one")
    while QUOTE not in shown.get("html", ""):
        shown = served.call("follow", job=begun["job"], since=shown["version"])

    served.call("stop", job=begun["job"])
    while not shown["ended"]:
        shown = served.call("follow", job=begun["job"], since=shown["version"])

    assert "You stopped this. What was written stays." in shown["html"]
    assert QUOTE in shown["html"]
    assert QUOTE in served.ask("two", talk=begun["talk"])[-1]["html"]


def test_the_fifth_reader_sees_at_once_that_it_waits(served: Served, desk: ScriptedDesk) -> None:
    gate = threading.Event()
    desk.script = [[gate, answer_of()]] * 5
    for number in range(4):
        served.call("ask", f"{number}" * 32, question="slow")

    fifth = served.call("ask", question="mine")

    assert "Waiting: 4 readers before you" in fifth["html"]
    gate.set()
    while not fifth["ended"]:
        fifth = {**fifth, **served.call("follow", job=fifth["job"], since=fifth["version"])}
    assert QUOTE in fifth["html"]


def test_a_reader_chooses_among_the_models_that_are_allowed_and_no_others(tmp_path: Path) -> None:
    home, story = tmp_path / "home", tmp_path / "harbour.txt"
    story.write_text("Title: Harbour\nThe Valley Post, 3 May 2024\n\nThe harbour reopened on Friday.\n", "utf-8")
    allowed = ("quotes", "openai-like:m@http://me:hush@127.0.0.1:9/v1")
    settings = Settings(home=home, embedder="none", models=allowed, timeout_seconds=2)
    ingest(settings, [story])

    with Served(Desk(settings)) as page:
        offered = page.call("home")["models"]
        own = page.ask("When did the harbour reopen?", model="quotes")[-1]
        other = page.ask("When did the harbour reopen?", model=offered[1])[-1]
        wrong = page.call("ask", question="When?", model="openai:gpt-5")

    assert offered == ["quotes", "openai-like:m@http://127.0.0.1:9/v1"]
    assert "reopened on Friday" in own["html"]
    assert "The model openai-like:m" in other["html"]
    assert "hush" not in other["html"]
    assert "not offered here" in wrong["problem"]


def test_a_crowd_sees_that_the_page_is_busy_and_is_answered_later(served: Served, desk: ScriptedDesk) -> None:
    gate = threading.Event()
    desk.script = [[gate, answer_of()]] * 65
    replies = [served.call("ask", f"{number:032}", question="slow") for number in range(80)]

    waiting = [one for one in replies if not one["ended"]]
    refused = [one for one in replies if one["ended"]]
    gate.set()
    for number, one in enumerate(waiting):
        while not one["ended"]:
            one = {**one, **served.call("follow", f"{number:032}", job=one["job"], since=one["version"])}

    assert (len(waiting), len(refused)) == (64, 16)
    assert all("Busy: 60 readers are waiting already" in one["html"] for one in refused)
    assert all('data-do="retry"' in one["html"] for one in refused)
    assert QUOTE in served.ask("again")[-1]["html"]


def test_a_removed_home_is_an_error_and_a_new_one_is_used(tmp_path: Path) -> None:
    home, story = tmp_path / "home", tmp_path / "harbour.txt"
    story.write_text(
        "Title: Harbour\nThe Valley Post, 3 May 2024\n\nThe harbour of Quillport reopened on Friday.\n", "utf-8"
    )
    settings = Settings(home=home, embedder="none")
    ingest(settings, [story])
    question = "When did the harbour of Quillport reopen?"

    with Served(Desk(settings)) as page:
        before = page.ask(question)[-1]
        shutil.rmtree(home)
        gone = page.ask(question)[-1]
        lists = page.call("home"), page.call("corpus")
        ingest(settings, [story])
        after = page.ask(question)[-1]

    assert "reopened on Friday" in before["html"]
    assert "The articles are not here any more" in gone["html"]
    assert "No articles yet" in lists[0]["welcome"] + lists[1]["html"]
    assert "reopened on Friday" in after["html"]


def test_a_page_loaded_anew_while_an_answer_is_written_goes_on_with_it(served: Served, desk: ScriptedDesk) -> None:
    gate = threading.Event()
    desk.script = [[GROWING, gate, answer_of()]]
    begun = served.call("ask", question="one")

    opened = served.call("open", talk=begun["talk"])

    assert f'data-job="{begun["job"]}"' in opened["html"]
    gate.set()
    reply = served.call("follow", job=begun["job"], since=0)
    while not reply["ended"]:
        reply = served.call("follow", job=begun["job"], since=reply["version"])
    assert QUOTE in served.call("open", talk=begun["talk"])["html"]


def test_a_talk_whose_server_was_restarted_in_the_middle_says_so(desk: ScriptedDesk) -> None:
    never = threading.Event()
    desk.script = [[GROWING, never]]
    with Served(desk) as page:
        talk = page.call("ask", question="one")["talk"]

    with Served(desk) as page:
        opened = page.call("open", talk=talk)["html"]

    never.set()  # no thread of this test goes on in the next
    assert "restarted while this was being answered" in opened
    assert 'data-do="retry"' in opened


def test_retry_takes_the_place_of_the_last_answer(served: Served, desk: ScriptedDesk) -> None:
    desk.script = [ModelUnavailable("m", "died", "."), [answer_of()]]
    talk = served.ask("one")[0]["talk"]

    served.ask("one", talk=talk, after=0, instead=1)

    opened = served.call("open", talk=talk)["html"]
    assert opened.count('class="turn"') == 1
    assert QUOTE in opened
    assert desk.asked[1][2] == ()


def test_what_is_read_into_a_question_can_be_taken_out_and_the_talk_remembers_it(
    served: Served, desk: ScriptedDesk
) -> None:
    desk.script = [[answer_of()], [answer_of()]]
    talk = served.ask("one")[0]["talk"]

    html = served.ask("one", talk=talk, after=0, instead=1, worded=True)[-1]["html"]

    assert desk.worded == [False, True]
    assert "read as it is worded" in html
    assert "data-worded" in served.call("open", talk=talk)["html"]


def test_a_day_of_the_wording_binds_no_more_once_the_question_is_taken_as_it_is_worded(tmp_path: Path) -> None:
    home, story = tmp_path / "home", tmp_path / "harbour.txt"
    story.write_text(
        "Title: Harbour\nThe Valley Post, 3 May 2024\n\nThe harbour, closed since March 2019, reopened on Friday.\n",
        "utf-8",
    )
    settings = Settings(home=home, embedder="none")
    ingest(settings, [story])
    question = "When did the harbour reopen, in articles published in March 2019?"

    with Served(Desk(settings)) as page:
        read = page.ask(question)[-1]["html"]
        worded = page.ask(question, worded=True)[-1]["html"]

    assert "reopened on Friday" not in read
    assert "reopened on Friday" in worded


def test_five_hundred_questions_at_once_are_queued_or_rejected_as_busy(served: Served, desk: ScriptedDesk) -> None:
    gate = threading.Event()
    desk.script = [[gate, answer_of()]] * 65
    replies = [served.call("ask", f"{number % 100:032}", question="slow") for number in range(500)]

    taken = [one for one in replies if not one["ended"]]
    gate.set()
    for one in taken:
        reader = f"{replies.index(one) % 100:032}"
        while not one["ended"]:
            one = {**one, **served.call("follow", reader, job=one["job"], since=one["version"])}

    assert len(taken) == 64
    assert sum("Busy: 60 readers are waiting already" in one["html"] for one in replies if one["ended"]) == 436
    assert QUOTE in served.ask("again")[-1]["html"]


def test_two_tabs_of_one_reader_follow_the_same_answer(served: Served, desk: ScriptedDesk) -> None:
    gate = threading.Event()
    desk.script = [[GROWING, gate, answer_of()]]
    begun = served.call("ask", question="one")

    other = served.call("open", talk=begun["talk"])["html"]
    gate.set()
    ends = [served.follow({**begun, "ended": False})[-1]["html"] for _ in range(2)]

    assert f'data-job="{begun["job"]}"' in other
    assert ends[0] == ends[1]
    assert QUOTE in ends[0]


def test_an_answer_that_breaks_off_keeps_what_was_written_and_offers_to_ask_again(
    served: Served, desk: ScriptedDesk
) -> None:
    desk.script = [[answer_of(), ModelUnavailable("m", "died", ".")]]

    html = served.ask("one")[-1]["html"]

    assert QUOTE in html
    assert "What was written stays." in html
    assert 'data-do="retry"' in html


def test_a_reader_may_have_days_written_as_iso_days(served: Served) -> None:
    assert "3 May 2024" in served.call("corpus")["html"]
    assert "2024-05-03" in served.call("corpus", days="iso")["html"]
    assert "3 May 2024" not in served.call("corpus", days="iso")["html"]


# --- what belongs to whom


def test_no_reader_sees_another_s_talk_evidence_or_work(served: Served, desk: ScriptedDesk) -> None:
    gate = threading.Event()
    desk.script = [[answer_of()], [GROWING, gate, answer_of()]]
    talk = served.ask("mine")[0]["talk"]
    growing = served.call("ask", question="growing", talk=talk)

    for reply in (
        served.call("open", OTHER, talk=talk),
        served.call("evidence", OTHER, of=f"talk/{talk}/1"),
        served.call("ask", OTHER, question="and?", talk=talk),
        served.call("export", OTHER, talk=talk, form="md"),
        served.call("copy", OTHER, talk=talk, number=1),
    ):
        assert "belongs to another reader" in reply["problem"]
    served.call("stop", OTHER, job=growing["job"])
    assert served.call("follow", OTHER, job=growing["job"]) == {"gone": True}
    assert "mine" not in served.call("talks", OTHER)["talks"]
    assert served.call("follow", job=growing["job"], since=0)["ended"] is False
    gate.set()


@pytest.mark.parametrize("reader", ["", "short", "login:anna" + "x" * 30, "x" * 500, "../" * 10])
def test_a_reader_that_no_browser_was_given_gets_nothing(served: Served, reader: str) -> None:
    assert served.call("talks", reader).get("reload") is True


def test_malformed_calls_give_a_one_line_error(served: Served) -> None:
    for do, given in (
        ("ask", {"question": 5}),
        ("ask", {"question": "x" * 5000}),
        ("open", {"talk": ["a"]}),
        ("evidence", {"of": "nothing/of/this"}),
        ("article", {"article": "none"}),
        ("export", {"talk": "none", "form": "exe"}),
        ("add", {"paths": ["/etc/passwd"]}),
        ("add", {"address": "file:///etc/passwd"}),
        ("nothing", {}),
    ):
        assert served.call(do, **given)["problem"]  # type: ignore[arg-type]


# --- evidence


def test_a_mark_of_any_turn_leads_to_its_words_in_the_article(served: Served, desk: ScriptedDesk) -> None:
    other = replace(answer_of(quote="The end."), text="later")
    desk.script = [[answer_of()], [other]]
    talk = served.ask("one")[0]["talk"]
    served.ask("two", talk=talk)

    cards = served.call("evidence", of=f"talk/{talk}/1")["html"]
    article = served.call("article", article="a1", version="v1", of=f"talk/{talk}/1")["html"]

    assert f"<mark>{QUOTE}</mark>" in cards
    assert re.findall(r"<mark [^>]*>([^<]*)</mark>", article) == [QUOTE]


def test_what_readers_think_is_kept_and_shown_again(served: Served, desk: ScriptedDesk) -> None:
    desk.script = [[answer_of()]]
    talk = served.ask("one")[0]["talk"]

    served.call("rate", talk=talk, number=1, rating="down", reason="The <b>day</b> is wrong.")

    opened = served.call("open", talk=talk)["html"]
    assert 'data-way="down" aria-pressed="true"' in opened
    assert "You said: The &lt;b&gt;day&lt;/b&gt; is wrong." in opened


# --- the frame


def test_the_served_page_lets_nothing_be_fetched_from_elsewhere(served: Served) -> None:
    reply = served.get("/")

    policy = reply.headers["content-security-policy"]
    hosts = {urlsplit(word).hostname for word in re.findall(r"https?://[^\s;]+", policy)}
    tags = [
        (tag, dict(re.findall(r'([\w-]+)="([^"]*)"', rest)))
        for tag, rest in re.findall(r"<(\w+)\b([^>]*)>", reply.text)
    ]
    loaded = [
        attributes.get("src") or attributes.get("href") or ""
        for tag, attributes in tags
        if tag in ("script", "link", "img", "iframe")
    ]
    assert "default-src 'self'" in policy
    assert hosts == set()
    assert not [address for address in loaded if urlsplit(address).netloc]
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert "<script>alert(1)" not in reply.text


def test_titles_that_are_markup_stay_text_in_every_list(served: Served) -> None:
    for html in (served.call("home")["welcome"], served.call("corpus")["html"]):
        assert "alert(1)" in html
        assert "script" not in {tag for tag, _ in Elements(html).found}


def test_the_served_page_answers_to_no_other_name_and_takes_no_orders_from_other_pages(served: Served) -> None:
    assert served.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert served.post("talks", headers={"Origin": "http://evil.example"}).status_code == 403
    assert served.upload(("a.txt", b"words"), headers={"Origin": "http://evil.example"}).status_code == 403
    assert served.upload(("a.txt", b"words"), headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_an_upload_is_bounded_in_size(served: Served) -> None:
    assert served.upload(("a.txt", b"words")).status_code == 200
    assert served.upload(("a.txt", b"x" * 20_000_001)).status_code == 413
    assert served.upload(*[(f"{number}.txt", b"x" * 13_000_000) for number in range(5)]).status_code == 413


def test_the_page_s_own_calls_are_described_nowhere(served: Served) -> None:
    for path in ("/docs", "/gradio_api/openapi.json", "/gradio_api/info"):
        assert served.get(path).status_code == 404
