"""Opening and calling models: every failure of a server is one sentence, and none reveals the key."""

from __future__ import annotations

import re
import time
import traceback
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from functools import partial

import faulty_server as faults
import pytest
from faulty_server import Fault, FaultyServer

from assistant.errors import ModelUnavailable
from assistant.models.budget import Budget, MeteredModel
from assistant.models.client import ModelClient
from assistant.models.http_client import deadline_client
from assistant.models.registry import open_model
from assistant.models.types import Message, Model, Reply
from assistant.settings import Settings

KEY = "sk-very-secret-0123456789abcdef"
ASK = [Message("system", "Be brief."), Message("user", "Who denied it?")]


def opened(server: FaultyServer, path: str = "/v1", *, timeout_seconds: float = 5.0) -> Model:
    model = open_model(
        Settings(model=f"openai-like:m@{server.address}{path}", api_key=KEY, timeout_seconds=timeout_seconds)
    )
    assert model
    model.sleep = lambda seconds: None  # type: ignore[attr-defined]
    return model


def failure(*script: Fault, timeout_seconds: float = 5.0) -> tuple[str, int]:
    """The error message for the user, and how many requests were made."""
    with FaultyServer(*script) as server, pytest.raises(ModelUnavailable) as caught:
        opened(server, timeout_seconds=timeout_seconds).complete(ASK, max_tokens=50)
    message = str(caught.value)
    assert KEY not in "".join(traceback.format_exception(caught.value))
    assert "\n" not in message
    assert len(message) < 400
    return message.replace(server.address, "ADDRESS"), len(server.requests)


def test_a_sound_reply_comes_in_pieces_with_the_servers_count_of_tokens() -> None:
    with FaultyServer(faults.reply("Zayemsky ", "did.")) as server:
        pieces = opened(server).stream(ASK, max_tokens=50)
        seen = [next(pieces), next(pieces)]
        with pytest.raises(StopIteration) as end:
            next(pieces)

    assert seen == ["Zayemsky ", "did."]
    assert end.value.value == Reply("Zayemsky did.", 120, 30)
    assert server.requests[0]["max_tokens"] == 50
    assert server.requests[0]["temperature"] == 0


def test_tokens_are_counted_here_where_the_server_does_not() -> None:
    with FaultyServer(faults.reply("Zayemsky did.", used=None)) as server:
        reply = opened(server).complete(ASK, max_tokens=50)

    assert reply.prompt_tokens > 4
    assert reply.completion_tokens > 2


def test_a_reply_ended_at_the_limit_is_marked_as_cut() -> None:
    with FaultyServer(faults.reply("Zayemsky", finish="length")) as server:
        reply = opened(server).complete(ASK, max_tokens=50)

    assert reply.cut


@pytest.mark.parametrize("path", ["", "/", "/v1", "/v1/", "/v1/chat/completions"])
def test_the_address_is_understood_with_v1_and_without(path: str) -> None:
    with FaultyServer(faults.reply("Yes.")) as server:
        reply = opened(server, path).complete(ASK, max_tokens=50)

    assert reply.text == "Yes."


