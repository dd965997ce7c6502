"""A Chroma server that is down, slow, restarting, too old or no Chroma at all; an index that lost its vectors."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from chroma_server import COMMAND, free_port, running

from assistant.desk import Desk
from assistant.errors import StoreUnavailable
from assistant.index.catalog import Catalog
from assistant.index.chroma_vectors import ChromaVectors
from assistant.index.vectors import VectorRow
from assistant.settings import Settings
from assistant.types import Filters
from ingest.run import ingest

ROW = VectorRow("p1", [1.0, 0.0], "a1", "Herald", "2024-03-01")


class Answers:
    """What a fake server answers: a status and a body by the end of the path, after a delay; else 404."""

    def __init__(self, *, version: str = "1.0.0", api: str = "v2") -> None:
        place = {"name": "default_tenant", "tenant": "default_tenant"}
        collection = {"id": "6f1f4a9e-0000-4000-8000-000000000001", "name": "sayso-passages", "configuration_json": {}}
        rest = {"metadata": None, "dimension": None, "database": "default_database", "version": 0, "log_position": 0}
        self.bodies: dict[str, tuple[int, str]] = {
            f"/api/{api}/version": (200, json.dumps(version)),
            "/auth/identity": (200, json.dumps({"user_id": "", "tenant": "*", "databases": []})),
            "/tenants/default_tenant": (200, json.dumps(place)),
            "/databases/default_database": (200, json.dumps({**place, "id": collection["id"]})),
            "/collections": (200, json.dumps({**collection, **place, **rest, "name": "sayso-passages"})),
            "/count": (200, "7"),
        }
        self.delay_seconds = 0.0
        self.slow_path = ""
        self.dropped = 0  # connections to cut without an answer

    def to(self, path: str) -> tuple[int, str] | None:
        """The answer to a path; None to cut the connection."""
        if self.dropped and path.endswith("/count"):
            self.dropped -= 1
            return None
        if self.slow_path and path.endswith(self.slow_path):
            time.sleep(self.delay_seconds)
        return next((body for end, body in self.bodies.items() if path.endswith(end)), (404, '{"detail":"Not Found"}'))


@contextmanager
def serving(answers: Answers) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            found = answers.to(self.path.split("?")[0])
            if found is None:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(found[0])
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(found[1].encode())

        do_GET = do_POST = do_DELETE = _answer  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def _store(folder: Path, server: str, timeout_seconds: float = 20.0) -> ChromaVectors:
    return ChromaVectors(folder, server, timeout_seconds=timeout_seconds, pauses_seconds=(0.01, 0.01))


def _sentence(store: ChromaVectors) -> str:
    with pytest.raises(StoreUnavailable) as told:
        store.count()
    assert "\n" not in str(told.value)
    return str(told.value)


def test_the_fake_server_is_good_enough_to_be_taken_for_chroma(tmp_path: Path) -> None:
    with serving(Answers()) as server:
        assert _store(tmp_path, server).count() == 7


def test_a_server_that_is_down_says_how_to_start_it(tmp_path: Path) -> None:
    told = _sentence(_store(tmp_path, "http://127.0.0.1:9"))

    assert told.endswith("http://127.0.0.1:9 cannot be reached. Start it: chroma run --port 9")


@pytest.mark.parametrize("path", ["/version", "/count"])
def test_a_slow_server_is_not_waited_for_for_ever(tmp_path: Path, path: str) -> None:
    answers = Answers()
    answers.slow_path, answers.delay_seconds = path, 1.5
    with serving(answers) as server:
        store = _store(tmp_path, server, timeout_seconds=20.0 if path == "/count" else 0.3)
        if path == "/count":
            store._chroma.do(lambda collection: None)  # opened while it was quick
            store._chroma.client._server._session.timeout = 0.3
        assert "did not answer within" in _sentence(store)


def test_a_connection_that_breaks_off_is_made_anew(tmp_path: Path) -> None:
    answers = Answers()
    with serving(answers) as server:
        store = _store(tmp_path, server)
        answers.dropped = 2
        assert store.count() == 7


def test_a_server_that_stays_away_midway_is_one_sentence(tmp_path: Path) -> None:
    answers = Answers()
    with serving(answers) as server:
        store = _store(tmp_path, server)
        store.count()
    assert "cannot be reached" in _sentence(store)


def test_a_chroma_of_the_old_api_says_its_version(tmp_path: Path) -> None:
    with serving(Answers(version="0.5.3", api="v1")) as server:
        assert "is Chroma 0.5.3, which this version cannot talk to" in _sentence(_store(tmp_path, server))


def test_something_that_is_no_chroma_is_told_so(tmp_path: Path) -> None:
    answers = Answers()
    answers.bodies = {}
    with serving(answers) as server:
        assert "is no Chroma server (it answered 404)" in _sentence(_store(tmp_path, server))


@pytest.mark.parametrize(
    "body",
    [
        (500, "<html>out of order</html>"),
        (200, "<html>a captive portal</html>"),
        (400, '{"error": "InvalidArgumentError", "message": "no such thing"}'),
    ],
)
def test_an_answer_that_cannot_be_read_is_one_sentence(tmp_path: Path, body: tuple[int, str]) -> None:
    answers = Answers()
    answers.bodies["/count"] = body
    with serving(answers) as server:
        assert "cannot be used" in _sentence(_store(tmp_path, server))


def test_vectors_of_another_length_are_one_sentence(tmp_path: Path) -> None:
    store = ChromaVectors(tmp_path)
    store.upsert([ROW])

    with pytest.raises(StoreUnavailable, match=r"dimension.*--re-embed"):
        store.nearest([1.0, 0.0, 0.0], Filters(), 1)


def test_a_collection_made_anew_by_another_process_is_found_again(tmp_path: Path) -> None:
    store, other = ChromaVectors(tmp_path), ChromaVectors(tmp_path)
    store.upsert([ROW])
    other.clear()
    other.upsert([ROW])

    assert store.count() == 1


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    """A home of two articles."""
    for number in (1, 2):
        text = f"---\ntitle: Story {number}\n---\n\nThe dockers of Rotterdam ended walkout number {number} on Friday."
        (tmp_path / f"story-{number}.md").write_text(text, encoding="utf-8")
    settings = Settings(home=tmp_path / "home")
    ingest(settings, [tmp_path / "story-1.md", tmp_path / "story-2.md"])
    return settings


def test_an_index_whose_vectors_are_gone_says_so_and_the_next_ingest_mends_it(home: Settings, tmp_path: Path) -> None:
    ChromaVectors(home.home / "chroma").clear()

    with pytest.raises(StoreUnavailable, match=r"holds none of the index's passages.*--re-embed"):
        Desk(home).search("Who ended the walkout?")
    receipt = ingest(home, [tmp_path / "story-1.md"])

    assert receipt.sources[0].outcome == "unchanged"
    assert ChromaVectors(home.home / "chroma").count() == 2
    assert len(Desk(home).search("Who ended the walkout?")[1]) == 2


def test_an_index_that_lost_some_of_its_vectors_gets_just_these_again(home: Settings, tmp_path: Path) -> None:
    first = next(iter(Catalog(home.home).articles()))
    store = ChromaVectors(home.home / "chroma")
    store.delete(sorted(store.ids_of([first.id])))
    embedded: list[int] = []

    ingest(home, [tmp_path / "story-1.md"], on_passages=embedded.append)

    assert embedded == [1]
    assert store.count() == 2


@pytest.mark.skipif(not COMMAND.exists(), reason="no chroma command here")
def test_a_real_server_is_used_and_its_restart_is_waited_for(tmp_path: Path) -> None:
    port = free_port()
    store = ChromaVectors(tmp_path, f"http://127.0.0.1:{port}", pauses_seconds=(1.0,) * 60)

    with running(tmp_path / "data", port):
        store.upsert([ROW])
        assert store.nearest([1.0, 0.0], Filters(), 1) == [("p1", pytest.approx(1.0, abs=1e-5))]
    waiting = threading.Thread(target=store.count)
    waiting.start()
    with running(tmp_path / "data", port):
        waiting.join(60)
        assert not waiting.is_alive()
        assert store.count() == 1
