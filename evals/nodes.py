"""Reads single values of a gold file's YAML as they are written. Floor 4, used by `gold_faults` only."""

from __future__ import annotations

import re
from typing import Any

import yaml


class FormError(Exception):
    """A value of the wrong form; the text says what was expected."""


def line(node: Any) -> int:
    """The line a node begins on, counted from 1."""
    return int(node.start_mark.line) + 1


def empty(node: Any) -> bool:
    """Whether a node is a list with nothing in it."""
    return isinstance(node, yaml.SequenceNode) and not node.value


def scalar(node: Any) -> str:
    """One text as it is printed; empty for null. Raises FormError, as all below do."""
    if not isinstance(node, yaml.ScalarNode):
        raise FormError("expected one text")
    return "" if node.tag.endswith(":null") else str(node.value).strip()


def truth(node: Any) -> bool:
    """true or false."""
    value = scalar(node).lower()
    if value not in ("true", "false"):
        raise FormError(f"expected true or false, not {value!r}")
    return value == "true"


def day(node: Any) -> str:
    """An ISO day."""
    value = scalar(node)
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise FormError(f"{value!r} is not a date; write it as 2019-06-03")
    return value


def mapping(node: Any) -> dict[str, Any]:
    """The values of a mapping by their keys; of a key given twice, the last."""
    if not isinstance(node, yaml.MappingNode):
        raise FormError("expected 'key: value' lines")
    return {str(key.value): value for key, value in node.value}


def list_nodes(node: Any) -> tuple[Any, ...]:
    """The nodes of a list."""
    if not isinstance(node, yaml.SequenceNode):
        raise FormError("expected a list")
    return tuple(node.value)


def texts(node: Any) -> tuple[str, ...]:
    """One text, or a list of texts."""
    nodes = (node,) if isinstance(node, yaml.ScalarNode) else list_nodes(node)
    return tuple(text for text in map(scalar, nodes) if text)


def entries(node: Any) -> tuple[tuple[str, ...], ...]:
    """A list whose entries are one text or a list of alternatives."""
    return tuple(entry for entry in map(texts, list_nodes(node)) if entry)
