"""Settings where people keep them: the environment, `.env`, `sayso.toml`; and parts of other people's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.metadata import EntryPoint
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from embedding_server import EmbeddingServer
from faulty_server import FaultyServer, reply

from assistant import plugins
from assistant.cli import main
from assistant.configuration import export_others, read_configuration
from assistant.errors import (
    BadConfiguration,
    BadPlugin,
    EmbedderUnavailable,
    MissingExtra,
    ModelUnavailable,
    NothingToIngest,
)
from assistant.index.embedder import open_embedder
from assistant.models.registry import ollama_address, open_model
from assistant.models.types import Message
from assistant.options import settings_of
from assistant.reading.reader import open_reader
from assistant.settings import Settings, read_settings
from ingest.run import ingest

KEY = "sk-hu5h-hu5h"
ASK = [Message("user", "Hello?")]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder of the test's own, with a home in it."""
    (tmp_path / ".sayso").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_environment_wins_then_the_working_folder_then_the_home(folder: Path) -> None:
    (folder / ".env").write_text("SAYSO_STYLE=json\nOPENAI_API_KEY='sk-1'\n", encoding="utf-8")
    (folder / "sayso.toml").write_text('style = "prose"\ntimeout = 7\n', encoding="utf-8")
    (folder / ".sayso" / "sayso.toml").write_text('timeout = 9\nwindow = 4000\nmodel = "quotes"\n', encoding="utf-8")
    found = read_configuration({"SAYSO_TIMEOUT": "", "SAYSO_STRENGTH": "small"}, folder)
    settings = settings_of({})

    assert {name: found[name].value for name in ("SAYSO_STYLE", "SAYSO_TIMEOUT", "SAYSO_WINDOW")} == {
        "SAYSO_STYLE": "json",
        "SAYSO_TIMEOUT": "7",
        "SAYSO_WINDOW": "4000",
    }
    assert found["SAYSO_STRENGTH"].origin == "environment"
    assert (settings.style, settings.timeout_seconds, settings.window_tokens, settings.model) == (
        "json",
        7,
        4000,
        "quotes",
    )
    assert settings.openai_api_key == "sk-1"


def test_the_home_may_be_named_in_a_file_and_has_files_of_its_own(folder: Path) -> None:
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere" / ".env").write_text("SAYSO_EMBEDDER=none\n", encoding="utf-8")
    (folder / "sayso.toml").write_text('home = "elsewhere"\n', encoding="utf-8")

    assert settings_of({}).embedder == "none"
    assert settings_of({"home": str(folder / ".sayso")}).embedder == "builtin"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("sayso.toml", 'modle = "quotes"', "'modle' is no setting. Did you mean 'model'"),
        (".env", "SAYSO_MODLE=quotes", "'SAYSO_MODLE' is no setting. Did you mean 'SAYSO_MODEL'"),
        ("sayso.toml", "model = ", "no TOML"),
        ("sayso.toml", "[model]\na = 1", "takes one value"),
    ],
)
def test_a_file_of_settings_that_is_off_is_named_with_what_was_meant(
    folder: Path, name: str, text: str, message: str
) -> None:
    (folder / name).write_text(text, encoding="utf-8")

    with pytest.raises(BadConfiguration) as caught:
        settings_of({})
    assert message in str(caught.value)
    assert name in str(caught.value)


def test_variables_of_other_programs_in_env_are_handed_on_and_never_override(folder: Path) -> None:
    (folder / ".env").write_text("ANTHROPIC_API_KEY=a\nHTTP_PROXY=b\nSAYSO_STYLE=json\n", encoding="utf-8")
    environment = {"HTTP_PROXY": "mine"}
    export_others(read_configuration(environment, folder), environment)

    assert environment == {"HTTP_PROXY": "mine", "ANTHROPIC_API_KEY": "a"}


