"""Makes the frozen nouns of the house again from the JSON that `dataclasses.asdict` gives. Floor 0. A pure function."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


def rebuilt(kind: type[T], told: Any) -> T:
    """A value of that type. What an earlier release did not have gets its default, what it had beyond is left out.

    Raises KeyError, TypeError or ValueError for what is no such value.
    """
    return cast(T, _made(kind, told))


def _made(kind: Any, told: Any) -> Any:
    if is_dataclass(kind):
        hints = _hints(cast(type, kind))
        return kind(**{name: _made(hints[name], value) for name, value in dict(told).items() if name in hints})  # type: ignore[operator]
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return None if told is None else _made(next(one for one in inside if one is not type(None)), told)
    if origin is tuple:
        each = inside[:1] * len(told) if inside[1:] == (...,) else inside
        return tuple(_made(one, value) for one, value in zip(each, told, strict=True))
    if origin is frozenset:
        return frozenset(_made(inside[0], value) for value in told)
    if origin in (dict, Mapping):
        return {name: _made(inside[1], value) for name, value in told.items()}
    return told


@cache
def _hints(kind: type) -> dict[str, Any]:
    known = get_type_hints(kind)
    return {field.name: known[field.name] for field in fields(kind) if field.init}
