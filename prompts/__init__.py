"""Prompt texts, one Markdown file each, and the one way to fill them. Floor 0.

A file holds a comment (purpose, slots, expected reply), then `## system` and `## user`. Slots are `$name`.
"""

from __future__ import annotations

import re
from importlib import resources
from string import Template

_PARTS = re.compile(r"^## (system|user)\s*$", re.MULTILINE)


class PromptError(Exception):
    """A prompt file and the code that fills it do not agree: a fault of ours, never of the user's."""


def render(name: str, **slots: str) -> tuple[str, str]:
    """The system and the user text of `prompts/<name>.md`, each slot filled.

    Raises PromptError by name for a slot that is missing or too many, and for a file without its two parts.
    """
    text = resources.files(__name__).joinpath(f"{name}.md").read_text(encoding="utf-8")
    pieces = _PARTS.split(text)
    if pieces[1::2] != ["system", "user"]:
        raise PromptError(f"prompts/{name}.md must hold '## system' and then '## user'")
    system, user = (Template(part.strip()) for part in (pieces[2], pieces[4]))
    wanted = set(_slots(system)) | set(_slots(user))
    if wanted != set(slots):
        missing, extra = sorted(wanted - set(slots)), sorted(set(slots) - wanted)
        raise PromptError(f"prompts/{name}.md: slots missing: {missing or 'none'}; not asked for: {extra or 'none'}")
    return system.substitute(slots), user.substitute(slots)


def _slots(template: Template) -> set[str]:
    """The names of a template's slots (Template.get_identifiers is there only from Python 3.11 on)."""
    return {found["named"] or found["braced"] for found in template.pattern.finditer(template.template)} - {None}
