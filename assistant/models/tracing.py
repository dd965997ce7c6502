"""Exports calls of language models as OpenTelemetry spans if an endpoint is set. Floor 1.

Spans hold the model, token counts, duration and error type: never a prompt, a reply, an article or a key.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_providers: list[Any] = []


def begin_tracing(environment: Mapping[str, str] | None = None, exporter: Any = None) -> bool:
    """Export spans of model calls to the endpoint that the environment names; returns whether there is one.

    Takes effect once per process. The other OpenTelemetry variables (headers, service name) are read by its library.
    `exporter` replaces the one to the endpoint.
    """
    env = os.environ if environment is None else environment
    if not exporter and not any(env.get(name) for name in _ENDPOINTS):
        return False
    if _providers:
        return True
    from llama_index.core.instrumentation import get_dispatcher
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": env.get("OTEL_SERVICE_NAME") or "sayso"}))
    if exporter:
        provider.add_span_processor(SimpleSpanProcessor(exporter))
    else:
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter

        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    get_dispatcher().add_event_handler(_handler(provider.get_tracer("sayso")))
    _providers.append(provider)
    return True


def _handler(tracer: Any) -> Any:
    """A llama-index event handler that makes one span per call."""
    from llama_index.core.instrumentation.event_handlers import BaseEventHandler
    from llama_index.core.instrumentation.events.exception import ExceptionEvent
    from llama_index.core.instrumentation.events.llm import LLMChatEndEvent, LLMChatStartEvent
    from opentelemetry.trace import StatusCode

    open_spans: dict[str, Any] = {}

    class Calls(BaseEventHandler):  # type: ignore[misc]
        """Turns the events of calls into spans."""

        @classmethod
        def class_name(cls) -> str:
            return "Calls"

        def handle(self, event: Any, **kwargs: Any) -> None:
            key = str(event.span_id)
            if isinstance(event, LLMChatStartEvent):
                span = tracer.start_span("chat")
                span.set_attribute("gen_ai.operation.name", "chat")
                span.set_attribute("gen_ai.request.model", str(event.model_dict.get("model_name", "")))
                open_spans[key] = span
            elif isinstance(event, LLMChatEndEvent) and (span := open_spans.pop(key, None)):
                used = event.response.additional_kwargs if event.response else {}
                for name, counted in (("input", "prompt_tokens"), ("output", "completion_tokens")):
                    if used.get(counted) is not None:
                        span.set_attribute(f"gen_ai.usage.{name}_tokens", used[counted])
                span.end()
            elif isinstance(event, ExceptionEvent) and (span := open_spans.pop(key, None)):
                span.set_attribute("error.type", type(event.exception).__name__)
                span.set_status(StatusCode.ERROR)
                span.end()

    return Calls()
