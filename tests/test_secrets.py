"""Passwords and keys in the addresses of services: used to open them, and never kept, printed or shown."""

from __future__ import annotations

import base64
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.addresses import service_name, without_login
from assistant.cli import main
from assistant.desk import Desk
from assistant.index.catalog import Catalog
from assistant.settings import Settings, read_settings
from ingest.run import ingest
from tests.chroma_server import free_port
from tests.embedding_server import EmbeddingServer

HUSH = "hu5h-hu5h"
STORY = "Divers closed the lower gate of the Kresk dam on Monday. The harbour office said that nobody was hurt."


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("quotes", "quotes"),
        ("openai:gpt-5-mini", "openai:gpt-5-mini"),
        ("openai-like:qwen@https://ana:hu5h@host:8443/v1", "openai-like:qwen@https://host:8443/v1"),
        ("openai-like:qwen@https://host/v1?api_key=hu5h", "openai-like:qwen@https://host/v1"),
        ("openai-like:qwen@https://hu5h@host/v1#hu5h", "openai-like:qwen@https://host/v1"),
        ("http://ana:hu5h/with?all@host:8000", "http://host:8000"),
        ("http://host:8000/at/@home", "http://host:8000/at/@home"),
        ("htp://ana:hu5h@host:8000", "htp://host:8000"),
        ("ana:hu5h@host:8000", "host:8000"),
        ("openai-like:qwen@ana:hu5h@host:80", "openai-like:qwen@host:80"),
    ],
)
def test_a_service_is_called_by_its_address_without_what_is_secret(given: str, name: str) -> None:
    assert service_name(given) == name


def test_a_page_keeps_the_query_that_tells_it_from_others() -> None:
    assert without_login("https://ana:hu5h@a.example/story?id=7 was read") == "https://a.example/story?id=7 was read"


def test_settings_tell_no_secret_and_hand_it_out_for_opening() -> None:
    given = {
        "SAYSO_MODEL": f"openai-like:m@http://ana:{HUSH}@127.0.0.1:9/v1",
        "SAYSO_EMBEDDER": f"openai-like:e@http://ana:{HUSH}@127.0.0.1:9/v1",
        "SAYSO_CHECKER": f"openai-like:c@http://ana:{HUSH}@127.0.0.1:9/v1",
        "SAYSO_CHROMA": f"http://ana:{HUSH}@127.0.0.1:9",
    }

    settings = read_settings(given)

    assert HUSH not in f"{settings!r} {settings.model} {settings.embedder} {settings.checker} {settings.chroma}"
    assert [settings.as_given(one or "") for one in (settings.model, settings.embedder, settings.checker)] == [
        given["SAYSO_MODEL"],
        given["SAYSO_EMBEDDER"],
        given["SAYSO_CHECKER"],
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SAYSO_MODEL", f"openai-like:m@htp://ana:{HUSH}@host/v1"),
        ("SAYSO_EMBEDDER", f"openai-like:m@ana:{HUSH}@host"),
        ("SAYSO_EMBEDDER", f"openai-like:m@http://host/v1?key={HUSH}"),
        ("SAYSO_CHROMA", f"ana:{HUSH}@host:8000"),
        ("SAYSO_CHROMA", f"http://ana:{HUSH}@127.0.0.1:9"),
        ("SAYSO_EMBEDDER", f"openai-like:e@http://ana:{HUSH}@127.0.0.1:9/v1"),
    ],
)
@pytest.mark.parametrize("debug", [True, False])
def test_no_command_prints_a_secret_when_it_fails(
    name: str, value: str, debug: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    monkeypatch.setenv(name, value)
    words = ["ingest", str(tmp_path / "a.txt"), "--home", str(tmp_path / "home")]

    shown = CliRunner().invoke(main, [*words, "--debug"] if debug else words)

    assert shown.exit_code
    assert HUSH not in shown.output + str(shown.exception)


def test_nothing_in_the_home_holds_the_password_of_the_embedder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    with EmbeddingServer() as server:
        settings = Settings(home=tmp_path / "home", embedder=f"openai-like:e@http://ana:{HUSH}@{server.place}/v1")
        receipt = ingest(settings, [tmp_path / "a.txt"])
        hits = Desk(settings).search("Kresk dam")

        expected = "Basic " + base64.b64encode(f"ana:{HUSH}".encode()).decode()
        assert set(server.logins) == {expected}
    assert receipt.count("added") == 1
    assert hits
    _assert_hushed(settings.home)
    assert Catalog(settings.home).meta("embedder") == f"openai-like:e@http://{server.place}/v1"


def test_a_password_that_an_earlier_release_stored_goes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    with EmbeddingServer() as server:
        named = f"openai-like:e@http://ana:{HUSH}@{server.place}/v1"
        settings = Settings(home=tmp_path / "home", embedder=named)
        ingest(settings, [tmp_path / "a.txt"])
        Catalog(settings.home).set_meta("embedder", named)
        assert Desk(settings).search("Kresk dam")

        receipt = ingest(settings, [tmp_path / "a.txt"])

    assert receipt.count("unchanged") == 1
    _assert_hushed(settings.home)


def test_the_password_of_a_chroma_server_is_not_stored_where_it_fails(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    settings = Settings(home=tmp_path / "home", chroma=f"http://ana:{HUSH}@127.0.0.1:{free_port()}")

    receipt = ingest(settings, [tmp_path / "a.txt"])

    assert HUSH not in f"{receipt.as_json()} {receipt.broken}"
    _assert_hushed(settings.home)


def _assert_hushed(home: Path) -> None:
    """No file of a home holds the secret, in its bytes or in its names."""
    for file in home.rglob("*"):
        assert HUSH not in file.name
        if file.is_file():
            assert HUSH.encode() not in file.read_bytes(), file
    with sqlite3.connect(home / "catalog.sqlite3") as db:
        assert HUSH not in str(list(db.iterdump()))
