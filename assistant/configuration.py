"""Reads settings from the environment, and `.env` and `sayso.toml` in the working folder and the home. Floor 1.

The environment has precedence, then the working folder, then the home; within a folder `.env` before `sayso.toml`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from assistant.addresses import service_name
from assistant.errors import BadConfiguration
from assistant.settings import DEFAULT_HOME

VARIABLES: Mapping[str, str] = {
    "home": "SAYSO_HOME",
    "model": "SAYSO_MODEL",
    "models": "SAYSO_MODELS",
    "embedder": "SAYSO_EMBEDDER",
    "checker": "SAYSO_CHECKER",
    "catalog": "SAYSO_CATALOG",
    "chroma": "SAYSO_CHROMA",
    "chroma_token": "SAYSO_CHROMA_TOKEN",
    "vectors": "SAYSO_VECTORS",
    "reranker": "SAYSO_RERANKER",
    "reader": "SAYSO_READER",
    "strength": "SAYSO_STRENGTH",
    "style": "SAYSO_STYLE",
    "timeout": "SAYSO_TIMEOUT",
    "window": "SAYSO_WINDOW",
    "api_key": "SAYSO_API_KEY",
    "auth": "SAYSO_AUTH",
    "auth_file": "SAYSO_AUTH_FILE",
    "smtp": "SAYSO_SMTP",
    "mail_from": "SAYSO_MAIL_FROM",
    "openai_api_key": "OPENAI_API_KEY",
    "openai_base_url": "OPENAI_BASE_URL",
    "ollama_host": "OLLAMA_HOST",
}
"""The keys of `sayso.toml`, each with its variable."""
_SECRET = re.compile(r"KEY|AUTH$|PASSWORD|TOKEN|SECRET")
_FILES = (".env", "sayso.toml")
_MASK = "********"


@dataclass(frozen=True, slots=True)
class SetValue:
    """The value of a variable, and its origin: "environment", or the path of a file."""

    value: str
    origin: str


def read_configuration(environment: Mapping[str, str], folder: Path, home: str | None = None) -> dict[str, SetValue]:
    """Every variable that is set anywhere, by name, for a program that runs in `folder`.

    `home` is the option's; by default that of the environment or the working folder. Empty values count as unset.
    Raises BadConfiguration for a file that cannot be read or has an unknown key.
    """
    found = {name: SetValue(value, "environment") for name, value in environment.items() if value}
    for name in _FILES:
        _add(found, folder / name)
    named = home or (found["SAYSO_HOME"].value if "SAYSO_HOME" in found else str(DEFAULT_HOME))
    there = Path(os.path.abspath(folder / Path(named).expanduser()))
    if there != Path(os.path.abspath(folder)):
        for name in _FILES:
            _add(found, there / name)
    return found


def export_others(found: Mapping[str, SetValue], environment: MutableMapping[str, str]) -> None:
    """Copy variables of `.env` files that are not ours to the environment, where other libraries look for them."""
    for name, given in found.items():
        if name not in VARIABLES.values() and given.origin.endswith(".env"):
            environment.setdefault(name, given.value)


def shown(name: str, value: str) -> str:
    """A value for display: secrets masked, addresses without login."""
    return _MASK if _SECRET.search(name) and name != "SAYSO_AUTH_FILE" else service_name(value)


def _add(found: dict[str, SetValue], path: Path) -> None:
    """Add the variables of a file that are not set yet."""
    if not os.path.isfile(path):  # also for a name that no file can have
        return
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfiguration(path, "it cannot be read as UTF-8 text") from error
    for name, value in (_variables(path, text) if path.name == ".env" else _keys(path, text)).items():
        if value:
            found.setdefault(name, SetValue(value, str(path)))


def _variables(path: Path, text: str) -> dict[str, str]:
    import io

    from dotenv import dotenv_values

    found = {name: value for name, value in dotenv_values(stream=io.StringIO(text), interpolate=False).items() if value}
    for name in found:
        if name.startswith("SAYSO_"):
            _require_known(path, name, tuple(VARIABLES.values()))
    return found


def _keys(path: Path, text: str) -> dict[str, str]:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        table = tomlkit.parse(text).unwrap()
    except TOMLKitError as error:
        raise BadConfiguration(path, f"it is no TOML ({error})") from error
    found = {}
    for key, value in table.items():
        _require_known(path, key, tuple(VARIABLES))
        if isinstance(value, (dict, list)):
            raise BadConfiguration(path, f"{key!r} takes one value")
        found[VARIABLES[key]] = str(value)
    return found


def _require_known(path: Path, name: str, known: tuple[str, ...]) -> None:
    if name not in known:
        nearest = get_close_matches(name, known, 1)
        hint = f"Did you mean {nearest[0]!r}?" if nearest else f"Known are {', '.join(known)}."
        raise BadConfiguration(path, f"{name!r} is no setting. {hint}")
