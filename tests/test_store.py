"""The same tests for the embedded store and for a Chroma server: that of SAYSO_TEST_CHROMA, else one started here."""

from __future__ import annotations

import os
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from chroma_server import COMMAND, free_port, running

from assistant.errors import StoreUnavailable
from assistant.index.store import VectorRow, VectorStore
from assistant.types import Filters

ROWS = [
    VectorRow("p1", [1.0, 0.0, 0.0], "a1", "The Courier", "2024-03-01"),
    VectorRow("p2", [0.9, 0.4, 0.0], "a1", "The Courier", "2024-03-01"),
    VectorRow("p3", [0.0, 1.0, 0.0], "a2", "Herald", "2024-04-10"),
    VectorRow("p4", [0.7, 0.7, 0.0], "a3", "Herald", None),
]


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Chroma server."""
    if named := os.environ.get("SAYSO_TEST_CHROMA"):
        yield named
    elif not COMMAND.exists():
        pytest.skip("no chroma command here, and SAYSO_TEST_CHROMA names no server")
    else:
        with running(tmp_path_factory.mktemp("chroma"), free_port()) as address:
            yield address


@pytest.fixture(params=["embedded", "server"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> VectorStore:
    server = request.getfixturevalue("chroma") if request.param == "server" else None
    opened = VectorStore(tmp_path / "chroma", server, collection=f"test-{uuid.uuid4().hex}")
    opened.upsert(ROWS)
    return opened


def _ids(store: VectorStore, filters: Filters = Filters(), top: int = 10) -> list[str]:  # noqa: B008
    return [id_ for id_, _ in store.nearest([1.0, 0.0, 0.0], filters, top)]


def test_nearest_come_best_first_with_their_cosine(store: VectorStore) -> None:
    found = store.nearest([1.0, 0.0, 0.0], Filters(), 2)

    assert [id_ for id_, _ in found] == ["p1", "p2"]
    assert found[0][1] == pytest.approx(1.0, abs=1e-5)


def test_filters_work_inside_the_store(store: VectorStore) -> None:
    assert _ids(store, Filters(outlets=("Herald",))) == ["p4", "p3"]
    assert _ids(store, Filters(since="2024-04-01")) == ["p3"]
    assert _ids(store, Filters(until="2024-03-31")) == ["p1", "p2"]
    assert _ids(store, Filters(since="2024-03-01", until="2024-12-31", as_of="2024-03-05")) == ["p1", "p2"]


def test_an_undated_article_passes_no_date_filter(store: VectorStore) -> None:
    assert "p4" not in _ids(store, Filters(until="2030-01-01"))


def test_writing_the_same_rows_twice_changes_nothing(store: VectorStore) -> None:
    store.upsert(ROWS)

    assert store.count() == len(ROWS)


def test_deleted_passages_are_gone(store: VectorStore) -> None:
    store.delete(sorted(store.ids_of(["a1"])))

    assert _ids(store) == ["p4", "p3"]


def test_a_cleared_store_is_empty_and_takes_other_vectors(store: VectorStore) -> None:
    store.clear()
    store.upsert([VectorRow("q", [1.0, 0.0], "a9", None, None)])

    assert [id_ for id_, _ in store.nearest([1.0, 0.0], Filters(), 3)] == ["q"]


def test_readers_who_come_first_at_the_same_time_all_find_the_store(tmp_path: Path) -> None:
    VectorStore(tmp_path / "chroma", None).upsert([VectorRow("p1", [1.0, 0.0], "a1", None, None)])
    store = VectorStore(tmp_path / "chroma", None)
    gate = threading.Barrier(8)

    def first(_: int) -> int:
        gate.wait()
        return store.count()

    with ThreadPoolExecutor(8) as readers:
        assert list(readers.map(first, range(8))) == [1] * 8


def test_a_server_that_is_down_is_one_sentence(tmp_path: Path) -> None:
    store = VectorStore(tmp_path, "http://127.0.0.1:9")

    with pytest.raises(StoreUnavailable, match=r"http://127\.0\.0\.1:9 cannot be reached"):
        store.count()
