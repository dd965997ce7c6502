"""What the gold loader promises to authors: every fault, by line, in words that say what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import BadGold
from evals.gold import chosen_items, load_gold
from evals.items import GoldSide

OUTLETS = ["The Moscow Times", "RFE/RL"]


def write(folder: Path, text: str) -> Path:
    path = folder / "gold.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str, outlets: list[str] | None = None) -> tuple[str, ...]:
    with pytest.raises(BadGold) as caught:
        load_gold(write(folder, text), outlets=outlets)
    return caught.value.faults


def test_reads_the_item_of_the_contract(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
- id: headcount-cut
  question: Did Rostec cut its staff from 1,000 to a few dozen?
  kind: dispute
  facts: [["1,?000"], ["few dozen", "several dozen"]]
  outlets: ["The Moscow Times", ["Radio Habana Cuba", "Al-Sahawat Times"]]
  sides: [{say: "WSJ|Wall Street Journal", outlets: ["The Moscow Times"]}, {say: denied, outlets: [RFE/RL]}]
  forbid: ["£1"]
""",
    )

    (item,) = load_gold(path)

    assert item.facts == (("1,?000",), ("few dozen", "several dozen"))
    assert item.outlets == (("The Moscow Times",), ("Radio Habana Cuba", "Al-Sahawat Times"))
    assert item.sides[1] == GoldSide(("denied",), ("RFE/RL",))
    assert (item.forbid, item.abstain, item.split, item.contested) == (("£1",), False, None, True)


def test_takes_figures_and_words_as_they_are_printed(tmp_path: Path) -> None:
    path = write(tmp_path, "- {id: n, question: How many, kind: fact, facts: [[300], [1_000, no]]}\n")

    (item,) = load_gold(path)

    assert item.facts == (("300",), ("1_000", "no"))


def test_reports_every_fault_of_a_file_in_order_of_line(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        """- id: a
  question: What?
  kind: facts
  facts: [[]]
- id: b
  question: What?
  kind: fact
  facts: [["("]]
  fotbid: [x]
- id: a
  question: What?
  kind: fact
  facts: [[y]]
""",
    )

    assert found[0].startswith("line 3: item a: unknown kind 'facts'; kinds are fact, attribution, dispute")
    assert found[1] == "line 4: item a: fact 1 has no alternatives"
    assert found[2].startswith("line 8: item b: fact 1: bad pattern '('")
    assert found[3].startswith("line 9: item b: unknown key 'fotbid'; keys are id, question")
    assert found[4] == "line 10: item a: the id is taken by line 1"
    assert len(found) == 5


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("abstain: true\n  facts: [[x]]", "abstain goes with no facts"),
        ("abstain: perhaps", "abstain: expected true or false, not 'perhaps'"),
        ("sides: [{outlets: [RFE/RL]}, {say: x, outlets: [RFE/RL]}]", "side 1 has no 'say'"),
        ("sides: [{say: x, outlets: []}, {say: y, outlets: [RFE/RL]}]", "side 1 has no outlets"),
        ("sides: [{say: x, outlets: [RFE/RL]}]", "a dispute has at least two"),
        ("facts: [['x*']]", "matches anything"),
        ("facts: [[x]]\n  facts: [[y]]", "facts is given twice"),
        ("facts: x", "facts: expected a list"),
        ("split: train\n  facts: [[x]]", "unknown split 'train'; splits are dev, test"),
        ("filters: {since: June}\n  facts: [[x]]", "since: 'June' is not a date"),
        ("outlets: []", "asks for nothing"),
    ],
)
def test_says_what_is_wrong_with_an_item(tmp_path: Path, lines: str, said: str) -> None:
    found = faults(tmp_path, f"- id: x\n  question: What?\n  kind: fact\n  {lines}\n")

    assert any(said in fault and fault.startswith("line ") for fault in found), found


def test_an_unanswerable_item_abstains_without_saying_so_and_may_not_deny_it(tmp_path: Path) -> None:
    (item,) = load_gold(write(tmp_path, "- {id: x, question: Who, kind: unanswerable}\n"))
    found = faults(tmp_path, "- {id: x, question: Who, kind: unanswerable, abstain: false}\n")

    assert item.abstain
    assert "cannot have abstain: false" in found[0]


def test_an_outlet_that_no_article_has_is_a_fault_and_another_spelling_is_not(tmp_path: Path) -> None:
    text = "- {id: x, question: Who, kind: fact, outlets: [Moscow Times, [WSJ, RFE/RL]]}\n"

    found = faults(tmp_path, text, OUTLETS)

    assert found == ("line 1: item x: no article is from 'WSJ'; the corpus has RFE/RL, The Moscow Times",)


def test_a_file_that_is_not_yaml_says_where(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "- id: x\n  facts: [[unclosed\n")

    assert fault.startswith("line ")
    assert "not YAML" in fault


@pytest.mark.parametrize("text", ["", "id: x\n", "[]\n"])
def test_a_file_without_items_is_refused(tmp_path: Path, text: str) -> None:
    assert "list of items" in faults(tmp_path, text)[0]


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadGold, match="cannot be read"):
        load_gold(tmp_path / "none.yaml")


def test_sides_left_empty_on_purpose_make_an_item_uncontested(tmp_path: Path) -> None:
    text = "".join(
        f"- {{id: {name}, question: Who, kind: {kind}, facts: [[x]]{rest}}}\n"
        for name, kind, rest in (
            ("a", "comparison", ", sides: []"),
            ("b", "comparison", ""),
            ("c", "fact", ""),
            ("d", "fact", ", disputed: true"),
        )
    )
    text += "- {id: e, question: Who, kind: boilerplate, abstain: true}\n"

    assert [item.contested for item in load_gold(write(tmp_path, text))] == [False, None, False, True, None]


def test_a_sample_is_fixed_by_its_seed_and_keeps_the_order(tmp_path: Path) -> None:
    text = "".join(f"- {{id: i{n:02}, question: Who, kind: fact, facts: [[x]]}}\n" for n in range(40))
    items = load_gold(write(tmp_path, text))

    once, again, other = (chosen_items(items, sample=10, seed=seed) for seed in (1, 1, 2))

    assert once == again != other
    assert [item.id for item in once] == sorted(item.id for item in once)
