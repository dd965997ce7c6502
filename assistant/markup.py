"""Untrusted text, addresses and days as safe HTML, and the paragraph around a quote. Floor 1. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from html import escape, unescape
from urllib.parse import urlsplit

_CONTEXT = 420  # characters shown on either side of a quote: about six lines of a card
# C0 and C1 controls, and characters that reorder or hide text, by which a title could imitate another.
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


def plain(text: str) -> str:
    """A text escaped for an element or a quoted attribute, without invisible characters."""
    return escape(_INVISIBLE.sub("", text))


def link(url: str | None, label: str) -> str:
    """The label (safe HTML) linked to an http or https address, with its host; else only the label."""
    host = _host(url)
    if not url or not host:
        return label
    anchor = f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{label}</a>'
    return f'{anchor} <span class="host soft">{plain(host)}</span>'


def clean(text: str) -> str:
    """A text without control characters and characters that reorder or hide text."""
    return "".join(char for char in unescape(plain(text)) if char.isprintable() or char in "\n\t")


def address(url: str | None) -> str | None:
    """The address if it is safe to link, else None."""
    return url if link(url, "") else None


def _host(url: str | None) -> str | None:
    """The host of an address that is safe to link, or None. A user name is not allowed: it could imitate a host."""
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
    """Within this context, `day_name` writes days as "2019-06-03"."""
    before = _ISO_DAYS.set(True)
    try:
        yield
    finally:
        _ISO_DAYS.reset(before)


def day_name(published: str | None) -> str:
    """An ISO day as "3 June 2019", `undated` for None; anything else is returned unchanged."""
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
    """The text before and after text[start:end] in its paragraph, truncated at a word.

    For a quote that is a whole paragraph, the neighbouring paragraphs.
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
