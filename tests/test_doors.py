"""`sayso demo`, `doctor`, `completion`; that no key shows anywhere; the container file line by line."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result
from faulty_server import FaultyServer, status
from page_server import Served
from served_api import small_home

from assistant.api.service import Service
from assistant.cli import main
from assistant.configuration import read_configuration
from assistant.desk import Desk
from assistant.settings import Settings, read_settings

ROOT = Path(__file__).resolve().parents[1]
KEY = "sk-hu5h-hu5h-hu5h"


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    home = tmp_path_factory.mktemp("demo") / "home"
    return home, run("demo", "--home", str(home), "--question", "Did Rostec cut its staff from 1,000 to a few dozen?")


def test_the_demo_answers_from_the_articles_that_come_with_the_package(demo: tuple[Path, Result]) -> None:
    _, result = demo

    assert result.exit_code == 0, result.output
    assert "5 added" in result.output
    assert "few dozen" in result.output


def test_the_doctor_finds_a_filled_home_well_and_says_what_an_empty_one_lacks(
    demo: tuple[Path, Result], tmp_path: Path
) -> None:
    well, empty = run("doctor", "--home", str(demo[0])), run("doctor", "--home", str(tmp_path / "none"))

    assert well.exit_code == 0, well.output
    assert "5 articles" in well.output
    assert empty.exit_code == 1
    assert "AMISS home" in empty.output


def test_the_doctor_names_a_model_that_does_not_answer(
    demo: tuple[Path, Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with FaultyServer(status(401, f"no such key {KEY}")) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.address}/v1")
        result = run("doctor", "--home", str(demo[0]), "--model", "openai:gpt-4o", "--ask-model")

    assert result.exit_code == 1
    assert "AMISS model" in result.output
    assert KEY not in result.output


def test_health_counts_articles_and_not_passages(demo: tuple[Path, Result]) -> None:
    assert Service(Desk(Settings(home=demo[0]))).health()["articles"] == 5


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_helped_to_complete(shell: str) -> None:
    assert "_SAYSO_COMPLETE" in run("completion", shell).output


@pytest.mark.parametrize("command", ["serve", "mcp", "users", "demo", "doctor", "config", "check", "chat"])
def test_every_door_tells_of_itself(command: str) -> None:
    result = run(command, "--help")

    assert result.exit_code == 0
    assert result.output.startswith("Usage:")


def test_no_key_is_in_what_is_printed_logged_saved_or_served(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """The keys stand in `.env`, and the gateway that is given one tells it back in its error."""
    monkeypatch.chdir(tmp_path)
    home = small_home(tmp_path).home
    (tmp_path / "gold.yaml").write_text(
        "- {id: sail, question: 'When will the ferry sail again?', kind: fact, facts: [[April]]}", encoding="utf-8"
    )
    caplog.set_level("DEBUG")
    with FaultyServer(status(401, f"no such key {KEY}")) as server:
        (tmp_path / ".env").write_text(
            f"OPENAI_API_KEY={KEY}\nSAYSO_API_KEY={KEY}\nSAYSO_AUTH=ana:{KEY}\nOPENAI_BASE_URL={server.address}/v1\n"
            f"SAYSO_EMBEDDER=none\nSAYSO_SMTP=smtp://ana:{KEY}@127.0.0.1:9\n",
            encoding="utf-8",
        )
        (tmp_path / "draft.txt").write_text("The ferry sank.", encoding="utf-8")
        where = ["--home", str(home)]
        big = [*where, "--model", "openai:gpt-4o"]
        evaluated = ["--gold", "gold.yaml", "--corpus", "news.jsonl"]
        outputs = [
            run(*words).output
            for words in (
                ["config", *where],
                ["config", "--json", *where],
                ["doctor", "--ask-model", *big],
                ["ask", "Why did the ferry stop?", "--debug", *big],
                ["check", "draft.txt", *big],
                ["brief", "the ferry to Kallsund", "--mail", "ana@dale.example", *where],
                ["search", "ferry", *where],
                ["eval", "run", *evaluated, "--model", "openai:gpt-4o", "--out", "run", "--record", "calls",
                 "--json", "run.json", "--html", "run.html"],
            )
        ]  # fmt: skip
        settings = read_settings({name: given.value for name, given in read_configuration({}, tmp_path).items()})
        with Served(Desk(replace(settings, home=home, model="openai:gpt-4o"))) as page:
            asked = httpx.post(
                f"{page.address}/api/ask", json={"question": "Why did the ferry stop?"}, trust_env=False, timeout=60
            )
            outputs += [asked.text, *(page.get(path).text for path in ("/", "/config", "/health", "/openapi.json"))]
            outputs.append(str(page.ask("Why did the ferry stop?")))
    outputs += [caplog.text, *capfd.readouterr()]
    kept = [file for file in tmp_path.rglob("*") if file.is_file() and file.name != ".env"]

    assert any(KEY in key for key in server.keys)  # it was used
    assert asked.status_code == 200
    assert (tmp_path / "run.json").exists()
    assert [output for output in outputs if KEY in output] == []
    assert [file for file in kept if KEY.encode() in file.read_bytes()] == []


def test_no_library_keeps_or_reports_what_is_done_with_it(demo: tuple[Path, Result], tmp_path: Path) -> None:
    """onnxruntime makes an identifier and a queue of reports in the home of whoever runs it, where nobody stops it."""
    whole = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "assistant", "ask", "Who denied it?", "--home", str(demo[0])]
    subprocess.run(command, env=whole, cwd=tmp_path, check=True, capture_output=True)

    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


# --- the container


def test_the_container_copies_what_there_is_and_runs_without_rights() -> None:
    lines = (ROOT / "Containerfile").read_text(encoding="utf-8").splitlines()
    copied = [word for line in lines if line.startswith("COPY") and "--from" not in line for word in line.split()[1:-1]]
    command = json.loads(next(line for line in lines if line.startswith("CMD [")).removeprefix("CMD "))
    health = re.search(r"http://127\.0\.0\.1:(\d+)(/\w+)", "\n".join(lines))

    assert all((ROOT / name).exists() for name in copied)
    assert {"assistant", "ingest", "prompts", "evals", "corpus", "app.py"} <= set(copied)
    assert any(line.startswith("USER 1") for line in lines)
    assert run(command[0], "--help").exit_code == 0
    assert health
    assert health.groups() == (command[command.index("--port") + 1], "/health")
