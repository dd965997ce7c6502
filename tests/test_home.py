"""A home that cannot be lost: other releases, damage, backups, homes that may not be written, one server for many."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from chroma_server import COMMAND, free_port, running
from click.testing import CliRunner

from assistant.cli import main
from assistant.desk import Desk
from assistant.errors import BadBackup, CatalogDamaged, EmbedderUnavailable, HomeUnusable
from assistant.index import sqlite_schema as schema
from assistant.index.backup import back_up, bring_back
from assistant.index.catalog import Catalog
from assistant.index.chroma_vectors import ChromaVectors
from assistant.index.embedder import BuiltinEmbedder
from assistant.index.vectors import VectorRow
from assistant.index.versions import version_of
from assistant.settings import Settings
from ingest.run import ingest, remove_article

V1 = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE article (
    id TEXT PRIMARY KEY, identity TEXT UNIQUE NOT NULL, content_digest TEXT NOT NULL, state TEXT NOT NULL,
    text TEXT NOT NULL, title TEXT, outlet TEXT, published TEXT, url TEXT, author TEXT, language TEXT,
    form TEXT NOT NULL, source TEXT NOT NULL, metadata TEXT NOT NULL
);
CREATE TABLE source (source TEXT PRIMARY KEY, raw_digest TEXT NOT NULL, article_id TEXT NOT NULL);
CREATE TABLE passage (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, article_id TEXT NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL
);
CREATE TABLE passage_told (number INTEGER PRIMARY KEY, told TEXT NOT NULL);
CREATE VIRTUAL TABLE passage_words USING fts5(
    title, outlet, published, body, tokenize = 'porter unicode61 remove_diacritics 2'
);
PRAGMA user_version = 1;
"""
TEXT = "The dockers of Orsova ended walkout number {} on Friday, union leader Eva Stern said in the harbour office."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "news").mkdir()
    for n in (1, 2, 3):
        front = f"---\ntitle: Story {n}\noutlet: Orsova Post\n---\n\n"
        (tmp_path / "news" / f"story-{n}.md").write_text(front + TEXT.format(n), encoding="utf-8")
    return tmp_path / "news"


def _vectors(settings: Settings) -> list[str]:
    return sorted(ChromaVectors(settings.home / "chroma", settings.chroma).all_ids())


def _passages(settings: Settings) -> list[str]:
    return sorted(id_ for id_, _ in Catalog(settings.home).indexed_passages())


def _command(settings: Settings, *words: str) -> Any:
    return CliRunner().invoke(main, [*words, "--home", str(settings.home)])


def test_a_home_of_the_last_release_opens_keeps_what_it_had_and_grows(settings: Settings, folder: Path) -> None:
    settings.home.mkdir()
    db = sqlite3.connect(settings.home / "catalog.sqlite3")
    db.executescript(V1)
    text = TEXT.format(9)
    db.execute(
        "INSERT INTO article VALUES ('a9', '/old.md', 'd', 'indexed', ?, 'Old', 'Orsova Post', '2020-01-01', NULL,"
        " NULL, 'en', 'article', '/old.md', '{}')",
        (text,),
    )
    db.execute("INSERT INTO passage VALUES (1, 'p9', 'a9', 0, ?)", (len(text),))
    db.execute(
        "INSERT INTO passage_words (rowid, title, outlet, published, body) VALUES (1, 'Old', '', '', ?)", (text,)
    )
    db.execute("INSERT INTO meta VALUES ('embedder', ?)", (BuiltinEmbedder().name,))
    db.commit()
    db.close()
    vector = BuiltinEmbedder().embed_passages([text])[0]
    old = ChromaVectors(settings.home / "chroma", collection="sayso-passages")
    old.upsert([VectorRow("p9", vector, "a9", "Orsova Post", "2020-01-01")])

    article = Catalog(settings.home).article("a9")
    receipt = ingest(settings, [folder])

    assert (article.text, article.version, article.family) == (text, version_of("Old", text), "a9")
    assert [one.outcome for one in receipt.sources] == ["added"] * 3
    assert _vectors(settings) == _passages(settings)
    assert (settings.home / "catalog.backup.sqlite3").is_file()


def test_a_home_of_a_later_release_is_refused_in_one_sentence(settings: Settings, folder: Path) -> None:
    ingest(settings, [folder])
    db = sqlite3.connect(settings.home / "catalog.sqlite3")
    db.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    db.close()

    with pytest.raises(HomeUnusable, match="later release"):
        Desk(settings)


