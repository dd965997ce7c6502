"""The instruments that hold the rules: what is counted, changed, drawn, and held to a floor."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from benchmarks import ablation, mutants, quality
from benchmarks.changes import alternatives, changes_in
from benchmarks.data_changes import data_changes
from benchmarks.imports import Module
from benchmarks.picture import arrows_between, drawing, floors_of_rooms, reduced
from benchmarks.quality_sets import NEEDED, SETS
from benchmarks.rules import by_room, counts_of, counts_of_data, twice

RULES = """
import re
_WORDS = frozenset("red green blue".split())
_LEAST, _MOST = 2, 40
_DENY = re.compile(r"\\b(?:deny|denies)\\b")
_PLAIN = re.compile(r"\\d+")
"""


def changed(text: str) -> list[str]:
    """The text after each change that can be made to it."""
    source = dedent(text).encode()
    return [change.applied(source).decode().strip() for change in changes_in(source)]


# ---- changes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 3", {"x = 2", "x = 4"}),
        ("x = 0.5", {"x = 0.35", "x = 0.7"}),
        ("x = 100", {"x = 70", "x = 140"}),
        ("x = a and b", {"x = a or b"}),
        ("x = not a", {"x = a"}),
        ("x = a in b", {"x = a not in b"}),
        ("x = a == b", {"x = a != b"}),
        ("x = a < b", {"x = a >= b", "x = a <= b"}),
        ("x = a < LEAST", {"x = a >= LEAST"}),
        ("x = ['a', 'b', 'c']", {"x = ['b', 'c']", "x = ['a', 'c']", "x = ['a', 'b', ]"}),
        ("x = {'a': y, 'b': y, 'c': y}", {"x = {'b': y, 'c': y}", "x = {'a': y, 'c': y}", "x = {'a': y, 'b': y, }"}),
        ("x = 'a b c'.split()", {"x = ' b c'.split()", "x = 'a  c'.split()", "x = 'a b '.split()"}),
        ('x = r"a|b"', {'x = r"b"', 'x = r"a"'}),
        ('x = (r"(?:a"\n     r"|b)c")', {'x = (r"(?:"\n     r"b)c")', 'x = (r"(?:a"\n     r")c")'}),
    ],
)
def test_each_change_is_one_and_leaves_python(text: str, expected: set[str]) -> None:
    assert set(changed(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        '"""A | b."""',
        "x: Literal['a', 'b', 'c']",
        "x = pair[0]",
        "x = y[-1]",
        "@lru_cache(maxsize=256)\ndef f(): ...",
        "x = 'a|b'",
    ],
)
def test_what_no_test_could_notice_is_not_changed(text: str) -> None:
    assert changed(text) == []


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("a|b|c", {"b|c", "a|c", "a|b"}),
        (r"x(?:a|b)y", {"x(?:b)y", "x(?:a)y"}),
        (r"(?<!a|b)c", {"(?<!b)c", "(?<!a)c"}),
        (r"[a|b]c\|d", set()),
        (r"(a(?:b|c)|d)", {"(a(?:c)|d)", "(a(?:b)|d)", "(d)", "(a(?:b|c))"}),
    ],
)
def test_one_alternative_of_a_pattern_is_left_out_and_it_stays_one(pattern: str, left: set[str]) -> None:
    found = {pattern[:start] + pattern[end:] for start, end in alternatives(pattern)}

    assert found == left
    assert all(re.compile(one) for one in found)


# ---- mutants


def small_tree(folder: Path, test: str) -> Path:
    (folder / "tree").mkdir()
    (folder / "tree" / "rule.py").write_text("LEAST = 3\n", encoding="utf-8")
    (folder / "tree" / "test_rule.py").write_text(f"from rule import LEAST\n{test}\n", encoding="utf-8")
    (folder / "copies").mkdir()
    return folder / "copies" / "tree"


def outcome(folder: Path, seconds: int) -> str:
    """The outcome of the first change of the small tree, from a process of its own: this one has threads of servers."""
    code = f"""
