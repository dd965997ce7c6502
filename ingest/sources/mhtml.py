"""MHTML: a page that a browser saved with all its parts in one file. Floor 2."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from typing import Any

from ingest.sources.found import DOCUMENT_LIMIT_BYTES, Blob, Found, ReadFailure
from ingest.sources.webpage import found_in


def read(blob: Blob) -> Iterator[Found]:
    """The article or the stories of the page, with the address that the browser recorded."""
    raw = blob.read(DOCUMENT_LIMIT_BYTES)
    message: Any = email.message_from_bytes(raw, policy=email.policy.compat32)
    pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    content = pages[0].get_payload(decode=True) if pages else None
    if not content:
        yield ReadFailure(blob.name, "holds no web page")
        return
    address = str(message.get("Snapshot-Content-Location") or pages[0].get("Content-Location") or "").strip()
    yield from found_in(blob.name, content, address if address.startswith(("http://", "https://")) else "")