def test_a_damaged_catalogue_says_what_can_be_done(settings: Settings, folder: Path) -> None:
    ingest(settings, [folder])
    file = settings.home / "catalog.sqlite3"
    for left in settings.home.glob("catalog.sqlite3-*"):
        left.unlink()
    file.write_bytes(b"this is no database " * 500)

    with pytest.raises(CatalogDamaged, match="no backup"):
        list(Catalog(settings.home).articles())
    shown = _command(settings, "corpus")
    assert shown.exit_code == 2
    assert "is damaged" in shown.output


def test_a_backup_brings_everything_back(settings: Settings, folder: Path) -> None:
    ingest(settings, [folder])
    before = list(Catalog(settings.home).articles())
    assert _command(settings, "corpus", "backup").exit_code == 0
    (settings.home / "catalog.sqlite3").write_bytes(b"this is no database " * 500)
    shutil.rmtree(settings.home / "chroma")

    restored = _command(settings, "corpus", "restore")

    assert restored.exit_code == 0, restored.output
    assert list(Catalog(settings.home).articles()) == before
    assert _vectors(settings) == _passages(settings)
    assert list(settings.home.glob("catalog.before-restore*"))


def test_what_is_no_backup_touches_nothing(settings: Settings, folder: Path, tmp_path: Path) -> None:
    ingest(settings, [folder])
    (tmp_path / "x.sqlite3").write_bytes(b"nothing")

    with pytest.raises(BadBackup):
        bring_back(settings.home, tmp_path / "x.sqlite3")
    assert len(list(Catalog(settings.home).articles())) == 3


def test_a_backup_into_a_file_of_ones_own_holds_all_articles(settings: Settings, folder: Path, tmp_path: Path) -> None:
    ingest(settings, [folder])

    back_up(settings.home, tmp_path / "copy.sqlite3")

    db = sqlite3.connect(tmp_path / "copy.sqlite3")
    assert db.execute("SELECT count(*) FROM article").fetchone() == (3,)
    db.close()


def test_an_unreadable_chroma_folder_is_moved_aside_and_made_again(settings: Settings, folder: Path) -> None:
    ingest(settings, [folder])
    ChromaVectors(settings.home / "chroma")._chroma.close()
    shutil.rmtree(settings.home / "chroma")
    (settings.home / "chroma").mkdir()
    (settings.home / "chroma" / "chroma.sqlite3").write_bytes(b"this is no database " * 500)

    receipt = ingest(settings, [folder])

    assert receipt.notes
    assert _vectors(settings) == _passages(settings)
    assert (settings.home / "chroma.damaged-1").is_dir()


def test_vectors_that_no_article_has_are_dropped(settings: Settings, folder: Path) -> None:
    ingest(settings, [folder])
    store = ChromaVectors(settings.home / "chroma")
    lost = sorted(store.all_ids())[:1]
    store.delete(lost)
    store.upsert([VectorRow("ghost", BuiltinEmbedder().embed_passages(["x"])[0], "nobody", None, None)])
    assert store.count() == 3  # as many as there should be: counting would not tell

    ingest(settings, [folder])

    assert _vectors(settings) == _passages(settings)