from pathlib import Path
from benchmarks import mutants
from benchmarks.changes import changes_in
copy = mutants.Copy(Path({str(folder / "tree")!r}), Path({str(folder / "copies")!r}))
print(mutants.outcome(copy, Path("rule.py"), changes_in(b"LEAST = 3\\n")[0], ["test_rule.py"], {seconds}))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=mutants.ROOT, capture_output=True, text=True, check=True)
    return done.stdout.split()[-1]


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("def test_it(): assert LEAST == 3", "killed"),
        ("def test_it(): assert LEAST", "survived"),
        ("if LEAST != 3: raise ImportError", "broken"),
    ],
)
def test_a_mutant_is_killed_where_a_test_fails_and_the_tree_stays_as_it_is(
    tmp_path: Path, test: str, expected: str
) -> None:
    copy = small_tree(tmp_path, test if "def" in test else f"{test}\ndef test_it(): pass")

    assert outcome(tmp_path, 60) == expected
    assert (tmp_path / "tree" / "rule.py").read_text(encoding="utf-8") == "LEAST = 3\n"
    assert (copy / "rule.py").read_text(encoding="utf-8") == "LEAST = 3\n"


def test_a_mutant_that_never_ends_is_killed(tmp_path: Path) -> None:
    small_tree(tmp_path, "def test_it():\n    while LEAST != 3: pass")

    assert outcome(tmp_path, 2) == "killed"


def test_a_file_is_tried_on_the_tests_that_import_it_and_then_on_those_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    texts = {
        "test_wide": "import house.attic\nfrom house.cellar import door, wall",
        "test_own": "from house.cellar.door import knock",
        "test_beside": "from house.cellar.wall import LEAST",
        "test_through": "from test_own import KNOCKS",
        "test_other": "from house.attic import roof",
    }
    for name, text in texts.items():
        (tmp_path / "tests" / f"{name}.py").write_text(text, encoding="utf-8")

    found = mutants.covering_tests(Path("house/cellar/door.py"), tmp_path)
    assert found[0] == "tests/test_own.py"
    assert sorted(found[:3]) == ["tests/test_own.py", "tests/test_through.py", "tests/test_wide.py"]
    assert found[3:] == ["tests/test_beside.py"]
    assert mutants.covering_tests(Path("house/garden/gate.py"), tmp_path) == []


def test_a_third_of_the_mutants_is_kept_aside_whatever_line_they_are_on() -> None:
    source = b"".join(b"LEAST_%d = %d\n" % (at, at + 2) for at in range(300))
    aside = [mutants.is_aside(Path("rule.py"), one) for one in changes_in(source)]
    moved = [mutants.is_aside(Path("rule.py"), one) for one in changes_in(b"\n" + source)]

    assert 0.28 < sum(aside) / len(aside) < 0.39
    assert aside == moved


# ---- ablation


def test_a_whole_rule_is_taken_away_by_what_stands_for_nothing() -> None:
    source = RULES.encode()
    found = [(name, change.applied(source).decode()) for name, change in ablation.whole_rules(source)]

    assert [name for name, _ in found] == ["_WORDS", "_DENY", "_PLAIN"]
    assert "_WORDS = frozenset()" in found[0][1]
    assert "_DENY = re.compile('(?!)')" in found[1][1]
    assert [one.told for _, one in ablation.whole_rules(b"A = 4\nB = .5")] == ["A = 2", "A = 8", "B = 0.25", "B = 1.0"]


def test_sections_lines_words_and_alternatives_of_a_data_file_can_be_left_out() -> None:
    source = (
        b"# words\n[said] verbs\nsay says\n\n[months: table]\njune = 6\n[denials: patterns]\nno (?:truth|plans) of\n"
    )
    found = {one.told: one.applied(source).decode() for one in data_changes(source)}

    assert "[said] verbs\n\n[months" in found["section [said]"]
    assert "\nsay \n" in found["word says of [said]"]
    assert "june" not in found["line june = 6 of [months]"]
    assert "no (?:plans) of" in found["alternative truth| of [denials]"]


