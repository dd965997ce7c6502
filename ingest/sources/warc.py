"""Web archives (`.warc`): the pages and documents that a crawl or a browser recorded. Floor 2: sole owner of warcio."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assistant.addresses import without_login
from ingest.sources.formats import FORMATS, ending_of_media_type, read_blob
from ingest.sources.found import (
    DOCUMENT_LIMIT_BYTES,
    SIZE_LIMIT_BYTES,
    Blob,
    Found,
    ReadFailure,
    Skipped,
    blob_of_bytes,
    escape_unprintable,
    with_address,
)
from ingest.sources.webpage import found_in

_PAGES = ("text/html", "application/xhtml+xml")


def read(blob: Blob) -> Iterator[Found]:
    """The articles of each recorded page, named `crawl.warc/20240304080000/https://...` by its time and address.

    Of what servers sent, pages and documents (PDF, Word) are read; pictures, scripts and data are not. A reply other
    than 200 is Skipped, a redirection passed over.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

    found_any = False
    with blob.open() as file:
        try:
            for record in ArchiveIterator(file):
                for found in _record(blob, record):
                    found_any = True
                    yield found
        except (ArchiveLoadFailed, StatusAndHeadersParserException) as error:
            yield ReadFailure(blob.name, f"is no WARC file, or a damaged one ({str(error).strip()[:60]})")
            return
    if not found_any:
        yield ReadFailure(blob.name, "holds no web page")


def _record(blob: Blob, record: Any) -> Iterator[Found]:
    """The articles of one record; nothing for one that is no page or document."""
    address = without_login(record.rec_headers.get_header("WARC-Target-URI") or "")
    if record.rec_type not in ("response", "resource") or not address.startswith(("http://", "https://")):
        return
    headers = record.http_headers or record.rec_headers
    kind = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    ending = ending_of_media_type(kind)
    if kind not in _PAGES and (not ending or FORMATS[ending].text or FORMATS[ending].many):
        return
    recorded = re.sub(r"\D", "", record.rec_headers.get_header("WARC-Date") or "")[:14]
    name = escape_unprintable(f"{blob.name}/{recorded}/{address}")
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    if status.startswith("3"):
        return
    if status != "200":
        yield Skipped(name, f"its server answered {status}")
        return
    limit = SIZE_LIMIT_BYTES if kind in _PAGES else DOCUMENT_LIMIT_BYTES
    raw = record.content_stream().read(limit + 1)
    if len(raw) > limit:
        yield ReadFailure(name, f"is larger than {limit // 1_000_000} MB, which no article is")
        return
    record.raw_stream.read()  # such as what follows the last of the chunks
    if record.raw_stream.limit > 0:
        yield ReadFailure(name, "is cut off: the file ends within it")
    elif kind in _PAGES:
        yield from found_in(name, raw, address)
    else:
        for found in read_blob(blob_of_bytes(name, f"document{ending}", raw, blob, depth=blob.depth + 1)):
            yield with_address(found, address)
