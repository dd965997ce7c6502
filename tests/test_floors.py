"""The house holds: each file says its floor, imports from its own floor and those below only, and never in a circle."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.imports import Module, circles, read_modules

HOUSE = ("app.py", "assistant", "ingest", "prompts", "evals", "benchmarks")


@pytest.fixture(scope="module")
def house() -> dict[str, Module]:
    return read_modules(rooms=HOUSE)


def modules_of(folder: Path, **texts: str) -> dict[str, Module]:
    """The modules of a small house: `a__b="..."` is the text of a/b.py, `a="..."` that of a/__init__.py."""
    for name, text in texts.items():
        room, _, inner = name.partition("__")
        file = folder / room / f"{inner or '__init__'}.py"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return read_modules(folder, tuple({name.partition("__")[0] for name in texts}))


def test_a_module_imports_its_own_floor_and_those_below(house: dict[str, Module]) -> None:
    wrong = [
        f"{one.name} (floor {one.floor}) imports {other} (floor {house[other].floor})"
        for one in house.values()
        for other in sorted(one.uses)
        if one.floor is not None and (house[other].floor or 0) > one.floor
    ]

    assert wrong == []


def test_no_modules_import_each_other_in_a_circle(house: dict[str, Module]) -> None:
    assert circles(house) == []


def test_every_file_says_its_floor(house: dict[str, Module]) -> None:
    silent = [
        one.name
        for one in house.values()
        if one.floor is None and one.file.name != "__init__.py" and not one.name.startswith("prompts")
    ]

    assert silent == []


def test_what_answers_and_what_ingests_do_not_know_each_other(house: dict[str, Module]) -> None:
    names = ("adapters.llama", "cli", "cli_corpus", "cli_feeds", "cli_ingest", "page.adding")
    doors = {"assistant", *(f"assistant.{name}" for name in names)}
    wrong = [
        one.name
        for one in house.values()
        if one.name.startswith("assistant")
        and one.name not in doors
        and any(other.startswith("ingest") for other in one.uses)
    ]

    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        "import b.deep",
        "from b import deep",
        "from b.deep import thing",
        "from b.deep import *",
        "def late() -> None:\n    from b.deep import thing",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from b.deep import Thing",
        "from importlib import import_module\nimport_module('b.deep')",
        "HOMES = {'thing': 'b.deep'}",
    ],
)
def test_every_way_to_import_a_module_is_seen(tmp_path: Path, text: str) -> None:
    found = modules_of(tmp_path, a__one=text, b__deep="thing = 1", b="")

    assert "b.deep" in found["a.one"].uses


@pytest.mark.parametrize("text", ["from . import two", "from .two import thing", "from a.two import thing"])
def test_a_relative_import_is_of_the_modules_own_package(tmp_path: Path, text: str) -> None:
    found = modules_of(tmp_path, a__one=text, a__two="thing = 1", a="")

    assert found["a.one"].uses == {"a.two"}


def test_a_name_with_a_dot_is_a_module_in_a_packages_own_file_and_a_files_ending_elsewhere(tmp_path: Path) -> None:
    found = modules_of(tmp_path, a="LAZY = {'thing': '.two'}", a__one="ENDING = '.two'", a__two="")

    assert found["a"].uses == {"a.two"}
    assert found["a.one"].uses == frozenset()


def test_a_circle_around_three_corners_is_found_and_a_fork_is_none(tmp_path: Path) -> None:
    corners = {"a__one": "import a.two", "a__two": "import a.three", "a__three": "def f():\n    import a.one"}

    assert circles(modules_of(tmp_path, **corners)) == [("a.one", "a.three", "a.two")]
    assert circles(modules_of(tmp_path, **{**corners, "a__three": "x = 'a.b.c, and more'"})) == []


def test_what_a_docstring_tells_of_is_not_imported(tmp_path: Path) -> None:
    assert modules_of(tmp_path, a__one='"""a.two"""', a__two="")["a.one"].uses == frozenset()
