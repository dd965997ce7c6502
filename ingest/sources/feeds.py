"""Feeds: RSS, Atom, JSON Feed and news sitemaps, as lists of entries. Floor 2: sole owner of feedparser.

Metadata of a feed is trusted less than that of the entry's page; a summary counts as a beginning of the article only.
"""

from __future__ import annotations

import json
import re
from calendar import timegm
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from ingest.plain import single_line
from ingest.sources.decode import decode, repair_mojibake
from ingest.sources.fields import without_truncation
from ingest.sources.found import Blob, Fact, Found, RawArticle, ReadFailure, Skipped, bytes_digest, escape_unprintable

_FULL_WORDS = 150
"""A summary of fewer words does not count as the article."""
_MOST_ENTRIES = 2000
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed; `whole`: `text` is the entire article."""

    url: str | None
    title: str | None
    published: str | None
    author: str | None
    text: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Feed:
    """A parsed feed; its title counts as the outlet of its entries."""

    title: str | None
    entries: tuple[FeedEntry, ...]
    language: str | None = None


def read(blob: Blob) -> Iterator[Found]:
    """The entries of a saved feed, with the text that they hold; XML that is no feed is skipped."""
    raw = blob.read()
    feed = parse(raw)
    if feed is None:
        yield Skipped(blob.name, "is XML, but no feed")
        return
    for number, entry in enumerate(feed.entries, 1):
        place = escape_unprintable(f"{blob.name}#{entry.url or number}")
        if not entry.text.strip():
            yield ReadFailure(place, "the feed holds no text of it; ingest its address to read the page")
            continue
        yield article_of_entry(place, feed, entry)


def article_of_entry(place: str, feed: Feed, entry: FeedEntry, note: str = "") -> RawArticle:
    """The article of an entry with the text in the feed; a stub unless that is the whole article."""
    text, damage = repair_mojibake(entry.text)
    digest = bytes_digest("\0".join([entry.url or "", entry.title or "", text]).encode())
    notes = "; ".join(part for part in (note, damage) if part)
    return RawArticle(place, text, {}, digest, notes, facts_of(feed, entry), extracted=True, stub=not entry.whole)


def facts_of(feed: Feed, entry: FeedEntry) -> tuple[Fact, ...]:
    """The metadata that a feed gives for an entry."""
    stated = {
        "title": entry.title, "url": entry.url, "published": entry.published, "author": entry.author,
        "outlet": feed.title, "language": feed.language,
    }  # fmt: skip
    return tuple(Fact(name, value, "page", "the feed") for name, value in stated.items() if value)


def parse(raw: bytes) -> Feed | None:
    """Parse a feed; None for anything else. Entries keep the order of the feed."""
    start = raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"{":
        return _json_feed(raw)
    if start != b"<":
        return None
    head = raw[:3000].lower()
    if b"<urlset" in head or b"<sitemapindex" in head:
        return _sitemap(raw)
    if not any(mark in head for mark in (b"<rss", b"<feed", b"<rdf:rdf", b"<channel")):
        return None
    import feedparser

    parsed = feedparser.parse(raw, sanitize_html=False, resolve_relative_uris=True)
    if not parsed.get("version"):
        return None
    entries = tuple(_entry(one) for one in parsed.entries[:_MOST_ENTRIES])
    return Feed(single_line(parsed.feed.get("title", "")) or None, entries, _language(parsed.feed.get("language")))


def _entry(one: Any) -> FeedEntry:
    contents = [part.get("value", "") for part in one.get("content", [])]
    body, summary = max(contents, key=len, default=""), one.get("summary", "")
    text, cut = without_truncation(_plain(body or summary))
    moment = one.get("published_parsed") or one.get("updated_parsed")
    day = datetime.fromtimestamp(timegm(moment), timezone.utc).isoformat() if moment else None
    names = [author.get("name", "") for author in one.get("authors", [])] or [one.get("author", "")]
    return FeedEntry(
        url=one.get("link") or None,
        title=single_line(_plain(one.get("title", ""))) or None,
        published=_own_day(one) or day,
        author="; ".join(filter(None, (single_line(name) for name in names))) or None,
        text=text,
        whole=not cut and (bool(body) or len(text.split()) >= _FULL_WORDS) and len(text.split()) >= 40,
    )


def _own_day(one: Any) -> str | None:
    """The time of an entry in its own zone; feedparser converts all to UTC. None where it cannot be parsed."""
    from email.utils import parsedate_to_datetime

    written = one.get("published") or one.get("updated") or ""
    for reading in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return reading(
                written.strip().replace("Z", "+00:00") if reading is datetime.fromisoformat else written
            ).isoformat()
        except (ValueError, TypeError):
            continue
    return None


def _json_feed(raw: bytes) -> Feed | None:
    decoded = decode(raw)
    try:
        document = json.loads(decoded.text) if decoded else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict) or "jsonfeed.org" not in str(document.get("version")):
        return None
    entries = []
    for item in [item for item in document.get("items", []) if isinstance(item, dict)][:_MOST_ENTRIES]:
        body = item.get("content_text") or _plain(str(item.get("content_html") or ""))
        text, cut = without_truncation(str(body or item.get("summary") or ""))
        people = [one.get("name") for one in item.get("authors") or [] if isinstance(one, dict)]
        entries.append(
            FeedEntry(
                url=str(item.get("url") or item.get("external_url") or "") or None,
                title=single_line(str(item.get("title") or "")) or None,
                published=str(item.get("date_published") or "") or None,
                author="; ".join(filter(None, people)) or None,
                text=text,
                whole=bool(body) and not cut and len(text.split()) >= 40,
            )
        )
    return Feed(
        single_line(str(document.get("title") or "")) or None, tuple(entries), _language(document.get("language"))
    )


def _sitemap(raw: bytes) -> Feed | None:
    """The entries of a news sitemap, or of a plain sitemap (addresses only)."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    root = etree.fromstring(raw, parser)
    if root is None:
        return None
    entries, outlet, language = [], None, None
    for node in list(root)[:_MOST_ENTRIES]:
        address = (node.findtext(f"{{{_SITEMAP}}}loc") or "").strip()
        if not address:
            continue
        news = node.find(f"{{{_NEWS}}}news")
        fields = (
            {etree.QName(one).localname: (one.text or "").strip() for one in news.iter() if one is not news}
            if news is not None
            else {}
        )
        outlet, language = outlet or fields.get("name"), language or fields.get("language")
        entries.append(FeedEntry(address, fields.get("title"), fields.get("publication_date"), None, "", whole=False))
    return Feed(outlet, tuple(entries), language)


def _plain(markup: str) -> str:
    """The text of an HTML fragment, paragraphs separated by blank lines."""
    if "<" not in markup and "&" not in markup:
        return markup
    from lxml import html

    try:
        tree = html.fromstring(f"<div>{markup}</div>")
    except (ValueError, AssertionError):
        return re.sub(r"<[^>]*>", " ", markup)
    for node in tree.xpath("//script|//style"):
        node.drop_tree()
    for node in tree.iter("p", "br", "div", "li", "h1", "h2", "h3", "blockquote"):
        node.tail = "\n\n" + (node.tail or "")
    return re.sub(r"\n\s*\n\s*", "\n\n", str(tree.text_content())).strip()


def _language(value: Any) -> str | None:
    return re.split(r"[-_]", value)[0].lower() if isinstance(value, str) and value else None
