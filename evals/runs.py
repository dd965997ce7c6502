"""Run folders: what was asked of whom (`meta.json`) and each answer with its scores (`results.jsonl`). Floor 4.

A row is written as soon as it is there, so a run that is stopped keeps what it did; where an item was done again, its
last row counts.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.errors import BadRun, BadTarget
from evals.score import Score

RUNS = Path("evals/runs")


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One item answered by one system. `problem` says why there is no answer, and no score, where there is none.

    Times are seconds from the question: to the whole answer, and to the first token and sentence as in `Solution`.
    """

    system: str
    id: str
    kind: str
    split: str | None
    question: str
    seconds: float = 0.0
    answer: Mapping[str, Any] | None = None
    ranked: Sequence[str] | None = None
    scores: Mapping[str, Score] = field(default_factory=dict)
    judged: Mapping[str, Score] = field(default_factory=dict)
    problem: str | None = None
    first_token: float | None = None
    first_sentence: float | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A whole run: its meta data, and the last result of each system and item, in the order of the gold file."""

    meta: Mapping[str, Any]
    rows: tuple[ItemResult, ...]

    @property
    def systems(self) -> list[str]:
        """The names of the systems, in the order in which they ran."""
        return [one["name"] for one in self.meta["systems"]]

    def of(self, system: str) -> list[ItemResult]:
        """The rows of one system."""
        return [row for row in self.rows if row.system == system]

    def as_json(self) -> dict[str, Any]:
        """The run as one object, which `load` reads."""
        return {"meta": dict(self.meta), "rows": [asdict(row) for row in self.rows]}


class RunFolder:
    """The folder of a run in progress. Thread-safe."""

    def __init__(self, path: Path, meta: Mapping[str, Any]) -> None:
        self.path, self.meta = path, meta
        self._lock = threading.Lock()

    @classmethod
    def create(cls, path: Path, meta: Mapping[str, Any]) -> RunFolder:
        """Create the folder of a run. Raises BadTarget if it cannot be created or has a run already."""
        if (path / "meta.json").exists():
            raise BadTarget(path, f"it holds a run; go on with --resume {path}, or choose another --out")
        try:
            path.mkdir(parents=True, exist_ok=True)
            (path / "meta.json").write_text(json.dumps(meta, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        except OSError as error:
            raise BadTarget(path, error.strerror or str(error)) from error
        return cls(path, meta)

    @classmethod
    def open(cls, path: Path) -> RunFolder:
        """Open an existing folder. Raises BadRun if there is none or its meta.json cannot be read."""
        try:
            return cls(path, json.loads((path / "meta.json").read_text(encoding="utf-8")))
        except FileNotFoundError as error:
            raise BadRun(path, "there is no meta.json in it") from error
        except (OSError, ValueError) as error:
            raise BadRun(path, f"its meta.json cannot be read ({error})") from error

    def keep(self, row: ItemResult) -> None:
        """Append a row to the results and flush it."""
        line = json.dumps(asdict(row), ensure_ascii=False)
        with self._lock, (self.path / "results.jsonl").open("a", encoding="utf-8") as results:
            results.write(line + "\n")

    def read(self) -> Run:
        """The run so far, without an incomplete last line."""
        results = self.path / "results.jsonl"
        lines = results.read_text(encoding="utf-8").splitlines() if results.exists() else []
        last: dict[tuple[str, str], ItemResult] = {}
        for number, line in enumerate(lines, start=1):
            try:
                row = row_from_json(json.loads(line))
            except (ValueError, TypeError, KeyError) as error:
                if number == len(lines):
                    break
                raise BadRun(self.path, f"results.jsonl, line {number} is not a result") from error
            last[row.system, row.id] = row
        systems = [one["name"] for one in self.meta["systems"]]
        places = {item: place for place, item in enumerate(self.meta["items"])}
        order = sorted(last.values(), key=lambda row: (systems.index(row.system), places.get(row.id, 0)))
        return Run(self.meta, tuple(order))

    def repair(self) -> None:
        """Remove an incomplete last line that a crash left."""
        results = self.path / "results.jsonl"
        if results.exists() and (whole := results.read_bytes()) and not whole.endswith(b"\n"):
            results.write_bytes(whole[: whole.rfind(b"\n") + 1])


def row_from_json(data: Mapping[str, Any]) -> ItemResult:
    """A row from its JSON form."""
    scores = {name: Score(**one) for name, one in data["scores"].items()}
    judged = {name: Score(**one) for name, one in data["judged"].items()}
    return ItemResult(**{**data, "scores": scores, "judged": judged})


def load_run(path: Path) -> Run:
    """A run from its folder, or from the file that `--json` wrote. Raises BadRun."""
    if path.is_dir():
        return RunFolder.open(path).read()
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Run(data["meta"], tuple(map(row_from_json, data["rows"])))
    except FileNotFoundError as error:
        raise BadRun(path, "there is no such file or folder") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadRun(path, "it is neither a run folder nor a file written by --json") from error


def newest(base: Path = RUNS) -> Path:
    """The run folder that was made last. Raises BadRun where there is none."""
    folders = sorted(base.glob("*/meta.json"), key=lambda meta: meta.stat().st_mtime)
    if not folders:
        raise BadRun(base, "no run has been kept there yet")
    return folders[-1].parent


def new_path(model: str, base: Path = RUNS) -> Path:
    """The path of a new run: time and model, with a number if that is taken."""
    named = "".join(char if char.isalnum() or char in ".-_" else "-" for char in model).strip("-")
    stem = f"{datetime.now():%Y-%m-%dT%H%M%S}-{named[:60]}"
    path, number = base / stem, 2
    while path.exists():
        path, number = base / f"{stem}-{number}", number + 1
    return path
