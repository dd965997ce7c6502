"""The frozen Settings, read once by each command from its options and the environment. Floor 0."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from assistant.addresses import service_name
from assistant.errors import BadSetting

Style = Literal["auto", "prose", "json"]
Strength = Literal["auto", "strong", "small"]
DEFAULT_HOME = Path(".sayso")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a run. Its `repr` has no keys and passwords; `as_given` returns addresses with them.

    model: `quotes`, `openai:<model>`, `openai-like:<model>@<base url>`, `ollama:<model>`, another's `<name>:<model>`.
    embedder: `builtin`, `none` (lexical search only), or one of the forms of `model`.
    catalog: None for the SQLite file in `home`, else `postgresql://user:password@host:port/database`.
    chroma: None for the embedded store in `home`, else `http(s)://host:port`, with `?tenant=T&database=D` if need be.
    vectors: `module:Class` of a llama-index vector store instead of Chroma; None for Chroma.
    strength: whether a language model is given whole passages and checks sentences (`strong`) or gets a few lines and
        checks nothing (`small`); `auto`: strong unless its name says that it is small.
    checker: the model that checks what is written; None for the writer itself, `none` for no checking.
    style: how a language model is asked to cite: in `prose`, in `json`, or `auto`, by what its server can.
    openai_base_url: a gateway for OpenAI's models instead of OpenAI; it gets the key and all prompts.
    ollama_host: where Ollama is, for `ollama:<model>`; None for this machine.
    api_key: only for `openai-like` servers; the key of OpenAI goes to no other address.
    window_tokens: the context window of a model, if its name does not imply it.
    max_usd, max_tokens: the most one run may spend on a language model; None for no limit.
    question_usd, question_tokens: the same for one question.
    reranker: `module:Class` of a llama-index node postprocessor that reorders passages; None for none.
    reader: `module:Class` of a reader; None for the built-in one.
    models: further models that readers of the page can choose.
    today: the day (YYYY-MM-DD) that "last week" counts from; None for the day of the newest article.
    """

    home: Path = DEFAULT_HOME
    model: str = "quotes"
    embedder: str = "builtin"
    catalog: str | None = None
    chroma: str | None = None
    chroma_token: str | None = field(default=None, repr=False)
    vectors: str | None = None
    openai_api_key: str | None = field(default=None, repr=False)
    api_key: str | None = field(default=None, repr=False)
    debug: bool = False
    strength: Strength = "auto"
    checker: str | None = None
    style: Style = "auto"
    max_usd: float | None = None
    max_tokens: int | None = None
    question_usd: float | None = None
    question_tokens: int | None = None
    timeout_seconds: float = 120.0  # a 3,000-token prompt on two cores takes 40 s before the first word
    window_tokens: int | None = None
    today: str | None = None
    reranker: str | None = None
    reader: str | None = None
    openai_base_url: str | None = None
    ollama_host: str | None = None
    models: tuple[str, ...] = ()
    given: tuple[tuple[str, str], ...] = field(default=(), repr=False, compare=False)
    """Names of models, embedders and servers, each with its full address including secrets."""

    def __post_init__(self) -> None:
        for name in ("model", "embedder", "catalog", "chroma", "checker", "openai_base_url", "ollama_host"):
            value = getattr(self, name)
            if value and (called := service_name(value)) != value:
                object.__setattr__(self, name, called)
                object.__setattr__(self, "given", ((called, value), *self.given))

        for value in self.models:
            object.__setattr__(self, "given", ((service_name(value), value), *self.given))
        object.__setattr__(self, "models", tuple(map(service_name, self.models)))

    def as_given(self, name: str) -> str:
        """The address of a model, an embedder or a server with its login: for connecting, never for display."""
        return dict(reversed(self.given)).get(name, name)