def test_config_tells_what_is_in_force_and_where_from_and_no_secret(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".env").write_text(f"OPENAI_API_KEY={KEY}\nSAYSO_AUTH=ana:{KEY}\n", encoding="utf-8")
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://ana:{KEY}@127.0.0.1:9/v1")
    shown = CliRunner().invoke(main, ["config", "--model", f"openai-like:m@http://ana:{KEY}@127.0.0.1:9"])
    rows = {row["name"]: row for row in json.loads(CliRunner().invoke(main, ["config", "--json"]).stdout)}

    assert shown.exit_code == 0, shown.output
    assert KEY not in shown.output + json.dumps(rows)
    assert "--model" in shown.output
    assert (rows["openai_api_key"]["value"], rows["openai_api_key"]["from"]) == ("********", str(folder / ".env"))
    assert (rows["openai_base_url"]["value"], rows["openai_base_url"]["from"]) == (
        "http://127.0.0.1:9/v1",
        "environment",
    )
    assert (rows["style"]["value"], rows["style"]["from"]) == ("auto", "default")


# --- gateways and Ollama


def test_openai_is_asked_at_its_gateway_and_nowhere_else() -> None:
    with FaultyServer(reply("Yes.")) as server:
        address = server.address.replace("http://", "http://ana:secret@") + "/v1"
        settings = read_settings({"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": address, "SAYSO_MODEL": "openai:gpt-4o"})
        model = open_model(settings)
        assert model
        said = model.complete(ASK, max_tokens=20).text

    assert said == "Yes."
    assert server.requests[0]["model"] == "gpt-4o"
    assert "secret" not in repr(settings)


def test_ollama_is_asked_over_its_openai_api() -> None:
    with FaultyServer(reply("Yes.")) as server:
        settings = read_settings(
            {"OLLAMA_HOST": server.address.removeprefix("http://"), "SAYSO_MODEL": "ollama:qwen3:4b"}
        )
        model = open_model(settings)
        assert model
        said = model.complete(ASK, max_tokens=20).text

    assert (said, model.name) == ("Yes.", "ollama:qwen3:4b")
    assert server.requests[0]["model"] == "qwen3:4b"


@pytest.mark.parametrize(
    ("host", "address"),
    [
        (None, "http://127.0.0.1:11434/v1"),
        ("box", "http://box:11434/v1"),
        ("0.0.0.0:8000", "http://127.0.0.1:8000/v1"),
        ("https://ollama.example/", "https://ollama.example/v1"),
        ("http://box:80/", "http://box:80/v1"),
    ],
)
def test_ollama_is_found_by_every_form_of_its_host(host: str | None, address: str) -> None:
    assert ollama_address(host) == address


def test_an_embedding_is_asked_at_the_gateway_and_of_ollama() -> None:
    with EmbeddingServer() as server:
        base = f"http://{server.place}/v1"
        gate = Settings(embedder="openai:text-embedding-3-small", openai_api_key="k", openai_base_url=base)
        local = Settings(embedder="ollama:nomic-embed-text", ollama_host=server.place)
        vectors = [open_embedder(one).embed_query("ferry") for one in (gate, local)]  # type: ignore[union-attr]

    assert all(sum(value * value for value in vector) == pytest.approx(1.0) for vector in vectors)


# --- parts of other people's


def mock_model(name: str = "any") -> Any:
    from llama_index.core.llms.mock import MockLLM

    return MockLLM(max_tokens=3)


def mock_embedding(size: str = "4") -> Any:
    from llama_index.core.embeddings import MockEmbedding

    return MockEmbedding(embed_dim=int(size))


class OwnEmbedder:
    """An embedder of our own interface."""

    name = ""

    def embed_query(self, text: str) -> list[float]:
        return [1.0]

    def embed_passages(self, texts: Sequence[str]) -> list[list[float]]:
        return [[1.0] for _ in texts]


class OwnReader:
    """A reader that likes long units."""

    def scores(self, question: str, units: Sequence[Any]) -> list[float]:
        return [float(len(unit.text)) for unit in units]


