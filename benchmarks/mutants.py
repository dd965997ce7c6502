"""Changes one rule at a time in a copy of the tree, and counts how many of the changes the tests notice. Floor 4.

    python -m benchmarks.mutants [FILE or FOLDER ...] [--sample N] [--seed S] [--minutes M] [--list]

A mutant is one change (see benchmarks/changes.py). A file's mutants are run against the test files that `COVERED_BY`
names for its folder; one is killed when a test fails, or when the tests take ten times as long as they should. What
cannot be imported any more is broken, and not counted. The tree itself is never touched.

Neither mutmut 3.8 nor cosmic-ray 8.7 does this: the first changes nothing outside functions, where the thresholds and
lists stand; the second moves each number by one and leaves strings alone.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Literal, NoReturn

from benchmarks.changes import Change, changes_in

ROOT = Path(__file__).resolve().parents[1]
DEFAULT = ("assistant/checking", "assistant/disputes")
COVERED_BY = {
    "assistant/checking": ("test_checks_hold", "test_checks", "test_figures", "test_drafts_checked"),
    "assistant/disputes": ("test_disputes_hold", "test_disputes", "test_altered", "test_beside", "test_compare"),
}
"""The test files that hold a folder, the quickest first."""
_LEFT_BEHIND = shutil.ignore_patterns(".git", ".venv", ".sayso", "__pycache__", ".*_cache", "*.egg-info", "build")
_OURS = ("app", "assistant", "ingest", "prompts", "corpus", "evals", "benchmarks", "tests")
_LOADED = "loaded.txt"
_SLOWER = 10  # times the unchanged run that a mutant may take
_PYTEST_FAILED = 1

Outcome = Literal["killed", "survived", "broken"]


def mutants_of(paths: Sequence[str], root: Path = ROOT) -> list[tuple[Path, Change]]:
    """Every change that can be made to the files (relative to `root`), in the order of files and places."""
    return [(file, change) for file in files_in(paths, root) for change in changes_in((root / file).read_bytes())]


def files_in(paths: Sequence[str], root: Path) -> list[Path]:
    """The Python files of some files and folders, relative to `root` as these are."""
    found = [root / path for path in paths]
    return [file.relative_to(root) for one in found for file in (sorted(one.rglob("*.py")) if one.is_dir() else [one])]


class Copy:
    """A copy of the tree in a folder of its own, in which one file at a time is changed and something run."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.tree = folder / "tree"
        shutil.copytree(root, self.tree, ignore=_LEFT_BEHIND, symlinks=True)
        if (shared := root.parent / "shared").is_dir():
            (folder / "shared").symlink_to(shared.resolve())

    def run_changed(self, file: Path, change: Change | None, code: str, seconds: float) -> int | None:
        """The exit status of some Python code where a file is changed, None where it took too long.

        It runs in a process that begins as a copy of this one, with the libraries loaded that this one has loaded, and
        none of the house's own modules. The file is as before afterwards.
        """
        place = self.tree / file
        before = place.read_bytes()
        if change:
            place.write_bytes(change.applied(before))
        try:
            child = os.fork()
            if child == 0:
                signal.alarm(max(1, round(seconds)))
                _run_code(self.tree, code)
            _, status = os.waitpid(child, 0)
        finally:
            place.write_bytes(before)
            for compiled in place.parent.glob(f"__pycache__/{place.stem}.*.pyc"):
                compiled.unlink()  # a change of the same second and length would not be noticed
        return None if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)

    def load_libraries(self) -> None:
        """Load into this process what the last run loaded that is not of the house, for the next to begin with."""
        for name in (self.tree / _LOADED).read_text(encoding="utf-8").split():
            with suppress(ImportError):
                import_module(name)


