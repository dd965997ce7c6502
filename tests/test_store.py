"""The same tests for each store of vectors: Chroma embedded, a Chroma server, and one of llama-index in the process.

The server is that of SAYSO_TEST_CHROMA, else one started here.
"""

from __future__ import annotations

import os
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from chroma_server import COMMAND, free_port, running

from assistant.desk import Desk
from assistant.errors import BadPlugin, BadSetting, StoreUnavailable
from assistant.index.chroma_vectors import ChromaVectors
from assistant.index.llama_vectors import LlamaVectors
from assistant.index.vectors import VectorRow, Vectors
from assistant.settings import Settings
from assistant.types import Filters
from ingest.run import ingest, remove_article

SIMPLE = "llama_index.core.vector_stores.simple:SimpleVectorStore"
P1, P2, P3, P4 = (digit * 20 for digit in "1234")
ROWS = [
    VectorRow(P1, [1.0, 0.0, 0.0], "a1", "The Courier", "2024-03-01"),
    VectorRow(P2, [0.9, 0.4, 0.0], "a1", "The Courier", "2024-03-01"),
    VectorRow(P3, [0.0, 1.0, 0.0], "a2", "Herald", "2024-04-10"),
    VectorRow(P4, [0.7, 0.7, 0.0], "a3", "Herald", None),
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


@pytest.fixture(params=["embedded", "server", "llama-index"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Vectors:
    if request.param == "llama-index":
        other = LlamaVectors(SIMPLE, lambda: None, f"test-{uuid.uuid4().hex}")
        other.upsert(ROWS)
        return other
    server = request.getfixturevalue("chroma") if request.param == "server" else None
    opened = ChromaVectors(tmp_path / "chroma", server, collection=f"test-{uuid.uuid4().hex}")
    opened.upsert(ROWS)
    return opened


def _ids(store: Vectors, filters: Filters = Filters(), top: int = 10) -> list[str]:  # noqa: B008
    return [id_ for id_, _ in store.nearest([1.0, 0.0, 0.0], filters, top)]


def test_nearest_come_best_first_with_their_cosine(store: Vectors) -> None:
    found = store.nearest([1.0, 0.0, 0.0], Filters(), 2)

    assert [id_ for id_, _ in found] == [P1, P2]
    assert found[0][1] == pytest.approx(1.0, abs=1e-5)


def test_filters_work_inside_the_store(store: Vectors) -> None:
    assert _ids(store, Filters(outlets=("Herald",))) == [P4, P3]
    assert _ids(store, Filters(since="2024-04-01")) == [P3]
    assert _ids(store, Filters(until="2024-03-31")) == [P1, P2]
    assert _ids(store, Filters(since="2024-03-01", until="2024-12-31", as_of="2024-03-05")) == [P1, P2]


def test_an_undated_article_passes_no_date_filter(store: Vectors) -> None:
    assert P4 not in _ids(store, Filters(until="2030-01-01"))


def test_writing_the_same_rows_twice_changes_nothing(store: Vectors) -> None:
    store.upsert(ROWS)

    assert len(_ids(store)) == len(ROWS)
    assert store.count() in (len(ROWS), 1)  # one of llama-index may not be able to count


def test_deleted_passages_are_gone(store: Vectors) -> None:
    store.forget_articles(["a1"])
    store.delete([P3, "9" * 20])

    assert _ids(store) == [P4]


def test_what_an_article_still_has_stays(store: Vectors) -> None:
    store.forget_articles(["a1", "a3"], but=[P2])
    store.upsert([row for row in ROWS if row.id == P2])

    assert _ids(store) == [P2, P3]


def test_another_collection_at_the_same_place_is_apart_until_it_is_dropped(store: Vectors) -> None:
    other = store.sibling(f"test-{uuid.uuid4().hex}")
    other.upsert(ROWS[:1])

    assert _ids(other) == [P1]
    store.clear()
    assert _ids(other) == [P1]


def test_vectors_are_handed_back_where_the_store_can(store: Vectors) -> None:
    found = store.vectors_of([P1, "9" * 20])

    assert found == ({} if isinstance(store, LlamaVectors) else {P1: [1.0, 0.0, 0.0]})


def test_a_cleared_store_is_empty_and_takes_other_vectors(store: Vectors) -> None:
    store.clear()
    store.upsert([VectorRow("5" * 20, [1.0, 0.0], "a9", None, None)])

    assert [id_ for id_, _ in store.nearest([1.0, 0.0], Filters(), 3)] == ["5" * 20]


def test_readers_who_come_first_at_the_same_time_all_find_the_store(tmp_path: Path) -> None:
    ChromaVectors(tmp_path / "chroma", None).upsert([VectorRow(P1, [1.0, 0.0], "a1", None, None)])
    store = ChromaVectors(tmp_path / "chroma", None)
    gate = threading.Barrier(8)

    def first(_: int) -> int:
        gate.wait()
        return store.count()

    with ThreadPoolExecutor(8) as readers:
        assert list(readers.map(first, range(8))) == [1] * 8


def test_a_server_that_is_down_is_one_sentence(tmp_path: Path) -> None:
    store = ChromaVectors(tmp_path, "http://127.0.0.1:9")

    with pytest.raises(StoreUnavailable, match=r"http://127\.0\.0\.1:9 cannot be reached"):
        store.count()


def test_an_index_stands_on_a_vector_store_of_llama_index(tmp_path: Path) -> None:
    for number, matter in enumerate(("The ferry sank off Lindmouth.", "Bakers raised the price of rye bread."), 1):
        (tmp_path / f"{number}.md").write_text(f"---\ntitle: Story {number}\n---\n\n{matter}", encoding="utf-8")
    settings = Settings(home=tmp_path / "home", vectors=SIMPLE)

    ingest(settings, [tmp_path / "1.md", tmp_path / "2.md"])
    (first, *_) = Desk(settings).search("What became of the ship?")[1]
    ingest(settings, [tmp_path / "1.md"], re_embed=True)
    (again, *_) = Desk(settings).search("What became of the ship?")[1]
    remove_article(settings, first.article.id)

    assert first.article.title == again.article.title == "Story 1"
    assert {hit.article.title for hit in Desk(settings).search("What became of the ship?")[1]} == {"Story 2"}
    assert not (tmp_path / "home" / "chroma").exists()


@pytest.mark.parametrize(("named", "told"), [("nothing", BadSetting), ("collections:Counter", BadPlugin)])
def test_a_vector_store_that_is_none_is_one_sentence(named: str, told: type[Exception]) -> None:
    with pytest.raises(told, match=r"SAYSO_VECTORS|no vector store of llama-index"):
        LlamaVectors(named, lambda: None).count()


class BrokenEngine:
    """A vector store of somebody else's that fails with a login in its message."""

    add = delete_nodes = None

    def query(self, asked: object) -> None:
        raise OSError("no answer from https://ana:s3cret@engine.example/v1\nstack")


def test_what_another_s_engine_says_of_its_fault_comes_without_a_login() -> None:
    with pytest.raises(StoreUnavailable) as told:
        LlamaVectors(f"{__name__}:BrokenEngine", lambda: None).nearest([1.0], Filters(), 1)

    assert "no answer from https://engine.example/v1" in str(told.value)
    assert "s3cret" not in str(told.value)


def test_a_server_keeps_each_tenant_and_database_apart_and_hears_the_token(tmp_path: Path, chroma: str) -> None:
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    tenant, database = f"t-{uuid.uuid4().hex}", f"d-{uuid.uuid4().hex}"
    port = int(chroma.rpartition(":")[2])
    how = ChromaSettings(
        anonymized_telemetry=False, chroma_api_impl="chromadb.api.fastapi.FastAPI", chroma_server_host="127.0.0.1",
        chroma_server_http_port=port,
    )  # fmt: skip
    admin = chromadb.AdminClient(how)
    admin.create_tenant(tenant)
    admin.create_database(database, tenant)
    own = ChromaVectors(tmp_path, f"{chroma}/?tenant={tenant}&database={database}", "news", token="t0ken")
    own.upsert(ROWS)

    assert own.count() == len(ROWS)
    assert ChromaVectors(tmp_path, chroma, "news").count() == 0
    assert own._chroma._headers == {"Authorization": "Bearer t0ken", "X-Chroma-Token": "t0ken"}
    assert tenant not in own.where


def test_a_tenant_that_is_not_there_is_one_sentence(tmp_path: Path, chroma: str) -> None:
    with pytest.raises(StoreUnavailable, match="cannot be used"):
        ChromaVectors(tmp_path, f"{chroma}/?tenant=nobody").count()
