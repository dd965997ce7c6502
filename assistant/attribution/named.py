"""Finds names of people in a text. Floor 2."""

from __future__ import annotations

import re

from assistant.attribution.proper import name_kind
from assistant.language.outlets import mentions
from assistant.language.terms import is_stop

_NAME = re.compile(r"\b[A-ZÀ-Þ][\w’'.-]+(?:\s(?:(?:de|van|von|bin|al|el|da|di)\s)?[A-ZÀ-Þ][\w’'-]+){1,3}")


def people_in(text: str) -> list[str]:
    """The names in a text that look like a person's, in order: two words or more, and not part of an outlet."""
    listed = [text[slice(*span)] for span, _ in mentions(text)]
    found = (re.sub(r"['’]s$", "", one.group()) for one in _NAME.finditer(text))
    names = [" ".join(name.split()[1:]) if is_stop(name.split()[0].lower()) else name for name in found]
    people = [name for name in names if " " in name and name_kind(name) == "person"]
    return [name for name in people if not any(name in other for other in listed)]
