"""Reads and prepares sources in order, many files in several processes. Floor 2.

Every source gives a result, however broken it is: an article, a failure with its reason, or a skip.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import SaysoError
from assistant.language.outlet_table import extend
from ingest import manifest
from ingest.prepare import Prepared, prepare, raw_digest_of
from ingest.source import Source
from ingest.sources import find
from ingest.sources.formats import FORMATS, ending_of
from ingest.sources.found import Found, RawArticle, ReadFailure, Skipped

_STREAMED = ("records", "tables", "archives", "feeds")
"""Formats with many articles per file, which are streamed in this process."""
_WORTH_A_POOL = 60  # files: two processes take about a second to start
_WORKERS = max(1, min(4, os.cpu_count() or 1))


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A source whose bytes are those that were read last time."""

    source: str


Read = Prepared | ReadFailure | Skipped | Unchanged
Known = Callable[[str], str | None]
"""The digest under which a source was last read, by its name; None for a new one."""


def read_all(
    sources: Iterable[Source],
    known: Known,
    field_map: Mapping[str, str],
    from_web: Callable[[Source], Iterator[Found | Unchanged]],
    own_outlets: Path,
) -> Iterator[tuple[Source, Read]]:
    """The results of every source, in order. `from_web` reads addresses; `own_outlets` is the user's outlet table."""
    waiting = list(sources)
    alone = [source for source in waiting if _is_one_article(source)]
    if len(alone) < _WORTH_A_POOL or _WORKERS < 2:
        for source in waiting:
            for read in _read(source, known, field_map, from_web):
                yield source, read
        return
    yield from _in_processes(waiting, known, field_map, from_web, own_outlets)


def _in_processes(
    sources: list[Source],
    known: Known,
    field_map: Mapping[str, str],
    from_web: Callable[[Source], Iterator[Found | Unchanged]],
    own_outlets: Path,
) -> Iterator[tuple[Source, Read]]:
    """The same, with files of one article read ahead by other processes."""
    ahead: deque[tuple[Source, Future[list[Read]] | None]] = deque()
    pool = _pool(_WORKERS, own_outlets)
    try:
        for source in [*sources, None]:
            if source is not None:
                try:
                    future = _submit(pool, source, known, field_map)
                except BrokenProcessPool:
                    pool = _pool(_WORKERS, own_outlets)
                    future = _submit(pool, source, known, field_map)
                ahead.append((source, future))
            while ahead and (source is None or len(ahead) > 8 * _WORKERS):
                first, done = ahead.popleft()
                results = (
                    _read(first, known, field_map, from_web)
                    if done is None
                    else _result_of(done, first, known, field_map, own_outlets)
                )
                for read in results:
                    yield first, read
    finally:
        pool.shutdown(cancel_futures=True)


def _submit(
    pool: ProcessPoolExecutor, source: Source, known: Known, field_map: Mapping[str, str]
) -> Future[list[Read]] | None:
    """Submit a file of one article to the pool; None for a source that is read in this process."""
    if not _is_one_article(source):
        return None
    return pool.submit(_work, source, dict(field_map), known(source.name))


def _result_of(
    done: Future[list[Read]], source: Source, known: Known, field_map: Mapping[str, str], own_outlets: Path
) -> list[Read]:
    """The result of a submitted source; after a crash of the pool it is retried once in a process of its own."""
    try:
        return done.result()
    except BrokenProcessPool:
        with _pool(1, own_outlets) as single:
            try:
                return single.submit(_work, source, dict(field_map), known(source.name)).result()
            except BrokenProcessPool:
                return [ReadFailure(source.name, "crashes its reader")]


def _pool(workers: int, own_outlets: Path) -> ProcessPoolExecutor:
    # Spawned, not forked: a lock held by a thread of this process would never be released in a fork.
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _begin, (own_outlets,))


def _begin(own_outlets: Path) -> None:
    """Initialise a reading process; it leaves interrupts to its parent."""
    extend(own_outlets)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _is_one_article(source: Source) -> bool:
    module = FORMATS.get(ending_of(source.path.name)) if source.address is None and not source.skipped else None
    return module is not None and module not in _STREAMED


def _work(source: Source, field_map: Mapping[str, str], digest: str | None) -> list[Read]:
    """The articles of a file; runs in another process."""
    return list(_read(source, lambda _: digest, field_map, lambda _: iter(())))


def _read(
    source: Source,
    known: Known,
    field_map: Mapping[str, str],
    from_web: Callable[[Source], Iterator[Found | Unchanged]],
) -> Iterator[Read]:
    noted = manifest.entry_for(source) if source.address is None and not source.skipped else {}
    found_any = False
    try:
        for found in from_web(source) if source.address else find.read_source(source, field_map):
            found_any = True
            yield _prepared(found, noted, known)
    except (SaysoError, KeyboardInterrupt):
        raise
    except Exception as error:  # parsers may raise anything on hostile input; it ends this source only
        yield ReadFailure(source.name, f"cannot be read ({type(error).__name__}: {str(error)[:120]})")
        return
    if not found_any:
        yield ReadFailure(source.name, "holds no article")


def _prepared(found: Found | Unchanged, noted: Mapping[str, str], known: Known) -> Read:
    if not isinstance(found, RawArticle):
        return found
    if known(found.source) == raw_digest_of(found, noted):
        return Unchanged(found.source)
    return prepare(found, noted)
