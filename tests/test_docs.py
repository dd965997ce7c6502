"""What the README and the docs show: every block is run, every name in them is there, and the site builds strictly."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
import httpx
import pytest
import tomlkit
import yaml
from click.testing import CliRunner
from faulty_server import FaultyServer, reply
from mail_server import MailServer
from markdown_it import MarkdownIt
from markdown_it.token import Token
from served_api import STORIES, ServedApi, small_home
from site_server import NewsSite, news_site

from assistant.cli import main
from assistant.configuration import VARIABLES
from tests.chroma_server import free_port

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
HOOK = "https://hooks.example.org/sayso"
SITE = "https://www.example.org"
API = "http://127.0.0.1:7861"
ELSEWHERE = {"pip": "needs the package index", "docker": "needs a container engine"}
"""What is not run here, each with the reason that its line shows; tests/test_doors.py holds the container's files."""


def blocks(page: Path) -> list[Token]:
    """The blocks of code of a page, fenced and indented, in order."""
    tokens = MarkdownIt().parse(page.read_text(encoding="utf-8"))
    return [one for one in tokens if one.type in ("fence", "code_block")]


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two articles and a home that holds them."""
    folder = tmp_path_factory.mktemp("docs")
    (folder / "articles").mkdir()
    for story in STORIES:
        text = f"{story['title']}\n{story['outlet']}\n{story['published']}\n\n{story['text']}\n"
        (folder / "articles" / f"{story['outlet']}.txt").write_text(text, encoding="utf-8")
    shutil.copytree(folder / "articles", folder / "my-articles")
    result = CliRunner().invoke(main, ["ingest", str(folder / "my-articles"), "--home", str(folder / ".sayso")])
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def folder(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder as the docs take it for granted, made new for each page."""
    from docx import Document

    here = tmp_path / "work"
    shutil.copytree(articles, here)
    for name in ("corpus", "evals"):
        (here / name).symlink_to(ROOT / name)
    (here / "draft.md").write_text(
        "# Ferry\n\nThe ferry will sail again in April. It cost 40 crowns.", encoding="utf-8"
    )
    document = Document()
    document.add_paragraph("The ferry will sail again in April.")
    document.save(str(here / "draft.docx"))
    monkeypatch.chdir(here)
    monkeypatch.syspath_prepend(str(here))
    monkeypatch.setattr("ingest.web.fetch._PAUSE_SECONDS", 0.0)
    return here


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Mapping[str, str]]:
    """Servers of this machine in the place of those that the docs name, by their addresses there."""
    (tmp_path / "api").mkdir()
    with (
        news_site() as site,
        FaultyServer(reply("The ferry stopped.")) as server,
        MailServer() as mail,
        ServedApi(small_home(tmp_path / "api")) as api,
    ):
        _lay(site)
        monkeypatch.setenv("SAYSO_SMTP", mail.address)
        monkeypatch.setenv("OLLAMA_HOST", server.address)
        yield {SITE: site.base, HOOK: f"{server.address}/v1/chat/completions", API: api.address}


def _lay(site: NewsSite) -> None:
    story = site.page("/2024/03/04/strike", "Gate closed")
    site.feed("/rss", ("Gate closed", story, "Divers closed it."))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_of_a_page_runs(page: Path, folder: Path, world: Mapping[str, str]) -> None:
    names: dict[str, Any] = {"__name__": "docs"}
    for line in (one.content for one in blocks(page) if one.info == "json"):
        for file in ("questions.jsonl", "claims.jsonl"):
            (folder / file).write_text(json.dumps(json.loads(line)) + "\n", encoding="utf-8")
    for block in blocks(page):
        if block.info == "python":
            _python(block.content, page, names, folder)
            if "ask" in names:
                assert "chart" in names.pop("ask")("Why did the ferry stop?", world[API])
        elif block.info == "sh":
            for line in block.content.splitlines():
                _command(line, world)
        elif block.info == "toml":
            table = tomlkit.parse(block.content).unwrap()
            assert all(key in VARIABLES or isinstance(value, dict) for key, value in table.items())
        elif block.info == "yaml":
            assert yaml.safe_load(block.content)
        elif block.info == "crontab":
            _understood(shlex.split(block.content)[5:])
        elif block.info == "console":
            _shown(block.content)
        elif block.type == "code_block":
            _plain(page, block.content)
        else:
            assert block.info == "json" or page.name == "conversation.md", block.content  # recorded, by a model by hand


def _python(code: str, page: Path, names: dict[str, Any], folder: Path) -> None:
    exec(compile(code, str(page), "exec"), names)
    if named := re.match(r"# (\w+\.py)", code):
        (folder / named[1]).write_text(code, encoding="utf-8")


