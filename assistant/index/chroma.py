"""The connection to Chroma: the store embedded in a home's folder, or a server. Floor 1: sole owner of chromadb.

A server that goes away between two calls is waited for; whatever chromadb raises becomes StoreUnavailable.
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
"""The one collection of release 0.1.0; a newer home has one of its own, and says in its catalogue which is live."""
_REFUSED = "refuses the login", "See SAYSO_CHROMA and SAYSO_CHROMA_TOKEN."
_UNTRUSTED = re.compile(r"certificate verify failed: (.*?)\.?(?: \(_ssl|$)")
_AUTHORITY = "Name the file of its authority: SSL_CERT_FILE=ca.pem"
_OPENED: dict[str, tuple[int, int] | None] = {}
"""The files that chromadb holds open in this process, by the path of their folder."""
_OPENING = threading.RLock()
"""chromadb keeps what it opens for the whole process, and two threads that open at a time break each other."""


class Chroma:
    """One collection at one place, opened on first use. Safe to share between threads.

    Without a `collection` it is the one that `live` names, else the live one of the home that the folder lies in, also
    after a swap. A folder that may not be written is read in a copy. The login of the server's address is sent, and
    never told.
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
        """With its login, and `?tenant=...&database=...` where it has several."""
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
        """The store's place as users know it, without what a password in its address would be."""
        return service_name(self.server) if self.server else str(self.folder)

    @property
    def opened(self) -> bool:
        """Whether it was used before: the first use imports chromadb, which takes half a second."""
        return self._opened is not None

    def sibling(self, collection: str) -> Chroma:
        """Another collection at the same place."""
        return Chroma(self.folder, self.server, collection, self._timeout, self._pauses, self._live, self._token)

    def forget(self) -> None:
        """Open the collection anew at the next call: it was deleted."""
        self._opened = None

    def close(self) -> None:
        """Let go of the embedded store's files, which chromadb keeps open by their path."""
        self.client = self._opened = None
        if not self.server:
            from chromadb.api.shared_system_client import SharedSystemClient

            SharedSystemClient.clear_system_cache()

    def do(self, call: Callable[[Any], Any]) -> Any:
        """What the call gives on the open collection; all calls may be made twice.

        A collection that another process has made anew is opened again, and a server that has answered before is
        given a few seconds to come back.
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
            except Exception as error:  # of a server, chromadb hands on whatever it cannot read as a bare Exception
                pause = None
                fault = self._fault(error)
            self._opened = None
            if pause is None:
                raise fault
            time.sleep(pause)

    def _follow_home(self) -> None:
        """Open anew where the home has another live collection, or its folder was moved or replaced, since."""
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
        """The sentence for what chromadb, or the line to its server, met; a server may repeat what it was sent."""
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
            problem, remedy = f"did not answer within {self._timeout:g} seconds", "See how it does, and run it again."
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
        """What is sent and never told: the token; the password, also as it is sent."""
        sent = {value.rpartition(" ")[2] for value in self._headers.values()}
        return [one for one in (*sent, (login_of(self.server or "") or ("", ""))[1]) if one]

    @property
    def _port(self) -> int:
        address = urlsplit(self.server or "")
        return address.port or (443 if address.scheme == "https" else 8000)

    @property
    def _headers(self) -> dict[str, str]:
        """What tells a server, or the proxy in front of it, who asks."""
        if self._token:  # Chroma takes it under the one name, its cloud under the other
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
            self.client._server._session.timeout = self._timeout  # it comes without one, and would wait for ever
        else:
            self._forget_moved()
            self.client = chromadb.PersistentClient(str(readable(self.folder)), settings=quiet)
        opened = self.client.get_or_create_collection(
            self.name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
        self._identity = _OPENED[str(self.folder)] = file_identity(self.folder / "chroma.sqlite3")
        return opened

    def _forget_moved(self) -> None:
        """Have chromadb, which keeps what it opened by its path, let go of a folder that is another one by now."""
        held = _OPENED.get(str(self.folder))
        if held is not None and held != file_identity(self.folder / "chroma.sqlite3"):
            self.close()

    def _check_server(self, server: str) -> None:
        """Raise StoreUnavailable unless a Chroma answers there that speaks the API of the client."""
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
