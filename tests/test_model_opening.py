"""Opening a model by its name: which server is asked with which key, and what a wrong name says."""

from __future__ import annotations

import logging
from collections.abc import Callable

import faulty_server as faults
import pytest
from faulty_server import FaultyServer

from assistant.addresses import service_name
from assistant.errors import BadSetting, ModelUnavailable
from assistant.models.registry import INTEGRATIONS, Integration, open_model
from assistant.models.types import Message
from assistant.settings import Settings

KEY = "sk-very-secret-0123456789abcdef"
ASK = [Message("system", "Be brief."), Message("user", "Who denied it?")]


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
        model = open_model(Settings(model=f"openai-like:m@{address}/v1", api_key=KEY))
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
    with pytest.raises(BadSetting, match=r"openai:<model>, ollama:<model>, .* openai-like:<model>@<address>"):
        open_model(Settings(model="nosuch:model"))


def test_an_address_with_a_query_is_refused_without_printing_it() -> None:
    with pytest.raises(BadSetting, match="an address without") as caught:
        open_model(Settings(model=f"openai-like:m@http://127.0.0.1:1/v1?key={KEY}"))

    assert KEY not in str(caught.value)


def test_an_integration_that_is_not_installed_names_its_package() -> None:
    model = open_model(Settings(model="anthropic:claude"))
    assert model

    with pytest.raises(ModelUnavailable, match=r"Install it: pip install 'sayso\[anthropic\]'"):
        model.complete(ASK, max_tokens=50)


def test_any_llama_index_class_can_be_put_in_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    mock = Integration("llama_index.core.llms.mock", "MockLLM", "llama-index-core")
    monkeypatch.setitem(INTEGRATIONS, "mock", mock)
    monkeypatch.setattr("llama_index.core.llms.mock.MockLLM.__init__", _taking_a_model())
    model = open_model(Settings(model="mock:any"))
    assert model

    assert model.complete(ASK, max_tokens=50).text.strip()


def _taking_a_model() -> Callable[..., None]:
    from llama_index.core.llms.mock import MockLLM

    plain = MockLLM.__init__
    return lambda self, model, max_tokens, temperature: plain(self, max_tokens=3)


def test_a_reasoning_model_gets_extra_tokens_and_low_effort() -> None:
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
        "import sys; from assistant.models.registry import open_model; from assistant.settings import Settings; "
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
def test_a_service_name_has_no_user_no_password_and_no_query(model: str, shown: str) -> None:
    assert service_name(model) == shown
