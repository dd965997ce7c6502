"""Holds the quality sets to floors, a little below what they gave when the floors were set. Floor 4.

    python -m benchmarks.quality [SET ...] [--json OUT]        make quality, make quality ONLY=pairs

Prints each figure beside its floor, and exits 1 where one is lost. A set whose data is not in ../shared/bench is
skipped, and said to be. A figure that rises well above its floor is a reason to raise the floor.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from benchmarks.quality_sets import BENCH, NEEDED, SETS, Figures

FLOORS = Path(__file__).with_name("floors.json")


def lost(figures: Figures, floors: Figures) -> list[str]:
    """A line for each floor that a figure does not reach, or that has no figure any more."""
    return [
        f"{name}: {figures[name]:.3f}, and its floor is {floor:.3f}"
        if name in figures
        else f"{name}: no longer measured"
        for name, floor in floors.items()
        if figures.get(name, -1.0) < floor
    ]


def main(
    arguments: Sequence[str] | None = None,
    sets: Mapping[str, Callable[[], Figures]] = SETS,
    bench: Path = BENCH,
    floors_file: Path = FLOORS,
) -> int:
    """Measure, print, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", choices=[*sets, []], help="all, where none is named")
    parser.add_argument("--json", type=Path, help="write the figures into this file")
    asked = parser.parse_args(arguments)
    floors: dict[str, Figures] = json.loads(floors_file.read_text(encoding="utf-8"))
    measured: dict[str, Figures] = {}
    failed = False
    for name in asked.sets or sets:
        if name in NEEDED and not (bench / NEEDED[name]).is_dir():
            print(f"{name}: skipped, {bench / NEEDED[name]} is not here")
            continue
        begun = time.monotonic()
        measured[name] = sets[name]()
        print(f"{name} ({time.monotonic() - begun:.0f} s)")
        for figure, value in measured[name].items():
            print(f"  {figure:<45}{value:.3f}  floor {floors.get(name, {}).get(figure, 0.0):.3f}")
        for line in lost(measured[name], floors.get(name, {})):
            failed = True
            print(f"  LOST {line}")
    if asked.json:
        asked.json.write_text(json.dumps(measured, indent=1), encoding="utf-8")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
