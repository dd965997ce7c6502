"""A briefing as a Word document, one real footnote a line. Floor 3: with `footnotes`, sole owner of python-docx."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from assistant.briefing import wording
from assistant.briefing.forms.footnotes import WORD, Footnotes
from assistant.briefing.layout import Block, Link, Marks, Place, document, title_of
from assistant.briefing.types import Briefing

_HEADINGS = {"title": 0, "heading": 1, "subheading": 2}
_INK, _SOFT, _ACCENT = "1B1B1A", "63615C", "7A1F1F"


def as_docx(briefing: Briefing) -> bytes:
    """The document as the bytes of a .docx file."""
    return _Paper(briefing).bytes()


class _Paper:
    """One document in the making, block by block."""

    def __init__(self, briefing: Briefing) -> None:
        from docx import Document

        self._briefing = briefing
        self._document: Any = Document()
        self._notes = Footnotes()
        self._by_number = {citation.number: citation for citation in briefing.citations}
        self._shown = {line.text for line in briefing.lines}
        self._style()

    def bytes(self) -> bytes:
        """All blocks, as a file."""
        properties = self._document.core_properties
        properties.title, properties.author = wording.clean(title_of(self._briefing))[:250], "Sayso"
        properties.comments = ""
        for block in document(self._briefing):
            self._block(block)
        self._notes.attach(self._document)
        out = io.BytesIO()
        self._document.save(out)
        return out.getvalue()

    def _block(self, block: Block) -> None:
        soft = block.kind in ("kicker", "note", "source")
        if block.kind in _HEADINGS:
            paragraph = self._document.add_heading("", _HEADINGS[block.kind])
        else:
            style = "List Bullet" if block.kind in ("bullet", "source") else None
            paragraph = self._paragraph(style=style, after=0 if soft else 6)
        if block.label:
            self._run(paragraph, f"{block.label}  ", bold=True, colour=_ACCENT)
        for piece in block.pieces:
            if isinstance(piece, Marks):
                self._notes.add(paragraph, self._proof(piece.numbers, piece.related))
            elif isinstance(piece, Place):
                self._run(paragraph, f"[{piece.number}] ", size=8, colour=_SOFT)
            elif isinstance(piece, Link):
                self._run(paragraph, piece.text)
                self._run(paragraph, f", {piece.url}" if piece.url else "", size=9, colour=_SOFT)
            else:
                quiet = soft or piece.style == "soft"
                told = f"“{piece.text}”" if piece.style == "quote" else piece.text
                bold = piece.style == "strong"
                self._run(paragraph, told, bold=bold, size=9 if quiet else None, colour=_SOFT if quiet else _INK)

    def _proof(self, numbers: Sequence[int], related: Sequence[int]) -> str:
        """The footnote of a line: the article and place of its words, of what else says so, and of what is related.

        Addresses stand once, in the list of sources.
        """
        told = [self._place(number) for number in numbers]
        near = [self._place(number) for number in related]
        proof = wording.clean("; see also ".join(["; also ".join(told), *near]))
        return proof if proof.endswith("”") else f"{proof}."

    def _place(self, number: int) -> str:
        """Where a citation stands, and its words where the document does not show them."""
        citation = self._by_number[number]
        where = f"{wording.source_of(citation)}, “{citation.title or 'untitled'}”, "
        where += f"characters {citation.start}–{citation.end}"
        return where if citation.quote in self._shown else f"{where}: “{citation.quote}”"

    def _paragraph(self, *, style: str | None = None, after: float) -> Any:
        from docx.shared import Pt

        paragraph = self._document.add_paragraph(style=style)
        paragraph.paragraph_format.space_after = Pt(after)
        return paragraph

    def _run(
        self, paragraph: Any, text: str, *, size: float | None = None, colour: str = _INK, bold: bool = False
    ) -> None:
        from docx.shared import Pt, RGBColor

        run = paragraph.add_run(wording.clean(text))
        run.bold = bold or None
        run.font.color.rgb = RGBColor.from_string(colour)
        if size:
            run.font.size = Pt(size)

    def _style(self) -> None:
        """Fonts, margins, and the two styles that footnotes need and the template lacks."""
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Mm, Pt, RGBColor

        styles = self._document.styles
        for name in ("Normal", "Title", "Heading 1", "Heading 2"):
            font = styles[name].font
            font.name, font.color.rgb = "Georgia", RGBColor.from_string(_INK)
            fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
            for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(f"{{{WORD}}}{kind}", None)
        for name, size in (("Normal", 10.5), ("Title", 22), ("Heading 1", 14), ("Heading 2", 11)):
            styles[name].font.size = Pt(size)
        note = styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
        note.element.set(f"{{{WORD}}}styleId", "FootnoteText")
        note.base_style, note.font.size = styles["Normal"], Pt(8.5)
        note.paragraph_format.space_after = Pt(2)
        mark = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
        mark.element.set(f"{{{WORD}}}styleId", "FootnoteReference")
        mark.font.superscript = True
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(25)
        section.top_margin = section.bottom_margin = Mm(22)
