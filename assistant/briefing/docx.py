"""A briefing as a Word document, one real footnote a line. Floor 3: with `footnotes`, sole owner of python-docx."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from assistant.briefing import wording
from assistant.briefing.footnotes import WORD, Footnotes
from assistant.briefing.types import Briefing, CardSide, Line
from assistant.markup import day_name

_INK, _SOFT, _ACCENT = "1B1B1A", "63615C", "7A1F1F"


def as_docx(briefing: Briefing) -> bytes:
    """The document as the bytes of a .docx file."""
    return _Paper(briefing).bytes()


class _Paper:
    """One document in the making, section by section."""

    def __init__(self, briefing: Briefing) -> None:
        from docx import Document

        self._briefing = briefing
        self._document: Any = Document()
        self._notes = Footnotes()
        self._by_number = {citation.number: citation for citation in briefing.citations}
        self._shown = {line.text for line in briefing.lines}
        self._style()

    def bytes(self) -> bytes:
        """All sections, as a file."""
        briefing = self._briefing
        self._head()
        if briefing.status == "not_in_corpus":
            self._nothing()
        else:
            for section in (
                self._comparison, self._short, self._timeline, self._voices, self._disputes, self._unknown,
                self._coverage, self._sources,
            ):  # fmt: skip
                section()
        self._receipt()
        self._notes.attach(self._document)
        out = io.BytesIO()
        self._document.save(out)
        return out.getvalue()

    # ---- sections

    def _head(self) -> None:
        briefing = self._briefing
        self._paragraph("BRIEFING", size=9, colour=_ACCENT, bold=True, after=0)
        self._document.add_heading(wording.clean(briefing.topic), 0)
        under = wording.filters_text(briefing)
        parts = [
            day_name(briefing.receipt.made[:10]),
            briefing.length,
            wording.writer(briefing.receipt),
            *([under] if under else []),
        ]
        self._paragraph(" · ".join(parts), size=9, colour=_SOFT)
        properties = self._document.core_properties
        properties.title, properties.author = wording.clean(briefing.topic)[:250], "Sayso"
        properties.comments = ""

    def _nothing(self) -> None:
        briefing = self._briefing
        self._document.add_heading("Not in these articles", 1)
        self._paragraph(" ".join(briefing.notes))
        for near in briefing.nearest:
            told = f"{near.outlet or 'outlet unknown'}, {day_name(near.published)}: {near.title or 'untitled'}"
            self._paragraph(told, style="List Bullet")

    def _comparison(self) -> None:
        comparison = self._briefing.comparison
        if comparison is None:
            return
        self._heading("comparison")
        self._paragraph(f"Compared with {comparison.earlier}: {comparison.standing} of its passages stand as quoted.")
        for change in comparison.changes:
            paragraph = self._paragraph("", style="List Bullet")
            self._run(paragraph, f"{wording.CHANGES[change.kind]}: ", bold=True)
            self._run(paragraph, wording.change_text(change))

    def _short(self) -> None:
        for note in self._briefing.notes:
            self._paragraph(note, size=9, colour=_SOFT)
        self._heading("short")
        for line in self._briefing.key_points:
            self._line(line)

    def _timeline(self) -> None:
        if not self._briefing.timeline:
            return
        self._heading("timeline")
        for entry in self._briefing.timeline:
            paragraph = self._paragraph("", after=4)
            self._run(paragraph, f"{entry.when}  ", bold=True, colour=_ACCENT)
            if entry.again:
                self._run(paragraph, f"see line {entry.line.number}")
            else:
                self._line(entry.line, paragraph)

    def _voices(self) -> None:
        if not self._briefing.voices:
            return
        self._heading("voices")
        for voice in self._briefing.voices:
            self._document.add_heading(wording.clean(wording.voice_head(voice)), 2)
            for line in voice.lines:
                self._line(line)

    def _disputes(self) -> None:
        self._heading("disputes")
        if not self._briefing.disputes:
            self._paragraph("No disagreement was found among what was read.")
        for card in self._briefing.disputes:
            self._document.add_heading(wording.clean(wording.card_head(card)), 2)
            for side in card.sides:
                self._side(side)

    def _side(self, side: CardSide) -> None:
        paragraph = self._paragraph("", style="List Bullet", after=4)
        if side.line:
            self._run(paragraph, f"{side.line.number}  ", size=8, colour=_SOFT)
        self._run(paragraph, f"{wording.opening(side.teller)}: ", bold=True)
        self._run(paragraph, f"“{side.line.text}”" if side.line else f"as in line {side.see}")
        self._notes.add(paragraph, self._proof(side.citations))
        if side.also:
            self._run(paragraph, f" (also {'; '.join(side.also)})", size=9, colour=_SOFT)

    def _unknown(self) -> None:
        if not self._briefing.unknown:
            return
        self._heading("unknown")
        for point in self._briefing.unknown:
            paragraph = self._paragraph("", style="List Bullet", after=4)
            if point.line:
                self._line(point.line, paragraph)
            else:
                self._run(paragraph, point.text)

    def _coverage(self) -> None:
        coverage = self._briefing.coverage
        if not coverage.rows:
            return
        self._heading("coverage")
        table = self._document.add_table(rows=1, cols=len(coverage.claims) + 1)
        table.style = "Table Grid"
        self._cell(table.rows[0].cells[0], "Outlet", bold=True)
        for cell, (number, label) in zip(table.rows[0].cells[1:], coverage.claims, strict=True):
            self._cell(cell, f"line {number}", bold=True)
            below = cell.add_paragraph()
            below.paragraph_format.space_after = 0
            self._run(below, f"“{label}”", size=7, colour=_SOFT)
        for outlet, stances in coverage.rows:
            cells = table.add_row().cells
            self._cell(cells[0], outlet, bold=True)
            for cell, stance in zip(cells[1:], stances, strict=True):
                self._cell(cell, wording.STANCES[stance.stance], colour=_SOFT if stance.stance == "silent" else _INK)
        self._paragraph(wording.STANCE_KEY, size=8, colour=_SOFT)
        if coverage.left_out:
            self._paragraph(f"{coverage.left_out} more outlets are in the index on this topic.", size=9)
        if coverage.absent:
            told = "; ".join(f"{name} (cited by {', '.join(by)})" for name, by in coverage.absent)
            self._paragraph(f"Cited, and not in the corpus: {told}.", size=9)

    def _sources(self) -> None:
        self._heading("sources")
        self._paragraph(wording.origins_text(self._briefing))
        for first, citations in wording.by_article(self._briefing.citations):
            paragraph = self._paragraph("", style="List Bullet", after=2)
            self._run(paragraph, f"{wording.source_head(first)}: ", bold=True)
            self._run(paragraph, first.title or "untitled")
            address = wording.address(first.url)
            passages = f" ({len(citations)} passages)" if len(citations) > 1 else " (1 passage)"
            self._run(paragraph, (f", {address}" if address else "") + passages, size=9, colour=_SOFT)

    def _receipt(self) -> None:
        self._heading("receipt")
        for name, value in wording.receipt_rows(self._briefing.receipt):
            paragraph = self._paragraph("", after=0)
            self._run(paragraph, f"{name}: ", bold=True, size=9)
            self._run(paragraph, value, size=9, colour=_SOFT)
        for told in wording.left_out(self._briefing.receipt):
            self._paragraph(f"Not cited: {told}", size=8, colour=_SOFT, after=0)

    # ---- what sections are made of

    def _line(self, line: Line, into: Any = None) -> None:
        paragraph = into if into is not None else self._paragraph("", after=6)
        self._run(paragraph, f"{line.number}  ", size=8, colour=_SOFT)
        if head := wording.head(line):
            self._run(paragraph, f"{head}: ", bold=True)
        self._run(paragraph, f"“{line.text}”" if line.verbatim else line.text)
        self._notes.add(paragraph, self._proof(line.citations))
        if tail := wording.tail(line):
            self._run(paragraph, f" ({tail})", size=9, colour=_SOFT)

    def _proof(self, numbers: Sequence[int]) -> str:
        """The footnote of a line: the article and place of its words, then of each other sentence that says so.

        Addresses stand once, in the list of sources.
        """
        told = []
        for number in numbers:
            citation = self._by_number[number]
            where = f"{wording.source_head(citation)}, “{citation.title or 'untitled'}”, "
            where += f"characters {citation.start}–{citation.end}"
            told.append(where if citation.quote in self._shown else f"{where}: “{citation.quote}”")
        proof = wording.clean("; also ".join(told))
        return proof if proof.endswith("”") else f"{proof}."

    def _heading(self, section: str) -> None:
        self._document.add_heading(wording.SECTIONS[section], 1)

    def _paragraph(
        self, text: str, *, style: str | None = None, size: float | None = None, colour: str = _INK, bold: bool = False,
        after: float | None = None,
    ) -> Any:  # fmt: skip
        from docx.shared import Pt

        paragraph = self._document.add_paragraph(style=style)
        if after is not None:
            paragraph.paragraph_format.space_after = Pt(after)
        if text:
            self._run(paragraph, text, size=size, colour=colour, bold=bold)
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

    def _cell(self, cell: Any, text: str, *, bold: bool = False, colour: str = _INK) -> None:
        cell.paragraphs[0].paragraph_format.space_after = 0
        self._run(cell.paragraphs[0], text, size=8.5, bold=bold, colour=colour)

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
