"""The API of a real, small home on a loopback port, for tests."""

from __future__ import annotations

import json
import threading
from pathlib import Path

from assistant.api.access import Access
from assistant.api.mcp import mcp_web
from assistant.api.server import Serving, listen, uvicorn_server
from assistant.api.service import Service
from assistant.api.web import api_of
from assistant.desk import Desk
from assistant.models.types import Model
from assistant.settings import Settings
from ingest.run import ingest

STORIES = [
    {
        "title": "Ferry stops at Kallsund",
        "outlet": "Coast Gazette",
        "published": "2024-03-05",
        "url": "https://gazette.example/ferry",
        "text": "The ferry to Kallsund stopped on Monday after its captain misread a chart. "
        "“All forty passengers are safe,” said Mira Holt, who leads the harbour office. "
        "The ferry will sail again in April.",
    },
    {
        "title": "Harbour office on the ferry",
        "outlet": "North Herald",
        "published": "2024-03-07",
        "url": "https://herald.example/ferry",
        "text": "The harbour office denied that the captain of the ferry to Kallsund misread a chart. "
        "Mira Holt said that the chart was wrong.",
    },
]


def small_home(folder: Path) -> Settings:
    """Settings of a home with two articles, without an embedder."""
    (folder / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in STORIES), encoding="utf-8")
    settings = Settings(home=folder / "home", embedder="none")
    assert ingest(settings, [folder / "news.jsonl"]).count("added") == 2
    return settings


class ServedApi:
    """The API over a desk, behind an access, until the `with` ends."""

    def __init__(self, settings: Settings, access: Access | None = None, model: Model | None = None) -> None:
        access = access or Access()
        self.desk = Desk(settings, model)
        service = Service(self.desk)
        self._listener = listen("127.0.0.1", 0)
        port = self._listener.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self._server = uvicorn_server(api_of(service, mcp_web(service, access.host)), Serving(access, port))

    def __enter__(self) -> ServedApi:
        run = {"sockets": [self._listener]}
        self._thread = threading.Thread(target=self._server.run, kwargs=run, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=20)
        self._listener.close()