@pytest.mark.parametrize(("root", "path"), [("", ""), ("/api/v1", "/api"), ("/openai", "/openai")])
def test_an_api_elsewhere_than_under_v1_is_found(root: str, path: str) -> None:
    with FaultyServer(faults.reply("Yes."), root=root) as server:
        model = opened(server, path)
        replies = [model.complete(ASK, max_tokens=50).text for _ in range(2)]

    assert replies == ["Yes.", "Yes."]


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (faults.status(401, "Incorrect API key provided", code="invalid_api_key"), "refused the key"),
        (faults.echo_key(401), "refused the key"),
        (faults.echo_key(403), "was refused by its provider (Incorrect API key provided: Bearer ***"),
        (faults.status(403, "Country not supported"), "was refused by its provider (Country not supported"),
        (faults.status(404, "The model `m` does not exist", code="model_not_found"), "is not known to its server"),
        (faults.status(400, "This model's maximum context length is 8 tokens"), "has too small a window"),
        (faults.status(400, "the request exceeds the available context size"), "has too small a window"),
        (faults.status(400, "Rejected", code="content_filter"), "refused to answer (its provider's rules)"),
        (faults.status(400, "messages: too many\n\x1b[2J"), "was refused by its server (messages: too many [2J"),
        (faults.status(429, "You exceeded your current quota", code="insufficient_quota"), "has no credit left"),
        (faults.status(413, "too large"), "was refused by its server (too large"),
        (faults.broken_json, "sent a reply that cannot be read"),
        (faults.events([{"choices": None}]), "sent a reply that cannot be read"),
        (faults.events([{**faults.chunk(None), "choices": []}]), "sent an empty reply"),
        (faults.events([]), "sent an empty reply"),
        (faults.reply(""), "sent an empty reply"),
        (faults.page, "sent an empty reply"),
        (faults.reply("", finish="content_filter"), "refused to answer"),
        (faults.events([faults.chunk(None, refusal="I cannot."), faults.chunk(None, "stop")]), "refused to answer"),
        (faults.drop("Zayemsky "), "broke off in the middle"),
        (faults.drop("Zayemsky ", politely=True), "broke off in the middle"),
        (faults.error_event("upstream is gone"), "was refused by its server (upstream is gone"),
        (faults.error_body("upstream is gone"), "was refused by its server (upstream is gone"),
    ],
)
def test_a_permanent_failure_is_not_retried(fault: Fault, message: str) -> None:
    sentence, requests = failure(fault)

    assert f"The model openai-like:m@ADDRESS/v1 {message}" in sentence
    assert requests == 1


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (faults.status(429, "Slow down"), "is asked too often (429)"),
        (faults.status(500, "Oh no"), "failed on its server (500)"),
        (faults.status(503, "Loading model"), "failed on its server (503)"),
        (faults.drop(), "cannot be reached"),
    ],
)
def test_a_transient_failure_is_tried_four_times_in_all(fault: Fault, message: str) -> None:
    sentence, requests = failure(fault)

    assert message in sentence
    assert requests == 4


def test_a_transient_failure_that_passes_is_not_noticed() -> None:
    with FaultyServer(faults.status(503, "Loading"), faults.status(429, "Slow"), faults.reply("Yes.")) as server:
        reply = opened(server).complete(ASK, max_tokens=50)

    assert reply.text == "Yes."


def test_waits_between_tries_vary_and_are_what_the_server_asks_for() -> None:
    waits: list[float] = []
    asked = (faults.status(429, "Slow", Retry_After="2"), faults.status(503, "Busy", Retry_After="4.5"))
    with FaultyServer(*asked, faults.status(500, "Oh"), faults.reply("Yes.")) as server:
        model = opened(server)
        model.sleep = waits.append  # type: ignore[attr-defined]
        model.complete(ASK, max_tokens=50)

    assert waits[:2] == [2.0, 4.5]
    assert 0.3 <= waits[2] <= 8.3


def test_a_retry_after_date_is_obeyed_too() -> None:
    waits: list[float] = []
    until = format_datetime(datetime.now(timezone.utc) + timedelta(seconds=60), usegmt=True)
    past = format_datetime(datetime.now(timezone.utc) - timedelta(seconds=60), usegmt=True)
    asked = [faults.status(429, "Slow", Retry_After=when) for when in (until, past)]
    with FaultyServer(*asked, faults.reply("Yes.")) as server:
        model = opened(server, timeout_seconds=90)
        model.sleep = waits.append  # type: ignore[attr-defined]
        model.complete(ASK, max_tokens=50)

    assert 50 < waits[0] <= 60
    assert waits[1] == 0


@pytest.mark.parametrize(
    ("number", "message"), [(429, "(429). Wait 9999 s, or use"), (503, "failed on its server (503)")]
)
def test_a_wait_beyond_the_timeout_fails_at_once(number: int, message: str) -> None:
    sentence, requests = failure(faults.status(number, "Slow", Retry_After="9999"))

    assert message in sentence
    assert requests == 1


def test_a_malformed_retry_after_is_ignored() -> None:
    sentence, requests = failure(faults.status(429, "Slow", Retry_After="soon"))

    assert "Wait a little" in sentence
    assert requests == 4


