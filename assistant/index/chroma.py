"""The connection to Chroma: the store embedded in a home's folder, or a server. Floor 1: sole owner of chromadb.

A call to a server that disappears is retried for a few seconds; chromadb's errors become StoreUnavailable.
"""

from __future__ import annotations

import base64
import re
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from assistant.addresses import login_of, service_name
from assistant.errors import StoreUnavailable
from assistant.index.live import file_identity, live_collection, readable

_FIRST_COLLECTION = "sayso-passages"
"""The only collection of release 0.1.0; a newer home has its own, and its catalogue names the live one."""
_REFUSED = "refuses the login", "See SAYSO_CHROMA and SAYSO_CHROMA_TOKEN."
_UNTRUSTED = re.compile(r"certificate verify failed: (.*?)\.?(?: \(_ssl|$)")
_AUTHORITY = "Name the file of its certificate authority: SSL_CERT_FILE=ca.pem"
_OPENED: dict[str, tuple[int, int] | None] = {}
"""Identities of the files that chromadb holds open in this process, by the path of their folder."""
_OPENING = threading.RLock()
"""chromadb caches open stores per process, and is not safe when two threads open one at a time."""


class Chroma:
    """One collection at one place, opened on first use. Safe to share between threads.

    Without a `collection` it is the one that `live` names, else the live one of the folder's home, also after a swap. A
    read-only folder is read from a copy. The login in the server's address never appears in messages.
    """

    def __init__(
        self,
        folder: Path,
        server: str | None,
        collection: str | None,
        timeout_seconds: float,
        pauses_seconds: Sequence[float],
        live: Callable[[], str | None] | None = None,
        token: str | None = None,
    ) -> None:
        self.folder = folder
        self.server = server.rstrip("/") if server else None
        """The address with its login, and `?tenant=...&database=...` if given."""
        self.name = ""
        """The collection that was opened last."""
        self.client: Any = None
        self._named = collection
        self._token = token
        self._live = live or (lambda: live_collection(folder.parent))
        self._identity: tuple[int, int] | None = None
        self._timeout = timeout_seconds
        self._pauses = pauses_seconds
        self._opened: Any = None

    @property
    def where(self) -> str:
        """The place of the store for messages, without a password."""
        return service_name(self.server) if self.server else str(self.folder)

    @property
    def opened(self) -> bool:
        """Whether it has been used; the first use imports chromadb, which takes half a second."""
        return self._opened is not None

    def sibling(self, collection: str) -> Chroma:
        """Another collection at the same place."""
        return Chroma(self.folder, self.server, collection, self._timeout, self._pauses, self._live, self._token)

    def forget(self) -> None:
        """Reopen the collection at the next call, after it was deleted."""
        self._opened = None

    def close(self) -> None:
        """Release the files of the embedded store, which chromadb caches by path."""
        self.client = self._opened = None
        if not self.server:
            from chromadb.api.shared_system_client import SharedSystemClient

            SharedSystemClient.clear_system_cache()

    def do(self, call: Callable[[Any], Any]) -> Any:
        """The result of a call on the open collection. Calls must be idempotent: they may be retried.

        A collection that another process has recreated is reopened, and a server that has answered before is given a
        few seconds to come back. Raises StoreUnavailable.
        """
        import httpx
        from chromadb.errors import NotFoundError

        pauses = iter(self._pauses)
        while True:
            with _OPENING:
                self._follow_home()
                answered = self._opened is not None
            try:
                with _OPENING:
                    if self._opened is None:
                        self._opened = self._open()
                    opened = self._opened
                return call(opened)
            except StoreUnavailable:
                raise
            except NotFoundError as error:
                pause = 0.0 if answered else None
                fault = self._fault(error)
            except (httpx.NetworkError, httpx.RemoteProtocolError) as error:
                pause = next(pauses, None) if self.client is not None else None
                fault = self._fault(error)
            except Exception as error:  # chromadb raises a bare Exception for a server's reply that it cannot read
                pause = None
                fault = self._fault(error)
            self._opened = None
            if pause is None:
                raise fault
            time.sleep(pause)

    def _follow_home(self) -> None:
        """Mark for reopening if the live collection has changed, or the folder was moved or replaced."""
        name = self._named or self._live() or _FIRST_COLLECTION
        if name != self.name:
            self.name, self._opened = name, None
        if self.server:
            return
        identity = file_identity(self.folder / "chroma.sqlite3")
        if self._opened is not None and identity != self._identity:
            self.close()
        self._identity = identity

    def _fault(self, error: Exception) -> StoreUnavailable:
        """The error for a failure of chromadb or the network, with secrets masked: a server may echo them."""
        import httpx
        from chromadb.errors import AuthorizationError, ChromaAuthError

        said = str(error).strip()
        repeated = any(secret in said for secret in self._secrets)
        for secret in self._secrets:
            said = said.replace(secret, "***")
        status = getattr(getattr(error.__context__, "response", None), "status_code", None)
        first = (said.splitlines() or [type(error).__name__])[0][:160]
        problem, remedy = f"cannot be used: {first}", "Rebuild it from the catalogue: sayso ingest --re-embed"
        if isinstance(error, httpx.TimeoutException):
            problem, remedy = f"did not answer within {self._timeout:g} seconds", "Check its load, and run it again."
        elif status in (401, 403) or isinstance(error, (AuthorizationError, ChromaAuthError)):
            problem, remedy = _REFUSED
        elif found := _UNTRUSTED.search(said):
            problem, remedy = f"shows a certificate that is not trusted here ({found[1]})", _AUTHORITY
        elif "[SSL" in said:
            problem, remedy = "does not speak TLS as it should", "See whether SAYSO_CHROMA should begin with http://"
        elif isinstance(error, httpx.TransportError):
            problem, remedy = "cannot be reached", f"Start it: chroma run --port {self._port}"
        elif self.server and isinstance(error, OSError):
            problem, remedy = "cannot be asked: no certificates can be read", "See SSL_CERT_FILE and SSL_CERT_DIR."
        fault = StoreUnavailable(self.where, problem, remedy)
        fault.__cause__ = None if repeated else error
        return fault

    @property
    def _secrets(self) -> list[str]:
        """The secrets to mask in messages: the token, and the password, also as encoded."""
        sent = {value.rpartition(" ")[2] for value in self._headers.values()}
        return [one for one in (*sent, (login_of(self.server or "") or ("", ""))[1]) if one]

    @property
    def _port(self) -> int:
        address = urlsplit(self.server or "")
        return address.port or (443 if address.scheme == "https" else 8000)

    @property
    def _headers(self) -> dict[str, str]:
        """Authentication headers for a server or its proxy; empty without a token or login."""
        if self._token:  # Chroma reads the first header, Chroma Cloud the second
            return {"Authorization": f"Bearer {self._token}", "X-Chroma-Token": self._token}
        login = login_of(self.server or "")
        if not login:
            return {}
        return {"Authorization": "Basic " + base64.b64encode(":".join(login).encode()).decode()}

    def _open(self) -> Any:
        import chromadb
        from chromadb.config import Settings

        quiet = Settings(anonymized_telemetry=False)
        if self.server:
            self._check_server(self.server)
            address = urlsplit(self.server)
            named = dict(parse_qsl(address.query))
            self.client = chromadb.HttpClient(
                host=address.hostname or "127.0.0.1",
                port=self._port,
                ssl=address.scheme == "https",
                headers=self._headers or None,
                settings=quiet,
                tenant=named.get("tenant", chromadb.DEFAULT_TENANT),
                database=named.get("database", chromadb.DEFAULT_DATABASE),
            )
            self.client._server._session.timeout = self._timeout  # it has none by default and would wait for ever
        else:
            self._forget_moved()
            self.client = chromadb.PersistentClient(str(readable(self.folder)), settings=quiet)
        opened = self.client.get_or_create_collection(
            self.name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
        self._identity = _OPENED[str(self.folder)] = file_identity(self.folder / "chroma.sqlite3")
        return opened

    def _forget_moved(self) -> None:
        """Clear chromadb's cache, which is by path, if the folder has been replaced since."""
        held = _OPENED.get(str(self.folder))
        if held is not None and held != file_identity(self.folder / "chroma.sqlite3"):
            self.close()

    def _check_server(self, server: str) -> None:
        """Raise StoreUnavailable unless a Chroma server with a compatible API answers."""
        import httpx

        address = urlsplit(server)
        asked: dict[str, Any] = {"timeout": self._timeout, "headers": self._headers}
        base = f"{address.scheme}://{address.hostname or '127.0.0.1'}:{self._port}"
        answer = httpx.get(f"{base}/api/v2/version", **asked)
        if answer.is_success and re.match(r'"\d+\.', answer.text):
            return
        if answer.status_code in (401, 403):
            raise StoreUnavailable(self.where, *_REFUSED)
        older = httpx.get(f"{base}/api/v1/version", **asked)
        problem = f"is no Chroma server (it answered {answer.status_code})"
        if older.is_success and re.match(r'"\d+\.', older.text):
            problem = f"is Chroma {older.text.strip().strip(chr(34))}, which this version cannot talk to"
        raise StoreUnavailable(self.where, problem, f"Start a current one: chroma run --port {self._port}")
