"""Whether a model is given whole passages: by its name, or by a setting that overrides the name."""

from __future__ import annotations

import pytest

from assistant.models.registry import open_model
from assistant.models.strength import is_small
from assistant.settings import Settings, Strength


@pytest.mark.parametrize(
    "name",
    [
        "qwen2.5-coder-1.5b",
        "Qwen/Qwen2.5-7B-Instruct",
        "mistral-7b-instruct-v0.3",
        "llama3.2:3b",
        "llama-3.2-3b-instruct-q4_k_m.gguf",
        "smollm2-135m",
        "qwen3:0.6b",
        "llama3.2",
        "llama3.2:latest",
        "tinyllama",
        "library/TinyLlama",
        "phi3.5",
        "gemma3",
    ],
)
def test_a_size_of_7b_or_less_or_a_family_of_such_models_makes_a_name_small(name: str) -> None:
    assert is_small(name)


@pytest.mark.parametrize(
    "name",
    [
        "llama-3.1-8b",
        "meta-llama/Llama-3.3-70B-Instruct",
        "gemma3:27b",
        "qwen3:30b-a3b",
        "mixtral-8x7b",
        "mixtral:8x7b-instruct-q4_0",
        "mistral-large",
        "mistral-small-3.2",
        "llama3.3",
        "phi-4",
        "gpt-oss:20b",
        "gpt-4o-mini",
        "deepseek-chat",
        "m",
    ],
)
def test_larger_models_and_names_without_a_size_are_strong(name: str) -> None:
    assert not is_small(name)


@pytest.mark.parametrize(
    ("model", "strength", "strong"),
    [
        ("openai:gpt-5-mini", "auto", True),
        ("openai-like:qwen2.5-1.5b@http://127.0.0.1:1/v1", "auto", False),
        ("openai-like:qwen2.5-1.5b@http://127.0.0.1:1/v1", "strong", True),
        ("openai-like:mine@http://127.0.0.1:1/v1", "auto", True),
        ("openai-like:mine@http://127.0.0.1:1/v1", "small", False),
        ("openai:gpt-5-mini", "small", False),
        ("anthropic:claude", "auto", True),
        ("mistral:open-mistral-7b", "auto", False),
    ],
)
def test_strength_is_the_settings_and_only_then_the_names(model: str, strength: Strength, strong: bool) -> None:
    opened = open_model(Settings(model=model, strength=strength))

    assert opened
    assert opened.strong is strong


@pytest.mark.parametrize(
    "address", ["http://7b.example:8080/v1", "http://127.0.0.1:1/models/tiny-1b/v1", "https://me:1b@host.example/v1"]
)
def test_the_address_of_a_server_says_nothing_of_the_size_of_its_model(address: str) -> None:
    opened = open_model(Settings(model=f"openai-like:large@{address}"))

    assert opened
    assert opened.strong


def test_a_small_model_is_taken_to_have_the_window_that_small_servers_have() -> None:
    small, strong, explicit = (
        open_model(Settings(model=f"openai-like:{name}@http://127.0.0.1:1/v1", window_tokens=window))
        for name, window in (("tinyllama", None), ("large", None), ("tinyllama", 9000))
    )

    assert small and strong and explicit  # noqa: PT018
    assert [one.window_tokens for one in (small, strong, explicit)] == [4096, 16_384, 9000]


def test_every_server_is_taken_to_accept_a_schema_until_it_refuses_one() -> None:
    like, plain = (
        open_model(Settings(model="openai-like:m@http://127.0.0.1:1/v1")),
        open_model(Settings(model="anthropic:claude")),
    )

    assert like
    assert plain
    assert (like.structured, plain.structured) == (True, False)
