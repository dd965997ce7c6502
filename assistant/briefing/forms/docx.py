"""A briefing as a Word document, with a footnote per line. Floor 3."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.briefing import wording
from assistant.briefing.blocks import Block, Link, Marks, Place
from assistant.briefing.forms.paper import ACCENT, INK, SOFT, Paper
from assistant.briefing.layout import document, title_of
from assistant.briefing.types import Briefing
from assistant.markup import clean

_HEADINGS = {"title": 0, "heading": 1, "subheading": 2}


def briefing_docx(briefing: Briefing) -> bytes:
    """The document as the bytes of a .docx file."""
    return _Writer(briefing).bytes()


class _Writer:
    """Writes one briefing, block by block."""

    def __init__(self, briefing: Briefing) -> None:
        self._briefing = briefing
        self._paper = Paper(title_of(briefing))
        self._by_number = {citation.number: citation for citation in briefing.citations}
        self._shown = {line.text for line in briefing.lines}

    def bytes(self) -> bytes:
        """All blocks, as a file."""
        for block in document(self._briefing):
            self._block(block)
        return self._paper.bytes()

    def _block(self, block: Block) -> None:
        paper, soft = self._paper, block.kind in ("kicker", "note", "source")
        if block.kind in _HEADINGS:
            paragraph = paper.heading("", _HEADINGS[block.kind])
        else:
            style = "List Bullet" if block.kind in ("bullet", "source") else None
            paragraph = paper.paragraph(style=style, after=0 if soft else 6)
        if block.label:
            paper.run(paragraph, f"{block.label}  ", bold=True, colour=ACCENT)
        for piece in block.pieces:
            if isinstance(piece, Marks):
                paper.footnote(paragraph, self._proof(piece.numbers, piece.related))
            elif isinstance(piece, Place):
                paper.run(paragraph, f"[{piece.number}] ", size=8, colour=SOFT)
            elif isinstance(piece, Link):
                paper.run(paragraph, piece.text)
                paper.run(paragraph, f", {piece.url}" if piece.url else "", size=9, colour=SOFT)
            else:
                quiet = soft or piece.style == "soft"
                text = f"“{piece.text}”" if piece.style == "quote" else piece.text
                bold = piece.style == "strong"
                paper.run(paragraph, text, bold=bold, size=9 if quiet else None, colour=SOFT if quiet else INK)

    def _proof(self, numbers: Sequence[int], related: Sequence[int]) -> str:
        """The footnote of a line: the places of its words, of supporting and of related citations.

        Web addresses are only in the list of sources.
        """
        cited = [self._place(number) for number in numbers]
        near = [self._place(number) for number in related]
        proof = clean("; see also ".join(["; also ".join(cited), *near]))
        return proof if proof.endswith("”") else f"{proof}."

    def _place(self, number: int) -> str:
        """The place of a citation, and its words if the document does not show them."""
        citation = self._by_number[number]
        where = f"{wording.source_of(citation)}, “{citation.title or 'untitled'}”, "
        where += f"characters {citation.start}–{citation.end}"
        return where if citation.quote in self._shown else f"{where}: “{citation.quote}”"
