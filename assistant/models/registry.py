"""Opens the language model that the settings name. Floor 1: with `client`, owner of llama-index's LLM classes.

`open_model` knows OpenAI, servers of its API, the INTEGRATIONS, entry points of packages, and any `module:Class`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import SplitResult, urlsplit, urlunsplit

from assistant.addresses import login_of, without_login
from assistant.errors import BadPlugin, BadSetting, MissingExtra, ModelUnavailable
from assistant.models.strength import is_small
from assistant.models.types import Model
from assistant.plugins import find_maker, integration, make, offered
from assistant.settings import Settings

_OPENAI = "https://api.openai.com/v1"
# Ollama's default, the smallest of the servers in use; a longer prompt would lose its beginning there.
_SMALL_WINDOW = 4096
_WINDOW = 16_384  # of a model not known to be small; the answer carries a note if its server read less
_THINKING_TOKENS = 4096  # for a reasoning model's hidden tokens, which count as completion tokens


@dataclass(frozen=True, slots=True)
class Integration:
    """The class of another llama-index integration, and the package that installs it."""

    module: str
    name: str
    package: str


INTEGRATIONS: dict[str, Integration] = {
    "anthropic": Integration("llama_index.llms.anthropic", "Anthropic", "llama-index-llms-anthropic"),
    "mistral": Integration("llama_index.llms.mistralai", "MistralAI", "llama-index-llms-mistralai"),
    "google": Integration("llama_index.llms.google_genai", "GoogleGenAI", "llama-index-llms-google-genai"),
    "groq": Integration("llama_index.llms.groq", "Groq", "llama-index-llms-groq"),
    "cohere": Integration("llama_index.llms.cohere", "Cohere", "llama-index-llms-cohere"),
}
"""By the name in `<name>:<model>`, also the name of the extra. Each class finds its own key; replies are prose."""
_INTEGRATION_ARGUMENTS = {"temperature": 0.0, "max_tokens": 1200}


def open_model(settings: Settings) -> Model | None:
    """The model that the settings name, or None for `quotes`. Loads no library and calls no server yet.

    The key of OpenAI never goes to another address. Raises BadSetting for a name of no known form.
    """
    from assistant.models.client import ModelClient

    if settings.model == "quotes":
        return None
    given = settings.as_given(settings.model)
    kind, _, rest = given.partition(":")
    if kind in SERVERS and rest:
        kind, rest = "openai-like", f"{rest}@{SERVERS[kind](settings)}"
    strong = settings.strength == "strong" or (settings.strength == "auto" and not is_small(rest.partition("@http")[0]))
    usual_window = settings.window_tokens or (_WINDOW if strong else _SMALL_WINDOW)
    timeout_seconds, api_key = settings.timeout_seconds, settings.api_key
    if kind == "openai" and rest:
        window = settings.window_tokens or _window_of(rest)
        return ModelClient(
            settings.model,
            [lambda: _openai(rest, *openai_address(settings), _required(settings), timeout_seconds, window)],
            window_tokens=window,
            strong=strong,
            thinking_tokens=_THINKING_TOKENS if _is_reasoning_model(rest) else 0,
            limits=("max_completion_tokens", "max_tokens"),  # only the newer name includes reasoning tokens
            secrets=[settings.openai_api_key],
            timeout_seconds=timeout_seconds,
        )
    if kind == "openai-like" and (found := re.fullmatch(r"(.+?)@(https?://.+)", rest)):
        served, address = found[1], urlsplit(found[2])
        if address.query or address.fragment or not address.hostname:
            raise BadSetting("--model or SAYSO_MODEL", settings.model, "an address without ? and #")
        login = login_of(found[2])
        return ModelClient(
            settings.model,
            [
                partial(_openai, served, base, login, api_key or "none", timeout_seconds, usual_window)
                for base in _bases(address)
            ],
            window_tokens=usual_window,
            strong=strong,
            thinking_tokens=_THINKING_TOKENS if _is_reasoning_model(served) else 0,
            secrets=[api_key, address.password, login[1] if login else None],
            timeout_seconds=timeout_seconds,
        )
    maker = None
    if kind in INTEGRATIONS and rest:
        maker = partial(_integrated, settings.model, kind, rest)
    elif rest and (found_maker := find_maker("sayso.models", kind, rest)):
        made_by, arguments = found_maker
        maker = partial(_from_plugin, settings.model, made_by, arguments)
    if maker:
        return ModelClient(
            settings.model,
            [maker],
            window_tokens=usual_window,
            strong=strong,
            thinking_tokens=0,
            secrets=[],
            timeout_seconds=timeout_seconds,
            bare=True,
        )
    named = ("openai", *SERVERS, *INTEGRATIONS, *offered("sayso.models"))
    forms = ", ".join(["quotes", *(f"{name}:<model>" for name in named), "module:Class"])
    raise BadSetting("--model or SAYSO_MODEL", settings.model, f"{forms} or openai-like:<model>@<address>")


def openai_address(settings: Settings) -> tuple[str, tuple[str, str] | None]:
    """The base URL for OpenAI's models (OPENAI_BASE_URL, or else OpenAI's own), and the login in it, if any."""
    if not settings.openai_base_url:
        return _OPENAI, None
    given = settings.as_given(settings.openai_base_url)
    return without_login(given).rstrip("/"), login_of(given)


def ollama_address(host: str | None) -> str:
    """The address of Ollama's OpenAI API, from OLLAMA_HOST in any form that Ollama itself takes."""
    given = (host or "127.0.0.1:11434").strip().rstrip("/")
    if "://" not in given:
        given = f"http://{given}"
    parts = urlsplit(given)
    if parts.hostname in ("0.0.0.0", "::"):  # an address to listen on, not to connect to
        given = given.replace(parts.hostname, "127.0.0.1", 1)
    if parts.port is None and parts.scheme == "http":
        given += ":11434"
    return f"{given}/v1"


