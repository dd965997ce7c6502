"""What a run promises: every item ends scored or unscored with a reason, and nothing that was done is lost."""

from __future__ import annotations

import threading
import time
from functools import partial
from pathlib import Path

import pytest
from evals_fakes import ANSWERS, CORPUS, DISPUTED_ITEM, ITEMS, PLAIN_ITEM, ScriptedModel, ScriptedSolver

from assistant.errors import BadRun, BadSetting, BadTarget
from assistant.settings import Settings
from assistant.types import Answer
from evals import gate, harness
from evals.items import GoldItem
from evals.runs import ItemResult, Run, RunFolder, load_run, new_path, newest
from evals.solve import DeskSolver, Solution, System, build_index

META = {
    "systems": [{"name": "scripted"}, {"name": "stock", "baseline": True}],
    "items": [item.id for item in ITEMS],
    "gold": {"sha256": "g"},
}


def system(name: str = "scripted", **answers: Answer | None) -> System:
    prepared = {**ANSWERS, **{item.question: answers[item.id] for item in ITEMS if item.id in answers}}
    return System(name, partial(ScriptedSolver, prepared))


def rows_of(*systems: System, workers: int = 1) -> list[ItemResult]:
    rows: list[ItemResult] = []
    harness.run(ITEMS, systems, CORPUS, rows.append, workers=workers)
    return rows


def test_every_item_is_put_to_every_system_and_scored() -> None:
    rows = rows_of(system(), system("stock"))

    assert [(row.system, row.id) for row in rows] == [
        (name, item.id) for name in ("scripted", "stock") for item in ITEMS
    ]
    assert all(row.problem is None and row.scores and row.answer for row in rows)
    assert rows[0].scores["facts"].value == 1


def test_a_model_that_fails_on_an_item_leaves_it_unscored_with_the_reason_and_the_run_goes_on() -> None:
    rows = rows_of(system(dismissals=None))

    assert rows[0].problem == "The model scripted did not answer in time. Try again."
    assert (rows[0].scores, rows[0].answer) == ({}, None)
    assert [row.problem for row in rows[1:]] == [None, None]


def test_a_fault_of_ours_is_not_taken_for_a_failing_model() -> None:
    class Broken:
        def solve(self, item: GoldItem) -> Solution:
            raise KeyError("a bug")

    with pytest.raises(KeyError):
        rows_of(System("broken", Broken))


def test_workers_give_the_same_rows_in_any_order() -> None:
    alone, together = rows_of(system()), rows_of(system(), workers=3)

    assert {row.id: row.scores for row in alone} == {row.id: row.scores for row in together}


def test_a_stopped_run_keeps_what_it_did_and_resuming_does_the_rest(tmp_path: Path) -> None:
    class Impatient(ScriptedSolver):
        def solve(self, item: GoldItem) -> Solution:
            if item is PLAIN_ITEM:
                raise KeyboardInterrupt
            return super().solve(item)

    folder = RunFolder.create(tmp_path / "run", META)
    with pytest.raises(KeyboardInterrupt):
        harness.run(ITEMS, [System("scripted", partial(Impatient, ANSWERS))], CORPUS, folder.keep)
    done = {(row.system, row.id) for row in folder.read().rows}
    solver = ScriptedSolver(ANSWERS)
    harness.run(ITEMS, [System("scripted", lambda: solver)], CORPUS, folder.keep, done=done)

    assert done == {("scripted", DISPUTED_ITEM.id)}
    assert solver.asked == ["ferries", "owner"]
    assert [row.id for row in folder.read().rows] == ["dismissals", "ferries", "owner"]


def test_a_stop_with_several_workers_keeps_what_the_others_were_finishing() -> None:
    at_once = threading.Barrier(2)

    class Together(ScriptedSolver):
        def solve(self, item: GoldItem) -> Solution:
            at_once.wait(timeout=5)
            if item is PLAIN_ITEM:
                raise KeyboardInterrupt
            return super().solve(item)

    rows: list[ItemResult] = []
    with pytest.raises(KeyboardInterrupt):
        harness.run(ITEMS[:2], [System("scripted", partial(Together, ANSWERS))], CORPUS, rows.append, workers=2)

    assert [row.id for row in rows] == ["dismissals"]


