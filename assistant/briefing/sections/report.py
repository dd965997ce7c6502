"""What outlets report on their own account, and no day belongs to: a paragraph an outlet. Floor 3."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.briefing.types import Line


def by_outlet(lines: Iterable[Line]) -> tuple[tuple[Line, ...], ...]:
    """The lines in paragraphs, those together that have one lead, in the order of the first of each."""
    paragraphs: dict[str, list[Line]] = {}
    for line in lines:
        paragraphs.setdefault(line.lead, []).append(line)
    return tuple(tuple(one) for one in paragraphs.values())
