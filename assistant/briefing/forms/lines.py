"""What the forms of a briefing that are plain lines have in common: Markdown and text. Floor 3. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from assistant.briefing import wording
from assistant.briefing.blocks import Block, Marks, Place

LISTED = ("bullet", "note", "source", "row")
"""The kinds of blocks that stand line below line; all others are set apart by an empty line."""


def lines_of_blocks(blocks: Iterable[Block], write: Callable[[Block], str]) -> str:
    """The blocks as `write` gives them, one below the other, ending in a line break; "\\n" for none."""
    text, before = "", ""
    for block in blocks:
        text += "" if not before else "\n" if block.kind == before and before in LISTED else "\n\n"
        text += write(block)
        before = block.kind
    return text + "\n"


def reference(piece: Marks | Place) -> str:
    """Citation marks behind a line, or the number before a place in the sources."""
    if isinstance(piece, Marks):
        return f" {wording.citation_marks(piece.numbers, piece.related)}"
    return f"[{piece.number}] "