SERVERS: dict[str, Callable[[Settings], str]] = {"ollama": lambda settings: ollama_address(settings.ollama_host)}
"""Servers of the OpenAI API known by a name of their own, for models and embedders: the base URL of each."""


def _bases(address: SplitResult) -> list[str]:
    """The base URLs to try, in order: users give the address with /v1, without, or with the path of the endpoint.

    User and password are removed, since httpx would log them.
    """
    path = re.sub(r"/(chat/)?completions$", "", address.path.rstrip("/"))
    paths = [path] if path.endswith("/v1") else [path, f"{path}/v1"] if path else ["/v1", ""]
    return [urlunsplit((address.scheme, address.netloc.rpartition("@")[2], one, "", "")) for one in paths]


def _required(settings: Settings) -> str:
    if not settings.openai_api_key:
        raise ModelUnavailable(settings.model, "needs a key", "Set OPENAI_API_KEY, or use --model quotes.")
    return settings.openai_api_key


def _openai(model: str, base: str, login: tuple[str, str] | None, key: str, timeout_seconds: float, window: int) -> Any:
    """A llama-index LLM; OpenAILike also for OpenAI itself, since it accepts names of models newer than the library.

    `ModelClient` retries, so llama-index and the OpenAI client do not. `key` must not be empty: llama-index would take
    OPENAI_API_KEY from the environment and send it to another server.
    """
    from llama_index.llms.openai_like import OpenAILike

    from assistant.models.http_client import deadline_client

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


def _integrated(name: str, kind: str, model: str) -> Any:
    found = INTEGRATIONS[kind]
    try:
        made_by = integration(f"The model {name}", found.module, found.name, found.package, kind)
    except MissingExtra as error:
        problem, remedy = f"needs the package {found.package}", f"Install it: pip install 'sayso[{kind}]'"
        raise ModelUnavailable(name, problem, remedy) from error
    return _opened(name, made_by, model=model, **_INTEGRATION_ARGUMENTS)


def _from_plugin(name: str, made_by: Any, arguments: tuple[str, ...]) -> Any:
    """A llama-index LLM made by a plugin's class or function."""
    made = _opened(name, made_by, *arguments)
    if not hasattr(made, "stream_chat") or not hasattr(made, "metadata"):
        raise ModelUnavailable(name, f"is no llama-index LLM, but {type(made).__name__}", "Name another.")
    return made


def _opened(name: str, made_by: Any, *arguments: Any, **named: Any) -> Any:
    try:
        return make(name, made_by, *arguments, **named)
    except BadPlugin as error:
        raise ModelUnavailable(name, f"could not be opened ({error.problem})", "Fix it, or name another.") from error


def _window_of(model: str) -> int:
    """The context window of an OpenAI model by its name; that of their current models for an unknown name."""
    known = {"gpt-5": 400_000, "gpt-4.1": 1_000_000, "gpt-4o": 128_000, "gpt-3.5": 16_000, "gpt-4-turbo": 128_000}
    exact = {"gpt-4": 8_192}
    return exact.get(model, next((size for start, size in known.items() if model.startswith(start)), 128_000))


def _is_reasoning_model(model: str) -> bool:
    """Whether a model is known to spend hidden reasoning tokens before it writes."""
    bare = model.rpartition("/")[2].lower()
    return bool(re.match(r"(o\d|gpt-5(?!.*chat)|gpt-oss|deepseek-r|qwq|magistral)", bare))
