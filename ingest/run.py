"""Ingests sources into the index; after a crash, running it again completes the work. Floor 2.

The steps: read, clean, describe, detect copies and versions, split, store as pending, embed, store vectors, mark as
indexed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import CatalogUnavailable, SaysoError
from assistant.index.catalog import Catalog, open_catalog
from assistant.language.outlet_table import extend
from assistant.settings import Settings
from assistant.types import SourceResult
from ingest import identity
from ingest.indexer import Indexer
from ingest.reading import read_all
from ingest.receipt import Receipt
from ingest.source import Source
from ingest.sources import find
from ingest.storing import take

if TYPE_CHECKING:
    from ingest.on_ray import RayWorkers

OWN_OUTLETS = "outlets.tsv"
"""The user's own table of outlets in the home folder, in the format of the built-in one."""


def ingest(
    settings: Settings,
    paths: Sequence[str | Path],
    *,
    re_embed: bool = False,
    prune: bool = False,
    field_map: Mapping[str, str] | None = None,
    allow_private: bool = False,
    ray: str | None = None,
    on_begin: Callable[[int], None] = lambda count: None,
    on_result: Callable[[SourceResult], None] = lambda result: None,
    on_passages: Callable[[int], None] = lambda count: None,
) -> Receipt:
    """Read files, folders and addresses into the index of `settings.home`, after completing an interrupted run.

    `re_embed` rebuilds the vector store with the embedder of the settings. `prune` removes articles of the named
    folders whose files are gone. `field_map` maps our field names to those of the records. `allow_private` permits
    addresses of this machine and its network. `ray` lets Ray's workers read and embed: `local`, `auto` or an address.

    `on_begin` gets the number of sources, `on_result` each source as it ends, `on_passages` the size of each embedded
    batch. An interrupt ends the run and returns the receipt so far, with `stopped` set. So does an embedder, vector
    store or disk that fails, with `broken` set, and each source that did not become searchable is reported as failed.

    Raises UserError for a missing path, a home that is in use or unusable, or another embedder; RayUnavailable.
    """
    sources = list(find.find_sources(paths)) if paths else []
    with _beside(settings, ray) as workers:
        return ingest_sources(
            settings,
            sources,
            re_embed=re_embed,
            pruned=paths if prune else (),
            field_map=field_map or {},
            from_web=_web(open_catalog(settings), allow_private),
            workers=workers,
            on_begin=on_begin,
            on_result=on_result,
            on_passages=on_passages,
        )


def ingest_sources(
    settings: Settings,
    sources: Sequence[Source],
    *,
    from_web: Callable[[Source], Iterator[Any]],
    re_embed: bool = False,
    pruned: Sequence[str | Path] = (),
    field_map: Mapping[str, str] | None = None,
    workers: RayWorkers | None = None,
    on_begin: Callable[[int], None] = lambda count: None,
    on_result: Callable[[SourceResult], None] = lambda result: None,
    on_passages: Callable[[int], None] = lambda count: None,
) -> Receipt:
    """The same for sources already listed; `from_web` reads those that are addresses."""
    catalog = open_catalog(settings)
    catalog.create()
    extend(settings.home / OWN_OUTLETS)
    with catalog.database.alone():
        indexer = Indexer(settings, catalog, on_passages, workers.embedder if workers else None)
        indexer.begin(re_embed)
        identity.upgrade(catalog)
        receipt = Receipt(notes=indexer.notes)
        on_begin(len(sources))
        under_way: tuple[Source, str] | None = None
        try:
            with indexer:
                try:
                    for source, read in read_all(
                        sources, _known(catalog), field_map or {}, from_web, settings.home / OWN_OUTLETS, workers
                    ):
                        under_way = source, read.source
                        result = take(source, read, catalog, indexer)
                        receipt.sources.append(result)
                        on_result(result)
                except KeyboardInterrupt:
                    receipt.stopped = True
        except SaysoError as error:  # an embedder or server that fails, a full disk
            reached = sources.index(under_way[0]) + 1 if under_way else 0
            names = [source.name for source in sources[reached:]]
            at = (under_way[1], under_way[0].name) if under_way else None
            try:
                pending = {name: id_ for id_ in catalog.pending() for name in catalog.sources_of(id_)}
            except CatalogUnavailable:  # the catalogue itself failed: what was under way is not searchable yet
                waiting = indexer.unfinished
                pending = {result.source: id_ for result in receipt.sources if (id_ := result.article_id) in waiting}
            for result in receipt.break_off(str(error), at, names, pending):
                on_result(result)
        if pruned and not receipt.broken and not receipt.stopped:
            receipt.removed = _prune(pruned, {result.source for result in receipt.sources}, indexer)
        return receipt


def remove_article(settings: Settings, article_id: str) -> None:
    """Remove an article from the catalogue and the vector store. Raises UnknownArticle, NoIndex."""
    catalog = open_catalog(settings)
    catalog.article(article_id)
    with catalog.database.alone():
        Indexer(settings, catalog, lambda count: None).remove(article_id)


def sync_vectors(settings: Settings) -> None:
    """Synchronise the vectors with a catalogue that has just been restored. The caller holds the lock."""
    catalog = open_catalog(settings)
    catalog.create()
    indexer = Indexer(settings, catalog, lambda count: None)
    with indexer:
        indexer.begin(re_embed=False)


def _beside(settings: Settings, ray: str | None) -> AbstractContextManager[RayWorkers | None]:
    """Ray's workers where they are requested; None leaves the choice to `read_all`."""
    if ray is None:
        return nullcontext()
    from ingest.on_ray import on_ray

    return on_ray(settings, ray, settings.home / OWN_OUTLETS)


def _known(catalog: Catalog) -> Callable[[str], str | None]:
    def digest_of(source: str) -> str | None:
        known = catalog.known_source(source)
        return known[0] if known else None

    return digest_of


def _web(catalog: Catalog, allow_private: bool) -> Callable[[Source], Iterator[Any]]:
    site: list[Any] = []  # one for all addresses, so that they share its pauses and robots.txt

    def from_web(source: Source) -> Iterator[Any]:
        if not site:
            from ingest.web.site import Site

            site.append(Site(catalog, allow_private=allow_private))
        yield from site[0].read(source.address or "")

    return from_web


def _prune(paths: Sequence[str | Path], seen: set[str], indexer: Indexer) -> int:
    """Remove articles whose files under the named folders are gone; return how many articles were removed.

    An article is removed before its source is forgotten, so that a crash in between leaves no orphan.
    """
    catalog, removed = indexer.catalog, 0
    for path in (path for path in paths if not find.is_address(path) and Path(path).is_dir()):
        prefix = f"{find.source_name(path)}/"
        for source, article_id in catalog.sources_under(prefix).items():
            if source in seen:
                continue
            if catalog.sources_of(article_id) == [source]:
                indexer.remove(article_id)
                removed += 1
            else:
                catalog.forget_source(source)
        for article_id in catalog.sourceless_under(prefix):
            indexer.remove(article_id)
            removed += 1
    return removed
