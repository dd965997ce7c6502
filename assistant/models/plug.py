"""The plug for language models. Floor 1: with `wire` and `faults`, owner of llama-index's LLMs and openai's errors.

`open_model` gives what the settings name: a line of INTEGRATIONS, what a package offers, or any `module:Class`.
"""

from __future__ import annotations

import re
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


INTEGRATIONS: dict[str, Integration] = {
    "anthropic": Integration("llama_index.llms.anthropic", "Anthropic", "llama-index-llms-anthropic"),
    "mistral": Integration("llama_index.llms.mistralai", "MistralAI", "llama-index-llms-mistralai"),
    "google": Integration("llama_index.llms.google_genai", "GoogleGenAI", "llama-index-llms-google-genai"),
    "groq": Integration("llama_index.llms.groq", "Groq", "llama-index-llms-groq"),
    "cohere": Integration("llama_index.llms.cohere", "Cohere", "llama-index-llms-cohere"),
}
"""`<name>:<model>` -> the class; the name is also that of the extra. Each finds its own key; replies are prose."""
_MADE_WITH = {"temperature": 0.0, "max_tokens": 1200}


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
    given = settings.as_given(settings.model)
    kind, _, rest = given.partition(":")
    if kind == "ollama" and rest:  # it speaks OpenAI's API
        kind, rest = "openai-like", f"{rest}@{ollama_address(settings.ollama_host)}"
    strong = settings.strength == "strong" or (settings.strength == "auto" and not is_small(rest.partition("@http")[0]))
    usual_window = _WINDOW if strong else _SMALL_WINDOW
    if kind == "openai" and rest:
        window = window_tokens or _window_of(rest)
        return WiredModel(
            settings.model,
            [lambda: _openai(rest, *openai_address(settings), _required(settings), timeout_seconds, window)],
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
                partial(_openai, served, base, login, api_key or "none", timeout_seconds, window)
                for base in _bases(address)
            ],
            window_tokens=window,
            strong=strong,
            thinking_tokens=_THINKING_TOKENS if _thinks(served) else 0,
            secrets=[api_key, address.password, login[1] if login else None],
            timeout_seconds=timeout_seconds,
        )
    maker = None
    if kind in INTEGRATIONS and rest:
        maker = partial(_integrated, settings.model, kind, rest)
    elif rest and (found_maker := find_maker("sayso.models", kind, rest)):
        made_by, arguments = found_maker
        maker = partial(_plugged, settings.model, made_by, arguments)
    if maker:
        return WiredModel(
            settings.model,
            [maker],
            window_tokens=window_tokens or usual_window,
            strong=strong,
            thinking_tokens=0,
            secrets=[],
            timeout_seconds=timeout_seconds,
            bare=True,
        )
    named = ("openai", "ollama", *INTEGRATIONS, *offered("sayso.models"))
    forms = ", ".join(["quotes", *(f"{name}:<model>" for name in named), "module:Class"])
    raise BadSetting("--model or SAYSO_MODEL", settings.model, f"{forms} or openai-like:<model>@<address>")


def openai_address(settings: Settings) -> tuple[str, tuple[str, str] | None]:
    """Where OpenAI's models are asked: at OpenAI, or at the gateway of OPENAI_BASE_URL, with its address's login."""
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
    if parts.hostname in ("0.0.0.0", "::"):  # what it listens on, not where it is found
        given = given.replace(parts.hostname, "127.0.0.1", 1)
    if parts.port is None and parts.scheme == "http":
        given += ":11434"
    return f"{given}/v1"


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


def _openai(model: str, base: str, login: tuple[str, str] | None, key: str, timeout_seconds: float, window: int) -> Any:
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


def _integrated(name: str, kind: str, model: str) -> Any:
    found = INTEGRATIONS[kind]
    try:
        made_by = integration(f"The model {name}", found.module, found.name, found.package, kind)
    except MissingExtra as error:
        problem, remedy = f"needs the package {found.package}", f"Install it: pip install 'sayso[{kind}]'"
        raise ModelUnavailable(name, problem, remedy) from error
    return _opened(name, made_by, model=model, **_MADE_WITH)


def _plugged(name: str, made_by: Any, arguments: tuple[str, ...]) -> Any:
    """A llama-index LLM that somebody else's class or function makes."""
    made = _opened(name, made_by, *arguments)
    if not hasattr(made, "stream_chat") or not hasattr(made, "metadata"):
        raise ModelUnavailable(name, f"is no llama-index LLM, but {type(made).__name__}", "Name another.")
    return made


def _opened(name: str, made_by: Any, *arguments: Any, **named: Any) -> Any:
    try:
        return make(name, made_by, *arguments, **named)
    except BadPlugin as error:
        raise ModelUnavailable(name, f"could not be opened ({error.problem})", "Mend it, or name another.") from error


def _window_of(model: str) -> int:
    """The window of one of OpenAI's models by its name; for an unknown one, what all of theirs have by now."""
    known = {"gpt-5": 400_000, "gpt-4.1": 1_000_000, "gpt-4o": 128_000, "gpt-3.5": 16_000, "gpt-4-turbo": 128_000}
    exact = {"gpt-4": 8_192}
    return exact.get(model, next((size for start, size in known.items() if model.startswith(start)), 128_000))


def _thinks(model: str) -> bool:
    """Whether a model is known to reason before it writes, which costs tokens that nobody sees."""
    bare = model.rpartition("/")[2].lower()
    return bool(re.match(r"(o\d|gpt-5(?!.*chat)|gpt-oss|deepseek-r|qwq|magistral)", bare))
