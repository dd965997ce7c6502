"""An ingest in which something fails that all sources need: one sentence, and a receipt of every source."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from assistant.cli import main
from assistant.index.catalog import Catalog
from assistant.index.chroma_vectors import ChromaVectors
from assistant.index.sqlite import SqliteDatabase
from assistant.settings import Settings
from ingest import indexer
from ingest.run import ingest
from tests.embedding_server import EmbeddingServer

STORY = "Divers closed gate {} of the Kresk dam on Monday. The harbour office said that nobody was hurt there."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "news").mkdir()
    for number in range(1, 9):
        text = f"---\ntitle: Gate {number}\noutlet: Kresk Post\n---\n\n{STORY.format(number)}"
        (tmp_path / "news" / f"gate-{number}.md").write_text(text, encoding="utf-8")
    return tmp_path / "news"


def test_an_embedder_that_dies_leaves_a_receipt_of_every_source_and_is_made_up_for(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer, "_BATCH_PASSAGES", 2)
    with EmbeddingServer(last=2) as server:
        settings = Settings(home=tmp_path / "home", embedder=f"openai-like:e@http://{server.place}/v1")
        broken = ingest(settings, [folder])
        stored, pending = len(list(Catalog(settings.home).every())), len(Catalog(settings.home).pending())

        server.last = 10_000
        again = ingest(settings, [folder])

    assert "did not answer" in broken.broken
    assert Counter(result.outcome for result in broken.sources) == {"added": 4, "failed": 4}
    assert len({result.source for result in broken.sources}) == 8
    assert all("did not answer" in result.reason for result in broken.sources if result.outcome == "failed")
    assert pending == sum("not searchable yet" in result.reason for result in broken.sources) > 0
    assert again.count("unchanged") == stored
    assert again.count("added") == 8 - stored
    assert not Catalog(settings.home).pending()
    assert ChromaVectors(settings.home / "chroma").count() == 8


def test_the_command_prints_the_receipt_and_one_sentence(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with EmbeddingServer(last=0) as server:
        monkeypatch.setenv("SAYSO_EMBEDDER", f"openai-like:e@http://{server.place}/v1")
        shown = CliRunner().invoke(main, ["ingest", str(folder), "--json", "--home", str(tmp_path / "home")])

    receipt = json.loads(shown.stdout)
    assert (shown.exit_code, receipt["failed"], len(receipt["sources"])) == (1, 8, 8)
    assert shown.stderr.count("did not answer") == 1
    assert "run it again" in shown.stderr


def test_a_disk_that_fills_leaves_a_receipt_of_every_source(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path / "home", embedder="none")
    ingest(settings, [folder / "gate-1.md"])
    long = "".join(f"{STORY.format(number)}\n\n" for number in range(3000))
    (folder / "gate-3.md").write_text(long, encoding="utf-8")
    opened = SqliteDatabase._opened

    def filling(self: SqliteDatabase) -> Any:
        db = opened(self)
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages + 30}")
        return db

    with monkeypatch.context() as patch:
        patch.setattr(SqliteDatabase, "_opened", filling)
        broken = ingest(settings, [folder])

    again = ingest(settings, [folder])

    told = {Path(result.source).name: result for result in broken.sources}
    assert "a disk that is full" in broken.broken
    assert sorted(told) == [f"gate-{number}.md" for number in range(1, 9)]
    assert [told[f"gate-{number}.md"].outcome for number in (1, 2, 3, 8)] == ["unchanged", "failed", "failed", "failed"]
    assert told["gate-2.md"].reason.startswith("stored, but not searchable yet: ")
    assert told["gate-3.md"].reason.startswith("not stored: ")
    assert told["gate-8.md"].reason.startswith("not read: ")
    assert (again.count("unchanged"), again.count("added"), again.broken) == (2, 6, "")


def test_a_list_of_records_that_is_broken_off_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = [{"title": f"Gate {number}", "text": STORY.format(number)} for number in range(6)]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    monkeypatch.setattr(indexer, "_BATCH_PASSAGES", 1)
    with EmbeddingServer(last=2) as server:
        settings = Settings(home=tmp_path / "home", embedder=f"openai-like:e@http://{server.place}/v1")

        broken = ingest(settings, [tmp_path / "a.jsonl"])

    assert broken.count("added") == 2
    assert broken.sources[-1].source.endswith("a.jsonl")
    assert "not read beyond that" in broken.sources[-1].reason