def broken() -> Any:
    raise RuntimeError("no weights")


def offer(monkeypatch: pytest.MonkeyPatch, **names: str) -> None:
    """Have an installed package offer parts of this file, in every group."""
    points = {
        name: EntryPoint(name, f"{__name__}:{value}" if value else __name__, "any") for name, value in names.items()
    }
    monkeypatch.setattr(plugins, "offered", lambda group: points)
    for module in ("assistant.models.registry", "ingest.sources.formats"):
        monkeypatch.setattr(f"{module}.offered", lambda group: points)


def test_a_model_is_named_by_module_and_class_or_as_a_package_offers_it(monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, mine="mock_model")
    for name in (f"{__name__}:mock_model", "mine:x"):
        model = open_model(Settings(model=name))
        assert model
        assert model.complete(ASK, max_tokens=5).text.strip()
        assert model.name == name


def test_an_embedder_is_a_llama_index_embedding_or_one_of_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, mine="mock_embedding")
    plain = open_embedder(Settings(embedder=f"{__name__}:mock_embedding"))
    sized = open_embedder(Settings(embedder=f"{__name__}:mock_embedding:9"))
    named = open_embedder(Settings(embedder="mine:5"))
    own = open_embedder(Settings(embedder=f"{__name__}:OwnEmbedder"))

    assert plain
    assert sized
    assert named
    assert own
    assert [len(one.embed_query("x")) for one in (plain, sized, named, own)] == [4, 9, 5, 1]
    assert sum(value * value for value in plain.embed_passages(["x"])[0]) == pytest.approx(1.0)
    assert own.name == f"{__name__}:OwnEmbedder"


def test_a_reader_may_be_another() -> None:
    units = [SimpleNamespace(text="ab"), SimpleNamespace(text="abc")]

    assert open_reader(f"{__name__}:OwnReader").scores("q", units) == [2.0, 3.0]  # type: ignore[arg-type]


def read(blob: Any) -> Any:
    """A format: files that end in .shout hold one article, as plain text."""
    from ingest.sources.text import read as plain

    yield from plain(blob)


def test_a_format_is_read_where_a_package_offers_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a.shout").write_text("The mill burned down on Friday night. Nobody was hurt.", encoding="utf-8")
    with pytest.raises(NothingToIngest):
        ingest(Settings(home=tmp_path / "one", embedder="none"), [tmp_path])
    offer(monkeypatch, shout="")
    after = ingest(Settings(home=tmp_path / "two", embedder="none"), [tmp_path])

    assert after.count("added") == 1


def test_a_part_that_raises_is_one_sentence() -> None:
    model = open_model(Settings(model=f"{__name__}:broken"))
    assert model
    with pytest.raises(ModelUnavailable, match="no weights"):
        model.complete(ASK, max_tokens=5)
    with pytest.raises(BadPlugin, match="RuntimeError: no weights"):
        open_embedder(Settings(embedder=f"{__name__}:broken"))
    with pytest.raises(BadPlugin, match="ModuleNotFoundError"):
        open_reader("not.there:Reader")
    with pytest.raises(BadPlugin, match="no llama-index embedding"):
        open_embedder(Settings(embedder=f"{__name__}:mock_model"))


def test_an_embedder_that_fails_later_says_so() -> None:
    embedder = open_embedder(Settings(embedder=f"{__name__}:failing_embedding"))
    assert embedder

    with pytest.raises(EmbedderUnavailable, match="no room"):
        embedder.embed_passages(["x"])


def failing_embedding() -> Any:
    def fail(_: Any) -> Any:
        raise MemoryError("no room")

    return SimpleNamespace(get_text_embedding_batch=fail, get_query_embedding=fail)


def test_an_extra_that_is_not_installed_is_named() -> None:
    with pytest.raises(MissingExtra, match=r"pip install 'sayso\[mistral\]'"):
        open_embedder(Settings(embedder="mistral:mistral-embed"))
