"""Vectors in any store that speaks llama-index's vector-store interface, named by `SAYSO_VECTORS`. Floor 1.

Not all of these stores can list or return what they hold; then the catalogue is trusted, and lost vectors are restored
by `sayso ingest --re-embed`. Collections are distinguished by a field of each vector. A vector's id is a
UUID, as some engines require, built from the passage's id and the collection's name, so that both can be read from it.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from assistant.addresses import service_name, without_login
from assistant.errors import BadPlugin, BadSetting, StoreUnavailable
from assistant.index.vectors import VectorRow
from assistant.plugins import find_maker, make
from assistant.types import Filters

T = TypeVar("T")
_AT_ONCE = 500
_PASSAGE_DIGITS = 20  # of a passage's id, all hexadecimal
_REMEDY = "See SAYSO_VECTORS and the engine behind it, and run it again."


@lru_cache(maxsize=8)
def _made(name: str) -> tuple[Any, threading.Lock]:
    """The store of that name, one for the whole process, and its lock: few stores are thread-safe."""
    module, _, rest = name.partition(":")
    if not rest or (found := find_maker("sayso.vectors", module, rest)) is None:
        raise BadSetting("SAYSO_VECTORS", name, "module:Class of a llama-index vector store that is installed")
    store = make(name, found[0], *found[1])
    if not all(hasattr(store, one) for one in ("add", "query", "delete_nodes")):
        raise BadPlugin(name, "it is no vector store of llama-index with add, query and delete_nodes")
    return store, threading.Lock()


class LlamaVectors:
    """One collection in a store of llama-index. `live` names the collection where none is given."""

    shared = True

    def __init__(self, name: str, live: Callable[[], str | None], collection: str | None = None) -> None:
        self._given = name
        self._live = live
        self._named = collection
        self._dimensions = 0

    @property
    def where(self) -> str:
        """The store's name, passwords removed."""
        return service_name(self._given)

    @property
    def opened(self) -> bool:
        """Whether it was used before."""
        return self._dimensions > 0

    def upsert(self, rows: Sequence[VectorRow]) -> None:
        """Write passages, replacing those of the same id."""
        from llama_index.core.schema import TextNode

        name = self._collection
        nodes = [
            TextNode(
                id_=_node_id(name, row.id),
                embedding=list(row.vector),
                metadata={
                    "collection": name,
                    "article": row.article_id,
                    "outlet": row.outlet or "",
                    "day": int(row.published.replace("-", "")) if row.published else 0,
                },
            )
            for row in rows
        ]
        self.delete([row.id for row in rows])  # some stores insert duplicates
        for first in range(0, len(nodes), _AT_ONCE):
            self._do(partial(_add, nodes=nodes[first : first + _AT_ONCE]))
        self._dimensions = len(rows[0].vector) if rows else self._dimensions

    def nearest(self, vector: Sequence[float], filters: Filters, top: int) -> list[tuple[str, float]]:
        """The ids of the `top` nearest passages that pass the filters, with their similarity, best first."""
        from llama_index.core.vector_stores.types import VectorStoreQuery

        self._dimensions = len(vector)
        terms: list[tuple[str, str, Any]] = []
        if filters.outlets:
            terms.append(("outlet", "in", list(filters.outlets)))
        if filters.dated:
            terms.append(("day", ">=", int(filters.since.replace("-", "")) if filters.since else 1))
        if filters.latest:
            terms.append(("day", "<=", int(filters.latest.replace("-", ""))))
        asked = VectorStoreQuery(query_embedding=list(vector), similarity_top_k=top, filters=self._filters(*terms))
        found = self._do(lambda store: store.query(asked))
        ids = found.ids or [node.node_id for node in found.nodes or ()]
        return [(_passage_of(id_), float(score)) for id_, score in zip(ids, found.similarities or (), strict=True)]

    def forget_articles(self, articles: Sequence[str], but: Collection[str] = ()) -> None:
        """Delete all passages of these articles; the caller rewrites those in `but`."""
        if articles:
            filters = self._filters(("article", "in", list(articles)))
            self._do(lambda store: store.delete_nodes(filters=filters))

    def delete(self, ids: Sequence[str]) -> None:
        """Delete passages; unknown ids are ignored."""
        nodes = [_node_id(self._collection, id_) for id_ in ids]
        for first in range(0, len(nodes), _AT_ONCE):
            self._do(partial(_delete, nodes=nodes[first : first + _AT_ONCE]))

    def count(self) -> int:
        """The number of stored passages; of a store that cannot list them, 1 where there are any."""
        if (listed := self.ids()) is not None:
            return len(listed)
        return len(self.nearest([1.0] * self._dimensions, Filters(), 1)) if self._dimensions else 1

    def ids(self) -> set[str] | None:
        """The ids of all stored passages; None where the store cannot list them."""
        nodes = self._listed(filters=self._filters())
        return None if nodes is None else {_passage_of(node.node_id) for node in nodes}

    def vectors_of(self, ids: Sequence[str]) -> dict[str, list[float]]:
        """The vectors of these passages; empty where the store cannot return them."""
        nodes = self._listed(node_ids=[_node_id(self._collection, id_) for id_ in ids]) or []
        return {_passage_of(node.node_id): list(node.embedding) for node in nodes if node.embedding}

    def clear(self) -> None:
        """Delete everything in this collection."""
        filters = self._filters()
        self._do(lambda store: store.delete_nodes(filters=filters))

    def sibling(self, collection: str) -> LlamaVectors:
        """Another collection in the same store."""
        return LlamaVectors(self._given, self._live, collection)

    def collections(self) -> list[str]:
        """An empty list: the interface cannot list collections."""
        return []

    def drop(self, collection: str) -> None:
        """Delete another collection."""
        self.sibling(collection).clear()

    def move_aside(self) -> Path | None:
        """Raises StoreUnavailable: a third-party store is not repaired from here."""
        raise StoreUnavailable(self.where, "cannot be read", _REMEDY)

    @property
    def _collection(self) -> str:
        return self._named or self._live() or "sayso-passages"

    def _filters(self, *terms: tuple[str, str, Any]) -> Any:
        from llama_index.core.vector_stores.types import FilterOperator, MetadataFilter, MetadataFilters

        conditions = [("collection", "==", self._collection), *terms]
        return MetadataFilters(
            filters=[
                MetadataFilter(key=key, operator=FilterOperator(how), value=value) for key, how, value in conditions
            ]
        )

    def _listed(self, **asked: Any) -> list[Any] | None:
        try:
            return list(self._do(lambda store: store.get_nodes(**asked)))
        except NotImplementedError:
            return None

    def _do(self, call: Callable[[Any], T]) -> T:
        store, lock = _made(self._given)
        try:
            with lock:
                return call(store)
        except NotImplementedError:
            raise
        except Exception as error:  # third-party code may raise anything
            said = without_login(str(error).strip().partition("\n")[0])[:160] or type(error).__name__
            raise StoreUnavailable(self.where, f"cannot be used: {said}", _REMEDY) from error


def _add(store: Any, nodes: Sequence[Any]) -> None:
    store.add(list(nodes))


def _delete(store: Any, nodes: Sequence[str]) -> None:
    store.delete_nodes(node_ids=list(nodes))


def _node_id(collection: str, passage: str) -> str:
    digest = hashlib.sha256(collection.encode()).hexdigest()
    return str(UUID(passage + digest[: 32 - _PASSAGE_DIGITS]))


def _passage_of(node_id: str) -> str:
    return UUID(node_id).hex[:_PASSAGE_DIGITS]
