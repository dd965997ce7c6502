"""Boilerplate removal: reduces the text of a page to its article. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assistant.language.sentences import sentence_spans
from ingest.boilerplate import ends_sentence, is_prose, kind_of, line_words
from ingest.page import Page
from ingest.plain import PageLine, page_lines
from ingest.printed import heading_of

_CALLS = re.compile(
    r"\b(?:sign up|subscribe|newsletter|click here|follow us|donate|download our|read more|get in touch)\b", re.I
)
_RUNNING = 20  # a line of so many words is no menu item
_LONG = 60  # a line of so many words is more than the call or notice that it begins with


class Removed(NamedTuple):
    """A line, or a sentence of a line, that was removed, and its kind of boilerplate."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The article as plain text, paragraphs separated by blank lines; "" where none was found."""

    text: str
    removed: tuple[Removed, ...] = ()


def clean_article(
    text: str, heading: str | None = None, outlet: str | None = None, *, extracted: bool = False
) -> Cleaned:
    """Remove Markdown, hidden characters, boilerplate and the title; reporting credits and corrections stay.

    `heading` is the title line as printed (`Description.heading`), "" for a text without one, None to search for it.
    `outlet` helps to recognise lines in which the outlet describes itself. `extracted`: a library has already extracted
    the body from its page, so menus are not searched.
    """
    lines = page_lines(text)
    page = Page(lines, heading_of(lines) if heading is None else heading, outlet)
    page.judge(extracted=extracted)
    if not extracted and not any(
        kind is None and is_prose(line.text) for line, kind in zip(lines, page.kinds, strict=True)
    ):
        return _running_text(lines, page.kinds)
    kept: list[str] = []
    removed: list[Removed] = []
    for line, kind in zip(lines, page.kinds, strict=True):
        if kind is not None:
            removed.append(Removed(kind, line.text))
            continue
        rest, cut = _without_calls(line.text)
        removed += [Removed("call", one) for one in cut]
        if rest:
            kept.append(rest)
    return Cleaned("\n\n".join(kept), tuple(removed))


def _running_text(lines: Sequence[PageLine], kinds: Sequence[str | None]) -> Cleaned:
    """The long lines of a text without a line of prose; lines of boilerplate only where there are no others.

    A snippet of a list, a table or a truncated paragraph is still content; a page of menus alone has no long line.
    """
    lengths = [len(line_words(line.text)) for line in lines]
    keep = [
        kind is None and (length >= _RUNNING or (length >= 3 and ends_sentence(line.text)))
        for line, length, kind in zip(lines, lengths, kinds, strict=True)
    ]
    keep = keep if any(keep) else [length >= _LONG for length in lengths]
    gone = tuple(
        Removed(kind or "no sentence", line.text)
        for line, kind, kept in zip(lines, kinds, keep, strict=True)
        if not kept
    )
    return Cleaned("\n\n".join(line.text for line, kept in zip(lines, keep, strict=True) if kept), gone)


def _without_calls(text: str) -> tuple[str, list[str]]:
    """A paragraph without leading and trailing sentences that only call on the reader; and the removed sentences."""
    if not _CALLS.search(text):
        return text, []
    spans = sentence_spans(text)
    start, end = 0, len(spans)
    while start < end and _is_call(text, spans[start]):
        start += 1
    while end > start and _is_call(text, spans[end - 1]):
        end -= 1
    if start == end or (start == 0 and end == len(spans)):
        return text, []
    cut = [text[a:b] for a, b in (*spans[:start], *spans[end:])]
    return text[spans[start][0] : spans[end - 1][1]], cut


def _is_call(text: str, span: tuple[int, int]) -> bool:
    """Whether a sentence outside quotation marks only calls on the reader to sign up, share and the like."""
    sentence, before = text[span[0] : span[1]], text[: span[0]]
    quoted = before.count("“") > before.count("”") or before.count('"') % 2 == 1 or re.search(r"[\"“”]", sentence)
    return not quoted and kind_of(PageLine(sentence)) in ("newsletter", "appeal", "follow", "share", "control")
