"""Brings sources into the index, so that a crash anywhere is mended by running again. Floor 2.

One way through: read, clean, describe, spot copies, split, store as pending, embed, store vectors, mark indexed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from assistant.errors import EmbedderMismatch, HomeBusy
from assistant.index.catalog import Catalog, Entry
from assistant.index.embedder import open_embedder
from assistant.index.store import VectorRow, VectorStore
from assistant.settings import Settings
from assistant.types import Article, Passage, SourceResult
from ingest import clean, describe, manifest, read
from ingest.source import Source
from ingest.split import split

_BATCH_PASSAGES = 256  # embedded and written at a time; a crash costs two batches at most


@dataclass(slots=True)
class Receipt:
    """What became of every source of one ingest."""

    sources: list[SourceResult] = field(default_factory=list)
    removed: int = 0

    def count(self, outcome: str) -> int:
        """How many sources ended so."""
        return sum(result.outcome == outcome for result in self.sources)

    def as_json(self) -> dict[str, Any]:
        """The receipt as the contract has it."""
        counts = {name: self.count(name) for name in ("added", "updated", "unchanged", "duplicate", "failed")}
        return {**counts, "removed": self.removed, "sources": [asdict(result) for result in self.sources]}


def ingest(
    settings: Settings,
    paths: Sequence[str | Path],
    *,
    re_embed: bool = False,
    prune: bool = False,
    on_result: Callable[[SourceResult], None] = lambda result: None,
    on_passages: Callable[[int], None] = lambda count: None,
) -> Receipt:
    """Read the files and folders into the index of `settings.home`, first finishing what an earlier run left.

    `re_embed` fills the vector store anew, with the embedder of the settings. `prune` removes articles of the named
    folders whose files are gone. Each source is reported through `on_result` as it ends, each embedded batch through
    `on_passages`. Raises UserError for a path that is not there, a home in use or unusable, another embedder.
    """
    sources = read.find_sources([str(path) for path in paths]) if paths else ()
    catalog = Catalog(settings.home)
    catalog.create()
    with _alone(settings.home):
        indexer = _Indexer(settings, catalog, on_passages)
        indexer.begin(re_embed)
        receipt = Receipt()
        seen: set[str] = set()
        with indexer:
            for source in sources:
                for result in _take(source, catalog, indexer):
                    receipt.sources.append(result)
                    seen.add(result.source)
                    on_result(result)
        if prune:
            receipt.removed = _prune(paths, seen, indexer)
        return receipt


def remove(settings: Settings, article_id: str) -> None:
    """Take an article out of the catalogue and the vector store. Raises UnknownArticle, NoIndex."""
    catalog = Catalog(settings.home)
    catalog.article(article_id)
    with _alone(settings.home):
        _Indexer(settings, catalog, lambda count: None).remove(article_id)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Hold the home's write lock. Raises HomeBusy where another process has it."""
    from filelock import FileLock, Timeout

    try:
        with FileLock(home / "write.lock", timeout=0):
            yield
    except Timeout as error:
        raise HomeBusy(home) from error


class _Indexer:
    """Collects pending articles and brings their passages into the vector store, a batch at a time.

    As a context it embeds one batch, in a thread of its own, while the next one is read; it ends with nothing waiting.
    """

    def __init__(self, settings: Settings, catalog: Catalog, on_passages: Callable[[int], None]) -> None:
        self.catalog = catalog
        self._home = settings.home
        self._embedder = open_embedder(settings)
        self._store = VectorStore(settings.home / "chroma", settings.chroma)
        self._on_passages = on_passages
        self._waiting: dict[str, tuple[Article, Sequence[Passage]]] = {}
        self._stored_before: set[str] = set()
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
        """Hold the index to one embedder, and finish the articles that an earlier run left pending."""
        filled_by = self.catalog.meta("embedder")
        if filled_by and filled_by != self._embedder_name and not re_embed:
            raise EmbedderMismatch(self._home, filled_by, self._embedder_name)
        if re_embed:
            self.catalog.mark_pending()
            self._store.clear()
        elif filled_by and self._embedder:
            self._find_lost()
        self.catalog.set_meta("embedder", self._embedder_name)
        for article_id in self.catalog.pending():
            self._wait(self.catalog.article(article_id), self.catalog.passages_of(article_id), stored_before=True)
        self.flush()

    def _find_lost(self) -> None:
        """Mark as pending what the vector store has lost: its folder was deleted, or a server lost its data."""
        if self._store.count() >= self.catalog.indexed_count():
            return
        expected = list(self.catalog.indexed_passages())
        lost: set[str] = set()
        for first in range(0, len(expected), 1000):
            some = expected[first : first + 1000]
            held = self._store.held([id_ for id_, _ in some])
            lost.update(article_id for id_, article_id in some if id_ not in held)
        self.catalog.mark_pending(sorted(lost))

    def put(self, entry: Entry, stored_before: bool) -> None:
        """Store an article as pending; its vectors follow with the batch."""
        if self._under_way and entry.article.id in self._under_way[0]:
            self._finish()  # or the older text's end would mark the newer one as indexed
        self.catalog.put([entry])
        self._wait(entry.article, entry.passages, stored_before)

    def _wait(self, article: Article, passages: Sequence[Passage], stored_before: bool) -> None:
        if stored_before:
            self._stored_before.add(article.id)
        self._waiting[article.id] = article, passages
        self._passages += len(passages)
        if self._passages >= _BATCH_PASSAGES:
            self._start()

    def flush(self) -> None:
        """Bring all that waits into the vector store, and let searches see it."""
        self._start()
        self._finish()

    def _start(self) -> None:
        """Have the waiting batch embedded and written, once the one before is done."""
        self._finish()
        if self._waiting:
            batch = list(self._waiting.values())
            stale = [id_ for id_ in self._waiting if id_ in self._stored_before]
            self._under_way = self._waiting.keys(), self._passages, self._pool.submit(self._write_vectors, batch, stale)
            self._waiting, self._passages = {}, 0

    def _finish(self) -> None:
        """Wait for the batch under way, and let searches see it."""
        if self._under_way:
            ids, passages, done = self._under_way
            self._under_way = None
            done.result()
            self.catalog.mark_indexed(list(ids))
            self._on_passages(passages)

    def _write_vectors(self, batch: Sequence[tuple[Article, Sequence[Passage]]], stored_before: Sequence[str]) -> None:
        """Embed and write a batch, and drop what an article that was stored before no longer has."""
        if self._embedder is None:
            return
        pairs = [(article, passage) for article, passages in batch for passage in passages]
        vectors = self._embedder.embed_passages([embedded_text(article, passage) for article, passage in pairs])
        stale = self._store.ids_of(stored_before) - {passage.id for _, passage in pairs}
        self._store.delete(sorted(stale))
        self._store.upsert(
            [
                VectorRow(passage.id, vector, article.id, article.outlet, article.published)
                for (article, passage), vector in zip(pairs, vectors, strict=True)
            ]
        )

    def remove(self, article_id: str) -> None:
        """Take an article out everywhere: first from the vectors, so that a crash between leaves it whole or gone."""
        if self._embedder:
            self._store.delete(sorted(self._store.ids_of([article_id])))
        self.catalog.remove(article_id)


