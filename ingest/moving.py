"""Exports, imports and migrates a corpus, and verifies that it arrived complete. Floor 2.

An interrupted move is resumed by running it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from assistant.errors import CatalogUnavailable
from assistant.index.archive import Archive, open_archive, write_archive
from assistant.index.catalog import Catalog, open_catalog
from assistant.index.embedder import open_embedder
from assistant.index.moving import Moved, Mover, Record, records_digest
from assistant.index.postgres import open_postgres
from assistant.index.store import open_store
from assistant.index.vectors import VectorRow, Vectors
from assistant.settings import Settings
from assistant.talks.store import copy_talks
from ingest.run import sync_vectors

_AT_ONCE = 50
Progress = Callable[[int], None]


def export_corpus(settings: Settings, path: Path, *, vectors: bool) -> Archive:
    """Write the whole catalogue to a file, with its vectors if wanted. Raises NoIndex, BadTarget."""
    mover = Mover(open_catalog(settings))
    return write_archive(mover, path, open_store(settings).vectors_of if vectors else None)


def import_corpus(settings: Settings, path: Path, progress: Progress = lambda count: None) -> tuple[Archive, Moved]:
    """Add the articles of a file to the index, and embed those without vectors of our embedder.

    `progress` gets the number of records of each batch. Raises BadArchive before anything is changed, HomeBusy,
    EmbedderUnavailable, StoreUnavailable.
    """
    archive = open_archive(path)
    settings.home.mkdir(parents=True, exist_ok=True)
    catalog = open_catalog(settings)
    catalog.create()
    mover, whole, embedder = Mover(catalog), Moved(), open_embedder(settings)
    ours = embedder is not None and archive.facts.get("embedder") == embedder.name
    with catalog.database.alone():
        for records in _batches(archive.records()):
            for record in records:
                record["article"]["state"] = "pending"
            moved = mover.take(records)
            if ours and moved.new:
                new = [one for one in records if one["article"]["id"] in moved.new]
                _take_vectors(catalog, open_store(settings), new)
            whole.add(moved)
            progress(len(records))
        sync_vectors(settings)
    return archive, whole


def migrate_corpus(
    settings: Settings, address: str, progress: Progress = lambda count: None
) -> tuple[int, int, int, Moved]:
    """Copy the catalogue, with talks and briefings, to PostgreSQL; numbers of articles, passages, talks; the result.

    The vectors stay where they are; the new catalogue refers to them. Raises CatalogUnavailable for a database that
    holds another corpus, or where the two catalogues differ at the end.
    """
    source, target = open_catalog(settings), Catalog(open_postgres(address))
    name = source.meta("home") or "home"
    target.create()
    known = {target.meta("moving_from"), target.meta("home")}
    if target.passage_count() and name not in known:
        remedy = "Name an empty one, or add to it: sayso corpus export, then import"
        raise CatalogUnavailable(target.database.place, "holds another corpus", remedy)
    ours, theirs, whole = Mover(source), Mover(target), Moved()
    with source.database.alone(), target.database.alone():
        target.set_meta("moving_from", name)
        for extra in {one.id for one in target.every()} - {one.id for one in source.every()}:
            target.remove(extra)
        for records in _batches(ours.records()):
            whole.add(theirs.take(records))
            progress(len(records))
        counted = records_digest(ours.records())
        if counted != records_digest(theirs.records()):
            remedy = "Run it again; the old catalogue is untouched."
            raise CatalogUnavailable(target.database.place, "does not hold just what the old one does", remedy)
        theirs.take_books(source)
        theirs.take_facts(ours.facts())
        talks = copy_talks(settings, address)
    return counted[0], counted[1], talks, whole


def _take_vectors(catalog: Catalog, store: Vectors, records: list[Record]) -> None:
    whole = [one for one in records if len(one.get("vectors", {})) == len(one["passages"])]
    rows = [
        VectorRow(id_, one["vectors"][id_], one["article"]["id"], one["article"]["outlet"], one["article"]["published"])
        for one in whole
        for id_, _, _ in one["passages"]
    ]
    if rows:
        store.upsert(rows)
        catalog.mark_indexed([one["article"]["id"] for one in whole])


def _batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    while some := list(islice(records, _AT_ONCE)):
        yield some
