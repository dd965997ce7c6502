"""A run that is killed at any moment, of whatever it was doing, is mended by running it again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.index.catalog import Catalog
from assistant.index.chroma_vectors import ChromaVectors
from assistant.settings import Settings
from assistant.types import Filters
from ingest.run import ingest, remove_article

STORY = (
    "Dockers in the port of Rotterdam walked out on Monday over night shifts. The union said 400 members had joined. "
    "A spokesman for the harbour called the strike unnecessary."
)
KILLER = """
import os, signal, sys
from pathlib import Path
from assistant.settings import Settings
from assistant.index import catalog, chroma_vectors, embedder
from ingest import indexer, run
indexer._BATCH_PASSAGES = 2
point, nth, home, folder, deed = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4], sys.argv[5]
name = point.removeprefix("after-")
owners = (catalog.Catalog, chroma_vectors.ChromaVectors, embedder.BuiltinEmbedder)
owner = next(one for one in owners if hasattr(one, name))
real, calls = getattr(owner, name), []
def deadly(self, *given, **named):
    calls.append(1)
    if len(calls) == nth and not point.startswith("after-"):
        os.kill(os.getpid(), signal.SIGKILL)
    found = real(self, *given, **named)
    if len(calls) == nth:
        os.kill(os.getpid(), signal.SIGKILL)
    return found
setattr(owner, name, deadly)
settings = Settings(home=Path(home))
if deed == "remove":
    run.remove_article(settings, sys.argv[6])
else:
    run.ingest(settings, [] if deed == "re-embed" else [folder], re_embed=deed == "re-embed", prune=deed == "prune")
"""
MOMENTS = [
    ("ingest", "put", 1),
    ("ingest", "after-put", 3),
    ("ingest", "embed_passages", 1),
    ("ingest", "upsert", 2),
    ("ingest", "after-upsert", 2),
    ("ingest", "mark_indexed", 1),
    ("ingest", "after-mark_indexed", 2),
    ("update", "after-put", 1),
    ("update", "upsert", 1),
    ("update", "after-upsert", 2),
    ("update", "mark_indexed", 1),
    ("prune", "after-delete", 2),
    ("prune", "after-remove", 1),
    ("prune", "forget_source", 1),
    ("remove", "after-delete", 1),
    ("remove", "after-remove", 1),
    ("re-embed", "upsert", 2),
    ("re-embed", "swap_collection", 1),
    ("re-embed", "after-swap_collection", 1),
    ("re-embed", "after-clear", 1),
]
"""What was done, and the call at which, or right after which, the process dies: the first, the second, ..."""


def _write(folder: Path, name: str, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f"---\ntitle: {name}\noutlet: The Courier\n---\n\n{text}\n", encoding="utf-8")


def _state(settings: Settings) -> dict[str, object]:
    """Everything that an index holds, but for the times at which it came."""
    catalog, store = Catalog(settings.home), ChromaVectors(settings.home / "chroma")
    articles = sorted(catalog.articles(), key=lambda article: article.id)
    return {
        "articles": articles,
        "versions": {article.id: [kept.article for kept in catalog.history(article.id)] for article in articles},
        "passages": {article.id: [p.id for p in catalog.passages_of(article.id)] for article in articles},
        "vectors": sorted(store.all_ids()),
        "pending": catalog.pending(),
        "found": sorted(id_ for id_, _ in catalog.lexical(["crane"], Filters(), 100)),
    }


def _change(folder: Path, deed: str) -> None:
    """What happens to the files between the first ingest and the deed."""
    if deed == "update":
        for n in (1, 2, 3):
            _write(folder, f"story-{n}.md", f"{STORY} Crane number {n} moved again in the evening.")
    elif deed == "prune":
        (folder / "story-2.md").unlink()
        (folder / "story-copy.md").unlink()


def _do(settings: Settings, folder: Path, deed: str, article_id: str) -> None:
    if deed == "remove":
        ids = [article.id for article in Catalog(settings.home).articles()]
        if article_id in ids:
            remove_article(settings, article_id)
        ingest(settings, [folder / "story-1.md"])
    else:
        ingest(settings, [] if deed == "re-embed" else [folder], re_embed=deed == "re-embed", prune=deed == "prune")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of stories, one of them twice, and the home that an ingest makes of it."""
    base = tmp_path_factory.mktemp("begun")
    for n in range(1, 6):
        _write(base / "news", f"story-{n}.md", f"{STORY} Crane number {n} stood still until noon.")
    shutil.copy(base / "news" / "story-5.md", base / "news" / "story-copy.md")
    ingest(Settings(home=base / "home"), [base / "news"])
    return base


@pytest.mark.parametrize(("deed", "point", "nth"), MOMENTS)
def test_killed_at_any_moment_and_run_again_gives_the_undisturbed_index(
    deed: str, point: str, nth: int, begun: Path, tmp_path: Path
) -> None:
    folder, homes = begun / "news", [Settings(home=tmp_path / name) for name in ("disturbed", "undisturbed")]
    shutil.copytree(folder, tmp_path / "before")
    for settings in homes:
        if deed != "ingest":
            shutil.copytree(begun / "home", settings.home)
    article_id = next(Catalog(begun / "home").articles()).id
    try:
        _change(folder, deed)
        words = [sys.executable, "-c", KILLER, point, str(nth), str(homes[0].home), str(folder), deed, article_id]
        killed = subprocess.run(words, cwd=Path(__file__).parents[1], env={**os.environ}, capture_output=True)
        assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()

        for settings in homes:
            _do(settings, folder, deed, article_id)

        assert _state(homes[0]) == _state(homes[1])
    finally:
        shutil.rmtree(folder)
        shutil.copytree(tmp_path / "before", folder)
