"""Which module of the house uses which, read from the sources without running them. Floor 4.

Every form counts: `import a.b`, `from a import b` where b is a module, relative ones, those inside functions and under
TYPE_CHECKING, and a module's dotted name in a string, as lazy tables and `importlib.import_module` have it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("app.py", "assistant", "ingest", "prompts", "corpus", "evals", "benchmarks", "training")
_FLOOR = re.compile(r"Floor (\d)")


@dataclass(frozen=True, slots=True)
class Module:
    """A module: its dotted name, file, floor (None where it says none), and the modules of the house that it uses."""

    name: str
    file: Path
    floor: int | None
    uses: frozenset[str]

    @property
    def room(self) -> str:
        """The folder it stands in, as `assistant.briefing`; of a part of a room, the room; of `app.py`, `app`."""
        parts = self.name.split(".")
        if parts[0] != "assistant":
            return parts[0]
        package = self.file.name == "__init__.py" or len(parts) > 2
        return ".".join(parts[:2]) if package else "assistant"


def read_modules(root: Path = ROOT, rooms: tuple[str, ...] = ROOMS) -> dict[str, Module]:
    """Every module of the rooms (files or folders of `root`) by its dotted name."""
    files = {_name(file, root): file for room in rooms for file in sorted(_files(root / room))}
    trees = {name: ast.parse(file.read_text(encoding="utf-8")) for name, file in files.items()}
    return {
        name: Module(name, files[name], _floor(tree), frozenset(_uses(name, tree, files)) - {name})
        for name, tree in trees.items()
    }


def circles(modules: Mapping[str, Module]) -> list[tuple[str, ...]]:
    """The groups of modules that use each other, around any number of corners; each sorted, none twice."""
    reached = {name: _reached(name, modules) for name in modules}
    found = {
        tuple(sorted(other for other in reached[name] if name in reached[other]))
        for name in modules
        if name in reached[name]
    }
    return sorted(found)


def _reached(name: str, modules: Mapping[str, Module]) -> frozenset[str]:
    """Every module that a module uses, or one that it uses does."""
    seen: set[str] = set()
    waiting = [*modules[name].uses]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += modules[one].uses
    return frozenset(seen)


def _files(path: Path) -> Iterator[Path]:
    return path.rglob("*.py") if path.is_dir() else (one for one in [path] if one.exists())


def _name(file: Path, root: Path) -> str:
    return ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def _floor(tree: ast.Module) -> int | None:
    found = _FLOOR.search(ast.get_docstring(tree) or "")
    return int(found[1]) if found else None


def _uses(name: str, tree: ast.Module, files: Mapping[str, Path]) -> Iterator[str]:
    told = _docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in files)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(name, node, files)
            inside = [f"{base}.{alias.name}" for alias in node.names]
            yield from (one for one in inside if one in files)
            if base in files and any(one not in files for one in inside):
                yield base
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield from _named(name, node.value, files)


def _named(name: str, text: str, files: Mapping[str, Path]) -> Iterator[str]:
    """The module that a string names: by its whole dotted name, in an `__init__.py` by one with a dot (`.desk`), too.

    Elsewhere `.docx` is the ending of a file, even beside a `docx.py`.
    """
    lazy = text.startswith(".") and files[name].name == "__init__.py"
    full = f"{name}{text}" if lazy else text
    if "." in full and full in files:
        yield full


def _absolute(name: str, node: ast.ImportFrom, files: Mapping[str, Path]) -> str:
    """The package that a `from ... import` names, its dots resolved."""
    if not node.level:
        return node.module or ""
    parts = name.split(".")
    kept = parts[: len(parts) - node.level + (files[name].name == "__init__.py")]
    return ".".join([*kept, *([node.module] if node.module else [])])


def _docstrings(tree: ast.Module) -> set[int]:
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
