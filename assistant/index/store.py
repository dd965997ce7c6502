"""Passage vectors. Floor 1: sole owner of chromadb.

The store can always be rebuilt from the catalogue. It is the embedded Chroma in the home folder, or a Chroma server;
everything above sees only `VectorStore`.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
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
    """Nearest passages by cosine, within filters. Opens on first use; safe to share between threads.

    A server that goes away between two calls is waited for; every method raises StoreUnavailable where the store cannot
    be used, in one sentence.
    """

    def __init__(
        self,
        folder: Path,
        server: str | None = None,
        collection: str = _COLLECTION,
        *,
        timeout_seconds: float = 60.0,
        pauses_seconds: Sequence[float] = (0.5, 1.0, 2.0),
    ) -> None:
        self._folder = folder
        self._server = server.rstrip("/") if server else None
        self._name = collection
        self._timeout = timeout_seconds
        self._pauses = pauses_seconds
        self._client: Any = None
        self._opened: Any = None

    @property
    def where(self) -> str:
        """The store's place as users know it."""
        return self._server or str(self._folder)

    @property
    def opened(self) -> bool:
        """Whether the store was used before: the first use imports chromadb, which takes half a second."""
        return self._opened is not None

    def upsert(self, rows: Sequence[VectorRow]) -> None:
        """Write passages, replacing those of the same id. Writing the same rows twice changes nothing."""
        for first in range(0, len(rows), 1000):
            self._do(partial(_upsert, rows=rows[first : first + 1000]))

    def nearest(self, vector: Sequence[float], filters: Filters, top: int) -> list[tuple[str, float]]:
        """The ids of the `top` nearest passages that pass the filters, with their cosine, best first."""
        found = self._do(
            lambda collection: collection.query(
                query_embeddings=[list(vector)], n_results=top, where=_where(filters), include=["distances"]
            )
        )
        return [(id_, 1.0 - distance) for id_, distance in zip(found["ids"][0], found["distances"][0], strict=True)]

    def ids_of(self, articles: Sequence[str]) -> set[str]:
        """The passage ids stored for these articles."""
        if not articles:
            return set()
        where = {"article": {"$in": list(articles)}}
        return set(self._do(lambda collection: collection.get(where=where, include=[])["ids"]))

    def held(self, ids: Sequence[str]) -> set[str]:
        """Those of these passages that are stored."""
        if not ids:
            return set()
        return set(self._do(lambda collection: collection.get(ids=list(ids), include=[])["ids"]))

    def delete(self, ids: Sequence[str]) -> None:
        """Forget passages; ids that are not there are passed over."""
        for first in range(0, len(ids), 1000):
            self._do(partial(_delete, ids=ids[first : first + 1000]))

    def count(self) -> int:
        """How many passages are stored."""
        return int(self._do(lambda collection: collection.count()))

    def clear(self) -> None:
        """Forget everything, so that another embedder may fill it."""
        self._do(lambda collection: self._client.delete_collection(self._name))
        self._opened = None

    def _do(self, call: Callable[[Any], Any]) -> Any:
        """What the call gives on the open collection; all calls may be made twice.

        A collection that another process has made anew is opened again, and a server that has answered before is
        given a few seconds to come back.
        """
        import httpx
        from chromadb.errors import NotFoundError

        pauses = iter(self._pauses)
        while True:
            answered = self._opened is not None
            try:
                if self._opened is None:
                    self._opened = self._open()
                return call(self._opened)
            except StoreUnavailable:
                raise
            except NotFoundError as error:
                pause = 0.0 if answered else None
                fault = self._fault(error)
            except (httpx.NetworkError, httpx.RemoteProtocolError) as error:
                pause = next(pauses, None) if self._client is not None else None
                fault = self._fault(error)
            except Exception as error:  # of a server, chromadb hands on whatever it cannot read as a bare Exception
                pause = None
                fault = self._fault(error)
            self._opened = None
            if pause is None:
                raise fault
            time.sleep(pause)

    def _fault(self, error: Exception) -> StoreUnavailable:
        """The sentence for what chromadb, or the connection to its server, met."""
        import httpx

        problem, remedy = f"cannot be used: {_brief(error)}", "Rebuild it from the catalogue: sayso ingest --re-embed"
        if isinstance(error, httpx.TimeoutException):
            problem, remedy = f"did not answer within {self._timeout:g} seconds", "See how it does, and run it again."
        elif isinstance(error, httpx.TransportError):
            problem, remedy = "cannot be reached", f"Start it: chroma run --port {self._port}"
        fault = StoreUnavailable(self.where, problem, remedy)
        fault.__cause__ = error
        return fault

    @property
    def _port(self) -> int:
        return urlsplit(self._server or "").port or 8000

    def _open(self) -> Any:
        import chromadb
        from chromadb.config import Settings

        quiet = Settings(anonymized_telemetry=False)
        if self._server:
            self._check_server(self._server)
            address = urlsplit(self._server)
            self._client = chromadb.HttpClient(
                host=address.hostname or "127.0.0.1", port=self._port, ssl=address.scheme == "https", settings=quiet
            )
            self._client._server._session.timeout = self._timeout  # it comes without one, and would wait for ever
        else:
            self._client = chromadb.PersistentClient(str(self._folder), settings=quiet)
        return self._client.get_or_create_collection(
            self._name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )

    def _check_server(self, server: str) -> None:
        """Raise StoreUnavailable unless a Chroma answers there that speaks the API of the client."""
        import httpx

        address = urlsplit(server)
        base = f"{address.scheme}://{address.hostname or '127.0.0.1'}:{self._port}"
        answer = httpx.get(f"{base}/api/v2/version", timeout=self._timeout)
        if answer.is_success and re.match(r'"\d+\.', answer.text):
            return
        older = httpx.get(f"{base}/api/v1/version", timeout=self._timeout)
        problem = f"is no Chroma server (it answered {answer.status_code})"
        if older.is_success and re.match(r'"\d+\.', older.text):
            problem = f"is Chroma {older.text.strip().strip(chr(34))}, which this version cannot talk to"
        raise StoreUnavailable(server, problem, f"Start a current one: chroma run --port {self._port}")


def _brief(error: Exception) -> str:
    """The first line of what an error says, cut to a bearable length."""
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:160]


def _delete(collection: Any, ids: Sequence[str]) -> None:
    collection.delete(ids=list(ids))


def _upsert(collection: Any, rows: Sequence[VectorRow]) -> None:
    collection.upsert(
        ids=[row.id for row in rows],
        embeddings=[row.vector for row in rows],
        metadatas=[{"article": row.article_id, "outlet": row.outlet or "", "day": _day(row.published)} for row in rows],
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
