"""Leaves of a page its article: what is none goes, line by line, and no sentence of it. Floor 2."""

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
_RUNNING = 20  # words of a line from which it is no menu item
_LONG = 60  # words of a line which is more than the call or the notice that it begins with


class Removed(NamedTuple):
    """One line, or run of sentences of a line, that is not in the cleaned text, and what it was taken for."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The article as plain text, its paragraphs parted by blank lines; empty where nothing of one was found."""

    text: str
    removed: tuple[Removed, ...] = ()


def clean_article(
    text: str, heading: str | None = None, outlet: str | None = None, *, extracted: bool = False
) -> Cleaned:
    """Take out of a text as it was read what is not the article: Markdown, hidden characters, boilerplate, its title.

    `heading` is the title line as printed (`Description.heading`), "" for a text that holds none; None has it looked
    for. `outlet` lets lines in which the outlet speaks of itself be known. Reporting credits and corrections stay.
    `extracted` says that a library has taken the body out of its page, so that no menus are looked for.
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
    """Of a text without one line of prose: its long lines, those taken for something else only where there is no other.

    A snippet of a list, a table, or a paragraph full of names that is cut at both ends is still what its source says;
    a page of nothing but menus has no long line.
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
    """A paragraph without the calls to sign up and the like that stand before or after its sentences."""
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
    """Whether a sentence, outside quotation marks, only calls on the reader."""
    sentence, before = text[span[0] : span[1]], text[: span[0]]
    quoted = before.count("“") > before.count("”") or before.count('"') % 2 == 1 or re.search(r"[\"“”]", sentence)
    return not quoted and kind_of(PageLine(sentence)) in ("newsletter", "appeal", "follow", "share", "furniture")
