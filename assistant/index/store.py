"""Passage vectors. Floor 1: sole owner of chromadb.

The store can always be rebuilt from the catalogue. It is the embedded Chroma in the home folder, or a Chroma server;
everything above sees only `VectorStore`.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from assistant.errors import StoreUnavailable
from assistant.index.live import file_identity, live_collection, readable, without_secrets
from assistant.types import Filters

_COLLECTION = "sayso-passages"
"""The one collection of release 0.1.0; a newer home has one of its own, and says in its catalogue which is live."""
_PAGE = 5_000
_OPENED: dict[str, tuple[int, int] | None] = {}
"""The files that chromadb holds open in this process, by the path of their folder."""


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

    Without a `collection` it uses the live one of the home that the folder lies in, also after a swap.
    A server that goes away between two calls is waited for; every method raises StoreUnavailable where the store cannot
    be used, in one sentence. A folder that may not be written is read in a copy.
    """

    def __init__(
        self,
        folder: Path,
        server: str | None = None,
        collection: str | None = None,
        *,
        timeout_seconds: float = 60.0,
        pauses_seconds: Sequence[float] = (0.5, 1.0, 2.0),
    ) -> None:
        self._folder = folder
        self._server = server.rstrip("/") if server else None
        self._named = collection
        self._name = ""
        self._identity: tuple[int, int] | None = None
        self._timeout = timeout_seconds
        self._pauses = pauses_seconds
        self._client: Any = None
        self._opened: Any = None

    @property
    def where(self) -> str:
        """The store's place as users know it, without what a password in its address would be."""
        return without_secrets(self._server) if self._server else str(self._folder)

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

    def all_ids(self) -> Iterator[str]:
        """The ids of all stored passages."""
        first = 0
        while True:
            some = self._do(partial(_page, first=first))
            yield from some
            if len(some) < _PAGE:
                return
            first += _PAGE

    def clear(self) -> None:
        """Forget everything, so that another embedder may fill it."""
        self._do(lambda collection: self._client.delete_collection(self._name))
        self._opened = None

    def sibling(self, collection: str) -> VectorStore:
        """Another collection at the same place."""
        return VectorStore(
            self._folder, self._server, collection, timeout_seconds=self._timeout, pauses_seconds=self._pauses
        )

    def collections(self) -> list[str]:
        """The names of all collections at this place, of whatever home."""
        return sorted(one.name for one in self._do(lambda collection: self._client.list_collections(limit=1000)))

    def drop(self, collection: str) -> None:
        """Delete another collection at this place, where it is there."""
        if collection in self.collections():
            self._do(lambda _: self._client.delete_collection(collection))

    def move_aside(self) -> Path | None:
        """Move an embedded store that cannot be read out of the way; where it now lies, None where there is none.

        Raises StoreUnavailable where the store is a server, or the folder cannot be moved.
        """
        if self._server:
            raise StoreUnavailable(self.where, "cannot be read", "Mend the server, and run it again")
        if not self._folder.exists():
            return None
        number = 1
        while (aside := self._folder.with_name(f"{self._folder.name}.damaged-{number}")).exists():
            number += 1
        self._close()
        try:
            self._folder.rename(aside)
        except OSError as error:
            raise StoreUnavailable(
                self.where, f"cannot be moved aside ({error.strerror})", "Move it by hand."
            ) from error
        return aside

    def _close(self) -> None:
        """Let go of the embedded store's files, which chromadb keeps open by their path."""
        self._client = self._opened = None
        if not self._server:
            from chromadb.api.shared_system_client import SharedSystemClient

            SharedSystemClient.clear_system_cache()

    def _do(self, call: Callable[[Any], Any]) -> Any:
        """What the call gives on the open collection; all calls may be made twice.

        A collection that another process has made anew is opened again, and a server that has answered before is
        given a few seconds to come back.
        """
        import httpx
        from chromadb.errors import NotFoundError

        pauses = iter(self._pauses)
        while True:
            self._follow_home()
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

    def _follow_home(self) -> None:
        """Open anew where the home has another live collection, or its folder was moved or replaced, since."""
        name = self._named or live_collection(self._folder.parent) or _COLLECTION
        if name != self._name:
            self._name, self._opened = name, None
        if self._server:
            return
        identity = file_identity(self._folder / "chroma.sqlite3")
        if self._opened is not None and identity != self._identity:
            self._close()
        self._identity = identity

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
            self._forget_moved()
            self._client = chromadb.PersistentClient(str(readable(self._folder)), settings=quiet)
        opened = self._client.get_or_create_collection(
            self._name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
        self._identity = _OPENED[str(self._folder)] = file_identity(self._folder / "chroma.sqlite3")
        return opened

    def _forget_moved(self) -> None:
        """Have chromadb, which keeps what it opened by its path, let go of a folder that is another one by now."""
        held = _OPENED.get(str(self._folder))
        if held is not None and held != file_identity(self._folder / "chroma.sqlite3"):
            self._close()

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
        raise StoreUnavailable(self.where, problem, f"Start a current one: chroma run --port {self._port}")


def _page(collection: Any, first: int) -> list[str]:
    return list(collection.get(include=[], limit=_PAGE, offset=first)["ids"])


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
