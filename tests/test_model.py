"""The plug and the wire: every fault of a server is one sentence, none costs the key."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable

import faulty_server as faults
import pytest
from faulty_server import Fault, FaultyServer

from assistant.errors import BadSetting, ModelUnavailable
from assistant.models.plug import INTEGRATIONS, Integration, open_model, shown_name
from assistant.models.types import Message, Model, Reply
from assistant.settings import Settings

KEY = "sk-very-secret-0123456789abcdef"
ASK = [Message("system", "Be brief."), Message("user", "Who denied it?")]


def opened(server: FaultyServer, path: str = "/v1", *, timeout_seconds: float = 5.0) -> Model:
    model = open_model(
        Settings(model=f"openai-like:m@{server.address}{path}"), api_key=KEY, timeout_seconds=timeout_seconds
    )
    assert model
    model.sleep = lambda seconds: None  # type: ignore[attr-defined]
    return model


def failure(*script: Fault, timeout_seconds: float = 5.0) -> tuple[str, int]:
    """What the user is told, and how many requests it took."""
    with FaultyServer(*script) as server, pytest.raises(ModelUnavailable) as caught:
        opened(server, timeout_seconds=timeout_seconds).complete(ASK, max_tokens=50)
    told = str(caught.value)
    assert KEY not in "".join(traceback.format_exception(caught.value))
    assert "\n" not in told
    assert len(told) < 400
    return told.replace(server.address, "ADDRESS"), len(server.requests)


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
    ("fault", "told"),
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
    ],
)
def test_a_fault_that_will_not_pass_is_told_at_once(fault: Fault, told: str) -> None:
    sentence, requests = failure(fault)

    assert f"The model openai-like:m@ADDRESS/v1 {told}" in sentence
    assert requests == 1


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (faults.status(429, "Slow down"), "is asked too often (429)"),
        (faults.status(500, "Oh no"), "failed on its server (500)"),
        (faults.status(503, "Loading model"), "failed on its server (503)"),
        (faults.drop(), "cannot be reached"),
    ],
)
def test_a_fault_that_may_pass_is_tried_four_times_in_all(fault: Fault, told: str) -> None:
    sentence, requests = failure(fault)

    assert told in sentence
    assert requests == 4


def test_a_fault_that_passes_is_not_noticed() -> None:
    with FaultyServer(faults.status(503, "Loading"), faults.status(429, "Slow"), faults.reply("Yes.")) as server:
        reply = opened(server).complete(ASK, max_tokens=50)

    assert reply.text == "Yes."


def test_waits_between_tries_vary_and_keep_to_what_the_server_asks_within_reason() -> None:
    waits: list[float] = []
    asked = (faults.status(429, "Slow", Retry_After="2"), faults.status(429, "Slow", Retry_After="9999"))
    with FaultyServer(*asked, faults.status(500, "Oh"), faults.reply("Yes.")) as server:
        model = opened(server)
        model.sleep = waits.append  # type: ignore[attr-defined]
        model.complete(ASK, max_tokens=50)

    assert waits[:2] == [2.0, 16.0]
    assert 0.3 <= waits[2] <= 8.3


def test_a_stream_that_broke_off_is_not_begun_anew_behind_the_readers_back() -> None:
    with FaultyServer(faults.drop("Zayemsky "), faults.reply("Yes.")) as server:
        pieces = opened(server).stream(ASK, max_tokens=50)
        first = next(pieces)
        with pytest.raises(ModelUnavailable, match="broke off"):
            next(pieces)

    assert first == "Zayemsky "
    assert len(server.requests) == 1


@pytest.mark.parametrize("fault", [faults.hang, faults.drip])
def test_a_server_that_hangs_or_drips_is_left_in_time(fault: Fault) -> None:
    begun = time.monotonic()
    sentence, requests = failure(fault, timeout_seconds=0.3)

    assert "did not answer within 0.3 s" in sentence
    assert requests == 1
    assert time.monotonic() - begun < 10


def test_a_server_that_is_down_is_told() -> None:
    with FaultyServer(faults.reply("Yes.")) as server:
        model = opened(server)
    with pytest.raises(ModelUnavailable, match=r"cannot be reached\. Check that its server runs"):
        model.complete(ASK, max_tokens=50)


def test_drivel_beyond_the_limit_is_cut_though_the_server_goes_on() -> None:
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


def test_a_schema_goes_out_as_a_strict_response_format() -> None:
    with FaultyServer(faults.reply("{}")) as server:
        opened(server).complete(ASK, max_tokens=50, schema={"type": "object"})

    shape = server.requests[0]["response_format"]["json_schema"]
    assert shape == {"name": "reply", "strict": True, "schema": {"type": "object"}}


def test_the_key_of_openai_never_goes_to_another_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with FaultyServer(faults.reply("Yes.")) as server:
        model = open_model(Settings(model=f"openai-like:m@{server.address}", openai_api_key=KEY))
        assert model
        model.complete(ASK, max_tokens=50)

    assert server.keys == ["Bearer none"]


def test_a_key_is_in_no_log_no_repr_and_no_name(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with FaultyServer(faults.echo_key(403)) as server:
        address = server.address.replace("://", f"://me:{KEY}@")
        model = open_model(Settings(model=f"openai-like:m@{address}/v1"), api_key=KEY)
        assert model
        with pytest.raises(ModelUnavailable):
            model.complete(ASK, max_tokens=50)
        assert KEY not in repr(model)
        assert model.name == f"openai-like:m@{server.address}/v1"

    assert server.keys[-1].startswith("Basic ")
    assert caplog.records
    assert KEY not in caplog.text


def test_openai_without_a_key_says_which_one_it_needs() -> None:
    model = open_model(Settings(model="openai:gpt-5-mini"))
    assert model

    with pytest.raises(ModelUnavailable, match=r"needs a key\. Set OPENAI_API_KEY"):
        model.complete(ASK, max_tokens=50)


def test_quotes_opens_no_model_and_an_unknown_kind_names_the_known_ones() -> None:
    assert open_model(Settings(model="quotes")) is None
    with pytest.raises(BadSetting, match=r"openai:<model>, anthropic:<model>, .* openai-like:<model>@<address>"):
        open_model(Settings(model="nosuch:model"))


def test_an_address_with_a_query_is_refused_without_printing_it() -> None:
    with pytest.raises(BadSetting, match="an address without") as caught:
        open_model(Settings(model=f"openai-like:m@http://127.0.0.1:1/v1?key={KEY}"))

    assert KEY not in str(caught.value)


def test_an_integration_that_is_not_installed_names_its_package() -> None:
    model = open_model(Settings(model="anthropic:claude"))
    assert model

    with pytest.raises(ModelUnavailable, match="Install it: pip install llama-index-llms-anthropic"):
        model.complete(ASK, max_tokens=50)


def test_any_llama_index_class_can_be_put_in_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    mock = Integration("llama_index.core.llms.mock", "MockLLM", "llama-index-core", {"max_tokens": 3})
    monkeypatch.setitem(INTEGRATIONS, "mock", mock)
    monkeypatch.setattr("llama_index.core.llms.mock.MockLLM.__init__", _taking_a_model())
    model = open_model(Settings(model="mock:any"))
    assert model

    assert model.complete(ASK, max_tokens=50).text.strip()


def _taking_a_model() -> Callable[..., None]:
    from llama_index.core.llms.mock import MockLLM

    plain = MockLLM.__init__
    return lambda self, model, max_tokens: plain(self, max_tokens=max_tokens)


def test_a_reasoning_model_gets_room_to_think_and_is_told_to_be_brief_about_it() -> None:
    with FaultyServer(faults.reply("Yes.")) as server:
        model = open_model(Settings(model=f"openai-like:gpt-oss:20b@{server.address}"))
        assert model
        model.complete(ASK, max_tokens=50)

    assert server.requests[0]["max_tokens"] == 50 + model.thinking_tokens > 1000
    assert server.requests[0]["reasoning_effort"] == "low"


def test_opening_a_model_loads_no_library_and_calls_nobody() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from assistant.models.plug import open_model; from assistant.settings import Settings; "
        "open_model(Settings(model='openai:gpt-5-mini')); "
        "sys.exit(bool({'openai', 'llama_index', 'httpx', 'tiktoken'} & set(sys.modules)))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("model", "shown"),
    [
        ("openai:gpt-5-mini", "openai:gpt-5-mini"),
        ("openai-like:a@b@https://u:p@host:1/v1?k=x#y", "openai-like:a@b@https://host:1/v1"),
    ],
)
def test_a_shown_name_has_no_user_no_password_and_no_query(model: str, shown: str) -> None:
    assert shown_name(model) == shown
