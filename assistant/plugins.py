"""Parts of other people's: found by `module:Name`, or by the name under which a package offers them. Floor 1.

A package offers a part as an entry point of a group, such as `sayso.models`. What another's code raises becomes one
sentence.
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
    """What installed packages offer of a kind, by name; of two of one name, the first found."""
    found: dict[str, EntryPoint] = {}
    for one in entry_points(group=group):
        found.setdefault(one.name, one)
    return found


def find_maker(group: str, kind: str, rest: str) -> tuple[Callable[..., Any], tuple[str, ...]] | None:
    """What makes the part called `kind:rest`, and what it is to be given; None where there is no such part.

    `name:argument` of what a package offers is given the argument, `module:Name` nothing, `module:Name:argument` that.
    A module with a dot in its name is looked for even if it cannot be there, so that its absence is told. Raises
    BadPlugin where it cannot be loaded.
    """
    given = f"{kind}:{rest}"
    if point := offered(group).get(kind):
        return _loaded(given, point.load), (rest,) if rest else ()
    name, _, argument = rest.partition(":")
    if not name.isidentifier() or not ("." in kind or _importable(kind)):
        return None
    return _loaded(given, lambda: getattr(import_module(kind), name)), (argument,) if argument else ()


def make(given: str, maker: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """The part itself. Raises BadPlugin with what its maker raised, in a sentence."""
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
    except Exception as error:  # another's code: it may fail in any way, and the user should hear of it at once
        raise BadPlugin(given, f"{type(error).__name__}: {error}") from error


def _importable(module: str) -> bool:
    try:
        return all(part.isidentifier() for part in module.split(".")) and find_spec(module) is not None
    except (ImportError, ValueError):
        return False
