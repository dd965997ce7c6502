"""Rebuilds frozen dataclasses from the JSON of `dataclasses.asdict`. Floor 0. A pure function."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


def rebuilt(kind: type[T], data: Any) -> T:
    """A value of the type `kind`. Missing fields get their defaults, unknown ones are ignored.

    Raises KeyError, TypeError or ValueError if `data` does not fit the type.
    """
    return cast(T, _value(kind, data))


def _value(kind: Any, data: Any) -> Any:
    if is_dataclass(kind):
        hints = _hints(cast(type, kind))
        return kind(**{name: _value(hints[name], value) for name, value in dict(data).items() if name in hints})  # type: ignore[operator]
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return None if data is None else _value(next(one for one in inside if one is not type(None)), data)
    if origin is tuple:
        each = inside[:1] * len(data) if inside[1:] == (...,) else inside
        return tuple(_value(one, value) for one, value in zip(each, data, strict=True))
    if origin is frozenset:
        return frozenset(_value(inside[0], value) for value in data)
    if origin in (dict, Mapping):
        return {name: _value(inside[1], value) for name, value in data.items()}
    return data


@cache
def _hints(kind: type) -> dict[str, Any]:
    known = get_type_hints(kind)
    return {field.name: known[field.name] for field in fields(kind) if field.init}
