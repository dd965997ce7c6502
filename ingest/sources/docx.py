"""Word documents: one article per file. Floor 2: sole owner of python-docx here."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from ingest.plain import single_line
from ingest.sources.found import DOCUMENT_LIMIT_BYTES, Blob, Fact, Found, RawArticle, ReadFailure, bytes_digest

_HEADINGS = {"Title": 1, "Heading 1": 1, "Heading 2": 2, "Heading 3": 3}


def read(blob: Blob) -> Iterator[Found]:
    """The article of the document: paragraphs and tables in order, headings as in Markdown."""
    raw = blob.read(DOCUMENT_LIMIT_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
    except zipfile.BadZipFile:
        yield ReadFailure(blob.name, "is no Word document, or a damaged one")
        return
    if unpacked > 3 * DOCUMENT_LIMIT_BYTES:
        yield ReadFailure(blob.name, f"unpacks to {unpacked // 1_000_000} MB, which no article does")
        return
    from docx import Document
    from docx.opc.exceptions import OpcError
    from docx.table import Table
    from lxml.etree import LxmlError

    try:
        document = Document(io.BytesIO(raw))
        blocks: list[str] = []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                blocks += [" | ".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in block.rows]
            else:
                level = _HEADINGS.get(block.style.name if block.style else "", 0)
                blocks.append(f"{'#' * level} {block.text}".strip())
        properties = document.core_properties
    except (OpcError, LxmlError, zipfile.BadZipFile, KeyError, ValueError, AttributeError) as error:
        yield ReadFailure(blob.name, f"is no Word document, or a damaged one ({type(error).__name__})")
        return
    text = "\n\n".join(filter(None, blocks))
    if not text.strip():
        yield ReadFailure(blob.name, "holds no text")
        return
    facts = [
        Fact(name, single_line(value), "page", f"document {name}")
        for name, value in (
            ("title", properties.title or ""),
            ("author", properties.author if properties.author != "python-docx" else ""),
        )
        if value
    ]
    if properties.created:
        facts.append(
            Fact(
                "published", properties.created.date().isoformat(), "inferred", "the day on which the document was made"
            )
        )
    yield RawArticle(blob.name, text, {}, bytes_digest(raw), "", tuple(facts))
