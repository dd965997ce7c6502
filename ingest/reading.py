"""Reads and prepares sources in order, in other processes where there are many. Floor 2.

Every source, however broken, gives a result: an article, a failure with its reason, or a skip.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from assistant.errors import SaysoError
from ingest import manifest
from ingest.prepare import Prepared, prepare, raw_digest_of
from ingest.source import Source
from ingest.sources import find
from ingest.sources.formats import is_one_article
from ingest.sources.found import Found, RawArticle, ReadFailure, Skipped
from ingest.workers import Crashed, Processes, Wait, Workers

_WORTH_A_POOL = 60  # files: two processes take about a second to start
_AHEAD = 8  # tasks queued per worker, whose results are held until it is their turn


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A source whose bytes have not changed since it was last read."""

    source: str


Read = Prepared | ReadFailure | Skipped | Unchanged
Known = Callable[[str], str | None]
"""The digest under which a source was last read, by its name; None for a new one."""
FromWeb = Callable[[Source], Iterator[Found | Unchanged]]


def read_all(
    sources: Iterable[Source],
    known: Known,
    field_map: Mapping[str, str],
    from_web: FromWeb,
    own_outlets: Path,
    workers: Workers | None = None,
) -> Iterator[tuple[Source, Read]]:
    """The results of every source, in order. `from_web` reads addresses; `own_outlets` is the user's table.

    Without `workers`, many files are read by processes of this machine, and few in this process.
    """
    waiting = list(sources)
    if workers is not None:
        yield from _ahead(waiting, known, field_map, from_web, workers)
    elif Processes.count > 1 and sum(map(_is_one_article, waiting)) >= _WORTH_A_POOL:
        with Processes(own_outlets) as processes:
            yield from _ahead(waiting, known, field_map, from_web, processes)
    else:
        for source in waiting:
            for read in _read(source, known, field_map, from_web):
                yield source, read


def _ahead(
    sources: Iterable[Source], known: Known, field_map: Mapping[str, str], from_web: FromWeb, workers: Workers
) -> Iterator[tuple[Source, Read]]:
    """The same with workers, which read a bounded number of articles ahead."""
    begun: deque[tuple[Source, Wait]] = deque()
    for source, wait in _begin(sources, known, field_map, from_web, workers):
        begun.append((source, wait))
        if len(begun) > _AHEAD * workers.count:
            first, wait = begun.popleft()
            for read in wait():
                yield first, read
    for first, wait in begun:
        for read in wait():
            yield first, read


def _begin(
    sources: Iterable[Source], known: Known, field_map: Mapping[str, str], from_web: FromWeb, workers: Workers
) -> Iterator[tuple[Source, Wait]]:
    """Each source, or each article of a source with many, with a function that waits for its result."""
    for source in sources:
        if source.address or source.skipped:  # pages are fetched one after the other
            yield source, partial(_read, source, known, field_map, from_web)
        elif _is_one_article(source):
            wait = workers.begin(_read_file, source, dict(field_map), known(source.name))
            yield source, partial(_file, wait, source, known, field_map)
        else:
            try:
                for found, noted in _found(source, field_map, from_web):
                    if isinstance(found, RawArticle):
                        wait = workers.begin(_prepare, found, noted, known(found.source))
                        yield source, partial(_unless_crashed, wait, found.source)
                    else:
                        yield source, partial(iter, (found,))
            except SaysoError as error:  # raised in order
                yield source, partial(_raise, error)


def _file(wait: Wait, source: Source, known: Known, field_map: Mapping[str, str]) -> Iterable[Read]:
    """The results of a worker for a file; a file that only this process can open is read here."""
    read: list[Read] | None = _unless_crashed(wait, source.name)
    return _read(source, known, field_map, lambda _: iter(())) if read is None else read


def _unless_crashed(wait: Wait, name: str) -> list[Read]:
    try:
        found: list[Read] = wait()
        return found
    except Crashed:
        return [ReadFailure(name, "crashes its reader")]


def _raise(error: SaysoError) -> Iterable[Read]:
    raise error


def _is_one_article(source: Source) -> bool:
    return source.address is None and not source.skipped and is_one_article(source.path.name)


def _read_file(source: Source, field_map: Mapping[str, str], digest: str | None) -> list[Read] | None:
    """The articles of a file; None where it cannot be opened. Runs in a worker."""
    if not os.access(source.path, os.R_OK):
        return None
    return list(_read(source, lambda _: digest, field_map, lambda _: iter(())))


def _prepare(found: RawArticle, noted: Mapping[str, str], digest: str | None) -> list[Read]:
    """One article of a file with many. Runs in a worker."""
    return [_prepared(found, noted, lambda _: digest)]


def _read(source: Source, known: Known, field_map: Mapping[str, str], from_web: FromWeb) -> Iterator[Read]:
    for found, noted in _found(source, field_map, from_web):
        yield _prepared(found, noted, known) if isinstance(found, RawArticle) else found


def _found(
    source: Source, field_map: Mapping[str, str], from_web: FromWeb
) -> Iterator[tuple[Found | Unchanged, Mapping[str, str]]]:
    """The raw contents of a source, each with its manifest entry."""
    noted = manifest.entry_for(source) if source.address is None and not source.skipped else {}
    found_any = False
    try:
        for found in from_web(source) if source.address else find.read_source(source, field_map):
            found_any = True
            yield found, noted
    except (SaysoError, KeyboardInterrupt):
        raise
    except Exception as error:  # parsers raise anything on hostile input; only this source fails
        yield _broken(source.name, error), noted
        return
    if not found_any:
        yield ReadFailure(source.name, "holds no article"), noted


def _prepared(found: RawArticle, noted: Mapping[str, str], known: Known) -> Read:
    try:
        if known(found.source) == raw_digest_of(found, noted):
            return Unchanged(found.source)
        return prepare(found, noted)
    except SaysoError:
        raise
    except Exception as error:  # as above; only this article fails
        return _broken(found.source, error)


def _broken(name: str, error: Exception) -> ReadFailure:
    return ReadFailure(name, f"cannot be read ({type(error).__name__}: {str(error)[:120]})")
