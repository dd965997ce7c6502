"""Prompt texts, one Markdown file each, and the one way to fill them. Floor 0.

A file holds a comment (purpose, slots, expected reply), then `## system` and `## user`; or, where it is a part of other
prompts, `## text` alone. Slots are `$name`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import resources
from string import Template

_PARTS = re.compile(r"^## (system|user|text)\s*$", re.MULTILINE)


class PromptError(Exception):
    """A prompt file and the code that fills it do not agree: a bug, never the user's mistake."""


def render(name: str, **slots: str) -> tuple[str, str]:
    """The system and the user text of `prompts/<name>.md`, each slot filled.

    Raises PromptError by name for a slot that is missing or too many, and for a file without its two parts.
    """
    system, user = _filled(name, ("system", "user"), slots)
    return system, user


def render_part(name: str, **slots: str) -> str:
    """The text of `prompts/<name>.md`, a part of other prompts. Raises PromptError as `render` does."""
    return _filled(name, ("text",), slots)[0]


def _filled(name: str, parts: tuple[str, ...], slots: Mapping[str, str]) -> list[str]:
    text = resources.files(__name__).joinpath(f"{name}.md").read_text(encoding="utf-8")
    pieces = _PARTS.split(text)
    if tuple(pieces[1::2]) != parts:
        raise PromptError(f"prompts/{name}.md must hold {' and then '.join(f'## {part}' for part in parts)}")
    templates = [Template(part.strip()) for part in pieces[2::2]]
    wanted = {slot for template in templates for slot in _slots(template)}
    if wanted != set(slots):
        missing, extra = sorted(wanted - set(slots)), sorted(set(slots) - wanted)
        raise PromptError(f"prompts/{name}.md: slots missing: {missing or 'none'}; not asked for: {extra or 'none'}")
    return [template.substitute(slots) for template in templates]


def _slots(template: Template) -> set[str]:
    """The names of a template's slots (Template.get_identifiers is there only from Python 3.11 on)."""
    return {found["named"] or found["braced"] for found in template.pattern.finditer(template.template)} - {None}