# ---- counts


def test_patterns_lists_constants_and_english_are_counted() -> None:
    found = counts_of(RULES)

    assert (found.patterns, found.word_lists, found.words, found.constants, found.with_english) == (2, 1, 3, 2, 1)
    assert counts_of("__all__ = ['one', 'two', 'three']\nA = re.compile(r'\\d')\n").with_english == 0


def test_lists_and_patterns_of_data_files_are_counted() -> None:
    found = counts_of_data("# of words\n[said]\nsay says\ntell\n[weak]\nhint\n")

    assert (found.word_lists, found.words, found.patterns) == (2, 4, 0)
    found = counts_of_data("[months: table]\njune jun = 6\n[tags]\n[denials: patterns]\nden(?:y|ies)\nhoax\n")
    assert (found.word_lists, found.tables, found.patterns) == (0, 1, 2)
    assert counts_of_data("what (?:is|are)\nhow\n").patterns == 1


def test_names_that_stand_in_several_modules_are_found(tmp_path: Path) -> None:
    (tmp_path / "assistant").mkdir()
    (tmp_path / "assistant" / "one.py").write_text("class Claim: ...\ndef told(): ...\n", encoding="utf-8")
    (tmp_path / "assistant" / "two.py").write_text("class Claim: ...\ndef main(): ...\n", encoding="utf-8")

    assert twice(tmp_path) == {"Claim": ["assistant.one", "assistant.two"]}
    assert by_room(tmp_path)["assistant"].files == 2


# ---- the picture


def module(name: str, floor: int, *uses: str) -> Module:
    return Module(name, Path(name.replace(".", "/") + ".py"), floor, frozenset(uses))


def test_the_picture_has_each_room_once_and_no_arrow_that_others_imply() -> None:
    house = {
        one.name: one
        for one in (
            module("assistant.page.look", 4, "assistant.finding.rank", "assistant.index.store"),
            module("assistant.finding.rank", 2, "assistant.index.store"),
            module("assistant.index.store", 1),
        )
    }
    floors = floors_of_rooms(house)
    arrows = reduced(sorted(arrows_between(house, floors)))

    assert floors == {"assistant.page": 4, "assistant.finding": 2, "assistant.index": 1}
    assert arrows == {("assistant.page", "assistant.finding"), ("assistant.finding", "assistant.index")}
    assert drawing(house).count('<path d="M0 0') == 1
    assert all(drawing(house).count(f">{room}<") == 1 for room in ("page", "finding", "index"))


# ---- floors of quality


def test_a_figure_below_its_floor_or_no_longer_measured_is_lost() -> None:
    floors = {"found": 0.5, "kept": 0.2}

    assert quality.lost({"found": 0.5, "kept": 0.9, "new": 0.0}, floors) == []
    assert len(quality.lost({"found": 0.49, "kept": 0.9}, floors)) == 1
    assert len(quality.lost({"found": 0.5}, floors)) == 1


def test_a_lost_figure_fails_the_run_and_a_missing_set_is_skipped_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sets = {"pairs": lambda: {"recall": 0.4}, "disputes": lambda: {"found": 0.4}}
    file = tmp_path / "floors.json"
    for floor, code in ((0.3, 0), (0.5, 1)):
        file.write_text(json.dumps({"disputes": {"found": floor}}), encoding="utf-8")

        assert quality.main([], sets, tmp_path, file) == code
        assert "pairs: skipped" in capsys.readouterr().out


def test_every_floor_is_of_a_set_that_is_measured() -> None:
    floors = json.loads(quality.FLOORS.read_text(encoding="utf-8"))

    assert set(floors) == set(SETS)
    assert set(NEEDED) <= set(SETS)
    assert all(0 < floor <= 1 for figures in floors.values() for floor in figures.values())