def _run_code(tree: Path, code: str) -> NoReturn:
    """Run code in a tree, leave the names of the libraries that it loaded there, and end this process.

    Its exit status is that of the code, 3 where that raised.
    """
    status = 3
    try:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        os.chdir(tree)
        sys.path[:] = [str(tree), *(one for one in sys.path if Path(one or ".").resolve() != ROOT)]
        for name in [name for name in sys.modules if name.split(".")[0] in _OURS]:
            del sys.modules[name]
        names: dict[str, int] = {"status": 0}
        exec(code, names)
        status = int(names["status"])
        # Not by getattr: a module that loads itself late may raise anything when it is asked for a name.
        files = {name: str(vars(module).get("__file__", "")) for name, module in list(sys.modules.items()) if module}
        loaded = [name for name, file in files.items() if "site-packages" in file]
        (tree / _LOADED).write_text("\n".join(loaded), encoding="utf-8")
    finally:  # whatever happened: this process must never go on as its parent
        os._exit(status)


def outcome(copy: Copy, file: Path, change: Change, tests: Sequence[str], seconds: float) -> Outcome:
    """What the tests make of a change."""
    code = copy.run_changed(file, change, _pytest(tests), seconds)
    if code in (_PYTEST_FAILED, None):
        return "killed"
    return "survived" if code == 0 else "broken"


def seconds_unchanged(copy: Copy, file: Path, tests: Sequence[str]) -> float:
    """How long the tests take on the tree as it is. Raises RuntimeError where they fail."""
    if copy.run_changed(file, None, _pytest(tests), 600) != 0:
        raise RuntimeError(f"The tests fail without any change: {' '.join(tests)}")
    copy.load_libraries()
    begun = time.monotonic()
    copy.run_changed(file, None, _pytest(tests), 600)
    return time.monotonic() - begun


def _pytest(tests: Sequence[str]) -> str:
    return f"import pytest\nstatus = pytest.main({['-x', '-q', '-p', 'no:cacheprovider', *tests]!r})"


def files_of_tests(file: Path, root: Path = ROOT) -> list[str]:
    """The test files that hold a file of the tree. Raises KeyError for one of a folder that `COVERED_BY` lacks."""
    folder = next((one for one in COVERED_BY if file.is_relative_to(one)), None)
    if folder is None:
        raise KeyError(f"{file}: no test files are named for its folder in benchmarks/mutants.py")
    return [f"tests/{name}.py" for name in COVERED_BY[folder] if (root / f"tests/{name}.py").exists()]


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw, run, report; exit 1 where fewer than `--least` were killed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", default=list(DEFAULT))
    parser.add_argument("--sample", type=int, default=120, help="so many of them, drawn by --seed; 0 for all")
    parser.add_argument("--seed", type=int, default=19)
    parser.add_argument("--minutes", type=float, default=15, help="stop after so long, and report what was run")
    parser.add_argument("--least", type=float, default=0.0, help="share that must be killed")
    parser.add_argument("--list", action="store_true", help="print the mutants and run nothing")
    asked = parser.parse_args(arguments)
    drawn = mutants_of(asked.paths)
    total = len(drawn)
    random.Random(asked.seed).shuffle(drawn)
    drawn = drawn[: asked.sample] if asked.sample else drawn
    if asked.list:
        print("\n".join(f"{file}:{change.line} {change.told}" for file, change in drawn))
        return 0
    ended = time.monotonic() + 60 * asked.minutes
    counts: Counter[str] = Counter()
    kinds: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = Copy(ROOT, Path(folder))
        usual: dict[str, float] = {}
        for file, change in drawn:
            if time.monotonic() > ended:
                break
            tests = files_of_tests(file)
            key = tests[0]
            usual[key] = usual[key] if key in usual else seconds_unchanged(copy, file, tests)
            found = outcome(copy, file, change, tests, _SLOWER * usual[key])
            counts[found] += 1
            kinds[change.kind, found] += 1
            print(f"{found:8} {file}:{change.line} {change.told}", flush=True)
    run = counts["killed"] + counts["survived"]
    share = counts["killed"] / run if run else 0.0
    for kind in sorted({kind for kind, _ in kinds}):
        print(f"{kind:12} killed {kinds[kind, 'killed']} of {kinds[kind, 'killed'] + kinds[kind, 'survived']}")
    print(f"killed {counts['killed']} of {run} ({share:.2f}); {total} mutants in all, {counts['broken']} broken")
    return int(share < asked.least)


if __name__ == "__main__":
    sys.exit(main())
