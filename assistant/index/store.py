"""Passage vectors. Floor 1: sole owner of chromadb.

The store can always be rebuilt from the catalogue. It is the embedded Chroma in the home folder, or a Chroma server;
everything above sees only `VectorStore`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from assistant.errors import StoreUnavailable
from assistant.types import Filters

_COLLECTION = "sayso-passages"


@dataclass(frozen=True, slots=True)
class VectorRow:
    """One passage on its way into the store."""

    id: str
    vector: list[float]
    article_id: str
    outlet: str | None
    published: str | None


class VectorStore:
    """Nearest passages by cosine, within filters. Opens on first use; safe to share between threads."""

    def __init__(self, folder: Path, server: str | None = None, collection: str = _COLLECTION) -> None:
        self._folder = folder
        self._server = server
        self._name = collection
        self._client: Any = None
        self._opened: Any = None

    @property
    def where(self) -> str:
        """The store's place as users know it."""
        return self._server or str(self._folder)

    def upsert(self, rows: Sequence[VectorRow]) -> None:
        """Write passages, replacing those of the same id. Writing the same rows twice changes nothing."""
        with self._border() as collection:
            for first in range(0, len(rows), 1000):
                batch = rows[first : first + 1000]
                collection.upsert(
                    ids=[row.id for row in batch],
                    embeddings=[row.vector for row in batch],
                    metadatas=[
                        {"article": row.article_id, "outlet": row.outlet or "", "day": _day(row.published)}
                        for row in batch
                    ],
                )

    def nearest(self, vector: Sequence[float], filters: Filters, top: int) -> list[tuple[str, float]]:
        """The ids of the `top` nearest passages that pass the filters, with their cosine, best first."""
        with self._border() as collection:
            found = collection.query(
                query_embeddings=[list(vector)], n_results=top, where=_where(filters), include=["distances"]
            )
            return [(id_, 1.0 - distance) for id_, distance in zip(found["ids"][0], found["distances"][0], strict=True)]

    def ids_of(self, article_id: str) -> set[str]:
        """The passage ids stored for an article."""
        with self._border() as collection:
            return set(collection.get(where={"article": article_id}, include=[])["ids"])

    def delete(self, ids: Sequence[str]) -> None:
        """Forget passages; ids that are not there are passed over."""
        with self._border() as collection:
            for first in range(0, len(ids), 1000):
                collection.delete(ids=list(ids[first : first + 1000]))

    def count(self) -> int:
        """How many passages are stored."""
        with self._border() as collection:
            return int(collection.count())

    def clear(self) -> None:
        """Forget everything, so that another embedder may fill it."""
        with self._border():
            self._client.delete_collection(self._name)
            self._opened = None

    @contextmanager
    def _border(self) -> Iterator[Any]:
        """The open collection, with chromadb's own errors turned into ours."""
        import httpx
        from chromadb.errors import ChromaError

        remedy = "Start it: chroma run" if self._server else "Rebuild it from the catalogue: sayso ingest --re-embed"
        try:
            if self._opened is None:
                self._opened = self._open()
            yield self._opened
        except httpx.TimeoutException as error:
            raise StoreUnavailable(self.where, "did not answer in time", "Run the command again.") from error
        except httpx.HTTPError as error:
            raise StoreUnavailable(self.where, "cannot be reached", remedy) from error
        except ValueError as error:
            if self._server and "connect" in str(error):
                raise StoreUnavailable(self.where, "cannot be reached", remedy) from error
            raise
        except ChromaError as error:
            raise StoreUnavailable(self.where, f"answered: {error}", remedy) from error

    def _open(self) -> Any:
        import chromadb
        from chromadb.config import Settings

        quiet = Settings(anonymized_telemetry=False)
        if self._server:
            address = urlsplit(self._server)
            self._client = chromadb.HttpClient(
                host=address.hostname or "127.0.0.1",
                port=address.port or 8000,
                ssl=address.scheme == "https",
                settings=quiet,
            )
        else:
            self._client = chromadb.PersistentClient(str(self._folder), settings=quiet)
        return self._client.get_or_create_collection(
            self._name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )


def _day(published: str | None) -> int:
    """A day as a number that orders, 20190603; 0 where it is unknown."""
    return int(published.replace("-", "")) if published else 0


def _where(filters: Filters) -> dict[str, Any] | None:
    """The filters in Chroma's terms. A date filter leaves out what has no date."""
    terms: list[dict[str, Any]] = []
    if filters.outlets:
        terms.append({"outlet": {"$in": list(filters.outlets)}})
    if filters.dated:
        terms.append({"day": {"$gte": max(1, _day(filters.since))}})
    if filters.latest:
        terms.append({"day": {"$lte": _day(filters.latest)}})
    if not terms:
        return None
    return terms[0] if len(terms) == 1 else {"$and": terms}