def _command(line: str, world: Mapping[str, str]) -> None:
    """Run one line of a shell's block; what serves is started, asked for its health, and ended."""
    command, _, remark = line.partition(" # ")
    words = shlex.split(command)
    if words[0] in ELSEWHERE:
        assert ELSEWHERE[words[0]] in remark, line
        return
    if words[0] == "curl":
        if not shutil.which("curl"):
            return
        address = words[1].replace(API, world[API])
        curl = subprocess.run(["curl", "-s", "--noproxy", "*", address, *words[2:]], capture_output=True, check=True)
        assert "error" not in json.loads(curl.stdout), line
        return
    fed = None
    if words[0] == "echo":
        fed, words = words[1], words[3:]
    if words[0] == "eval":
        words = shlex.split(words[1].removeprefix("$(").removesuffix(")"))
    assert words.pop(0) == "sayso", line
    private = [name for name in world if name in command]
    for name in private:
        words = [word.replace(name, world[name]) for word in words]
    if (private and words[0] != "feeds") or words[:2] == ["feeds", "pull"]:
        words.append("--allow-private")
    if words[0] in ("serve", "chat"):
        _serves(words)
        return
    ran = CliRunner().invoke(main, words, input="hu5h-hu5h\nhu5h-hu5h\n" if words[0] == "users" else fed)
    allowed = (0, 1) if words[0] in ("check", "doctor") else (0,)
    assert ran.exit_code in allowed, f"{line}\n{ran.output}"
    assert not isinstance(ran.exception, Exception), line


def _serves(words: list[str]) -> None:
    _understood(words)
    port = free_port()
    if "--port" in words:
        del words[words.index("--port") : words.index("--port") + 2]
    with subprocess.Popen(
        [sys.executable, "-m", "assistant", *words, "--port", str(port)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        try:
            assert _healthy(port, server), words
        finally:
            server.terminate()


def _healthy(port: int, server: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and server.poll() is None:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/health", trust_env=False).status_code == 200
        except httpx.TransportError:
            time.sleep(0.1)
    return False


def _shown(block: str) -> None:
    """A session: what the command says begins as it is shown."""
    command, _, output = block.removeprefix("$ sayso ").partition("\n")
    for words in (["ingest", "corpus/", "--home", "shown"], [*shlex.split(command), "--home", "shown"]):
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 0, result.output
    first = " ".join(output.split())[:60]
    assert first in " ".join(result.output.split())


def _plain(page: Path, block: str) -> None:
    """Indented: what make has, or the plan of the house."""
    targets = re.findall(r"^make (\w+)", block, re.M)
    if page.name == "README.md":
        assert targets
        assert set(targets) <= set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
        return
    if page.name == "scaling.md":  # a picture of two deployments
        assert [_understood([word]) for word in re.findall(r"sayso (\w+)", block)]
        return
    raise AssertionError(f"{page.name}: an indented block that nothing runs")


def _understood(words: list[str]) -> click.Command:
    """The command that the words name, with options that it has."""
    words = words[1:] if words[0] == "sayso" else words
    command: click.Command = main
    while (
        isinstance(command, click.Group) and words and (found := command.get_command(click.Context(command), words[0]))
    ):
        command, words = found, words[1:]
    known = {option for one in command.params for option in (*one.opts, *one.secondary_opts)} | {"--help", "-h"}
    assert command is not main, words
    assert {word for word in words if word.startswith("--")} <= known, words
    return command


def test_every_module_and_room_that_the_architecture_names_is_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:[a-z_]+/)*[a-z_]+(?:\.py|/))`", text)

    assert len(named) > 40
    assert [one for one in named if not any((ROOT / above / one).exists() for above in ("", "assistant"))] == []


def test_every_name_in_the_words_of_the_docs_is_there() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    codes = [" ".join(code.split()) for code in re.findall(r"`([^`\n]+(?:\n[^`\n]+)?)`", text)]
    options = _options(main)
    for code in codes:
        if re.match(r"sayso [a-z]+\b", code):
            _understood([word for word in re.sub(r"[\[\]]", "", code).split() if not word.startswith("'")][:2])
        if module := re.match(r"python -m ([\w.]+)", code):
            assert find_spec(module[1]), code
        if path := re.match(r"(?:tests|assistant|evals|ingest|training|prompts)/[\w/.]+$", code):
            assert (ROOT / path[0]).exists(), code
        for option in re.findall(r"(?<![\w-])--[a-z][\w-]+", code) if code.startswith(("--", "sayso")) else ():
            assert option in options or _of_a_benchmark(option), code
    assert set(re.findall(r"\bSAYSO_[A-Z_]+\b", text)) <= set(VARIABLES.values()) | {"SAYSO_"} | _of_the_tests()


def _of_the_tests() -> set[str]:
    """The variables that tests read of the environment."""
    files = Path(__file__).parent.glob("test_*.py")
    return {
        name for one in files for name in re.findall(r'environ\.get\("(SAYSO_\w+)"', one.read_text(encoding="utf-8"))
    }


def _options(command: click.Command) -> set[str]:
    """The options of a command and of all below it."""
    own = {option for one in command.params for option in one.opts}
    if isinstance(command, click.Group):
        context = click.Context(command)
        found = (command.get_command(context, name) for name in command.list_commands(context))
        return own.union(*(_options(one) for one in found if one))
    return own


def _of_a_benchmark(option: str) -> bool:
    """Whether a measuring program has the option, or compose (--profile)."""
    files = [*(ROOT / "benchmarks").rglob("*.py"), *(ROOT / "evals").rglob("*.py"), *(ROOT / "training").rglob("*.py")]
    return option == "--profile" or any(f'"{option}"' in file.read_text(encoding="utf-8") for file in files)


def test_the_site_builds_with_no_broken_link_and_takes_nothing_from_elsewhere(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")],
        cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, check=True,
    )  # fmt: skip
    pages = list((tmp_path / "site").rglob("index.html"))
    fetched = [
        found
        for page in pages
        for found in re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=.?(https?://[^\s>]+)", page.read_text("utf-8"))
    ]

    assert len(pages) == len(PAGES) - 1
    assert fetched == []
