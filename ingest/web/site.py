"""Reads a web address: a page, a document, or a feed with the article of each entry. Floor 2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.addresses import without_login
from assistant.index.catalog import Catalog
from assistant.reachable import Refused
from ingest.reading import Unchanged
from ingest.sources import feeds
from ingest.sources.formats import FORMATS, ending_of, ending_of_media_type, read_blob
from ingest.sources.found import (
    Found,
    RawArticle,
    ReadFailure,
    blob_of_bytes,
    bytes_digest,
    escape_unprintable,
    with_address,
)
from ingest.sources.webpage import found_in
from ingest.web.fetch import Fetcher, FetchFailed, HttpReply

_PAGES = ("text/html", "application/xhtml+xml")
_STUB_NOTE = "its page could not be read ({}); this is what the feed holds of it"


class Site:
    """Reads addresses for one home, with conditional requests based on the validators in its catalogue."""

    def __init__(self, catalog: Catalog, *, allow_private: bool = False, fetcher: Fetcher | None = None) -> None:
        self._catalog = catalog
        self._fetcher = fetcher or Fetcher(allow_private=allow_private)

    def read(self, address: str) -> Iterator[Found | Unchanged]:
        """The articles of a page or a document, or of the entries of a feed, in order."""
        name = escape_unprintable(without_login(address))
        reply = self._fetch(address, name)
        if not isinstance(reply, HttpReply):
            yield reply
            return
        feed = None if reply.kind in _PAGES else feeds.parse(reply.raw)
        if feed is not None:
            yield from self._entries(feed)
            self._remember(name, reply)
            return
        yield from self._document(name, reply)

    def pull(self, address: str) -> tuple[feeds.Feed | None, list[Found | Unchanged] | Iterator[Found | Unchanged]]:
        """A followed feed and the articles of its entries; (None, [failure]) where it cannot be read."""
        name = escape_unprintable(without_login(address))
        reply = self._fetch(address, name)
        if not isinstance(reply, HttpReply):
            return None, [reply]
        feed = feeds.parse(reply.raw)
        if feed is None:
            return None, [ReadFailure(name, "is no feed")]

        def entries() -> Iterator[Found | Unchanged]:
            yield from self._entries(feed)
            self._remember(name, reply)  # only now: an interrupted pull is fetched again

        return feed, entries()

    def _fetch(self, address: str, name: str) -> HttpReply | ReadFailure | Unchanged:
        """A successful reply, or why there is none."""
        marks = self._catalog.fetched(name)
        try:
            reply = self._fetcher.get(address, marks.etag, marks.modified)
        except (Refused, FetchFailed) as error:
            return ReadFailure(name, f"is not read: {error}")
        if reply.unchanged:
            return Unchanged(name)
        if reply.status >= 400:
            return ReadFailure(name, f"its server answers {reply.status}{_status_hint(reply.status)}")
        if not reply.raw.strip():
            return ReadFailure(name, "its server sends nothing")
        return reply

    def _document(self, name: str, reply: HttpReply) -> Iterator[Found]:
        """The articles of a reply that is no feed; its validators are recorded once all were consumed."""
        where = escape_unprintable(without_login(reply.address))
        if reply.kind in _PAGES or (not reply.kind and reply.raw.lstrip()[:1] == b"<"):
            yield from found_in(name, reply.raw, where)
        else:
            path = reply.address.partition("?")[0].rpartition("/")[2]
            ending = ending_of_media_type(reply.kind)
            filename = f"document{ending}" if ending else path
            if ending_of(filename) not in FORMATS:
                yield ReadFailure(name, f"is {reply.kind or 'of an unknown kind'}, which is not read")
                return
            for found in read_blob(blob_of_bytes(name, filename, reply.raw)):
                yield with_address(found, where)
        self._remember(name, reply)

    def _entries(self, feed: feeds.Feed) -> Iterator[Found | Unchanged]:
        """The article of each entry; the text in the feed where its page cannot be read."""
        for number, entry in enumerate(feed.entries, 1):
            if not entry.url or not entry.url.startswith(("http://", "https://")):
                if entry.text:
                    yield feeds.article_of_entry(escape_unprintable(f"feed#{entry.title or number}"), feed, entry)
                continue
            name = escape_unprintable(without_login(entry.url))
            reply = self._fetch(entry.url, name)
            if isinstance(reply, HttpReply):
                yield from (_with_feed_facts(found, feed, entry) for found in self._document(name, reply))
            elif isinstance(reply, ReadFailure) and entry.text:
                yield feeds.article_of_entry(name, feed, entry, _STUB_NOTE.format(reply.reason))
            else:
                yield reply

    def _remember(self, name: str, reply: HttpReply) -> None:
        if reply.etag or reply.modified:
            self._catalog.remember_fetched(name, reply.etag, reply.modified)


def _with_feed_facts(found: Found, feed: feeds.Feed, entry: feeds.FeedEntry) -> Found:
    """An article with the metadata of its feed, which ranks below that of its page."""
    if not isinstance(found, RawArticle):
        return found
    return replace(found, facts=(*found.facts, *feeds.facts_of(feed, entry)), digest=found.digest or bytes_digest(b""))


def _status_hint(status: int) -> str:
    return {
        401: " (it wants a password)",
        403: " (forbidden)",
        404: " (not found)",
        410: " (gone)",
        429: " (too many requests)",
    }.get(status, "")
