"""Ingest on a real Ray: the index is that of one process, whatever dies on the way; without a Ray, one sentence."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from telling_embedder import PLACE, Telling

from assistant.cli import main
from assistant.index.catalog import Catalog
from assistant.index.chroma_vectors import ChromaVectors
from assistant.settings import Settings
from ingest.run import ingest

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning")
ROOT = Path(__file__).resolve().parents[1]
STORY = (
    "Dockers in the port of Halvard walked out on Monday over night shifts. The union said {} members had joined. "
    "A spokesman for the harbour called the strike unnecessary."
)


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def begun(news: Path, place: Path, scratch: Path) -> subprocess.Popen[str]:
    """An ingest on Ray as a user starts it, with the embedder that tells who embeds."""
    scratch.mkdir()
    env = {
        **os.environ,
        "SAYSO_EMBEDDER": "telling_embedder:Telling",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
        PLACE: str(place),
        "TMPDIR": str(scratch),
    }
    home = str(place / "home")
    words = [sys.executable, "-m", "assistant", "ingest", str(news), "--home", home, "--json", "--ray", "local"]
    return subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)


def state(home: Path) -> dict[str, Any]:
    """Everything that an index holds, but for the times at which it came."""
    catalog, store = Catalog(home), ChromaVectors(home / "chroma", collection=str(Catalog(home).meta("collection")))
    articles = sorted(catalog.articles(), key=lambda article: article.id)
    passages = {article.id: catalog.passages_of(article.id) for article in articles}
    return {
        "articles": articles,
        "versions": {article.id: [kept.article for kept in catalog.history(article.id)] for article in articles},
        "sources": {article.id: [(name, catalog.known_source(name)) for name in catalog.sources_of(article.id)]
                    for article in articles},
        "passages": passages,
        "pending": catalog.pending(),
        "vectors": store.vectors_of([passage.id for told in passages.values() for passage in told]),
        "ids of vectors": sorted(store.all_ids()),
    }  # fmt: skip


def until(happened: Callable[[], Any], process: subprocess.Popen[str]) -> Any:
    """What happens at last; a process that ends before has failed."""
    deadline = time.monotonic() + 240
    while not (found := happened()):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline, "nothing has happened for four minutes"
        time.sleep(0.05)
    return found


def processes_of(scratch: str) -> list[int]:
    """The processes that were started with this folder for their files, on Linux."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if scratch in (entry / "cmdline").read_text() or f"TMPDIR={scratch}" in (entry / "environ").read_text():
                found.append(int(entry.name))
        except (OSError, UnicodeDecodeError):
            continue
    return found


