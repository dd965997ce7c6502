"""Counts the hand-written rules of the house, by room and by kind, and what is there twice. Floor 4.

    python -m benchmarks.rules [ROOM ...] [--root DIR] [--json OUT] [--twice] [--picture OUT.svg]

A pattern is a call of `re.compile`, or a line of a data file that is one; a word list, three or more words in one
literal at the top of a module (or split from one text) or a section of a data file that holds words; a table, one that
says what they stand for ("june jun = 6"); a constant, a number that a module names at its top.
A module has English in it where such a list or pattern holds three English words. `--root` counts another tree;
`--picture` draws which room uses which.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from benchmarks.imports import ROOT, circles, read_modules
from benchmarks.picture import drawing

COUNTED = ("app.py", "assistant", "ingest", "prompts", "evals")
_DATA = (".txt", ".tsv")  # of words and patterns
_LEAST = 3  # strings of a list, words of a pattern
_WORD = re.compile(r"[a-zß-ÿ]+(?:[ '’-][a-zß-ÿ]+)*", re.I)
_IN_PATTERN = re.compile(r"(?<![\\\w?])[a-z]{3,}(?![\w:=])")


@dataclass(slots=True)
class Counts:
    """What a module, a room or the house holds."""

    files: int = 0
    lines: int = 0
    patterns: int = 0
    word_lists: int = 0
    tables: int = 0
    words: int = 0
    constants: int = 0
    with_english: int = 0

    def add(self, other: Counts) -> None:
        """Count another one in."""
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))


def counts_of(source: str) -> Counts:
    """The counts of one module."""
    tree = ast.parse(source)
    lists = list(_word_lists(tree))
    patterns = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile"
    ]
    worded = [one for one in patterns if len(_IN_PATTERN.findall(_text_of(one))) >= _LEAST]
    return Counts(
        1,
        source.count("\n"),
        len(patterns),
        len(lists),
        0,
        sum(map(len, lists)),
        sum(_numbers(statement) for statement in tree.body),
        int(bool(worded) or any(_english(one) for one in lists)),
    )


def counts_of_data(text: str) -> Counts:
    """The counts of a data file: its lines that are patterns, its lists, tables and words.

    A section without words of its own (of patterns alone, or empty for other languages) is neither list nor table; a
    file without sections is one list.
    """
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    patterns = lists = tables = words = 0
    table = pattern = counted = False
    for line in lines:
        if line.startswith("["):
            table, pattern, counted = ": table]" in line, ": patterns]" in line, False
        elif pattern or re.search(r"\(\?|\\[bsw]", line):
            patterns += 1
        else:
            words += len(line.split())
            lists, tables = lists + (not counted and not table), tables + (not counted and table)
            counted = True
    return Counts(0, 0, patterns, lists, tables, words)


def _word_lists(tree: ast.AST) -> Iterator[list[str]]:
    """The strings of each list, set, tuple or table of words that a module's top holds, and of texts that it splits."""
    tops = [one for one in ast.iter_child_nodes(tree) if isinstance(one, (ast.Assign, ast.AnnAssign))]
    for node in (inner for one in tops if "__all__" not in ast.unparse(one)[:7] for inner in ast.walk(one)):
        strings: list[str] = []
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            strings = _strings(node.elts)
        elif isinstance(node, ast.Dict):
            strings = _strings([key for key in node.keys if key is not None])
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split":
            text = node.func.value
            strings = text.value.split() if isinstance(text, ast.Constant) and isinstance(text.value, str) else []
        if len(strings) >= _LEAST and all(_WORD.fullmatch(one) for one in strings):
            yield strings


def _strings(nodes: Sequence[ast.expr]) -> list[str]:
    """The strings of a literal; nothing where something else stands among them."""
    found = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return found if len(found) == len(nodes) else []


def _english(strings: Sequence[str]) -> bool:
    return sum(one.islower() and len(one) > 2 for one in strings) >= _LEAST


