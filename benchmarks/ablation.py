"""What each rule is worth: the quick quality sets with one list, pattern or constant taken away at a time. Floor 4.

    python -m benchmarks.ablation [FILE or FOLDER ...] [--only NAME] [--parts] [--minutes M] [--sample N --seed S]

A pattern then matches nothing, a list is empty, a number is halved and doubled. `--parts` also takes away single
words, rows and alternatives. Of a data file (`assistant/language/en`) a section is taken away at a time, with `--parts`
a line, a word or an alternative. Printed is what cost something, then what cost nothing measurable: a rule of the
second kind needs another reason to stay. All happens in a copy of the tree; where the time is up, it stops, and counts.
"""

from __future__ import annotations

import argparse
import ast
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.changes import Change, changes_in
from benchmarks.data_changes import data_changes
from benchmarks.found_drafts import keep
from benchmarks.mutants import ROOT, Copy, files_in

DEFAULT = ("assistant/disputes", "assistant/checking", "assistant/attribution", "assistant/finding")
SETS_OF = {
    "assistant/disputes": ("pairs", "disputes", "found_drafts"),
    "assistant/checking": ("checks", "claims", "found_drafts"),
    "assistant/attribution": ("attribution", "disputes", "found_drafts"),
    "assistant/language": ("pairs", "disputes", "checks", "attribution", "days"),
    "assistant/finding": ("found_drafts",),
}
"""The sets on which a folder's rules can tell."""
UNREAD = ("altered.py", "beside.py", "settle.py")
"""Files whose rules none of these sets reads: RAMDocs, the gold sets and a model's replies do."""
_PARTS = ("word", "row", "line", "alternative")
_FELL = 0.0005  # of a figure: less is not measurable
_DRAFTS = Path(tempfile.gettempdir()) / "sayso-found-drafts"
_SCRIPT = f"""
import json, pathlib
from benchmarks import found_drafts, quality_sets
sets = {{**quality_sets.QUICK, "found_drafts": lambda: found_drafts.figures(pathlib.Path({str(_DRAFTS)!r}))}}
found = {{name + ": " + figure: value for name in %r for figure, value in sets[name]().items()}}
open("figures.json", "w").write(json.dumps(found))
"""


def whole_rules(source: bytes) -> Iterator[tuple[str, Change]]:
    """Each pattern, list and number that a module names at its top, with the change that takes it away."""
    lines = [0, *(at + 1 for at, byte in enumerate(source) if byte == 10)]
    for node in ast.parse(source).body:
        if not isinstance(node, (ast.Assign, ast.AnnAssign)) or node.value is None:
            continue
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        start = lines[node.value.lineno - 1] + node.value.col_offset
        end = lines[(node.value.end_lineno or 1) - 1] + (node.value.end_col_offset or 0)
        for put in _without(node.value):
            name = ast.unparse(target)
            yield name, Change("whole", start, end, put.encode(), node.lineno, f"{name} = {put}")


def _without(value: ast.expr) -> list[str]:
    """What stands for nothing in the place of a value; nothing where it is no rule."""
    text = ast.unparse(value)
    number = value.value if isinstance(value, ast.Constant) else None
    if isinstance(number, (int, float)) and not isinstance(number, bool):
        return [repr(number // 2 if isinstance(number, int) else number / 2), repr(number * 2)]
    if text.startswith("re.compile("):
        return ["re.compile('(?!)')"]
    if text.startswith("frozenset("):
        return ["frozenset()"]
    if isinstance(value, ast.Dict) and value.keys:
        return ["{}"]
    if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) > 2:
        return ["()"]
    return []


def rules_of(paths: Sequence[str], parts: bool) -> list[tuple[Path, Change]]:
    """What can be taken away from the files, whole rules first."""
    files = [file for file in files_in(paths, ROOT) if file.suffix == ".py" and file.name not in UNREAD]
    found = [(file, change) for file in files for _, change in whole_rules((ROOT / file).read_bytes())]
    if parts:
        drops = [(file, one) for file in files for one in changes_in((ROOT / file).read_bytes()) if one.kind in _PARTS]
        found += drops
    data = [file for path in paths for file in (sorted((ROOT / path).rglob("*.txt")) or [ROOT / path])]
    for file in (one for one in data if one.suffix == ".txt"):
        changes = data_changes(file.read_bytes())
        found += [(file.relative_to(ROOT), one) for one in changes if one.kind == "section" or parts]
    return found


def figures_with(copy: Copy, sets: Sequence[str], file: Path, change: Change | None) -> dict[str, float] | None:
    """The figures of some sets with a change; None where they cannot be had."""
    out = copy.tree / "figures.json"
    out.unlink(missing_ok=True)
    code = copy.run_changed(file, change, _SCRIPT % (sets,), 300)
    return json.loads(out.read_text(encoding="utf-8")) if code == 0 and out.exists() else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure with each rule taken away, and print what that cost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", default=list(DEFAULT))
    parser.add_argument("--only", help="rules whose place or words hold this")
    parser.add_argument("--parts", action="store_true")
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=19)
    parser.add_argument("--minutes", type=float, default=20)
    asked = parser.parse_args(arguments)
    rules = [
        (file, one) for file, one in rules_of(asked.paths, asked.parts) if (asked.only or "") in f"{file} {one.told}"
    ]
    if asked.sample:
        rules = random.Random(asked.seed).sample(rules, min(asked.sample, len(rules)))
    keep(_DRAFTS)
    ended, tried, free = time.monotonic() + 60 * asked.minutes, 0, []
    usual: dict[tuple[str, ...], dict[str, float] | None] = {}
    with tempfile.TemporaryDirectory(prefix="ablation-") as folder:
        copy = Copy(ROOT, Path(folder))
        for file, change in rules:
            sets = next(sets for room, sets in SETS_OF.items() if file.is_relative_to(room))
            if sets not in usual:
                usual[sets] = figures_with(copy, sets, file, None)
                copy.load_libraries()
            if time.monotonic() > ended:
                break
            tried += 1
            before, after = usual[sets], figures_with(copy, sets, file, change)
            told = f"{file}:{change.line} {change.told}"
            if before is None or after is None:
                print(f"FAILS     {told}", flush=True)
                continue
            moved = {name: after[name] - value for name, value in before.items() if abs(after[name] - value) > _FELL}
            if any(by < 0 for by in moved.values()):
                print(f"costs     {told}: " + ", ".join(f"{name} {by:+.3f}" for name, by in moved.items()), flush=True)
            else:
                free.append(told + "".join(f", {name} {by:+.3f}" for name, by in moved.items()))
    print("\n".join(f"nothing   {told}" for told in free))
    print(f"tried {tried} of {len(rules)}; {len(free)} cost nothing measurable")
    return 0


if __name__ == "__main__":
    sys.exit(main())
