"""A corpus that moves: into a file and out of it, and from one database to another, whole, and again after a break."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from embedding_server import EmbeddingServer
from postgres_server import PostgresServer

from assistant.cli import main
from assistant.desk import Desk
from assistant.errors import BadArchive, CatalogUnavailable
from assistant.index.catalog import open_catalog
from assistant.index.moving import Mover, records_digest
from assistant.index.store import open_store
from assistant.settings import Settings
from assistant.talks.store import open_talks
from assistant.types import Citation, Filters
from ingest import moving
from ingest.moving import export_corpus, import_corpus, migrate_corpus
from ingest.run import ingest

STORY = "---\ntitle: Gate {0}\noutlet: Kresk Post\n---\n\nDivers closed gate {0} of the Kresk dam on Monday{1}."


def _write(folder: Path, numbers: range, more: str = "") -> None:
    folder.mkdir(exist_ok=True)
    for number in numbers:
        (folder / f"gate-{number}.md").write_text(STORY.format(number, more), encoding="utf-8")


@pytest.fixture
def old(tmp_path: Path) -> Settings:
    """A home of four articles, one of which has an earlier version, with what was quoted and a talk."""
    settings = Settings(home=tmp_path / "old", embedder="none")
    _write(tmp_path / "news", range(1, 5))
    ingest(settings, [tmp_path / "news"])
    _write(tmp_path / "news", range(2, 3), ", and opened it again")
    ingest(settings, [tmp_path / "news"])
    catalog = open_catalog(settings)
    catalog.follow("https://kresk.example/feed", "Kresk")
    catalog.keep_quotes("answer", "Which?", [Citation(1, "a", "Kresk Post", None, None, None, "Divers", 0, 6)])
    talks = open_talks(settings)
    talks.ask("reader", talks.begin("reader", "Dams"), "Which?", Filters(), after=0)
    return settings


def _whole(settings: Settings) -> tuple[int, int, str]:
    return records_digest(Mover(open_catalog(settings)).records())


@pytest.mark.parametrize("name", ["news.jsonl", "news.jsonl.gz"])
def test_what_is_exported_comes_in_whole_elsewhere_and_once(name: str, old: Settings, tmp_path: Path) -> None:
    export_corpus(old, tmp_path / name, vectors=False)
    new = Settings(home=tmp_path / "new", embedder="none")

    archive, moved = import_corpus(new, tmp_path / name)
    _, again = import_corpus(new, tmp_path / name)

    assert (archive.articles, len(moved.new), again.there, len(again.new)) == (4, 4, 4, 0)
    assert _whole(new) == _whole(old)
    assert open_catalog(new).earlier_counts() == open_catalog(old).earlier_counts() != {}
    assert Desk(new).ask("Which gate of the Kresk dam was closed?").citations


def test_vectors_go_along_so_that_nothing_is_embedded_anew(tmp_path: Path) -> None:
    _write(tmp_path / "news", range(1, 3))
    with EmbeddingServer() as server:
        embedder = f"openai-like:e@http://{server.place}/v1"
        old, new = (Settings(home=tmp_path / name, embedder=embedder) for name in ("old", "new"))
        ingest(old, [tmp_path / "news"])
        export_corpus(old, tmp_path / "all.jsonl", vectors=True)
        asked = len(server.logins)

        import_corpus(new, tmp_path / "all.jsonl")

        assert len(server.logins) == asked > 0
    assert not open_catalog(new).pending()
    assert open_store(new).ids() == open_store(old).ids() != set()


@pytest.mark.parametrize("damage", ["cut", "changed", "other", "later"])
def test_a_file_that_is_not_whole_changes_nothing(damage: str, old: Settings, tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    export_corpus(old, file, vectors=False)
    lines = file.read_text("utf-8").splitlines()
    told = {
        "cut": lines[:3],
        "changed": [line.replace("Divers", "Drivers") for line in lines],
        "other": ['{"id": 1}'],
        "later": [json.dumps({**json.loads(lines[0]), "form": 99}), *lines[1:]],
    }
    file.write_text("\n".join(told[damage]), "utf-8")
    new = Settings(home=tmp_path / "new", embedder="none")

    with pytest.raises(BadArchive, match="sayso corpus export"):
        import_corpus(new, file)
    assert not new.home.exists()


def test_a_packed_file_that_broke_off_is_told_so(old: Settings, tmp_path: Path) -> None:
    export_corpus(old, tmp_path / "a.jsonl.gz", vectors=False)
    (tmp_path / "b.jsonl.gz").write_bytes((tmp_path / "a.jsonl.gz").read_bytes()[:-200])
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(b"nothing"))

    for name in ("b", "c"):
        with pytest.raises(BadArchive, match="cannot be"):
            import_corpus(Settings(home=tmp_path / "new", embedder="none"), tmp_path / f"{name}.jsonl.gz")


def test_a_move_to_postgres_that_breaks_off_goes_on_and_ends_the_same_in_every_word(
    old: Settings, tmp_path: Path, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = postgres.new()
    new = replace(old, catalog=address, given=())
    monkeypatch.setattr(moving, "_AT_ONCE", 1)
    seen: list[int] = []

    def breaking(count: int) -> None:
        seen.append(count)
        if len(seen) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        migrate_corpus(old, address, breaking)
    articles, passages, talks, moved = migrate_corpus(old, address)

    assert (articles, passages, talks, moved.there, len(moved.new)) == (4, 4, 1, 2, 2)
    assert _whole(new) == _whole(old)
    assert open_catalog(new).meta("collection") == open_catalog(old).meta("collection")
    assert [feed.address for feed in open_catalog(new).feeds()] == ["https://kresk.example/feed"]
    assert [kept.asked for kept in open_catalog(new).kept_quotes()] == ["Which?"]
    assert [line.title for line in open_talks(new).talks("reader")] == ["Dams"]
    question = "Which gate of the Kresk dam was closed?"
    one, other = Desk(old).ask(question), Desk(new).ask(question)
    assert (other.status, other.text, other.citations) == (one.status, one.text, one.citations)


def test_what_was_taken_away_meanwhile_is_not_left_behind_and_another_corpus_is_not_mixed_in(
    old: Settings, tmp_path: Path, postgres: PostgresServer
) -> None:
    address = postgres.new()
    migrate_corpus(old, address)
    open_catalog(old).remove(next(open_catalog(old).every()).id)
    assert migrate_corpus(old, address)[0] == 3

    other = Settings(home=tmp_path / "other", embedder="none")
    ingest(other, [tmp_path / "news"])
    with pytest.raises(CatalogUnavailable, match="holds another corpus"):
        migrate_corpus(other, address)


def test_the_commands_tell_what_they_moved_and_no_password(
    old: Settings, tmp_path: Path, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAYSO_EMBEDDER", "none")

    def run(*arguments: str) -> Any:
        done = CliRunner().invoke(main, ["corpus", *arguments])
        assert "s3cret" not in done.output
        return done.exit_code, done.output

    file = str(tmp_path / "news.jsonl")
    assert run("export", file, "--home", str(old.home)) == (0, f"Wrote 4 articles, 4 passages to {file}.\n")
    assert run("import", file, "--home", str(tmp_path / "new")) == (0, "Took in 4 of 4 articles; 0 were there.\n")
    code, told = run("migrate", "--to", postgres.new(), "--home", str(old.home))
    assert code == 0
    assert "Both hold 4 articles, 4 passages, the same in every word; 1 talks." in told
    assert run("migrate", "--to", "mysql://ana:s3cret@host/db", "--home", str(old.home))[0] == 2
    monkeypatch.setenv("SAYSO_CATALOG", postgres.address())
    code, told = run("backup", "--home", str(old.home))
    assert code == 1
    assert "pg_dump" in told
