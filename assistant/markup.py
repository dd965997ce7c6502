"""Hostile text, addresses and days as safe HTML, and the paragraph around a quote. Floor 1. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from html import escape, unescape
from urllib.parse import urlsplit

_CONTEXT = 420  # characters shown on either side of a quote: about six lines of a card
# Besides the C0 and C1 controls: marks that reorder or hide what follows them, so that a title cannot pose as another.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


def plain(text: str) -> str:
    """Any text as text: escaped for an element or a quoted attribute, and without what cannot be seen."""
    return escape(_UNSEEN.sub("", text))


def link(url: str | None, label: str) -> str:
    """The label (safe HTML) linked to an http or https address, with the host it leads to; else the label alone."""
    host = _host(url)
    if not url or not host:
        return label
    anchor = f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{label}</a>'
    return f'{anchor} <span class="host soft">{plain(host)}</span>'


def clean(text: str) -> str:
    """A text without characters that reorder or hide what follows them, nor any that no document may hold."""
    return "".join(char for char in unescape(plain(text)) if char.isprintable() or char in "\n\t")


def address(url: str | None) -> str | None:
    """An address that a reader may follow, or None."""
    return url if link(url, "") else None


def _host(url: str | None) -> str | None:
    """The host of an address that a reader may follow, or None. A user name could pose as a host, so it may not be."""
    if not url or not url.isascii() or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.hostname if parts.scheme in ("http", "https") and "@" not in parts.netloc else None


_ISO_DAYS: ContextVar[bool] = ContextVar("iso_days", default=False)


@contextmanager
def iso_days() -> Iterator[None]:
    """While this lasts, days are written "2019-06-03" in what this thread or task makes, as its reader wants them."""
    before = _ISO_DAYS.set(True)
    try:
        yield
    finally:
        _ISO_DAYS.reset(before)


def day_name(published: str | None) -> str:
    """An ISO day as a reader writes it ("3 June 2019"), `undated` for None, and what is no such day as it stands."""
    if not published:
        return "undated"
    try:
        found = date.fromisoformat(published)
    except ValueError:
        return published
    return found.isoformat() if _ISO_DAYS.get() else f"{found.day} {found:%B %Y}"


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 article", "1,200 articles"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def surroundings(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind text[start:end] in its paragraph, cut at a word where it is long.

    A quote that is a paragraph of its own is shown with the paragraphs next to it.
    """
    left, right = text.rfind("\n", 0, start) + 1, _line_end(text, end)
    if not (text[left:start] + text[end:right]).strip():
        left = text.rfind("\n", 0, len(text[:left].rstrip())) + 1
        right = _line_end(text, len(text) - len(text[right:].lstrip()))
    before, after = text[left:start], text[end:right].rstrip()
    if len(before) > _CONTEXT:
        before = "… " + before[-_CONTEXT:].split(maxsplit=1)[-1]
    if len(after) > _CONTEXT:
        after = after[:_CONTEXT].rsplit(maxsplit=1)[0] + " …"
    return re.sub(r"\s*\n\s*", "\n\n", before), re.sub(r"\s*\n\s*", "\n\n", after)


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found
