"""Vectors in Chroma, embedded in the home folder or on a server: the `Vectors` of a home by default. Floor 1."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from assistant.errors import StoreUnavailable
from assistant.index.chroma import Chroma
from assistant.index.vectors import VectorRow
from assistant.types import Filters

_PAGE = 5_000


class ChromaVectors:
    """Nearest passages by cosine, within filters. Opened on first use; safe to share between threads.

    Without a `collection` it uses the live one of the folder's home, also after a swap. A call to a server that
    disappears is retried for a few seconds; every method raises StoreUnavailable where the store cannot be used. A
    read-only folder is read from a copy.
    """

    def __init__(
        self,
        folder: Path,
        server: str | None = None,
        collection: str | None = None,
        *,
        timeout_seconds: float = 60.0,
        pauses_seconds: Sequence[float] = (0.5, 1.0, 2.0),
        live: Callable[[], str | None] | None = None,
        token: str | None = None,
    ) -> None:
        self._chroma = Chroma(folder, server, collection, timeout_seconds, pauses_seconds, live, token)

    @property
    def where(self) -> str:
        """The place of the store for messages, without a password."""
        return self._chroma.where

    @property
    def shared(self) -> bool:
        """Whether it is a server, which other homes may share."""
        return self._chroma.server is not None

    @property
    def opened(self) -> bool:
        """Whether the store has been used; the first use imports chromadb, which takes half a second."""
        return self._chroma.opened

    def upsert(self, rows: Sequence[VectorRow]) -> None:
        """Write passages, replacing those with the same id; idempotent."""
        for first in range(0, len(rows), 1000):
            self._chroma.do(partial(_upsert, rows=rows[first : first + 1000]))

    def nearest(self, vector: Sequence[float], filters: Filters, top: int) -> list[tuple[str, float]]:
        """The ids of the `top` nearest passages that match the filters, with cosine similarity, best first."""
        found = self._chroma.do(
            lambda collection: collection.query(
                query_embeddings=[list(vector)], n_results=top, where=_where(filters), include=["distances"]
            )
        )
        return [(id_, 1.0 - distance) for id_, distance in zip(found["ids"][0], found["distances"][0], strict=True)]

    def ids_of(self, articles: Sequence[str]) -> set[str]:
        """The passage ids stored for these articles; an empty set for no articles."""
        if not articles:
            return set()
        where = {"article": {"$in": list(articles)}}
        return set(self._chroma.do(lambda collection: collection.get(where=where, include=[])["ids"]))

    def forget_articles(self, articles: Sequence[str], but: Collection[str] = ()) -> None:
        """Delete the passages of these articles, except the ids in `but`."""
        self.delete(sorted(self.ids_of(articles) - set(but)))

    def delete(self, ids: Sequence[str]) -> None:
        """Delete passages; unknown ids are ignored."""
        for first in range(0, len(ids), 1000):
            self._chroma.do(partial(_delete, ids=ids[first : first + 1000]))

    def count(self) -> int:
        """The number of stored passages."""
        return int(self._chroma.do(lambda collection: collection.count()))

    def all_ids(self) -> Iterator[str]:
        """The ids of all stored passages, fetched page by page."""
        first = 0
        while True:
            some = self._chroma.do(partial(_page, first=first))
            yield from some
            if len(some) < _PAGE:
                return
            first += _PAGE

    def ids(self) -> set[str]:
        """The ids of all stored passages."""
        return set(self.all_ids())

    def vectors_of(self, ids: Sequence[str]) -> dict[str, list[float]]:
        """The vectors of these passages by id; unknown ids are left out."""
        found: dict[str, list[float]] = {}
        for first in range(0, len(ids), _PAGE):
            some = self._chroma.do(partial(_vectors, ids=ids[first : first + _PAGE]))
            found.update((id_, [float(one) for one in vector]) for id_, vector in some)
        return found

    def clear(self) -> None:
        """Delete all vectors, so that another embedder can fill the collection."""
        self._chroma.do(lambda _: self._chroma.client.delete_collection(self._chroma.name))
        self._chroma.forget()

    def sibling(self, collection: str) -> ChromaVectors:
        """Another collection at the same place."""
        other = ChromaVectors(self._chroma.folder)
        other._chroma = self._chroma.sibling(collection)
        return other

    def collections(self) -> list[str]:
        """The sorted names of all collections at this place, those of other homes included."""
        return sorted(one.name for one in self._chroma.do(lambda _: self._chroma.client.list_collections(limit=1000)))

    def drop(self, collection: str) -> None:
        """Delete another collection at this place, if it exists."""
        if collection in self.collections():
            self._chroma.do(lambda _: self._chroma.client.delete_collection(collection))

    def move_aside(self) -> Path | None:
        """Move a damaged embedded store aside; return its new folder, or None where there was no store.

        Raises StoreUnavailable where the store is a server, or the folder cannot be moved.
        """
        folder = self._chroma.folder
        if self._chroma.server:
            raise StoreUnavailable(self.where, "cannot be read", "Repair the server, and run it again")
        if not folder.exists():
            return None
        number = 1
        while (aside := folder.with_name(f"{folder.name}.damaged-{number}")).exists():
            number += 1
        self._chroma.close()
        try:
            folder.rename(aside)
        except OSError as error:
            raise StoreUnavailable(
                self.where, f"cannot be moved aside ({error.strerror})", "Move it by hand."
            ) from error
        return aside


def _page(collection: Any, first: int) -> list[str]:
    return list(collection.get(include=[], limit=_PAGE, offset=first)["ids"])


def _vectors(collection: Any, ids: Sequence[str]) -> list[tuple[str, Any]]:
    found = collection.get(ids=list(ids), include=["embeddings"])
    return list(zip(found["ids"], found["embeddings"], strict=True))


def _delete(collection: Any, ids: Sequence[str]) -> None:
    collection.delete(ids=list(ids))


def _upsert(collection: Any, rows: Sequence[VectorRow]) -> None:
    collection.upsert(
        ids=[row.id for row in rows],
        embeddings=[row.vector for row in rows],
        metadatas=[{"article": row.article_id, "outlet": row.outlet or "", "day": _day(row.published)} for row in rows],
    )


def _day(published: str | None) -> int:
    """A day as a sortable number, 20190603; 0 where it is unknown."""
    return int(published.replace("-", "")) if published else 0


def _where(filters: Filters) -> dict[str, Any] | None:
    """The filters as a Chroma `where` clause; None without filters. A date filter excludes undated passages."""
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
