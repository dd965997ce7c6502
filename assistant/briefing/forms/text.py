"""A briefing as plain text, for a mail or an editor that takes no markup. Floor 3. A pure function."""

from __future__ import annotations

from assistant.briefing.blocks import Block, Link, Marks, Piece, Place
from assistant.briefing.forms.lines import LISTED, lines_of_blocks, reference
from assistant.briefing.layout import document
from assistant.briefing.types import Briefing
from assistant.markup import clean

_UNDERLINES = {"title": "=", "heading": "-"}


def as_text(briefing: Briefing) -> str:
    """The whole document: a paragraph to a line, headings underlined, items behind a hyphen."""
    return lines_of_blocks(document(briefing), _block)


def _block(block: Block) -> str:
    words = " ".join("".join(map(_piece, block.pieces)).split())
    if line := _UNDERLINES.get(block.kind):
        return f"{words}\n{line * min(len(words), 72)}"
    label = f"{clean(block.label)}: " if block.label else ""
    return f"{'- ' if block.kind in LISTED else ''}{label}{words}"


def _piece(piece: Piece) -> str:
    if isinstance(piece, (Marks, Place)):
        return reference(piece)
    if isinstance(piece, Link):
        return f"“{clean(piece.text)}”" + (f", {piece.url}" if piece.url else "")
    return f"“{clean(piece.text)}”" if piece.style == "quote" else clean(piece.text)
