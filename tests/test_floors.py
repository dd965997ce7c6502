"""The house holds: each file says its floor, and imports from its own floor and those below only."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLOOR = re.compile(r"Floor (\d)")


def _modules() -> dict[str, tuple[int, set[str]]]:
    """For each module of the house: its floor, and the modules of the house that it imports."""
    files = [
        ROOT / "app.py",
        *(file for room in ("assistant", "ingest", "prompts", "evals") for file in (ROOT / room).rglob("*.py")),
    ]
    found: dict[str, tuple[int, set[str]]] = {}
    for file in files:
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        tree = ast.parse(file.read_text(encoding="utf-8"))
        floor = FLOOR.search(ast.get_docstring(tree) or "")
        if floor is None:
            continue
        imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
        imported |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        found[name] = (int(floor[1]), imported)
    return found


def test_a_module_imports_its_own_floor_and_those_below() -> None:
    modules = _modules()
    wrong = [
        f"{name} (floor {floor}) imports {other} (floor {modules[other][0]})"
        for name, (floor, imported) in modules.items()
        for other in sorted(imported & set(modules))
        if modules[other][0] > floor
    ]

    assert wrong == []


def test_every_file_says_its_floor() -> None:
    known = _modules()
    silent = [
        str(file.relative_to(ROOT))
        for room in ("assistant", "ingest", "evals")
        for file in (ROOT / room).rglob("*.py")
        if file.name != "__init__.py" and ".".join(file.relative_to(ROOT).with_suffix("").parts) not in known
    ]

    assert silent == []


def test_what_answers_and_what_ingests_do_not_know_each_other() -> None:
    modules = _modules()
    names = ("adapters.llama", "cli", "cli_corpus", "cli_feeds", "cli_ingest", "page.adding")
    doors = {f"assistant.{name}" for name in names}
    wrong = [
        name
        for name, (_, imported) in modules.items()
        if name.startswith("assistant.") and name not in doors and any(one.startswith("ingest") for one in imported)
    ]

    assert wrong == []