def embedded_text(article: Article, passage: Passage) -> str:
    """A passage with what its vector should also know: title, outlet and day."""
    head = ". ".join(part for part in (article.title, article.outlet, article.published) if part)
    return f"{head}\n{passage.text}" if head else passage.text


def _take(source: Source, catalog: Catalog, indexer: _Indexer) -> Iterator[SourceResult]:
    """Bring one source in: a file holds one article, a `.jsonl` one a line."""
    for found in read.read(source):
        if isinstance(found, read.ReadFailure):
            yield SourceResult(found.source, "failed", reason=found.reason)
        else:
            yield _take_one(found, manifest.entry_for(source), catalog, indexer)


def _take_one(raw: read.RawArticle, noted: Any, catalog: Catalog, indexer: _Indexer) -> SourceResult:
    raw_digest = _digest(raw.digest, json.dumps(noted, default=str, sort_keys=True))
    known = catalog.known_source(raw.source)
    if known and known[0] == raw_digest:
        return _result(raw.source, "unchanged", catalog.article(known[1]), "not changed since it was last read")
    told = describe.describe(raw.text, raw.source, raw.given, noted)
    text = clean.clean(raw.text, told.heading, told.outlet).text
    notes = "; ".join(note for note in (raw.note, *told.notes) if note)
    if not text:
        return SourceResult(raw.source, "failed", reason="nothing is left of it but navigation and notices")
    content_digest = _digest(told.outlet or "", " ".join(text.split()))
    identity = f"{told.form} {told.url}" if told.url else raw.source
    article_id = catalog.id_by_identity(identity)
    if article_id is None and known and catalog.article(known[1]).source == raw.source:
        article_id = known[1]
    twin = catalog.id_by_content(content_digest)
    if twin and twin != article_id:
        catalog.remember_source(raw.source, raw_digest, twin)
        same = catalog.article(twin)
        return _result(raw.source, "duplicate", same, f"the same text as {same.source}")
    article = Article(
        id=article_id or _digest(told.form, told.outlet or "", told.title or "", text)[:12],
        text=text,
        title=told.title,
        outlet=told.outlet,
        published=told.published,
        url=told.url,
        author=told.author,
        language=told.language,
        form=told.form,
        source=raw.source,
        metadata=told.metadata,
    )
    entry = Entry(article, split(article.id, text), identity, content_digest, raw_digest)
    indexer.put(entry, stored_before=article_id is not None)
    if article_id is None:
        return _result(raw.source, "added", article, notes)
    return _result(raw.source, "updated", article, notes or "its text or its metadata changed")


def _prune(paths: Sequence[str | Path], seen: set[str], indexer: _Indexer) -> int:
    """Forget the sources under the named folders that were not met, and the articles that no other source holds."""
    removed = 0
    for path in (path for path in map(Path, paths) if path.is_dir()):
        for source, article_id in indexer.catalog.sources_under(f"{read.source_name(path)}/").items():
            if source not in seen and not indexer.catalog.forget_source(source):
                indexer.remove(article_id)
                removed += 1
    return removed


def _result(source: str, outcome: Any, article: Article, reason: str) -> SourceResult:
    return SourceResult(source, outcome, article.id, article.outlet, article.title, article.published, reason)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
