"""Mail: newsletters and forwarded stories, one message (`.eml`) or many (`.mbox`), with what is attached. Floor 2."""

from __future__ import annotations

import email
import email.policy
import email.utils
from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from typing import IO

from ingest.plain import single_line
from ingest.sources.decode import decode, repair_mojibake
from ingest.sources.found import (
    SIZE_LIMIT_BYTES,
    Blob,
    Fact,
    Found,
    RawArticle,
    ReadFailure,
    Skipped,
    blob_of_bytes,
    bytes_digest,
    escape_unprintable,
)

DOCUMENT_LIMIT = 50_000_000
"""Limit for one message, in bytes."""
_LEAST_WORDS = 30
"""A plain part with fewer words beside an HTML part is a notice ("view it in your browser")."""


def read(blob: Blob) -> Iterator[Found]:
    """The messages in order, each followed by the articles that are attached to it."""
    if blob.filename.lower().endswith(".eml"):
        yield from _message(blob, blob.name, blob.read(DOCUMENT_LIMIT))
        return
    number = 0
    with blob.open() as file:
        for raw in _messages(file):
            number += 1
            name = f"{blob.name}#{number}"
            if raw is None:
                yield ReadFailure(name, f"message {number} is larger than {DOCUMENT_LIMIT // 1_000_000} MB")
            else:
                yield from _message(blob, name, raw)
    if not number:
        yield ReadFailure(blob.name, "holds no message")


def _messages(file: IO[bytes]) -> Iterator[bytes | None]:
    """The raw messages of an mbox, one in memory at a time; None for one beyond the limit."""
    lines: list[bytes] = []
    size, begun, after_blank = 0, False, True
    while line := file.readline(1_000_000):
        if line.startswith(b"From ") and after_blank:
            if begun:
                yield b"".join(lines) if size <= DOCUMENT_LIMIT else None
            lines, size, begun = [], 0, True
        elif begun:
            size += len(line)
            if size <= DOCUMENT_LIMIT:
                lines.append(line[1:] if line.startswith((b">From ", b">>From ")) else line)
        after_blank = not line.strip()
    if begun:
        yield b"".join(lines) if size <= DOCUMENT_LIMIT else None


def _message(blob: Blob, name: str, raw: bytes) -> Iterator[Found]:
    if not raw.strip():
        yield ReadFailure(name, "is empty")
        return
    message = email.message_from_bytes(raw, policy=email.policy.default)
    if not message.keys():
        yield ReadFailure(name, "is no mail message")
        return
    facts = tuple(_facts(message))
    stories = _stories(message, name, facts)
    body = None if stories else _body(message, name)
    yield from stories
    if body is None and not stories:
        yield ReadFailure(name, "the message has no text")
    elif body is not None:
        yield RawArticle(
            name, body.text, {}, bytes_digest(raw), body.note, (*facts, *body.facts), extracted=body.extracted
        )
    yield from _attached(blob, name, message)


def _stories(message: EmailMessage, name: str, facts: Sequence[Fact]) -> list[RawArticle]:
    """The stories of a newsletter with several stories; empty for any other message."""
    page = _part(message, "html")
    if page is None or "<h" not in page.lower():
        return []
    from ingest.sources.webpage import letters_in

    return letters_in(name, page, facts)


def _body(message: EmailMessage, name: str) -> RawArticle | None:
    """The message's text: its plain part, or the article of its HTML part where the plain part is only a notice."""
    plain, page = _part(message, "plain"), _part(message, "html")
    if plain is not None and (page is None or len(plain.split()) >= _LEAST_WORDS):
        text, note = repair_mojibake(plain)
        return RawArticle(name, text, {}, "", note) if text.strip() else None
    if page is None:
        return None
    from ingest.sources.webpage import letter_of

    return letter_of(name, page)


def _part(message: EmailMessage, kind: str) -> str | None:
    """The text of the message's first part of a kind; None where it has none."""
    part = message.get_body((kind,))
    if part is None:
        return None
    try:
        return str(part.get_content())
    except (LookupError, UnicodeDecodeError, ValueError):
        payload = part.get_payload(decode=True)
        found = decode(payload) if isinstance(payload, bytes) else None
        return found.text if found else None


def _facts(message: EmailMessage) -> Iterator[Fact]:
    """The facts in the headers. The sender of a mailing list is the outlet, that of a personal message the author."""
    if subject := single_line(_header(message, "Subject")):
        yield Fact("title", subject, "page", "header Subject")
    sender, address = email.utils.parseaddr(_header(message, "From"))
    if sender:
        listed = any(message.get(header) for header in ("List-Id", "List-Unsubscribe", "List-Post"))
        yield Fact("outlet" if listed else "author", single_line(sender), "page", "header From")
    if "@" in address:
        from assistant.language.outlets import outlet_of_address

        if owner := outlet_of_address(address.rpartition("@")[2]):
            yield Fact("outlet", owner, "page", "the domain of header From")
    try:
        sent = email.utils.parsedate_to_datetime(_header(message, "Date"))
        yield Fact("published", sent.isoformat(), "page", "header Date")
    except (ValueError, TypeError):
        pass
    archived = _header(message, "Archived-At").strip("<> ")
    if archived.startswith("http"):
        yield Fact("url", archived, "page", "header Archived-At")


def _header(message: EmailMessage, name: str) -> str:
    """A header's value; "" where it is missing or malformed."""
    try:
        return str(message.get(name) or "")
    except (ValueError, IndexError, AttributeError, TypeError):  # the standard parser raises these on malformed headers
        return ""


def _attached(blob: Blob, name: str, message: EmailMessage) -> Iterator[Found]:
    from ingest.sources.formats import read_blob

    for number, part in enumerate(message.iter_attachments(), 1):
        filename = part.get_filename() or ""
        content = part.get_payload(decode=True)
        if not filename or not isinstance(content, bytes) or len(content) > SIZE_LIMIT_BYTES * 5:
            continue
        called = escape_unprintable(f"{name}/{filename or number}")
        for found in read_blob(blob_of_bytes(called, filename, content, blob, depth=blob.depth + 1)):
            if not isinstance(found, Skipped):  # pictures in a message are not reported as skipped articles
                yield found
