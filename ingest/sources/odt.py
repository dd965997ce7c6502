"""OpenDocument texts, as LibreOffice saves them: one article per file. Floor 2.

A footnote, a comment and what tracked changes have deleted are left out.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.plain import single_line
from ingest.sources.found import (
    DOCUMENT_LIMIT_BYTES,
    SIZE_LIMIT_BYTES,
    Blob,
    Fact,
    Found,
    RawArticle,
    ReadFailure,
    TooLarge,
    bytes_digest,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEFT_OUT = ("tracked-changes", "note", "annotation", "sequence-decls", "forms")
_SPACES = {"s": " ", "tab": "\t", "line-break": "\n"}


def read(blob: Blob) -> Iterator[Found]:
    """The article of the document: paragraphs, lists and tables in order, headings as in Markdown."""
    from lxml.etree import LxmlError

    raw = blob.read(DOCUMENT_LIMIT_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            body = _part(parts, "content.xml").find("{*}body/{*}text")
            facts = tuple(_facts(_part(parts, "meta.xml"))) if "meta.xml" in parts.namelist() else ()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, LxmlError, KeyError) as error:
        yield ReadFailure(blob.name, f"is no OpenDocument text, or a damaged one ({type(error).__name__})")
        return
    text = "\n\n".join(filter(None, _blocks(body))) if body is not None else ""
    if text.strip():
        yield RawArticle(blob.name, text, {}, bytes_digest(raw), "", facts)
    else:
        yield ReadFailure(blob.name, "holds no text")


def _part(parts: zipfile.ZipFile, name: str) -> _Element:
    """The root of a part's XML. Raises TooLarge, KeyError without the part, LxmlError."""
    from lxml.etree import XMLParser, fromstring

    with parts.open(name) as file:
        raw = file.read(SIZE_LIMIT_BYTES + 1)
    if len(raw) > SIZE_LIMIT_BYTES:
        raise TooLarge(f"unpacks to more than {SIZE_LIMIT_BYTES // 1_000_000} MB of text, which no article does")
    return fromstring(raw, XMLParser(resolve_entities=False, no_network=True))


def _blocks(parent: _Element) -> Iterator[str]:
    """The text of each heading, paragraph and table row below an element, in order."""
    for block in parent.iterchildren("*"):
        kind = _kind(block)
        if kind == "h":
            level = next((value for name, value in block.attrib.items() if name.endswith("}outline-level")), "1")
            yield f"{'#' * min(int(level), 6)} {_text(block)}" if level.isdecimal() else _text(block)
        elif kind == "p":
            yield _text(block)
        elif kind == "table-row":
            yield " | ".join(" ".join(filter(None, _blocks(cell))) for cell in block.iterchildren("*"))
        elif kind not in _LEFT_OUT:
            yield from _blocks(block)


def _text(block: _Element) -> str:
    """The text of a paragraph on one line for each of its line breaks."""
    parts = [block.text or ""]
    for child in block.iterchildren("*"):
        kind = _kind(child)
        parts.append(_SPACES[kind] if kind in _SPACES else "" if kind in _LEFT_OUT else _text(child))
        parts.append(child.tail or "")
    text = "".join(parts)
    return text.strip() if _kind(block) in ("p", "h") else text


def _kind(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _facts(meta: _Element) -> Iterator[Fact]:
    """What the document tells of itself. Who saved it last is not its author."""
    for name, tag in (("title", "title"), ("author", "initial-creator")):
        if value := single_line(meta.findtext(f".//{{*}}{tag}") or ""):
            yield Fact(name, value, "page", f"document {name}")
    if made := (meta.findtext(".//{*}creation-date") or "").strip()[:10]:
        yield Fact("published", made, "inferred", "the day on which the document was made")