def test_re_embedding_fills_another_collection_and_readers_are_never_in_the_dark(
    settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(settings, [folder])
    desk = Desk(settings)
    seen: list[int] = []
    real = ChromaVectors.upsert

    def watched(self: ChromaVectors, rows: Any) -> None:
        seen.append(len(desk.search("Who ended the walkout?")[1]))
        real(self, rows)

    monkeypatch.setattr(ChromaVectors, "upsert", watched)
    before = Catalog(settings.home).meta("collection")
    ingest(settings, [], re_embed=True)

    assert seen == [3]
    assert Catalog(settings.home).meta("collection") != before
    assert len(desk.search("Who ended the walkout?")[1]) == 3
    assert ChromaVectors(settings.home / "chroma").collections() == [Catalog(settings.home).meta("collection")]


def test_an_embedder_that_dies_leaves_everything_as_it_was(
    settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(settings, [folder])
    before = _vectors(settings), Catalog(settings.home).meta("collection")

    def dead(self: BuiltinEmbedder, texts: Any) -> Any:
        raise EmbedderUnavailable("builtin", "is gone", "Bring it back.")

    with monkeypatch.context() as patched:
        patched.setattr(BuiltinEmbedder, "embed_passages", dead)
        with pytest.raises(EmbedderUnavailable):
            ingest(settings, [], re_embed=True)

    assert (_vectors(settings), Catalog(settings.home).meta("collection")) == before
    assert len(Desk(settings).search("Who ended the walkout?")[1]) == 3


def test_a_long_running_desk_sees_a_home_that_grew_or_was_made_anew(settings: Settings, folder: Path) -> None:
    ingest(settings, [folder / "story-1.md"])
    desk = Desk(settings)
    assert len(desk.search("Who ended the walkout?")[1]) == 1

    ingest(settings, [folder])
    grown = len(desk.search("Who ended the walkout?")[1])
    shutil.move(settings.home, settings.home.with_name("moved"))
    ingest(settings, [folder / "story-1.md", folder / "story-2.md"])
    anew = len(desk.search("Who ended the walkout?")[1])

    assert (grown, anew) == (3, 2)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_that_may_not_be_written_is_read(settings: Settings, folder: Path) -> None:
    ingest(settings, [folder])
    for path in (settings.home, *settings.home.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert len(Desk(settings).search("Who ended the walkout?")[1]) == 3
        with pytest.raises(HomeUnusable, match="may not be written"):
            ingest(settings, [folder])
    finally:
        for path in (settings.home, *settings.home.rglob("*")):
            path.chmod(0o755)


def test_a_home_whose_name_is_too_long_is_one_sentence(tmp_path: Path, folder: Path) -> None:
    shown = CliRunner().invoke(main, ["ingest", str(folder), "--home", str(tmp_path / ("x" * 300))])

    assert shown.exit_code == 2
    assert "Choose another with --home" in shown.output


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if named := os.environ.get("SAYSO_TEST_CHROMA"):
        yield named
    elif not COMMAND.exists():
        pytest.skip("no chroma command here, and SAYSO_TEST_CHROMA names no server")
    else:
        with running(tmp_path_factory.mktemp("chroma"), free_port()) as address:
            yield address


def test_two_homes_on_one_server_keep_each_its_own(chroma: str, folder: Path, tmp_path: Path) -> None:
    one, other = (Settings(home=tmp_path / uuid.uuid4().hex, chroma=chroma) for _ in range(2))

    ingest(one, [folder])
    ingest(other, [folder / "story-1.md"])
    both = _vectors(one), _vectors(other)
    ingest(one, [], re_embed=True)
    after = _vectors(one), _vectors(other)
    remove_article(
        other,
        Catalog(other.home).pending()[0] if Catalog(other.home).pending() else next(Catalog(other.home).articles()).id,
    )

    assert both == after == (_passages(one), both[1])
    assert (len(_vectors(one)), _vectors(other)) == (3, [])


def test_a_copied_home_parts_from_its_original_on_the_server_of_both(chroma: str, folder: Path, tmp_path: Path) -> None:
    original, copy = (Settings(home=tmp_path / name, chroma=chroma) for name in ("original", "copy"))
    ingest(original, [folder])
    before = _vectors(original)
    shutil.copytree(original.home, copy.home)
    (folder / "story-4.md").write_text(TEXT.format(4), encoding="utf-8")

    receipt = ingest(copy, [folder / "story-4.md"])
    remove_article(copy, next(article.id for article in Catalog(copy.home).articles() if article.title == "Story 1"))
    of_copy = _vectors(copy)
    ingest(original, [], re_embed=True)

    assert "is a copy of" in receipt.notes[0]
    assert _vectors(original) == before == _passages(original)
    assert _vectors(copy) == of_copy == _passages(copy)
    assert len(of_copy) == 3 != len(set(of_copy) & set(before))


def test_removing_from_a_copied_home_first_of_all_leaves_the_original_whole(
    chroma: str, folder: Path, tmp_path: Path
) -> None:
    original, copy = (Settings(home=tmp_path / name, chroma=chroma) for name in ("original", "copy"))
    ingest(original, [folder])
    shutil.copytree(original.home, copy.home)

    remove_article(copy, next(article.id for article in Catalog(copy.home).articles() if article.title == "Story 3"))
    ingest(copy, [folder / "story-2.md"])

    assert _vectors(original) == _passages(original)
    assert (len(_vectors(copy)), _vectors(copy)) == (2, _passages(copy))


def test_a_home_that_was_moved_keeps_its_vectors(chroma: str, folder: Path, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "here", chroma=chroma)
    ingest(settings, [folder])
    collection = Catalog(settings.home).meta("collection")
    moved = replace(settings, home=settings.home.rename(tmp_path / "there"))

    receipt = ingest(moved, [folder])

    assert (receipt.notes, receipt.count("unchanged")) == ([], 3)
    assert Catalog(moved.home).meta("collection") == collection


def test_the_catalogue_names_its_collection_from_the_beginning(settings: Settings, folder: Path) -> None:
    ingest(replace(settings, embedder="none"), [folder])

    assert json.dumps(Catalog(settings.home).meta("collection")).startswith('"sayso-')
