"""Reading beside this process gives what reading in it gives, in the same order, and holds little at a time."""

from __future__ import annotations

import itertools
import json
import pickle
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import BadManifest, CatalogUnavailable, EmbedderUnavailable, SaysoError
from ingest import reading
from ingest.source import Source
from ingest.sources.find import find_sources
from ingest.sources.found import ReadFailure, Skipped
from ingest.workers import Crashed, Processes

STORY = "Dockers in the port of Halvard walked out on Monday over night shifts. The union said {} members had joined."


class Elsewhere:
    """Workers that work when they are waited for, on copies of what they are handed, as another process would."""

    count = 1

    def __init__(self, *, crashes_on: str = "") -> None:
        self.begun = self.most_begun = 0
        self._crashes_on = crashes_on

    def begin(self, work: Callable[..., Any], *given: Any) -> Callable[[], Any]:
        self.begun += 1
        self.most_begun = max(self.most_begun, self.begun)
        sent = pickle.dumps((work, given))

        def wait() -> Any:
            self.begun -= 1
            if self._crashes_on and self._crashes_on.encode() in sent:
                raise Crashed
            arrived, copies = pickle.loads(sent)
            return pickle.loads(pickle.dumps(arrived(*copies)))

        return wait


def read(folder: Path, workers: Elsewhere | None = None, known: str | None = None) -> list[tuple[str, reading.Read]]:
    def from_web(source: Source) -> Iterator[Any]:
        raise AssertionError(source)

    sources = find_sources([folder])
    found = reading.read_all(sources, lambda _: known, {}, from_web, folder / "none", workers)
    return [(source.name, one) for source, one in found]


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Stories as files, records and members of an archive, with an empty one, a damaged one and a picture."""
    folder = tmp_path / "news"
    folder.mkdir()
    for n in range(20):
        (folder / f"file-{n:02d}.txt").write_text(f"Walkout {n}\n\n{STORY.format(n)}", encoding="utf-8")
    rows = [{"title": f"Record {n}", "text": STORY.format(100 + n)} for n in range(20)]
    lines = [*map(json.dumps, rows), "{ broken"]
    (folder / "records.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with zipfile.ZipFile(folder / "some.zip", "w") as archive:
        archive.writestr("one.txt", STORY.format(500))
        archive.writestr("two.txt", STORY.format(501))
    (folder / "empty.txt").touch()
    (folder / "torn.pdf").write_bytes(b"%PDF-1.7 and no more")
    (folder / "picture.png").touch()
    return folder


def test_workers_give_the_same_in_the_same_order(mixed: Path) -> None:
    here = read(mixed)

    assert read(mixed, Elsewhere()) == here
    assert len(here) == 20 + 21 + 2 + 3
    assert sum(isinstance(one, ReadFailure) for _, one in here) == 3
    assert sum(isinstance(one, Skipped) for _, one in here) == 1


def test_what_has_not_changed_is_not_prepared_again_by_workers(mixed: Path) -> None:
    (first,) = [one for _, one in read(mixed) if one.source.endswith("file-00.txt")]
    assert not isinstance(first, ReadFailure | Skipped | reading.Unchanged)
    again = read(mixed, Elsewhere(), known=first.raw_digest)

    assert [one.source for _, one in again if isinstance(one, reading.Unchanged)] == [first.source]


def test_no_more_is_begun_than_the_workers_can_have_before_them(mixed: Path) -> None:
    workers = Elsewhere()
    read(mixed, workers)

    assert 1 < workers.most_begun <= 8 + 1
    assert workers.begun == 0


@pytest.mark.parametrize("culprit", ["file-07.txt", "records.jsonl#7"])
def test_what_crashes_its_worker_ends_as_failed_and_nothing_else_does(culprit: str, mixed: Path) -> None:
    failed = {one.source: one.reason for _, one in read(mixed) if isinstance(one, ReadFailure)}
    (name,) = [one.source for _, one in read(mixed) if one.source.endswith(culprit)]
    crashed = read(mixed, Elsewhere(crashes_on=name))

    told = {one.source: one.reason for _, one in crashed if isinstance(one, ReadFailure)}
    assert told == {**failed, name: "crashes its reader"}


def test_a_file_that_a_worker_cannot_see_is_read_here(mixed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class OnAnotherDisk(Elsewhere):
        def begin(self, work: Callable[..., Any], *given: Any) -> Callable[[], Any]:
            moved = [replace(one, path=Path("/nowhere") / one.path.name) if isinstance(one, Source) else one
                     for one in given]  # fmt: skip
            return super().begin(work, *moved)

    assert read(mixed, OnAnotherDisk()) == read(mixed)


def test_a_bad_manifest_ends_the_reading_when_its_turn_has_come(mixed: Path) -> None:
    inner = mixed / "zz"
    inner.mkdir()
    (inner / "records.jsonl").write_text(json.dumps({"text": STORY.format(1)}), encoding="utf-8")
    (inner / "sources.yaml").write_text("records.jsonl: {flavour: sweet}", encoding="utf-8")
    taken = reading.read_all(find_sources([mixed]), lambda _: None, {}, lambda _: iter(()), mixed, Elsewhere())

    assert len(list(itertools.islice(taken, 46))) == 46
    with pytest.raises(BadManifest):
        next(taken)


def test_a_bad_manifest_that_another_process_reads_is_told_as_that(mixed: Path) -> None:
    (mixed / "sources.yaml").write_text("file-00.txt: {flavour: sweet}", encoding="utf-8")
    source = Source(mixed / "file-00.txt", mixed, "file-00.txt")
    with Processes(mixed / "none") as processes:
        wait = processes.begin(reading._read_file, source, {}, None)
        with pytest.raises(BadManifest, match="flavour"):
            wait()


@pytest.mark.parametrize(
    "error",
    [
        BadManifest(Path("sources.yaml"), "it is larger than 5 MB"),
        EmbedderUnavailable("openai:small", "did not answer", "Check its key."),
        CatalogUnavailable("db:5432", "is down", "Start it."),
    ],
)
def test_an_error_arrives_from_another_process_as_it_was(error: SaysoError) -> None:
    arrived = pickle.loads(pickle.dumps(error))

    assert (type(arrived), str(arrived), vars(arrived)) == (type(error), str(error), vars(error))
