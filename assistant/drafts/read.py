"""Reads a draft: plain text, Markdown, HTML or DOCX, by its ending. Floor 2.

Markup, scripts, front matter and the deletions of tracked changes are left out.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.drafts.docx_paragraphs import paragraphs_of, text_of
from assistant.drafts.draft import Draft
from assistant.errors import BadDraft, SourceMissing
from assistant.language.detect import foreign_language

TEXT_ENDINGS = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml")
ENDINGS = (*TEXT_ENDINGS, ".docx")
_MOST_BYTES = 40_000_000
_BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 li blockquote td th dt dd figcaption caption div section article header footer main aside pre"
    " body br".split()
)
_UNREAD = frozenset("script style head noscript template svg nav iframe object".split())
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def read_draft(path: Path) -> Draft:
    """The draft in a file. Raises SourceMissing, BadDraft for one that is too large, of no known form or damaged."""
    if not path.is_file():
        raise SourceMissing(str(path))
    ending = path.suffix.lower()
    if ending and ending not in ENDINGS:
        raise BadDraft(str(path), f"its ending is none of {' '.join(ENDINGS)}")
    try:
        return read_bytes(path.read_bytes(), ending or ".txt", str(path))
    except OSError as error:
        raise BadDraft(str(path), f"it may not be opened ({error.strerror})") from error


def read_bytes(content: bytes, ending: str, name: str = "from standard input") -> Draft:
    """The draft in some bytes; `ending` is one of ENDINGS. Raises BadDraft."""
    if len(content) > _MOST_BYTES:
        raise BadDraft(name, f"it is larger than {_MOST_BYTES // 1_000_000} MB")
    if ending == ".docx":
        return _noted(*_word(content, name))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadDraft(name, f"it is no UTF-8 text ({error})") from error
    if ending in (".html", ".htm", ".xhtml"):
        return _noted(list(_page(text)))
    if ending in (".md", ".markdown"):
        return _noted(list(_markdown(text)))
    return _noted(re.split(r"\n\s*\n", text.replace("\r\n", "\n")))


def _noted(paragraphs: list[str], notes: tuple[str, ...] = ()) -> Draft:
    kept = tuple(one for one in paragraphs if one.strip())
    language = foreign_language(" ".join(kept)[:2000]) if kept else None
    if language:
        notes = (*notes, f"The draft is in {language}: only quotations and figures of it can be compared.")
    return Draft(kept, notes)


def _markdown(text: str) -> Iterator[str]:
    """The running text of Markdown, block by block; code is left out."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    for token in parser.parse(_FRONT_MATTER.sub("", text.replace("\r\n", "\n"))):
        if token.type == "inline":
            yield "".join(_shown(child) for child in token.children or ())


def _shown(token: Any) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    return str(token.content) if token.type in ("text", "code_inline") else ""


def _page(text: str) -> Iterator[str]:
    """The visible text of HTML, block by block."""
    from lxml import html

    if not text.strip():
        return
    # The parser rejects an encoding declaration in text that is decoded already.
    root = html.document_fromstring(re.sub(r"\A\s*<\?xml[^>]*\?>", "", text))
    block: list[str] = []
    for piece in _pieces(root):
        if piece is not None:
            block.append(piece)
        elif block:
            yield " ".join("".join(block).split())
            block = []
    if block:
        yield " ".join("".join(block).split())


def _pieces(element: Any) -> Iterator[str | None]:
    """The texts under an element in order, None where a block begins or ends."""
    stack: list[tuple[Any, bool]] = [(element, False)]
    while stack:
        one, done = stack.pop()
        block = one.tag in _BLOCKS
        if done:
            if block:
                yield None
            if one is not element and one.tail:
                yield one.tail
            continue
        stack.append((one, True))
        if not isinstance(one.tag, str) or one.tag in _UNREAD:
            continue
        if block:
            yield None
        if one.text:
            yield one.text
        stack.extend((child, False) for child in reversed(one))


def _word(content: bytes, name: str) -> tuple[list[str], tuple[str, ...]]:
    """The paragraphs of a Word document, tables included, and a note where it holds tracked changes."""
    document = open_word(content, name)
    paragraphs = list(paragraphs_of(document))
    tracked = document.element.body.xpath(".//w:ins | .//w:del | .//w:moveFrom | .//w:moveTo")
    note = "The draft has tracked changes: what they insert is checked, what they delete is not."
    return [text_of(one) for one in paragraphs], (note,) if tracked else ()


def open_word(content: bytes, name: str) -> Any:
    """A python-docx document. Raises BadDraft for invalid bytes."""
    import io

    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        return Document(io.BytesIO(content))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise BadDraft(name, "it is no Word document, or a damaged one") from error
