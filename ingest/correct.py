"""Corrects the metadata of a stored article by hand. Floor 2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assistant.index.catalog import open_catalog
from assistant.index.versions import version_of
from assistant.index.writing import Entry
from assistant.settings import Settings
from assistant.types import Article
from ingest.copies import fingerprint_of
from ingest.indexer import Indexer
from ingest.prepare import text_digest
from ingest.split import split

FIELDS = ("title", "outlet", "published", "url", "author")


def correct(settings: Settings, article_id: str, fields: Mapping[str, str | None]) -> Article:
    """Set fields of an article, store and reindex it, and return it; None marks a field as unknown.

    Text and earlier versions stay; reading the unchanged source again does not undo the correction. The provenance of a
    corrected field is `manifest`. Raises UnknownArticle, NoIndex, HomeBusy.
    """
    catalog = open_catalog(settings)
    held = catalog.article(article_id)
    changed = {name: value for name, value in fields.items() if name in FIELDS and value != getattr(held, name)}
    if not changed:
        return held
    article = replace(held, **changed, metadata={**held.metadata, **dict.fromkeys(changed, "manifest")})  # type: ignore[arg-type]
    where = {**held.details.get("where", {}), **dict.fromkeys(changed, "corrected by hand")}
    article = replace(
        article, version=version_of(article.title, article.text), details={**held.details, "where": where}
    )
    known = catalog.known_source(held.source)
    entry = Entry(
        article, split(article.id, article.text), catalog.identity(article_id),
        text_digest(article.outlet or "", " ".join(article.text.split())), known[0] if known else "",
        tuple(fingerprint_of(article.text)),
    )  # fmt: skip
    with catalog.database.alone():
        indexer = Indexer(settings, catalog, lambda count: None)
        with indexer:
            indexer.put(entry, stored_before=True)
    return article
