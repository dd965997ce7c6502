"""Chooses where the vectors of a home are kept. Floor 1.

A new store is one file with a class after the `Vectors` Protocol, and a line here; `tests/test_store.py` holds every
store to the same tests. A store of llama-index needs neither: `SAYSO_VECTORS` names its class.
"""

from __future__ import annotations

from assistant.index.catalog import open_catalog
from assistant.index.chroma_vectors import ChromaVectors
from assistant.index.vectors import Vectors
from assistant.settings import Settings


def open_store(settings: Settings) -> Vectors:
    """The store chosen by the settings, not opened yet."""

    def live() -> str | None:
        catalog = open_catalog(settings)
        return catalog.meta("collection") if catalog.exists else None

    if settings.vectors:
        from assistant.index.llama_vectors import LlamaVectors

        return LlamaVectors(settings.vectors, live)
    server = settings.as_given(settings.chroma) if settings.chroma else None
    at_home = settings.home / "chroma"
    return ChromaVectors(at_home, server, token=settings.chroma_token, live=live if settings.catalog else None)
