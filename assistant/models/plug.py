"""The plug for language models. Floor 1: with `wire` and `faults`, owner of llama-index's LLMs and openai's errors.

`open_model` gives what the settings name. Any other llama-index integration is put in by one line of INTEGRATIONS.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import SplitResult, urlsplit, urlunsplit

from assistant.addresses import login_of
from assistant.errors import BadSetting, ModelUnavailable
from assistant.models.strength import is_small
from assistant.models.types import Model
from assistant.settings import Settings

_OPENAI = "https://api.openai.com/v1"
# What Ollama serves when nothing is said, and the least of the servers in use: a longer prompt loses its beginning.
_SMALL_WINDOW = 4096
_WINDOW = 16_384  # of a model that is not known to be small; where its server read less, the answer says so
_TIMEOUT_SECONDS = 120.0  # a 3,000-token prompt on two cores takes 40 s before the first word
_THINKING_TOKENS = 4096  # room for a reasoning model's unseen tokens, which count as written


@dataclass(frozen=True, slots=True)
class Integration:
    """Another llama-index integration: where its class is, and what it is made with besides `model`."""

    module: str
    name: str
    package: str
    made_with: Mapping[str, Any]


INTEGRATIONS: dict[str, Integration] = {
    "anthropic": Integration(
        "llama_index.llms.anthropic",
        "Anthropic",
        "llama-index-llms-anthropic",
        {"temperature": 0.0, "max_tokens": 1200},
    ),
    "mistral": Integration(
        "llama_index.llms.mistralai",
        "MistralAI",
        "llama-index-llms-mistralai",
        {"temperature": 0.0, "max_tokens": 1200},
    ),
}
"""`<name>:<model>` -> the class. Each finds its own key; calls carry no options, and replies are prose."""


def open_model(
    settings: Settings,
    *,
    api_key: str | None = None,
    timeout_seconds: float = _TIMEOUT_SECONDS,
    window_tokens: int | None = None,
) -> Model | None:
    """The model that the settings name, or None for `quotes`. Loads and calls nothing yet.

    `api_key` is for `openai-like` servers: the key of OpenAI never goes to another address. `window_tokens` is the
    window of a model that is not known by name. Raises BadSetting for a name of no known form.
    """
    from assistant.models.wire import WiredModel

    if settings.model == "quotes":
        return None
    kind, _, rest = settings.as_given(settings.model).partition(":")
    strong = settings.strength == "strong" or (settings.strength == "auto" and not is_small(rest.partition("@http")[0]))
    usual_window = _WINDOW if strong else _SMALL_WINDOW
    if kind == "openai" and rest:
        window = window_tokens or _window_of(rest)
        return WiredModel(
            settings.model,
            [lambda: _openai(rest, _OPENAI, _required(settings), timeout_seconds, window)],
            window_tokens=window,
            strong=strong,
            thinking_tokens=_THINKING_TOKENS if _thinks(rest) else 0,
            limits=("max_completion_tokens", "max_tokens"),  # only the newer name counts what a model thinks
            secrets=[settings.openai_api_key],
            timeout_seconds=timeout_seconds,
        )
    if kind == "openai-like" and (found := re.fullmatch(r"(.+?)@(https?://.+)", rest)):
        served, address = found[1], urlsplit(found[2])
        if address.query or address.fragment or not address.hostname:
            raise BadSetting("--model or SAYSO_MODEL", settings.model, "an address without ? and #")
        window = window_tokens or usual_window
        login = login_of(found[2])
        return WiredModel(
            settings.model,
            [
                partial(_openai, served, base, api_key or "none", timeout_seconds, window, login)
                for base in _bases(address)
            ],
            window_tokens=window,
            strong=strong,
            thinking_tokens=_THINKING_TOKENS if _thinks(served) else 0,
            secrets=[api_key, address.password, login[1] if login else None],
            timeout_seconds=timeout_seconds,
        )
    if kind in INTEGRATIONS and rest:
        return WiredModel(
            settings.model,
            [partial(_integrated, settings.model, INTEGRATIONS[kind], rest)],
            window_tokens=window_tokens or usual_window,
            strong=strong,
            thinking_tokens=0,
            secrets=[],
            timeout_seconds=timeout_seconds,
            bare=True,
        )
    forms = ", ".join(["quotes", "openai:<model>", *(f"{name}:<model>" for name in INTEGRATIONS)])
    raise BadSetting("--model or SAYSO_MODEL", settings.model, f"{forms} or openai-like:<model>@<address>")


def _bases(address: SplitResult) -> list[str]:
    """The base URLs to try, in order: people give it with /v1 and without, or with the whole path of a call.

    They are without user and password, which httpx would print in its log.
    """
    path = re.sub(r"/(chat/)?completions$", "", address.path.rstrip("/"))
    paths = [path] if path.endswith("/v1") else [path, f"{path}/v1"] if path else ["/v1", ""]
    return [urlunsplit((address.scheme, address.netloc.rpartition("@")[2], one, "", "")) for one in paths]


def _required(settings: Settings) -> str:
    if not settings.openai_api_key:
        raise ModelUnavailable(settings.model, "needs a key", "Set OPENAI_API_KEY, or use --model quotes.")
    return settings.openai_api_key


def _openai(
    model: str, base: str, key: str, timeout_seconds: float, window: int, login: tuple[str, str] | None = None
) -> Any:
    """A llama-index LLM. OpenAILike for OpenAI's own too: it does not refuse the names of models newer than itself.

    Retries are `wire`'s, so llama-index and the client make none. An empty key would make llama-index look for one
    in the environment, and send OpenAI's to another server.
    """
    from llama_index.llms.openai_like import OpenAILike

    from assistant.models.wire import deadline_client

    return OpenAILike(
        model=model,
        api_base=base,
        api_key=key,
        context_window=window,
        is_chat_model=True,
        temperature=0.0,
        max_retries=0,
        timeout=timeout_seconds,
        http_client=deadline_client(timeout_seconds, login),
    )


def _integrated(name: str, integration: Integration, model: str) -> Any:
    from importlib import import_module

    try:
        made_by = getattr(import_module(integration.module), integration.name)
    except ImportError as error:
        remedy = f"Install it: pip install {integration.package}"
        raise ModelUnavailable(name, f"needs the package {integration.package}", remedy) from error
    return made_by(model=model, **integration.made_with)


def _window_of(model: str) -> int:
    """The window of one of OpenAI's models by its name; for an unknown one, what all of theirs have by now."""
    known = {"gpt-5": 400_000, "gpt-4.1": 1_000_000, "gpt-4o": 128_000, "gpt-3.5": 16_000, "gpt-4-turbo": 128_000}
    exact = {"gpt-4": 8_192}
    return exact.get(model, next((size for start, size in known.items() if model.startswith(start)), 128_000))


def _thinks(model: str) -> bool:
    """Whether a model is known to reason before it writes, which costs tokens that nobody sees."""
    bare = model.rpartition("/")[2].lower()
    return bool(re.match(r"(o\d|gpt-5(?!.*chat)|gpt-oss|deepseek-r|qwq|magistral)", bare))
