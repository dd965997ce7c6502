"""Reads the arguments of a call of the page; they are untrusted. Floor 3. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.errors import BadQuestion
from assistant.options import window
from assistant.page.wording import day_in
from assistant.types import Filters

Given = Mapping[str, Any]
PageReply = dict[str, Any]
_MOST_OUTLETS = 200


def text(given: Given, name: str, most: int = 200) -> str:
    """The text argument of that name, "" if there is none. Raises BadQuestion if it is too long."""
    value = given.get(name)
    if not isinstance(value, str):
        return ""
    if len(value) > most:
        raise BadQuestion(f"That is longer than {most:,} characters.", "Shorten it.")
    return value


def number(given: Given, name: str) -> int:
    """The integer argument of that name, 0 if there is none."""
    value = given.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1_000_000 else 0


def filters_in(given: Given) -> Filters:
    """The filters of a call. Raises BadDate, and BadQuestion for a window that ends before it begins."""
    found = given.get("filters")
    fields: Given = found if isinstance(found, dict) else {}
    named = fields.get("outlets")
    outlets = [one for one in named if isinstance(one, str)] if isinstance(named, list) else []
    since, until, as_of = (
        day_in(label, text(fields, name, 40))
        for name, label in (("since", "Since"), ("until", "Until"), ("as_of", "As of"))
    )
    return window(outlets[:_MOST_OUTLETS], since, until, as_of)