def test_a_run_folder_gives_back_what_was_kept_and_the_last_row_of_an_item_counts(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path / "run", META)
    for row in (*rows_of(system(ferries=None)), *rows_of(system())):
        folder.keep(row)

    found = load_run(tmp_path / "run")

    assert [row.problem for row in found.rows] == [None, None, None]
    assert found.rows[0].scores == rows_of(system())[0].scores


def test_a_last_line_cut_short_by_a_crash_is_left_out_and_mended(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path / "run", META)
    first, second, _ = rows_of(system())
    folder.keep(first)
    with (folder.path / "results.jsonl").open("a") as results:
        results.write('{"system": "scripted", "id": "fer')

    before = folder.read()
    folder.repair()
    folder.keep(second)

    assert [row.id for row in before.rows] == ["dismissals"]
    assert [row.id for row in folder.read().rows] == ["dismissals", "ferries"]


def test_a_run_is_never_written_over_another(tmp_path: Path) -> None:
    RunFolder.create(tmp_path / "run", META)

    with pytest.raises(BadTarget, match="it holds a run; go on with --resume"):
        RunFolder.create(tmp_path / "run", META)


def test_what_is_no_run_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("[]")

    for path, said in ((tmp_path, "no meta.json"), (tmp_path / "x.json", "neither"), (tmp_path / "y", "no such file")):
        with pytest.raises(BadRun, match=said):
            load_run(path)
    with pytest.raises(BadRun, match="no run has been kept"):
        newest(tmp_path)


def test_run_folders_are_named_after_time_and_model(tmp_path: Path) -> None:
    path = new_path("openai-like:qwen@http://127.0.0.1:8081/v1", tmp_path)

    assert path.parent == tmp_path
    assert path.name.endswith("-openai-like-qwen-http---127.0.0.1-8081-v1")


def test_the_gate_names_what_fell_and_holds_no_baseline_to_it() -> None:
    run = Run(META, tuple(rows_of(system(ferries=ANSWERS["Who owns Nordline?"]), system("stock", ferries=None))))

    sentences = gate.fallen(run, gate.thresholds("facts=0.9, exact_spans=1"))

    assert sentences == ["scripted: facts is 0.500 over 2 items; 0.9 is asked"]


def test_a_gate_on_what_no_item_measures_does_not_pass() -> None:
    run = Run({**META, "systems": [{"name": "scripted"}]}, ())

    assert gate.fallen(run, {"facts": 0.1}) == ["scripted: facts could not be computed on any item; 0.1 is asked"]


@pytest.mark.parametrize("text", ["fact=0.9", "facts=95", "facts", "", "facts=high"])
def test_a_threshold_of_no_known_form_is_refused(text: str) -> None:
    with pytest.raises(BadSetting, match=r"--fail-under .* it takes name=value pairs"):
        gate.thresholds(text)


def test_the_desk_is_timed_to_the_first_token_and_the_first_sentence(tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    report.write_text("---\noutlet: The Harbour Post\n---\n\nThe port has six ferries. It is old.\n", encoding="utf-8")
    settings = Settings(home=tmp_path / "home", embedder="none")
    build_index(settings, [report])
    item = GoldItem("ferries", "How many ferries does the port have?", "fact")

    begun = time.perf_counter()
    solved = DeskSolver(settings, ScriptedModel(["The port has six ferries."])).solve(item)
    whole = time.perf_counter() - begun
    quoted = DeskSolver(settings).solve(item)

    assert solved.answer.status == "answered"
    assert 0 < (solved.first_token or 0) <= (solved.first_sentence or 0) <= whole
    assert quoted.first_token is None
    assert quoted.first_sentence
