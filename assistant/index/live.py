"""Where the vectors of a home lie now, and whether its files are still those that were opened. Floor 1."""

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
    """The collection that holds a home's vectors, as its catalogue says; None where it says nothing."""
    catalog = _catalogs(Path(os.path.abspath(home)))
    return catalog.meta("collection") if catalog.exists else None


@lru_cache(maxsize=64)
def _catalogs(home: Path) -> Catalog:
    return Catalog(home)


def readable(folder: Path) -> Path:
    """The folder, or a copy of it for this process where it may not be written: chromadb cannot read it otherwise."""
    if not folder.exists() or os.access(folder, os.W_OK):
        return folder
    copy = Path(tempfile.mkdtemp(prefix="sayso-"))
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    for file in folder.rglob("*"):
        target = copy / file.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        if file.is_file():
            shutil.copyfile(file, target)  # without its mode: the copy is written to
    return copy
