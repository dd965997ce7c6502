"""Spans go out only where an endpoint is set, and they hold no words and no key."""

from __future__ import annotations

from collections.abc import Iterator

import faulty_server as faults
import pytest
from faulty_server import FaultyServer

from assistant.errors import ModelUnavailable
from assistant.models import tracing
from assistant.models.registry import open_model
from assistant.models.types import Message
from assistant.settings import Settings

KEY = "sk-very-secret-0123456789abcdef"


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    from llama_index.core.instrumentation import get_dispatcher
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    monkeypatch.setattr(tracing, "_providers", [])
    dispatcher = get_dispatcher()
    before = list(dispatcher.event_handlers)
    exporter = InMemorySpanExporter()
    tracing.begin_tracing({}, exporter)
    yield exporter
    dispatcher.event_handlers = before


def call(server: FaultyServer) -> None:
    model = open_model(Settings(model=f"openai-like:m@{server.address}/v1", api_key=KEY))
    assert model
    model.complete([Message("user", "Who denied it?")], max_tokens=50)


def test_without_an_endpoint_nothing_is_providers() -> None:
    assert not tracing.begin_tracing({})
    assert tracing._providers == []


def test_a_call_is_one_span_with_model_and_tokens_and_no_words(spans) -> None:  # type: ignore[no-untyped-def]
    with FaultyServer(faults.reply("Zayemsky ", "did.")) as server:
        call(server)
    (span,) = spans.get_finished_spans()

    assert span.attributes["gen_ai.request.model"] == "m"
    assert span.attributes["gen_ai.usage.output_tokens"] == 30
    assert not any(word in span.to_json() for word in (KEY, "denied", "Zayemsky"))


def test_a_fault_ends_its_span_with_its_kind_alone(spans) -> None:  # type: ignore[no-untyped-def]
    with FaultyServer(faults.echo_key(401)) as server, pytest.raises(ModelUnavailable):
        call(server)
    (span,) = spans.get_finished_spans()

    assert span.attributes["error.type"] == "AuthenticationError"
    assert KEY not in span.to_json()