def _text_of(node: ast.AST) -> str:
    return "".join(one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str))


def _numbers(statement: ast.stmt) -> int:
    """How many numbers a statement at a module's top names: `_LEAST, _MOST = 2, 40` names two."""
    if not isinstance(statement, (ast.Assign, ast.AnnAssign)) or statement.value is None:
        return 0
    target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
    values = statement.value.elts if isinstance(statement.value, ast.Tuple) else [statement.value]
    names = target.elts if isinstance(target, ast.Tuple) else [target]
    if len(names) != len(values) or not all(isinstance(one, ast.Name) and one.id.upper() == one.id for one in names):
        return 0
    return sum(isinstance(_value(one), (int, float)) for one in values)


def _value(node: ast.expr) -> object:
    """The number that a literal or a sum of literals is; None for anything else."""
    try:
        found = eval(compile(ast.Expression(node), "", "eval"), {"__builtins__": {}})
    except Exception:
        return None
    return None if isinstance(found, bool) else found


def by_room(root: Path, rooms: Sequence[str] = COUNTED) -> dict[str, Counts]:
    """The counts of each room, in order of name; data files of words count in their room."""
    found: dict[str, Counts] = defaultdict(Counts)
    for module in read_modules(root, tuple(rooms)).values():
        found[module.room].add(counts_of(module.file.read_text(encoding="utf-8")))
    for file in sorted(root.glob("assistant/**/*")):
        if file.suffix in _DATA and not file.name.startswith("LICENSE"):
            found[".".join(file.relative_to(root).parts[:2])].add(counts_of_data(file.read_text(encoding="utf-8")))
    return dict(sorted(found.items()))


def twice(root: Path, rooms: Sequence[str] = COUNTED) -> dict[str, list[str]]:
    """The types and functions of one name that stand at the top of several modules, with these."""
    found: dict[str, list[str]] = defaultdict(list)
    for module in read_modules(root, tuple(rooms)).values():
        for node in ast.parse(module.file.read_text(encoding="utf-8")).body:
            if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and node.name != "main":
                found[node.name].append(module.name)
    return {name: homes for name, homes in sorted(found.items()) if len(homes) > 1}


def table(rooms: dict[str, Counts]) -> str:
    """The counts as lines of text, with their sum."""
    whole = Counts()
    for counts in rooms.values():
        whole.add(counts)
    names = [field.name for field in fields(Counts)]
    lines = [f"{'':<24}" + "".join(f"{name.replace('_', ' '):>14}" for name in names)]
    for room, counts in {**rooms, "in all": whole}.items():
        lines.append(f"{room:<24}" + "".join(f"{getattr(counts, name):>14}" for name in names))
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and write what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rooms", nargs="*", default=list(COUNTED))
    parser.add_argument("--root", type=Path, default=ROOT)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--twice", action="store_true", help="list what is there under one name in several modules")
    parser.add_argument("--picture", type=Path)
    asked = parser.parse_args(arguments)
    rooms, names = by_room(asked.root, asked.rooms), twice(asked.root, asked.rooms)
    modules = read_modules(asked.root, tuple(asked.rooms))
    print(table(rooms))
    public = {name: homes for name, homes in names.items() if not name.startswith("_")}
    print(f"{len(public)} public names stand in several modules ({len(names)} with private ones)")
    print(f"{len(circles(modules))} groups of modules import each other in a circle")
    if asked.twice:
        print("\n".join(f"{name}: {', '.join(homes)}" for name, homes in public.items()))
    if asked.json:
        told = {"rooms": {room: asdict(counts) for room, counts in rooms.items()}, "twice": names}
        asked.json.write_text(json.dumps(told, indent=1), encoding="utf-8")
    if asked.picture:
        asked.picture.write_text(
            drawing({name: one for name, one in modules.items() if one.room != "evals"}), encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