def read_settings(
    environment: Mapping[str, str] | None = None,
    *,
    home: Path | str | None = None,
    model: str | None = None,
    debug: bool = False,
    style: str | None = None,
    strength: str | None = None,
    max_usd: float | None = None,
    max_tokens: int | None = None,
    question_usd: float | None = None,
    question_tokens: int | None = None,
    today: str | None = None,
) -> Settings:
    """Settings from options first, then the environment (default: the process's), then the defaults.

    Without a model named anywhere: `openai:gpt-5-mini` where a key is present, else `quotes`.
    Raises BadSetting for a value of no known form.
    """
    env = os.environ if environment is None else environment
    key = env.get("OPENAI_API_KEY") or None
    chosen = model or env.get("SAYSO_MODEL") or ("openai:gpt-5-mini" if key else "quotes")
    embedder = env.get("SAYSO_EMBEDDER") or "builtin"
    chroma = env.get("SAYSO_CHROMA") or None
    _require_provider("--model or SAYSO_MODEL", chosen, ("quotes",))
    models = tuple(one.strip() for one in (env.get("SAYSO_MODELS") or "").split(",") if one.strip())
    for one in models:
        _require_provider("SAYSO_MODELS", one, ("quotes",))
    _require_provider("SAYSO_EMBEDDER", embedder, ("builtin", "none"))
    if env.get("SAYSO_CHECKER"):
        _require_provider("SAYSO_CHECKER", env["SAYSO_CHECKER"], ("none",))
    if chroma and not chroma.startswith(("http://", "https://")):
        raise BadSetting("SAYSO_CHROMA", chroma, "http://host:port or https://host:port")
    catalog = env.get("SAYSO_CATALOG") or None
    if catalog and not catalog.startswith(("postgresql://", "postgres://")):
        raise BadSetting("SAYSO_CATALOG", catalog, "postgresql://user:password@host:port/database")
    return Settings(
        catalog=catalog,
        chroma_token=env.get("SAYSO_CHROMA_TOKEN") or None,
        vectors=env.get("SAYSO_VECTORS") or None,
        home=Path(home or env.get("SAYSO_HOME") or DEFAULT_HOME).expanduser(),
        model=chosen,
        embedder=embedder,
        chroma=chroma,
        openai_api_key=key,
        debug=debug,
        strength=_one_of(get_args(Strength), "--strength or SAYSO_STRENGTH", strength or env.get("SAYSO_STRENGTH")),
        checker=env.get("SAYSO_CHECKER") or None,
        style=_one_of(get_args(Style), "--style or SAYSO_STYLE", style or env.get("SAYSO_STYLE")),
        max_usd=max_usd,
        max_tokens=max_tokens,
        question_usd=question_usd,
        question_tokens=question_tokens,
        today=today,
        reranker=env.get("SAYSO_RERANKER") or None,
        reader=env.get("SAYSO_READER") or None,
        openai_base_url=_address("OPENAI_BASE_URL", env.get("OPENAI_BASE_URL")),
        ollama_host=env.get("OLLAMA_HOST") or None,
        models=models,
        api_key=env.get("SAYSO_API_KEY") or None,
        timeout_seconds=_positive("SAYSO_TIMEOUT", env.get("SAYSO_TIMEOUT")) or 120.0,
        window_tokens=int(_positive("SAYSO_WINDOW", env.get("SAYSO_WINDOW")) or 0) or None,
    )


def _address(name: str, value: str | None) -> str | None:
    """The web address in a variable, or None if it is not set. Raises BadSetting."""
    if value and not value.startswith(("http://", "https://")):
        raise BadSetting(name, value, "an http:// or https:// address")
    return value or None


def _positive(name: str, value: str | None) -> float | None:
    """The positive number in a variable, or None if it is not set. Raises BadSetting."""
    if not value:
        return None
    try:
        number = float(value)
    except ValueError as error:
        raise BadSetting(name, value, "a number above 0") from error
    if not 0 < number < 1e9:
        raise BadSetting(name, value, "a number above 0")
    return number


def _one_of(known: Sequence[str], name: str, value: str | None) -> Any:
    """The value, if it is one of those known; "auto" for none. Raises BadSetting."""
    if value and value not in known:
        raise BadSetting(name, value, f"{', '.join(known[:-1])} or {known[-1]}")
    return value or "auto"


def _require_provider(name: str, value: str, plain: tuple[str, ...]) -> None:
    """Raise BadSetting unless value is one of the plain words or has the form of a provider."""
    kind, _, rest = value.partition(":")
    if value in plain or (kind != "openai-like" and kind and rest):
        return  # whether the provider exists is checked when it is opened
    if kind == "openai-like":
        served, _, url = rest.partition("@")
        if served and url.startswith(("http://", "https://")):
            return
    forms = ", ".join((*plain, "openai:<model>"))
    raise BadSetting(name, value, f"{forms} or openai-like:<model>@<http address>")
