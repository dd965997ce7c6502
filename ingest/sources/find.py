"""Finds the sources that a user names (files, folders, addresses), and reads files. Floor 2.

Every source that is skipped or cannot be read gives its reason. File names and contents are untrusted: symbolic links
out of a folder are not followed, names are made printable.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from assistant.errors import NothingToIngest, SourceMissing
from ingest import manifest
from ingest.source import Source
from ingest.sources.formats import ending_of, endings, read_blob, unread_ending
from ingest.sources.found import Found, ReadFailure, Skipped, blob_of_file, escape_unprintable


def find_sources(paths: Sequence[str | Path]) -> Iterator[Source]:
    """The named sources, each once: addresses and files as given, folders recursively in sorted order.

    In a folder, hidden files and manifests are ignored; files with other extensions and links out of the folder are
    `skipped` sources. A file named directly is always a source, and reading it says why it fails.
    Raises SourceMissing before anything else, and NothingToIngest on reaching a folder without readable files.
    """
    for path in paths:
        if not is_address(path) and not os.path.lexists(path):
            raise SourceMissing(source_name(path))
    return _found(paths)


def is_address(path: str | Path) -> bool:
    """Whether an argument is a web address: `https://...`, `feed:https://...`."""
    return isinstance(path, str) and path.lower().startswith(("http://", "https://", "feed:"))


def source_name(path: str | Path) -> str:
    """The name of a path in receipts: absolute, with `/`, printable."""
    return escape_unprintable(Path(os.path.abspath(path)).as_posix())


def read_source(source: Source, field_map: Mapping[str, str] | None = None) -> Iterator[Found]:
    """The articles of a file, in its order; `field_map` names the fields of records (ours -> theirs)."""
    path, name = source.path, source.name
    if source.skipped:
        yield Skipped(name, source.skipped)
        return
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            yield ReadFailure(name, "the folder cannot be opened")
        elif not stat.S_ISREG(mode):
            yield ReadFailure(name, "is neither a file nor a folder")
        elif ending_of(path.name) not in endings():
            yield ReadFailure(name, f"is none of the files that can be read ({', '.join(endings())})")
        else:
            yield from read_blob(blob_of_file(path, name, field_map))
    except OSError as error:
        yield ReadFailure(name, f"cannot be opened: {error.strerror or error}")


def _found(paths: Sequence[str | Path]) -> Iterator[Source]:
    taken: set[str] = set()
    for path in paths:
        if is_address(path):
            if str(path) not in taken:
                taken.add(str(path))
                yield Source(Path(), None, escape_unprintable(str(path)), address=str(path).removeprefix("feed:"))
            continue
        whole = Path(os.path.abspath(path))
        if not whole.is_dir():
            found = [Source(whole, None, source_name(whole))]
        else:
            found = list(_files_below(whole))
            if all(source.skipped for source in found):
                raise NothingToIngest(source_name(whole), endings())
        for source in found:
            real = os.path.realpath(source.path) if source.path.exists() else str(source.path)
            if real not in taken:
                taken.add(real)
                yield source


def _files_below(root: Path) -> Iterator[Source]:
    inside = os.path.realpath(root)
    closed: list[str] = []
    for folder, folders, files in os.walk(root, onerror=lambda error: closed.append(str(error.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(folder, name)
            if name.startswith(".") or name.lower() in manifest.NAMES:
                continue
            reason = None
            if path.is_symlink() and not os.path.realpath(path).startswith(inside.rstrip(os.sep) + os.sep):
                reason = "is a link that leads out of its folder"
            elif ending_of(name) not in endings():
                reason = unread_ending(name)
            yield Source(path, root, source_name(path), skipped=reason)
    for folder in closed:
        yield Source(Path(folder), root, source_name(folder))