def test_a_stream_that_broke_off_is_not_retried() -> None:
    with FaultyServer(faults.drop("Zayemsky "), faults.reply("Yes.")) as server:
        pieces = opened(server).stream(ASK, max_tokens=50)
        first = next(pieces)
        with pytest.raises(ModelUnavailable, match="broke off"):
            next(pieces)

    assert first == "Zayemsky "
    assert len(server.requests) == 1


@pytest.mark.parametrize("fault", [faults.hang, faults.drip])
def test_a_server_that_hangs_or_drips_times_out(fault: Fault) -> None:
    begun = time.monotonic()
    sentence, requests = failure(fault, timeout_seconds=0.3)

    assert "did not answer within 0.3 s" in sentence
    assert requests == 1
    assert time.monotonic() - begun < 10


def test_a_server_that_is_down_gives_one_sentence() -> None:
    with FaultyServer(faults.reply("Yes.")) as server:
        model = opened(server)
    with pytest.raises(ModelUnavailable, match=r"cannot be reached\. Check that its server runs"):
        model.complete(ASK, max_tokens=50)


def test_a_reply_far_beyond_the_token_limit_is_cut() -> None:
    with FaultyServer(faults.drivel) as server:
        reply = opened(server).complete(ASK, max_tokens=50)

    assert reply.cut
    assert len(reply.text) < 500


@pytest.mark.parametrize("option", ["stream_options", "temperature", "response_format"])
def test_an_option_that_a_server_does_not_take_is_left_out_from_then_on(option: str) -> None:
    with FaultyServer(faults.takes_no(option, faults.reply("Yes."))) as server:
        model = opened(server)
        schema = {"type": "object", "properties": {}}
        replies = [model.complete(ASK, max_tokens=50, schema=schema).text for _ in range(2)]

    assert replies == ["Yes.", "Yes."]
    assert len(server.requests) == 3


def client_of(server: FaultyServer, *limits: str) -> ModelClient:
    """A model as one of OpenAI's own is opened, but on the server of the test."""
    from llama_index.llms.openai_like import OpenAILike

    client = deadline_client(5.0)
    make = partial(
        OpenAILike,
        model="m",
        api_base=f"{server.address}/v1",
        api_key="none",
        is_chat_model=True,
        temperature=0.0,
        max_retries=0,
        http_client=client,
    )
    return ModelClient(
        "m",
        [make],
        window_tokens=8192,
        strong=True,
        thinking_tokens=0,
        secrets=[],
        timeout_seconds=5.0,
        limits=limits,
    )


@pytest.mark.parametrize(
    ("refused", "taken"),
    [("max_tokens", "max_completion_tokens"), ("max_completion_tokens", "max_tokens")],
)
def test_a_limit_that_is_refused_for_another_name_goes_out_under_that_one(refused: str, taken: str) -> None:
    with FaultyServer(faults.takes_no(refused, faults.reply("Yes."), instead=taken)) as server:
        model = client_of(server, refused, taken)
        for _ in range(2):
            model.complete(ASK, max_tokens=50)

    assert [(request.get(refused), request.get(taken)) for request in server.requests] == [
        (50, None),
        (None, 50),
        (None, 50),
    ]


def test_a_server_that_takes_no_limit_at_all_is_asked_without() -> None:
    neither = faults.takes_no("max_tokens", faults.takes_no("max_completion_tokens", faults.reply("Yes.")))
    with FaultyServer(neither) as server:
        reply = opened(server).complete(ASK, max_tokens=50)

    assert reply.text == "Yes."
    assert not {"max_tokens", "max_completion_tokens"} & set(server.requests[-1])


def test_a_schema_is_tried_once_and_a_refusal_remembered() -> None:
    with FaultyServer(faults.takes_no("response_format", faults.reply("Yes."))) as server:
        model = opened(server)
        before = model.structured
        for _ in range(2):
            model.complete(ASK, max_tokens=50, schema={"type": "object"})

    assert (before, model.structured) == (True, False)
    assert ["response_format" in request for request in server.requests] == [True, False, False]


