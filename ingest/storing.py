"""Stores a prepared article: as a new article, a version of a stored one, or a duplicate. Floor 2."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assistant.index.catalog import Catalog
from assistant.index.versions import version_of
from assistant.index.writing import Entry
from assistant.types import Article, SourceResult
from ingest import identity
from ingest.copies import Copy, find_copy
from ingest.indexer import Indexer
from ingest.prepare import Prepared, text_digest
from ingest.reading import Read, Unchanged
from ingest.source import Source
from ingest.sources.found import ReadFailure, Skipped
from ingest.split import split


def take(source: Source, read: Read, catalog: Catalog, indexer: Indexer) -> SourceResult:
    """Store one result of reading; its outcome for the receipt."""
    if isinstance(read, Skipped):
        return SourceResult(read.source, "skipped", reason=read.reason)
    if isinstance(read, ReadFailure):
        return SourceResult(read.source, "failed", reason=read.reason)
    if isinstance(read, Unchanged):
        known = catalog.known_source(read.source)
        if known is None:
            return SourceResult(read.source, "unchanged", reason="its server says that it has not changed")
        return _result(read.source, "unchanged", catalog.article(known[1]), "not changed since it was last read")
    if not read.text:
        return SourceResult(read.source, "failed", reason=read.note)
    return _store(source, read, catalog, indexer)


def _store(source: Source, new: Prepared, catalog: Catalog, indexer: Indexer) -> SourceResult:
    described = new.description
    same = identity.identity_of(described.form, described.outlet, described.url, new.source)
    stored, note = _stored_as(source, new, same, catalog)
    twin = catalog.id_by_content(new.content_digest)
    if twin and (stored is None or twin != stored.id):
        catalog.remember_source(new.source, new.raw_digest, twin)
        held = catalog.article(twin)
        title = f", there under the title {held.title!r}" if held.title != described.title else ""
        return _result(new.source, "duplicate", held, f"the same text as {held.source}{title}")
    article = _article(new, stored, catalog)
    if stored and _says_the_same(stored, article):
        catalog.remember_source(new.source, new.raw_digest, stored.id)
        return _result(new.source, "unchanged", stored, "read again: its text and what is known of it are the same")
    if stored and _is_older(article, stored):
        catalog.keep_older(article)
        catalog.remember_source(new.source, new.raw_digest, stored.id)
        return _result(new.source, "updated", stored, "an earlier version than the one stored; kept in its history")
    own = _identity_for(stored, same, new, catalog)
    copied = find_copy(catalog, new.text, new.fingerprint, article.id)
    article, copy_note = _linked(article, copied, stored, catalog)
    notes = "; ".join(filter(None, (new.note, note, copy_note)))
    entry = Entry(article, split(article.id, article.text), own, new.content_digest, new.raw_digest, new.fingerprint)
    indexer.put(entry, stored_before=stored is not None)
    if stored is None:
        return _result(new.source, "added", article, notes)
    changed = "its text or title changed" if article.version != stored.version else "what is known of it changed"
    kept = f"; version {stored.version} is kept" if article.version != stored.version else ""
    return _result(new.source, "updated", article, "; ".join(filter(None, (f"{changed}{kept}", notes))))


def _stored_as(source: Source, new: Prepared, same: str, catalog: Catalog) -> tuple[Article | None, str]:
    """The stored article of which a text is a version (None for a new article), and a note about it."""
    known = catalog.known_source(new.source)
    shared = [catalog.article(id_) for id_ in catalog.ids_by_identity(same)]
    if new.description.url:
        unnamed = identity.identity_of(new.description.form, None, new.description.url, new.source)
        shared += [catalog.article(id_) for id_ in catalog.ids_by_identity(unnamed) if unnamed != same]
    for article in shared:
        if (
            (known and known[1] == article.id)
            or (source.address and "#" not in new.source)  # one page is one article, however much its text changes
            or identity.is_version(article, new.description.title, new.text)
        ):
            return article, ""
    if shared:
        other = shared[0]
        called = other.title or "untitled"
        note = f"shares outlet and address with {other.id} ({called}), but neither title nor text is alike"
        return None, f"{note}: an article of its own"
    if known:
        held = catalog.article(known[1])
        if not held.url or not new.description.url or identity.is_version(held, new.description.title, new.text):
            return held, ""
    return None, ""


def _identity_for(stored: Article | None, same: str, new: Prepared, catalog: Catalog) -> str:
    """The identity to store an article under: a distinct one where another article has its outlet and address."""
    holders = catalog.ids_by_identity(same)
    if stored is not None and stored.id in holders:
        return catalog.identity(stored.id)
    return identity.own_identity(same, new.description.title, new.content_digest) if holders else same


def _article(new: Prepared, stored: Article | None, catalog: Catalog) -> Article:
    described = new.description
    id_ = (
        stored.id
        if stored
        else text_digest(described.form, described.outlet or "", described.title or "", new.text)[:12]
    )
    if stored is None and catalog.articles_of([id_]):  # a stored article had this text first, and has changed since
        id_ = text_digest(id_, described.url or "", new.source)[:12]
    return Article(
        id=id_,
        text=new.text,
        title=described.title,
        outlet=described.outlet,
        published=described.published,
        url=described.url,
        author=described.author,
        language=described.language,
        form=described.form,
        source=new.source,
        metadata=described.metadata,
        version=version_of(described.title, new.text),
        family=stored.family if stored else id_,
        details=new.details,
    )


def _says_the_same(stored: Article, article: Article) -> bool:
    """Whether an article that was read again equals the stored one."""

    def content(one: Article) -> tuple[object, ...]:
        return (one.text, one.title, one.outlet, one.published, one.url, one.author, one.language, dict(one.metadata))

    return content(stored) == content(article)


def _is_older(article: Article, stored: Article) -> bool:
    """Whether a text is older than the stored one, by its time of update, else of publication."""

    def moment(one: Article) -> str:
        return str(one.details.get("updated_time") or one.details.get("published_time") or "")

    if article.version == stored.version:
        return False
    one, other = moment(article), moment(stored)
    return bool(one and other) and len(one) == len(other) and one[-6:] == other[-6:] and one < other


def _linked(article: Article, copied: Copy | None, stored: Article | None, catalog: Catalog) -> tuple[Article, str]:
    """The article, put into the family of the article that it duplicates, and a note about it."""
    if copied is None:
        return article, ""
    first = catalog.article(copied.article_id)
    printed = first.outlet or first.title or first.id
    share = "a copy of" if copied.share > 0.97 else f"{copied.share:.0%} the same as"
    if stored is None or stored.family == stored.id:
        article = replace(article, family=first.family or first.id)
    return article, f"{share} {first.id} of {printed}: counted once as an origin"


def _result(source: str, outcome: Any, article: Article, reason: str) -> SourceResult:
    return SourceResult(source, outcome, article.id, article.outlet, article.title, article.published, reason)
