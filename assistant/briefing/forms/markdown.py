"""A briefing as Markdown. Floor 3. A pure function.

What comes from articles is escaped, so that no headline makes a heading, a link or a tag of its own.
"""

from __future__ import annotations

import re
from html import escape

from assistant.briefing.blocks import Block, Link, Marks, Piece, Place, Text
from assistant.briefing.forms.lines import lines_of_blocks, reference
from assistant.briefing.layout import document
from assistant.briefing.types import Briefing
from assistant.markup import clean

_SPECIAL = re.compile(r"([\\`*_{}\[\]#|~$!])")
_OPENING = {"title": "# ", "heading": "## ", "subheading": "### ", "bullet": "- ", "note": "- ", "source": "- "}


def as_markdown(briefing: Briefing) -> str:
    """The whole document."""
    return lines_of_blocks(document(briefing), _block)


def _block(block: Block) -> str:
    body = "".join(map(_piece, block.pieces)).strip()
    if block.kind == "kicker":
        return f"*{body}*"
    return f"- **{safe(block.label)}**: {body}" if block.label else f"{_OPENING.get(block.kind, '')}{body}"


def _piece(piece: Piece) -> str:
    if isinstance(piece, (Marks, Place)):
        return reference(piece)
    if isinstance(piece, Link):
        return f"“{safe(piece.text)}”" + (f" <{piece.url}>" if piece.url else "")
    return _text(piece)


def _text(piece: Text) -> str:
    before, words, after = re.fullmatch(r"(\s*)(.*?)(\s*)", piece.text, re.DOTALL).groups()  # type: ignore[union-attr]
    around = {"strong": ("**", "**"), "soft": ("*", "*"), "quote": ("“", "”"), "plain": ("", "")}[piece.style]
    return f"{before and ' '}{around[0]}{safe(words)}{around[1]}{after and ' '}" if words else piece.text


def safe(text: str) -> str:
    """A text on one line, with Markdown escaped."""
    return _SPECIAL.sub(r"\\\1", escape(" ".join(clean(text).split()), quote=False))
