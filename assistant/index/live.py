"""Which collection of vectors a home uses now, and read-only access to its folder. Floor 1."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

from assistant.index.catalog import Catalog
from assistant.index.sqlite_connection import file_identity as file_identity


def live_collection(home: Path) -> str | None:
    """The name of the collection that holds a home's vectors; None where its catalogue names none."""
    catalog = _catalogs(Path(os.path.abspath(home)))
    return catalog.meta("collection") if catalog.exists else None


@lru_cache(maxsize=64)
def _catalogs(home: Path) -> Catalog:
    return Catalog(home)


def readable(folder: Path) -> Path:
    """The folder, or where it is read-only a temporary copy of it: chromadb opens writable folders only."""
    if not folder.exists() or os.access(folder, os.W_OK):
        return folder
    copy = Path(tempfile.mkdtemp(prefix="sayso-"))
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    for file in folder.rglob("*"):
        target = copy / file.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        if file.is_file():
            shutil.copyfile(file, target)  # copyfile drops the mode, so that the copy is writable
    return copy
