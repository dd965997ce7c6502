"""Writes articles and vectors to the two stores of a home, and repairs what a crash left. Floor 2."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from assistant.addresses import service_name
from assistant.errors import EmbedderMismatch, StoreUnavailable
from assistant.index.catalog import Catalog
from assistant.index.embedder import Embedder, open_embedder
from assistant.index.store import open_store
from assistant.index.vectors import VectorRow, Vectors
from assistant.index.writing import Entry
from assistant.settings import Settings
from assistant.types import Article, Passage

_BATCH_PASSAGES = 256  # embedded and written at a time; a crash costs two batches at most
_LEGACY = "sayso-passages"  # the collection of release 0.1.0, shared by all homes on a server


class Indexer:
    """Collects pending articles and writes their passages to the vector store, a batch at a time.

    As a context manager it embeds one batch in a thread while the next one is read, and flushes at the end. `notes` are
    sentences about repairs. `embedder` replaces the embedder of the settings and must return the same vectors.
    """

    def __init__(
        self,
        settings: Settings,
        catalog: Catalog,
        on_passages: Callable[[int], None],
        embedder: Embedder | None = None,
    ) -> None:
        self.catalog = catalog
        self.notes: list[str] = []
        self._home = settings.home
        self._embedder = embedder or open_embedder(settings)
        self._store = open_store(settings)
        self._on_passages = on_passages
        self._waiting: dict[str, tuple[Article, Sequence[Passage]]] = {}
        self._stored_before: set[str] = set()
        self._unfinished: set[str] = set()
        self._passages = 0
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="embed")
        self._under_way: tuple[Collection[str], int, Future[None]] | None = None

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            if kind is None:
                self.flush()
        finally:
            self._pool.shutdown()

    @property
    def _embedder_name(self) -> str:
        return self._embedder.name if self._embedder else "none"

    def begin(self, re_embed: bool) -> None:
        """Check the embedder, repair the vector store, and index what an earlier run left pending.

        Raises EmbedderMismatch, StoreUnavailable, EmbedderUnavailable, leaving everything unchanged.
        """
        filled_by = self.catalog.meta("embedder")
        if filled_by and service_name(filled_by) != filled_by:  # an earlier release stored it as given
            filled_by = service_name(filled_by)
            self.catalog.rename_embedder(filled_by)
        if filled_by and filled_by != self._embedder_name and not re_embed:
            raise EmbedderMismatch(self._home, filled_by, self._embedder_name)
        self._part_from_original()
        if self._embedder and filled_by and self._is_unreadable():
            re_embed = True
        live = self.catalog.meta("collection") or _LEGACY
        if re_embed or (self._store.shared and self._embedder and filled_by and not self._is_own(live)):
            self._embed_all_beside(live)
        elif filled_by and self._embedder:
            self._compare()
        self.catalog.set_meta("embedder", self._embedder_name)
        for article_id in self.catalog.pending():
            self._wait(self.catalog.article(article_id), self.catalog.passages_of(article_id), stored_before=True)
        self.flush()

    def _part_from_original(self) -> None:
        """Give a copied home its own name, since a server may hold the vectors of both."""
        here, known, name = self.catalog.database.place, self.catalog.meta("place"), self.catalog.meta("home")
        if known == here:
            return
        copied = known is not None and self.catalog.database.is_copy_of(known, name)
        if copied:
            self.notes.append(f"this home is a copy of {known}, and now keeps its vectors separately")
        self.catalog.part_from(here, uuid.uuid4().hex[:16] if copied else None)

    def _is_own(self, collection: str) -> bool:
        """Whether a collection belongs to this home: on a server by its name, in the home's folder always."""
        return not self._store.shared or collection.startswith(f"sayso-{self.catalog.meta('home')}-")

    def _is_unreadable(self) -> bool:
        """Whether the embedded store is damaged; if so, its folder is moved aside."""
        try:
            self._store.count()
            return False
        except StoreUnavailable as error:
            said = str(error.__cause__ or error).lower()
            if self._store.shared or any(
                sign in said for sign in ("readonly", "read-only", "permission", "locked", "disk")
            ):
                raise
            aside = self._store.move_aside()
            self.notes.append(f"the vectors could not be read ({said[:80]}); moved to {aside} and rebuilt")
            return True

    def _embed_all_beside(self, live: str) -> None:
        """Fill a new collection with all vectors, switch searches to it, then drop the old one.

        Until the switch readers see the old one; a failure leaves everything unchanged.
        """
        home = self.catalog.meta("home") or "home"
        number = int(live.rpartition("-")[2]) + 1 if live.startswith(f"sayso-{home}-") else 1
        name = f"sayso-{home}-{number}"
        target = self._store.sibling(name)
        if self._embedder:
            target.count()  # creates it if missing
            target.clear()
            batch: list[tuple[Article, Sequence[Passage]]] = []
            count = 0
            for article in self.catalog.every():
                batch.append((article, self.catalog.passages_of(article.id)))
                count += len(batch[-1][1])
                if count >= _BATCH_PASSAGES:
                    self._fill(target, batch)
                    batch, count = [], 0
            self._fill(target, batch)
        self.catalog.swap_collection(name, self._embedder_name)
        if self._is_own(live):
            self._store.drop(live)
        self._drop_left_over()

    def _fill(self, target: Vectors, batch: Sequence[tuple[Article, Sequence[Passage]]]) -> None:
        if batch:
            target.upsert(self._rows(batch))
            self._on_passages(sum(len(passages) for _, passages in batch))

    def _drop_left_over(self) -> None:
        """Delete the collections of this home except the live one, left by a swap or by a crash before it."""
        live = self.catalog.meta("collection")
        for name in self._store.collections():
            if self._is_own(name) and name != live:
                self._store.drop(name)

    def _compare(self) -> None:
        """Mark articles with missing vectors as pending, and drop vectors unknown to the catalogue."""
        self._drop_left_over()
        held = self._store.ids()
        if held is None:
            return
        expected = dict(self.catalog.indexed_passages())
        lost = {article_id for id_, article_id in expected.items() if id_ not in held}
        self.catalog.mark_pending(sorted(lost))
        awaited = {passage.id for id_ in self.catalog.pending() for passage in self.catalog.passages_of(id_)}
        self._store.delete(sorted(held - expected.keys() - awaited))

    def put(self, entry: Entry, stored_before: bool) -> None:
        """Store an article as pending; its vectors are written with its batch."""
        if self._under_way and entry.article.id in self._under_way[0]:
            self._finish()  # otherwise finishing the older text would mark the newer one as indexed
        self.catalog.put([entry])
        self._wait(entry.article, entry.passages, stored_before)

    def _wait(self, article: Article, passages: Sequence[Passage], stored_before: bool) -> None:
        if stored_before:
            self._stored_before.add(article.id)
        if article.id in self._waiting:
            self._passages -= len(self._waiting[article.id][1])
        self._waiting[article.id] = article, passages
        self._passages += len(passages)
        if self._passages >= _BATCH_PASSAGES:
            self._start()

    @property
    def unfinished(self) -> set[str]:
        """Ids of the articles that were put but are not searchable yet."""
        return self._unfinished | self._waiting.keys()

    def flush(self) -> None:
        """Write everything that is waiting to the vector store and make it searchable."""
        self._start()
        self._finish()

    def _start(self) -> None:
        """Start to embed and write the waiting batch, once the previous one is done."""
        self._finish()
        if self._waiting:
            batch = list(self._waiting.values())
            stale = [id_ for id_ in self._waiting if id_ in self._stored_before]
            self._under_way = self._waiting.keys(), self._passages, self._pool.submit(self._write_vectors, batch, stale)
            self._unfinished |= self._waiting.keys()
            self._waiting, self._passages = {}, 0

    def _finish(self) -> None:
        """Wait for the batch in progress and make it searchable."""
        if self._under_way:
            ids, passages, done = self._under_way
            self._under_way = None
            done.result()
            self.catalog.mark_indexed(list(ids))
            self._unfinished -= set(ids)
            self._on_passages(passages)

    def _write_vectors(self, batch: Sequence[tuple[Article, Sequence[Passage]]], stored_before: Sequence[str]) -> None:
        """Embed and write a batch, and drop stale passages of articles that were stored before."""
        if self._embedder is None:
            return
        rows = self._rows(batch)
        self._store.forget_articles(stored_before, but={row.id for row in rows})
        self._store.upsert(rows)

    def _rows(self, batch: Sequence[tuple[Article, Sequence[Passage]]]) -> list[VectorRow]:
        if self._embedder is None:
            return []
        pairs = [(article, passage) for article, passages in batch for passage in passages]
        vectors = self._embedder.embed_passages([embedded_text(article, passage) for article, passage in pairs])
        return [
            VectorRow(passage.id, vector, article.id, article.outlet, article.published)
            for (article, passage), vector in zip(pairs, vectors, strict=True)
        ]

    def remove(self, article_id: str) -> None:
        """Remove an article: first its vectors, so that after a crash in between it can be removed or repaired."""
        self._part_from_original()
        if self._embedder and self._is_own(self.catalog.meta("collection") or _LEGACY):
            self._store.forget_articles([article_id])
        self.catalog.remove(article_id)


def embedded_text(article: Article, passage: Passage) -> str:
    """The text embedded for a passage: title, outlet and day, then the passage."""
    head = ". ".join(part for part in (article.title, article.outlet, article.published) if part)
    return f"{head}\n{passage.text}" if head else passage.text
