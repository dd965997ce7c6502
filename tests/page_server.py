"""The page of some desk on a loopback port, and a reader's calls to it."""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Any

import httpx
from page_fakes import READER

import app
from assistant.api.access import Access
from assistant.api.server import Serving, listen


class Served:
    """A page that is served while it is open."""

    def __init__(self, desk: Any) -> None:
        listener = listen("127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self._server = app._server(desk, Serving(Access(), 0))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listener]}, daemon=True)
        self._thread.start()

    def __enter__(self) -> Served:
        for _ in range(2400):
            if self._server.started:
                break
            time.sleep(0.05)
        self._client = httpx.Client(base_url=self.address, trust_env=False, timeout=300)
        parts = self._client.get("/config").json()["components"]
        (self._door,) = [part["id"] for part in parts if "call" in part["props"].get("server_fns", ())]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()
        self._server.should_exit = True
        self._thread.join(timeout=20)

    def post(
        self, do: str, reader: str = READER, headers: dict[str, str] | None = None, **given: Any
    ) -> httpx.Response:
        """One call, as the script makes it."""
        body = {
            "data": {"do": do, "reader": reader, **given}, "component_id": self._door, "fn_name": "call",
            "session_hash": "tests",
        }  # fmt: skip
        return self._client.post("/gradio_api/component_server", json=body, headers=headers)

    def call(self, do: str, reader: str = READER, **given: Any) -> dict[str, Any]:
        """The reply of one call."""
        reply: dict[str, Any] = self.post(do, reader, **given).json()
        return reply

    def ask(self, question: str, reader: str = READER, **given: Any) -> list[dict[str, Any]]:
        """Every state of a turn until its answer is whole."""
        return self.follow(self.call("ask", reader, question=question, **given), reader)

    def follow(self, begun: dict[str, Any], reader: str = READER) -> list[dict[str, Any]]:
        """Every state of a turn that was begun, until its answer is whole."""
        replies = [begun]
        while not replies[-1]["ended"]:
            news = self.call("follow", reader, job=begun["job"], since=replies[-1]["version"])
            if news.get("html"):
                replies.append(news)
        return replies

    def get(self, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
        """A page or a file."""
        return self._client.get(path, headers=headers)

    def upload(self, *files: tuple[str, bytes], headers: dict[str, str] | None = None) -> httpx.Response:
        """Files, sent as the page sends them."""
        parts = [("files", (name, content)) for name, content in files]
        return self._client.post("/gradio_api/upload", files=parts, headers=headers)
