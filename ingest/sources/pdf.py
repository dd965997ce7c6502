"""PDF: one article per file. Floor 2: sole owner of pypdf."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.plain import single_line
from ingest.sources.decode import repair_mojibake
from ingest.sources.found import DOCUMENT_LIMIT_BYTES, Blob, Fact, Found, RawArticle, ReadFailure, bytes_digest

_MOST_PAGES = 500
_LEAST_LETTERS_A_PAGE = 20
_MOST_CHARACTERS = 5_000_000


def read(blob: Blob) -> Iterator[Found]:
    """The article of the document; a scan without a text layer is a ReadFailure."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    raw = blob.read(DOCUMENT_LIMIT_BYTES)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns about every defect that it repairs
    try:
        document = PdfReader(io.BytesIO(raw))
        if document.is_encrypted and not document.decrypt(""):
            yield ReadFailure(blob.name, "is locked with a password")
            return
        count = len(document.pages)
        if count > _MOST_PAGES:
            yield ReadFailure(blob.name, f"has {count} pages, which no article has")
            return
        pages = [(page.extract_text() or "")[:_MOST_CHARACTERS] for page in document.pages]
        properties = document.metadata
        facts = (
            [Fact("title", title, "page", "PDF title")]
            if properties and (title := single_line(properties.title or ""))
            else []
        )
        facts += (
            [Fact("author", name, "page", "PDF author")]
            if properties and (name := single_line(properties.author or ""))
            else []
        )
        made = properties.creation_date if properties else None
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OverflowError,
    ) as error:
        # pypdf raises any of these on damaged files.
        yield ReadFailure(blob.name, f"is a damaged PDF ({type(error).__name__})")
        return
    if sum(char.isalpha() for page in pages for char in page) < _LEAST_LETTERS_A_PAGE * count:
        plural = "page" if count == 1 else "pages"
        yield ReadFailure(blob.name, f"has {count} {plural} and no text layer: it is a scan and needs OCR")
        return
    if made:
        facts.append(Fact("published", made.date().isoformat(), "inferred", "the day on which the PDF was made"))
    text, note = repair_mojibake(_joined(pages))
    yield RawArticle(blob.name, text, {}, bytes_digest(raw), note, tuple(facts))


def _joined(pages: Sequence[str]) -> str:
    """The text of the pages without running headers and footers, hyphenated words joined."""
    edges = Counter(line for page in pages for line in {_plain(one) for one in _edge(page)} if line)
    running = {line for line, times in edges.items() if times >= max(3, len(pages) // 2)}
    kept = []
    for page in pages:
        edge = _edge(page)
        kept += [line for line in page.split("\n") if not (line in edge and _plain(line) in running)]
    return re.sub(r"(?<=[a-zäöüßéèà])-\n(?=[a-zäöüßéèà])", "", "\n".join(kept))


def _edge(page: str) -> list[str]:
    """The first two and the last two non-blank lines of a page."""
    lines = [line for line in page.split("\n") if line.strip()]
    return [*lines[:2], *lines[-2:]]


def _plain(line: str) -> str:
    """A line with digits masked, so that headers with different page numbers are equal."""
    return re.sub(r"\d+", "#", " ".join(line.split()))
