"""Plugins: classes and functions found by `module:Name`, or by the name of a package's entry point. Floor 1.

Entry points are in groups such as `sayso.models`. Any exception of a plugin becomes BadPlugin.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from typing import Any

from assistant.errors import BadPlugin, MissingExtra


@cache
def offered(group: str) -> dict[str, EntryPoint]:
    """The entry points of a group by name; of two with one name, the first found."""
    found: dict[str, EntryPoint] = {}
    for one in entry_points(group=group):
        found.setdefault(one.name, one)
    return found


def find_maker(group: str, kind: str, rest: str) -> tuple[Callable[..., Any], tuple[str, ...]] | None:
    """The factory of the plugin `kind:rest`, and its arguments; None if there is no such plugin.

    The argument is that of `name:argument` for an entry point, or of `module:Name:argument`; `module:Name` has none.
    A missing module with a dot in its name raises BadPlugin, as does anything else that cannot be loaded.
    """
    given = f"{kind}:{rest}"
    if point := offered(group).get(kind):
        return _loaded(given, point.load), (rest,) if rest else ()
    name, _, argument = rest.partition(":")
    if not name.isidentifier() or not ("." in kind or _importable(kind)):
        return None
    return _loaded(given, lambda: getattr(import_module(kind), name)), (argument,) if argument else ()


def make(given: str, maker: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """Call the factory of a plugin. Raises BadPlugin for whatever it raises."""
    return _loaded(given, lambda: maker(*arguments, **named))


def integration(what: str, module: str, name: str, package: str, extra: str) -> Callable[..., Any]:
    """A class of a llama-index package. Raises MissingExtra where the package is not installed."""
    try:
        made: Callable[..., Any] = getattr(import_module(module), name)
    except ImportError as error:
        raise MissingExtra(what, package, extra) from error
    return made


def _loaded(given: str, load: Callable[[], Any]) -> Any:
    try:
        return load()
    except Exception as error:  # other people's code may raise anything
        raise BadPlugin(given, f"{type(error).__name__}: {error}") from error


def _importable(module: str) -> bool:
    try:
        return all(part.isidentifier() for part in module.split(".")) and find_spec(module) is not None
    except (ImportError, ValueError):
        return False
