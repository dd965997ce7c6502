"""A catalogue in PostgreSQL that is down, is cut off, refuses, or is another's: one sentence, or a retry that holds."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cutting_proxy import CuttingProxy
from postgres_server import PostgresServer, programs, running

from assistant.addresses import service_name
from assistant.cli import main
from assistant.desk import Desk
from assistant.errors import CatalogUnavailable
from assistant.index import postgres as postgres_file
from assistant.index import postgres_sql
from assistant.index.catalog import Catalog, open_catalog
from assistant.index.postgres import Postgres, open_postgres
from assistant.index.postgres_sql import to_postgres
from assistant.index.writing import Entry, Writing
from assistant.settings import Settings
from assistant.types import Article, Filters, Passage
from ingest import indexer
from ingest.run import ingest

STORY = "Divers closed gate {} of the Kresk dam on Monday. The harbour office said that nobody was hurt there."
SECRET = ("s3cret", "pass/word", "pass%2Fword")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "news").mkdir()
    for number in range(1, 7):
        text = f"---\ntitle: Gate {number}\noutlet: Kresk Post\n---\n\n{STORY.format(number)}"
        (tmp_path / "news" / f"gate-{number}.md").write_text(text, encoding="utf-8")
    return tmp_path / "news"


@pytest.fixture
def settings(tmp_path: Path, postgres: PostgresServer) -> Settings:
    return Settings(home=tmp_path / "home", embedder="none", catalog=postgres.new())


@pytest.fixture
def line(postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[CuttingProxy]:
    monkeypatch.setattr(postgres_file, "_WAIT_SECONDS", 4.0)
    monkeypatch.setattr(postgres_file, "_PAUSES", (0.05, 0.1))
    proxy = CuttingProxy(postgres.port)
    yield proxy
    proxy.close()


def _through(line: CuttingProxy, settings: Settings) -> Settings:
    address = settings.as_given(settings.catalog or "")
    port = address.rpartition("/")[0].rpartition(":")[2]
    return replace(settings, catalog=address.replace(f":{port}/", f":{line.port}/"), given=())


def _shown(arguments: list[str], catalog: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    monkeypatch.setenv("SAYSO_CATALOG", catalog)
    done = CliRunner().invoke(main, arguments)
    assert not any(secret in done.output for secret in SECRET), done.output
    return done.exit_code, done.stderr.strip()


def test_an_ingest_and_a_question_run_over_postgres(settings: Settings, folder: Path) -> None:
    receipt = ingest(settings, [folder])
    again = ingest(settings, [folder])

    assert (receipt.count("added"), again.count("unchanged")) == (6, 6)
    answer = Desk(settings).ask("Which gate of the Kresk dam was closed?")
    assert answer.citations
    for citation in answer.citations:
        text = open_catalog(settings).article(citation.article_id).text
        assert text[citation.start : citation.end] == citation.quote
    assert not (settings.home / "catalog.sqlite3").exists()


def test_a_server_that_is_down_is_one_sentence(
    postgres: PostgresServer, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for command in (["ask", "Who?"], ["ingest", str(folder)], ["corpus"]):
        told = _shown([*command, "--home", str(tmp_path / "home")], postgres.address(port=9), monkeypatch)

        assert told[0] == 1
        assert told[1].startswith("sayso: The catalogue at postgresql://127.0.0.1:9/postgres cannot be reached.")
        assert "\n" not in told[1]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"password": "wr0ng"}, "refuses the login"),
        ({"database": "nowhere"}, "is not there"),
        ({"password": "a@pass/word"}, "cannot be"),
    ],
)
def test_a_login_that_is_refused_is_told_without_it(
    change: dict[str, str], told: str, postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for debug in ([], ["--debug"]):
        arguments = ["corpus", "--home", str(tmp_path), *debug]
        code, said = _shown(arguments, postgres.address(**change), monkeypatch)

        assert code == 1
        assert told in said
        assert "wr0ng" not in said


def test_a_database_of_a_later_release_and_one_of_another_program_are_left_alone(
    settings: Settings, postgres: PostgresServer
) -> None:
    open_catalog(settings).create()
    open_catalog(settings).set_meta("schema", "99")
    with pytest.raises(CatalogUnavailable, match="made by a later release of sayso"):
        Catalog(Postgres(settings.as_given(settings.catalog or ""))).create()

    import psycopg

    other = postgres.new()
    with psycopg.connect(other, autocommit=True) as db:
        db.execute("CREATE TABLE meta (something int)")
    with pytest.raises(CatalogUnavailable, match="another program"):
        Catalog(open_postgres(other)).create()


def test_a_reader_who_may_not_write_reads_and_is_told_where_it_writes(
    settings: Settings, folder: Path, postgres: PostgresServer, tmp_path: Path
) -> None:
    ingest(settings, [folder])
    address = settings.as_given(settings.catalog or "")
    only = f"{address}%20-cdefault_transaction_read_only%3Don"
    reading = Settings(home=tmp_path / "other", embedder="none", catalog=only)

    assert Desk(reading).ask("Which gate of the Kresk dam was closed?").citations
    with pytest.raises(CatalogUnavailable, match="does not let this user"):
        open_catalog(reading).set_meta("a", "b")


def test_two_processes_that_make_the_tables_at_once_make_them_once(settings: Settings) -> None:
    address = settings.as_given(settings.catalog or "")
    makers = [Postgres(address) for _ in range(4)]
    gate = threading.Barrier(4)
    names: list[str | None] = []

    def make(database: Postgres) -> None:
        gate.wait()
        database.create()
        names.append(Catalog(database).meta("home"))

    threads = [threading.Thread(target=make, args=(one,)) for one in makers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for maker in makers:
        maker.close()

    assert len(names) == 4
    assert len(set(names)) == 1


def test_a_second_writer_is_told_and_what_it_would_have_added_comes_later(settings: Settings, folder: Path) -> None:
    with open_catalog(settings).database.alone():
        done: list[BaseException] = []

        def second() -> None:
            try:
                ingest(settings, [folder])
            except BaseException as error:
                done.append(error)

        other = threading.Thread(target=second)
        other.start()
        other.join()

    assert "Another sayso is writing to postgresql://127.0.0.1" in str(done[0])
    assert ingest(settings, [folder]).count("added") == 6


def test_a_question_outlives_a_line_that_is_cut(settings: Settings, folder: Path, line: CuttingProxy) -> None:
    ingest(settings, [folder])
    catalog = open_catalog(_through(line, settings))
    assert catalog.article_count() == 6

    line.break_off()
    threading.Timer(0.3, line.join).start()

    assert catalog.article_count() == 6
    assert catalog.lexical(["kresk"], Filters(), 3)
    with_write = catalog.meta("home")
    catalog.set_meta("after", "the cut")
    assert (catalog.meta("home"), catalog.meta("after")) == (with_write, "the cut")


def test_a_line_that_stays_cut_is_one_sentence_and_the_next_question_finds_it_mended(
    settings: Settings, folder: Path, line: CuttingProxy
) -> None:
    ingest(settings, [folder])
    catalog = open_catalog(_through(line, settings))
    assert catalog.article_count() == 6

    line.break_off()
    with pytest.raises(CatalogUnavailable, match="cannot be reached"):
        catalog.article_count()
    line.join()

    deadline = time.monotonic() + 20
    while True:  # the pool tries again in its own time
        try:
            assert catalog.article_count() == 6
            break
        except CatalogUnavailable:
            assert time.monotonic() < deadline


def test_an_ingest_that_is_cut_off_midway_has_a_whole_receipt_and_is_made_up_for(
    settings: Settings, folder: Path, line: CuttingProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer, "_BATCH_PASSAGES", 2)
    put, count = Writing.put, [0]

    def cutting(self: Writing, entries: object) -> None:
        count[0] += 1
        if count[0] == 4:
            line.break_off()
        put(self, entries)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Writing, "put", cutting)
        broken = ingest(_through(line, settings), [folder])

    again = ingest(settings, [folder])
    assert "cannot be reached" in broken.broken
    assert len({result.source for result in broken.sources}) == 6
    assert broken.count("failed") >= 3
    assert again.count("failed") == 0
    assert open_catalog(settings).article_count() == 6
    assert not open_catalog(settings).pending()


def test_a_server_that_is_started_again_between_two_questions_is_found_again(tmp_path: Path, folder: Path) -> None:
    bin_folder = programs()
    if bin_folder is None:
        pytest.skip("PostgreSQL is not installed")
    with running(bin_folder) as server:
        settings = Settings(home=tmp_path / "home", embedder="none", catalog=server.address())
        ingest(settings, [folder])
        server.stop()
        server.start()

        assert open_catalog(settings).article_count() == 6
        assert Desk(settings).ask("Which gate of the Kresk dam was closed?").citations


def test_hundreds_of_articles_are_stored_with_the_server_waited_for_a_few_times(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits, own = [0], postgres_sql._Later.fetchall

    def counted(self: Any) -> Any:
        waits[0] += 1
        return own(self)

    monkeypatch.setattr(postgres_sql._Later, "fetchall", counted)
    monkeypatch.setattr(postgres_sql._Later, "fetchone", lambda self: next(iter(counted(self)), None))
    stories = [Article(f"a{number}", STORY.format(number), "Gates", "Kresk Post", None) for number in range(300)]
    entries = [
        Entry(one, [Passage(f"p{one.id}", one.id, 0, len(one.text), one.text)], one.id, one.text, "raw")
        for one in (replace(story, source=story.id) for story in stories)
    ]
    catalog = open_catalog(settings)
    catalog.create()

    catalog.put(entries)

    assert 0 < waits[0] <= 4
    assert catalog.frequencies(["gate", "kresk"]) == {"gate": 300, "kresk": 300}
    catalog.put(entries[:200])
    catalog.remove("a299")
    assert catalog.passage_count() == catalog.frequencies(["gate"])["gate"] == 299


def test_a_text_with_a_character_that_postgres_keeps_nowhere_is_kept_at_the_same_offsets(settings: Settings) -> None:
    catalog = open_catalog(settings)
    catalog.create()
    catalog.set_meta("odd", "one\0two")

    assert catalog.meta("odd") == "one\ufffdtwo"
    odd = Article("a1", "The gate\0way of Kresk.", "Gates", "Kresk Post", None, source="a1")
    catalog.put([Entry(odd, [Passage("p1", "a1", 0, len(odd.text), odd.text)], "a1", odd.text, "raw")])
    catalog.mark_indexed(["a1"])
    assert catalog.passages(["p1"])["p1"].text == "The gate\ufffdway of Kresk."


def test_the_shared_statements_are_turned_into_those_of_postgres() -> None:
    told = "SELECT json_extract(answer, '$.text') FROM a CROSS JOIN b ON a.x = b.x WHERE a.y LIKE ?"

    assert to_postgres(told) == "SELECT (CAST(answer AS json) ->> 'text') FROM a JOIN b ON a.x = b.x WHERE a.y ILIKE %s"


@pytest.mark.parametrize(
    "login",
    [
        "ana:s3cret@",
        "ana:s3=cret@",
        "ana:s3cret@more@",
        "ana:s3/cret@",
        "ana:s3?cret@",
        "s3cret@",
        "ana:s3@cret/x?y@",
        "",
    ],
)
def test_an_address_is_called_without_its_login_however_it_is_written(login: str) -> None:
    for options in ("", "?sslmode=require", "?password=s3@cret"):
        told = service_name(f"postgresql://{login}db.example:5432/news{options}")

        assert told in ("postgresql://db.example:5432/news", "postgresql://" if "@" in options else "")
        assert "cret" not in told


def test_the_settings_are_told_without_the_login_and_the_doctor_finds_the_index(
    settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(settings, [folder])
    monkeypatch.setenv("SAYSO_CATALOG", settings.as_given(settings.catalog or ""))
    monkeypatch.setenv("SAYSO_CHROMA_TOKEN", "s3cret-token")
    monkeypatch.setenv("SAYSO_EMBEDDER", "none")

    for command in (["config"], ["doctor", "--home", str(settings.home)]):
        shown = CliRunner().invoke(main, command)

        assert not any(secret in shown.output for secret in SECRET)
    assert "6 articles, 6 passages" in shown.output
    assert settings.catalog not in (None, settings.as_given(settings.catalog or ""))
    assert "s3cret" not in repr(settings)
