"""Changes one rule at a time in a copy of the tree, and counts how many of the changes the tests notice. Floor 4.

    python -m benchmarks.mutants [FILE or FOLDER ...] [--sample N] [--seed S] [--minutes M] [--part P] [--list]

A mutant is one change (see benchmarks/changes.py). It is run against the test files that import the changed module, one
after the other, and where these notice nothing, against those that import another module of its folder. One is killed
when a test fails, or when the tests take ten times as long as they should. What cannot be imported any more is broken,
and not counted. The tree itself is never touched. Tests that reach a module by other ways are not run: the share killed
is a lower bound.

A third of the mutants is kept aside, by a checksum of what they change. Whoever writes tests reads the survivors of
`--part read` alone; the share of `--part aside` then tells how the tests fare on changes that nobody had in mind.

Neither mutmut 3.8 nor cosmic-ray 8.7 does this: the first changes nothing outside functions, where the thresholds and
lists stand; the second moves each number by one and leaves strings alone.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Literal, NoReturn

from benchmarks.changes import Change, changes_in

ROOT = Path(__file__).resolve().parents[1]
DEFAULT = ("assistant/checking", "assistant/disputes")
_LEFT_BEHIND = shutil.ignore_patterns(".git", ".venv", ".sayso", "__pycache__", ".*_cache", "*.egg-info", "build")
_OURS = ("app", "assistant", "ingest", "prompts", "corpus", "evals", "benchmarks", "tests")
_LOADED = "loaded.txt"
_SLOWER = 10  # times the unchanged run that a mutant may take
_PYTEST_FAILED = 1
_ASIDE = 3  # one of so many mutants is kept aside

Outcome = Literal["killed", "survived", "broken"]


def mutants_of(paths: Sequence[str], root: Path = ROOT) -> list[tuple[Path, Change]]:
    """Every change that can be made to the files (relative to `root`), in the order of files and places."""
    return [(file, change) for file in files_in(paths, root) for change in changes_in((root / file).read_bytes())]


def is_aside(file: Path, change: Change) -> bool:
    """Whether a mutant is one of those whose survivors are not read while tests are written."""
    return zlib.crc32(f"{file} {change.told}".encode()) % _ASIDE == 0


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
    """How long the tests take at most on the tree as it is. Raises RuntimeError where they fail."""
    begun = time.monotonic()
    if copy.run_changed(file, None, _pytest(tests), 600) != 0:
        raise RuntimeError(f"The tests fail without any change: {' '.join(tests)}")
    copy.load_libraries()
    return time.monotonic() - begun


def _pytest(tests: Sequence[str]) -> str:
    return f"import pytest\nstatus = pytest.main({['-x', '-q', '-p', 'no:cacheprovider', *tests]!r})"


def covering_tests(file: Path, root: Path = ROOT) -> list[str]:
    """The test files that import a file of the tree, then those that import another file of its folder.

    Of each the ones with the fewest imports come first.
    """
    module = ".".join(file.with_suffix("").parts)
    package = module.rpartition(".")[0]
    imported = {test: _imports(root, test) for test in sorted(path.stem for path in (root / "tests").glob("test_*.py"))}
    near = [test for test, names in imported.items() if any(f"{one}.".startswith(f"{package}.") for one in names)]
    ordered = sorted(near, key=lambda test: (module not in imported[test], len(imported[test])))
    return [f"tests/{test}.py" for test in ordered]


@cache
def _imports(root: Path, test: str) -> frozenset[str]:
    """The modules that a test file imports, itself or through another file of the tests."""
    place = root / "tests" / f"{test}.py"
    if not place.exists():
        return frozenset()
    found: set[str] = set()
    for node in ast.walk(ast.parse(place.read_bytes())):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    helpers = [
        name.removeprefix("tests.") for name in found if (root / "tests" / f"{name.removeprefix('tests.')}.py").exists()
    ]
    return frozenset(found).union(*(_imports(root, name) for name in helpers if name != test))


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw, run, report; exit 1 where fewer than `--least` were killed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", default=list(DEFAULT))
    parser.add_argument("--sample", type=int, default=120, help="so many of them, drawn by --seed; 0 for all")
    parser.add_argument("--seed", type=int, default=19)
    parser.add_argument("--minutes", type=float, default=15, help="stop after so long, and report what was run")
    parser.add_argument("--least", type=float, default=0.0, help="share that must be killed")
    parser.add_argument(
        "--part", choices=("all", "read", "aside"), default="all", help="of the mutants, before drawing"
    )
    parser.add_argument("--list", action="store_true", help="print the mutants and run nothing")
    asked = parser.parse_args(arguments)
    drawn = mutants_of(asked.paths)
    total = len(drawn)
    if asked.part != "all":
        drawn = [one for one in drawn if is_aside(*one) == (asked.part == "aside")]
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
            found: Outcome = "survived"
            for test in covering_tests(file, copy.tree):
                usual[test] = usual[test] if test in usual else seconds_unchanged(copy, file, [test])
                found = outcome(copy, file, change, [test], _SLOWER * usual[test])
                if found != "survived":
                    break
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
