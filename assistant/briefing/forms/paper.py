"""A Word document in our style, with real footnotes. Floor 3: with `footnotes`, sole owner of python-docx."""

from __future__ import annotations

import io
from typing import Any

from assistant.briefing.forms.footnotes import WORD, Footnotes
from assistant.markup import clean

INK, SOFT, ACCENT = "1B1B1A", "63615C", "7A1F1F"


class Paper:
    """A document under construction. Invisible characters are removed from texts."""

    def __init__(self, title: str) -> None:
        from docx import Document

        self._document: Any = Document()
        self._notes = Footnotes()
        properties = self._document.core_properties
        properties.title, properties.author = clean(title)[:250], "Sayso"
        properties.comments = ""
        self._style()

    def bytes(self) -> bytes:
        """The document as the bytes of a .docx file."""
        self._notes.attach(self._document)
        out = io.BytesIO()
        self._document.save(out)
        return out.getvalue()

    def heading(self, text: str, level: int) -> Any:
        """A heading, 0 for the title of the document; a paragraph that runs can be added to."""
        return self._document.add_heading(clean(text), level)

    def paragraph(self, text: str = "", *, style: str | None = None, after: float = 6) -> Any:
        """A paragraph with some text, and so many points of space after it."""
        from docx.shared import Pt

        paragraph = self._document.add_paragraph(style=style)
        paragraph.paragraph_format.space_after = Pt(after)
        if text:
            self.run(paragraph, text)
        return paragraph

    def run(
        self, paragraph: Any, text: str, *, size: float | None = None, colour: str = INK, bold: bool = False
    ) -> None:
        """Add words to a paragraph."""
        from docx.shared import Pt, RGBColor

        run = paragraph.add_run(clean(text))
        run.bold = bold or None
        run.font.color.rgb = RGBColor.from_string(colour)
        if size:
            run.font.size = Pt(size)

    def footnote(self, paragraph: Any, text: str) -> None:
        """Put a footnote mark at the end of a paragraph."""
        self._notes.add(paragraph, clean(text))

    def _style(self) -> None:
        """Fonts, margins, and the two styles that footnotes need and the template lacks."""
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Mm, Pt, RGBColor

        styles = self._document.styles
        for name in ("Normal", "Title", "Heading 1", "Heading 2"):
            font = styles[name].font
            font.name, font.color.rgb = "Georgia", RGBColor.from_string(INK)
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