def listened_to(pids: list[int]) -> set[str]:
    """The addresses, as the kernel writes them, on which these processes listen."""
    inodes = set()
    for pid in pids:
        for link in Path(f"/proc/{pid}/fd").glob("*"):
            try:
                inodes.add(os.readlink(link).removeprefix("socket:[").removesuffix("]"))
            except OSError:
                continue
    rows = [row.split() for table in ("tcp", "tcp6") for row in Path(f"/proc/net/{table}").read_text().splitlines()[1:]]
    return {row[1].rpartition(":")[0] for row in rows if row[3] == "0A" and row[9] in inodes}


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stories as files and records, one of them twice, with a damaged file, and outlets of the user's own."""
    folder = tmp_path_factory.mktemp("ray") / "news"
    folder.mkdir()
    for n in range(6):
        (folder / f"story-{n}.md").write_text(f"---\ntitle: Walkout {n}\n---\n\n{STORY.format(n)}\n", encoding="utf-8")
    shutil.copy(folder / "story-5.md", folder / "story-copy.md")
    rows = [{"title": f"Record {n}", "text": STORY.format(n + 100), "outlet": "The Courier"} for n in range(6)]
    (folder / "records.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (folder / "torn.pdf").write_bytes(b"%PDF-1.7 and no more")
    return folder


def in_this_process(news: Path, home: Path, place: Path) -> dict[str, Any]:
    """The receipt of an ingest without Ray."""
    (place / "go").touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(PLACE, str(place))
        return ingest(Settings(home=home, embedder="telling_embedder:Telling"), [news]).as_json()


@pytest.fixture(scope="module")
def alone(news: Path) -> tuple[Path, dict[str, Any]]:
    """The home that a single process makes, and its receipt."""
    home = news.parent / "home"
    return home, in_this_process(news, home, news.parent)


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder with a short name: sockets lie in it."""
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'sayso[ray]'")
    with tempfile.TemporaryDirectory(prefix="s-", dir="/tmp") as folder:
        yield Path(folder)


def workers_in(place: Path) -> list[int]:
    return [int(file.name.removeprefix("worker-")) for file in place.glob("worker-*")]


def test_a_worker_killed_on_the_way_costs_nothing_and_the_index_is_that_of_one_process(
    news: Path, alone: tuple[Path, dict[str, Any]], place: Path
) -> None:
    scratch = place / "t"
    process = begun(news, place, scratch)
    victim, *_ = until(lambda: workers_in(place), process)
    heard = listened_to(processes_of(str(scratch)))
    os.kill(victim, signal.SIGKILL)
    (place / "go").touch()
    told, said = process.communicate(timeout=240)

    assert json.loads(told) == alone[1], said
    assert process.returncode == 1, "a file is damaged"
    assert victim in workers_in(place)
    assert len(workers_in(place)) > 1, "another worker did it again"
    assert state(place / "home") == state(alone[0])
    assert heard
    assert heard <= {"0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000"}
    assert processes_of(str(scratch)) == []
    assert list(scratch.iterdir()) == []


def test_an_interrupt_leaves_a_whole_index_and_no_process_and_the_next_run_goes_on(
    news: Path, alone: tuple[Path, dict[str, Any]], place: Path
) -> None:
    scratch = place / "t"
    process = begun(news, place, scratch)
    until(lambda: workers_in(place), process)
    process.send_signal(signal.SIGINT)
    (place / "go").touch()
    _, said = process.communicate(timeout=240)

    assert process.returncode == 1
    assert "Traceback" not in said
    assert processes_of(str(scratch)) == []
    assert list(scratch.iterdir()) == []
    in_this_process(news, place / "home", place)
    assert state(place / "home") == state(alone[0])


def test_without_ray_one_sentence_tells_how_to_install_it(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    result = run("ingest", str(news), "--home", str(tmp_path / "home"), "--ray", "local")

    assert result.exit_code == 2
    assert result.output.strip().splitlines() == [
        "sayso: --ray needs the package ray. Install it: pip install 'sayso[ray]'"
    ]


@pytest.mark.parametrize("form", ["{}", "ray://{}"])
@pytest.mark.parametrize("listens", [False, True], ids=["nobody listens", "something else listens"])
def test_an_address_without_a_ray_is_told_in_one_sentence_and_soon(
    listens: bool, form: str, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'sayso[ray]'")
    monkeypatch.setattr("ingest.on_ray._PROBE_SECONDS", 1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = form.format(f"127.0.0.1:{server.getsockname()[1]}")
        if not listens:
            server.close()
        began = time.monotonic()
        result = run("ingest", str(news), "--home", str(tmp_path / "home"), "--ray", address)

    assert result.exit_code == 1
    assert result.output.startswith(f"sayso: Ray at {address} ")
    assert "--ray local" in result.output
    assert len(result.output.strip().splitlines()) == 1
    assert time.monotonic() - began < 10


def test_what_is_no_address_is_told_with_the_forms_that_are(news: Path, tmp_path: Path) -> None:
    result = run("ingest", str(news), "--home", str(tmp_path / "home"), "--ray", "everywhere")

    assert result.exit_code == 2
    assert "auto, local, host:port or ray://host:port" in result.output


def test_the_telling_embedder_gives_vectors_of_length_one() -> None:
    assert sum(number * number for number in Telling().embed_query("x")) == pytest.approx(1.0)