def test_what_wraps_a_model_knows_what_its_server_refused() -> None:
    with FaultyServer(faults.takes_no("response_format", faults.reply("Yes."))) as server:
        model = MeteredModel(opened(server), Budget(), None)
        model.complete(ASK, max_tokens=50, schema={"type": "object"})

    assert model.structured is False


def test_a_refused_request_that_names_no_option_fails() -> None:
    sentence, requests = failure(faults.status(400, "Bad request"))

    assert "was refused by its server (Bad request" in sentence
    assert requests == 1


# ---- replies of other shapes


def test_a_whole_reply_where_a_stream_was_asked_for_is_read() -> None:
    with FaultyServer(faults.whole("Zayemsky did.")) as server:
        reply = opened(server).complete(ASK, max_tokens=50)

    assert reply == Reply("Zayemsky did.", 120, 30)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (faults.whole(None), "sent an empty reply"),
        (faults.whole("", finish="content_filter"), "refused to answer"),
        (faults.whole([], used=None), "sent an empty reply"),
    ],
)
def test_an_empty_whole_reply_fails(fault: Fault, message: str) -> None:
    assert message in failure(fault)[0]


def test_a_whole_reply_that_ended_at_the_limit_is_marked_as_cut() -> None:
    with FaultyServer(faults.whole("Zayemsky", finish="length", used=None)) as server:
        reply = opened(server).complete(ASK, max_tokens=50)

    assert reply.cut
    assert reply.prompt_tokens > 4


PARTS = [
    {"type": "thinking", "thinking": [{"type": "text", "text": "Who did?"}]},
    {"type": "text", "text": "Zayemsky "},
    {"type": "text", "text": "did."},
]


@pytest.mark.parametrize(
    "fault",
    [faults.whole(PARTS), faults.events([faults.chunk(PARTS), faults.chunk(None, "stop")])],  # type: ignore[arg-type]
    ids=["whole", "streamed"],
)
def test_content_in_parts_is_joined_without_the_reasoning(fault: Fault) -> None:
    with FaultyServer(fault) as server:
        reply = opened(server).complete(ASK, max_tokens=50)

    assert reply.text == "Zayemsky did."


@pytest.mark.parametrize("size", [1, 7, 100])
def test_a_stream_is_read_wherever_its_blocks_are_cut(size: int) -> None:
    with FaultyServer(faults.cut_anywhere("Zayémsky ", "did.", size=size)) as server:
        reply = opened(server).complete(ASK, max_tokens=50)

    assert reply.text == "Zayémsky did."


def test_a_long_steady_reply_outlasts_several_silences() -> None:
    """A reply that brings words is no silence, however long it takes: five times the timeout ends one without."""
    words = [f"word{number} " for number in range(24)]
    with FaultyServer(faults.slowly(*words, seconds=0.1)) as server:
        begun = time.monotonic()
        reply = opened(server, timeout_seconds=0.4).complete(ASK, max_tokens=50)

    assert reply.text == "".join(words)
    assert time.monotonic() - begun > 5 * 0.4


LONG = [Message("user", "Who denied the report of the port's closure? " * 40)]


def test_a_server_that_read_far_less_than_was_sent_gives_a_note() -> None:
    with FaultyServer(faults.reply("Nobody.", used=(120, 2))) as server:
        reply = opened(server).complete(LONG, max_tokens=50)

    assert reply.text == "Nobody."
    assert re.search(r"read 120 of about 4\d\d tokens of the prompt", reply.note)
    assert "set SAYSO_WINDOW" in reply.note


@pytest.mark.parametrize("used", [(320, 2), (700, 2), (0, 0), None])
def test_a_server_that_counts_differently_or_not_at_all_gives_no_note(used: tuple[int, int] | None) -> None:
    with FaultyServer(faults.reply("Nobody.", used=used)) as server:
        reply = opened(server).complete(LONG, max_tokens=50)

    assert reply.text == "Nobody."
    assert reply.prompt_tokens > 300


def test_a_schema_goes_out_as_a_strict_response_format() -> None:
    with FaultyServer(faults.reply("{}")) as server:
        opened(server).complete(ASK, max_tokens=50, schema={"type": "object"})

    shape = server.requests[0]["response_format"]["json_schema"]
    assert shape == {"name": "reply", "strict": True, "schema": {"type": "object"}}
