"""What a comparison and the summaries promise: paired figures with their uncertainty, and the items that flipped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.errors import BadRun
from evals.agreement import agreements, kappa
from evals.compare import compare_two, interval, pick_two
from evals.runs import ItemResult, Run
from evals.score import Score
from evals.scorecard import scorecard
from evals.summary import cost, fell, figure, of_scorer


def row(id: str, value: float | None, *, system: str = "quotes", scorer: str = "facts", **more: object) -> ItemResult:
    scores = {scorer: Score(value, f"{id} is {value}")}
    usage = {"prompt_tokens": 5, "completion_tokens": 2, "seconds": 0.1, "usd": 0.0}
    return ItemResult(system, id, "fact", "dev", "?", 0.1, {"usage": usage}, None, scores, **more)  # type: ignore[arg-type]


def write(path: Path, rows: list[ItemResult], gold: str = "g") -> str:
    names = list(dict.fromkeys(one.system for one in rows))
    meta = {
        "systems": [{"name": name} for name in names],
        "items": [one.id for one in rows],
        "gold": {"sha256": gold},
    }
    path.write_text(json.dumps(Run(meta, tuple(rows)).as_json()))
    return str(path)


def test_differences_are_paired_and_unscored_items_left_out(tmp_path: Path) -> None:
    a = write(tmp_path / "a.json", [row("x", 0.5), row("y", 0.0), row("z", None), row("w", 1)])
    b = write(tmp_path / "b.json", [row("x", 1.0), row("y", 0.5), row("z", 1.0)])

    found = compare_two(a, b)

    (difference,) = found.differences
    assert (difference.n, difference.mean_a, difference.mean_b, difference.difference) == (2, 0.25, 0.75, 0.5)
    assert (difference.low, difference.high, difference.sure) == (0.5, 0.5, True)
    assert found.warnings == ("1 items are in one run only and are left out.",)


def test_an_item_flips_when_it_becomes_or_ceases_to_be_all_right(tmp_path: Path) -> None:
    a = write(tmp_path / "a.json", [row("x", 0.5), row("y", 1), row("z", 0.2)])
    b = write(tmp_path / "b.json", [row("x", 1), row("y", 0), row("z", 0.6)])

    flips = compare_two(a, b).flips

    assert [(flip.id, flip.before, flip.after, flip.reason) for flip in flips] == [
        ("x", 0.5, 1, "x is 0.5"),
        ("y", 1, 0, "y is 0"),
    ]


def test_the_interval_is_the_same_for_the_same_seed_and_holds_the_mean() -> None:
    values = [0.0, 0.1, 0.2, 0.5, -0.1, 0.3]

    low, high = interval(values, seed=3)

    assert (low, high) == interval(values, seed=3)
    assert low < sum(values) / len(values) < high


def test_a_run_of_two_systems_is_compared_with_itself_and_others_need_a_choice(tmp_path: Path) -> None:
    both = write(tmp_path / "a.json", [row("x", 0.5), row("x", 1, system="stock")])

    found = compare_two(*pick_two((both,)))

    assert (found.name_a, found.name_b) == ("a.json::quotes", "a.json::stock")
    with pytest.raises(BadRun, match=r"several systems \(quotes, stock\); name one"):
        compare_two(both, both)
    with pytest.raises(BadRun, match="no system 'gpt'"):
        compare_two(f"{both}::gpt", f"{both}::quotes")


def test_runs_over_other_gold_files_are_compared_with_a_warning_and_strangers_not_at_all(tmp_path: Path) -> None:
    a = write(tmp_path / "a.json", [row("x", 1)])
    b = write(tmp_path / "b.json", [row("x", 1)], gold="other")
    c = write(tmp_path / "c.json", [row("q", 1)])

    assert "gold files differ" in compare_two(a, b).warnings[0]
    with pytest.raises(BadRun, match="no item in common"):
        compare_two(a, c)


def test_a_figure_has_a_mean_over_what_is_there_and_the_standard_error_of_it() -> None:
    assert str(figure([1, 0, None])) == "0.500 ±0.500 (2)"
    assert str(figure([1, None])) == "1.000 (1)"
    assert str(figure([None])) == "-"
    assert of_scorer([row("x", 1), row("y", 0.5)], "facts").mean == 0.75


def test_what_fell_is_listed_lowest_first_and_the_cost_is_summed() -> None:
    scores = {"a": Score(0.5, "half"), "b": Score(None, "-"), "c": Score(0, "none"), "d": Score(1, "all")}
    took = cost([row("x", 1), row("y", 1)])

    assert fell(ItemResult("s", "x", "fact", None, "?", scores=scores)) == [("c", 0, "none"), ("a", 0.5, "half")]
    assert took is not None
    assert (took.prompt_tokens, took.completion_tokens, took.usd, took.median_seconds) == (10, 4, 0.0, 0.1)


def test_the_scorecard_counts_answers_with_any_issue_and_says_what_it_cannot_tell() -> None:
    rows = [row("x", 1), row("y", 0.5), row("z", 0, scorer="exact_spans"), row("w", None)]

    card = scorecard(rows)

    counts = {one.name: (one.issues, one.scored, one.unscored) for one in card.criteria}
    assert counts["accuracy"] == (1, 2, 2)
    assert counts["sourcing"] == (1, 1, 3)
    assert counts["editorialising"] == (0, 0, 4)
    assert (card.flawed, card.answers) == (2, 4)
    assert "2 of 4 answers (50%)" in card.line()
    assert "could not be scored" in card.line()
    assert "45%" in card.line()


def test_an_unscored_item_is_no_answer_to_the_scorecard() -> None:
    assert scorecard([ItemResult("s", "x", "fact", None, "?", problem="down")]).answers == 0


def test_kappa_takes_off_what_chance_would_give() -> None:
    verdicts = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15

    assert kappa(verdicts) == pytest.approx(0.4)  # the worked example of Cohen's kappa in most textbooks
    assert kappa([(True, True)]) is None
    assert kappa([]) is None


def test_the_judge_is_set_against_the_scorer_that_asks_the_same() -> None:
    judged = {"judge_correctness": Score(0.5, "half")}

    (one,) = agreements([row("x", 1, judged=judged), row("y", 0.5, judged=judged), row("z", 1)])

    assert (one.judge, one.scorer, one.n, one.share) == ("judge_correctness", "facts", 2, 0.5)
