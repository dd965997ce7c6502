"""Pulls the followed feeds of a home and ingests the articles of new entries. Floor 2."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from assistant.index.catalog import open_catalog
from assistant.settings import Settings
from assistant.types import SourceResult
from ingest.receipt import Receipt
from ingest.run import ingest_sources
from ingest.source import Source
from ingest.web.fetch import Fetcher
from ingest.web.site import Site


def pull_feeds(
    settings: Settings,
    *,
    allow_private: bool = False,
    fetcher: Fetcher | None = None,
    on_result: Callable[[SourceResult], None] = lambda result: None,
) -> Receipt:
    """Fetch every followed feed once and record its result. Raises as `ingest` does."""
    catalog = open_catalog(settings)
    sources = [Source(Path(), None, feed.address, address=feed.address) for feed in catalog.feeds()]
    site = Site(catalog, allow_private=allow_private, fetcher=fetcher)

    def from_web(source: Source) -> Iterator[Any]:
        address = source.address or ""
        feed, found = site.pull(address)
        if feed is None:
            first = next(iter(found))
            reason = getattr(first, "reason", None)
            catalog.feed_checked(address, None, reason)
            yield first
            return
        yield from found
        catalog.feed_checked(address, feed.title, None)

    return ingest_sources(settings, sources, from_web=from_web, on_result=on_result)
