"""What the commands promise: tables on standard output, the rest on standard error, and the right exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from evals_fakes import ANSWERS, GAZETTE, HARBOUR, ScriptedSolver

from assistant.types import Article
from evals import cli, session
from evals.items import GoldItem
from evals.solve import Solution

GOLD = """
- id: ferries
  question: How many ferries does Nordline run?
  kind: fact
  facts: [[six]]
  outlets: [The Harbour Post]
  split: dev
- id: dismissed
  question: How many sailors did Nordline dismiss in April?
  kind: fact
  facts: [['\\b40\\b']]
  disputed: true
  split: test
- id: king
  question: Who is the king of Ruritania?
  kind: unanswerable
  split: dev
"""


class Ran(NamedTuple):
    status: int
    out: str
    err: str


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a corpus of two articles and a gold set, entered; searched by words alone, to be quick."""
    (tmp_path / "corpus").mkdir()
    for article in (HARBOUR, GAZETTE):
        write_article(tmp_path / "corpus" / f"{article.id}.md", article)
    (tmp_path / "gold.yaml").write_text(GOLD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAYSO_EMBEDDER", "none")
    return tmp_path


def write_article(path: Path, article: Article) -> None:
    head = f"outlet: {article.outlet}\ntitle: '{article.title}'\npublished: {article.published}\n"
    path.write_text(f"---\n{head}---\n\n{article.text}\n", encoding="utf-8")


@pytest.fixture
def evals(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Runs `python -m evals` with the words given."""

    def run(*words: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["evals", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        return Ran(int(ended.value.code or 0), out, err)

    return run


def test_a_run_prints_its_tables_keeps_itself_and_writes_the_files_asked_for(here: Path, evals) -> None:  # type: ignore[no-untyped-def]
    ran = evals("run", "--gold", "gold.yaml", "--json", "run.json", "--html", "run.html", "--model", "quotes")

    assert ran.status == 0
    assert "Mean ± standard error" in ran.out
    assert "newsroom scorecard" in ran.out
    assert "median" in ran.err
    assert "median" not in ran.out
    (kept,) = (here / "evals" / "runs").iterdir()
    assert kept.name.endswith("-quotes")
    run = json.loads((here / "run.json").read_text())
    assert [row["id"] for row in run["rows"]] == ["ferries", "dismissed", "king"]
    assert {"gold", "corpus", "prompts", "settings", "plan", "version"} <= set(run["meta"])
    assert run["rows"][0]["scores"]["facts"] == {"value": 1.0, "reason": "gives the fact"}
    assert "How many ferries" in (here / "run.html").read_text()


def test_the_users_own_index_is_not_touched(here: Path, evals, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("SAYSO_HOME", str(here / "mine"))

    evals("run", "--gold", "gold.yaml")

    assert not (here / "mine").exists()


def test_two_runs_print_the_same_tables(here: Path, evals) -> None:  # type: ignore[no-untyped-def]
    assert evals("run", "--gold", "gold.yaml").out == evals("run", "--gold", "gold.yaml").out


def test_a_split_and_a_sample_narrow_the_run(here: Path, evals) -> None:  # type: ignore[no-untyped-def]
    evals("run", "--gold", "gold.yaml", "--split", "dev", "--sample", "1", "--json", "run.json")

    run = json.loads((here / "run.json").read_text())
    assert len(run["rows"]) == 1
    assert run["rows"][0]["split"] == "dev"


def test_the_gate_ends_with_one_and_says_what_fell(here: Path, evals) -> None:  # type: ignore[no-untyped-def]
    ran = evals("run", "--gold", "gold.yaml", "--fail-under", "exact_spans=1,disputes=0.5")

    assert ran.status == 1
    assert "fell: quotes: disputes could not be computed on any item; 0.5 is asked" in ran.err
    assert "exact_spans" not in ran.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "--gold", "none.yaml"), "cannot be read"),
        (("run", "--gold", "gold.yaml", "--corpus", "nowhere"), "no file or folder nowhere"),
        (("run", "--gold", "gold.yaml", "--model", "gpt"), "--model or SAYSO_MODEL is 'gpt'"),
        (("run", "--gold", "gold.yaml", "--fail-under", "fact=1"), "--fail-under is 'fact=1'"),
        (("run", "--gold", "gold.yaml", "--html", "no/such/x.html"), "there is no folder no/such"),
        (("run", "--gold", "gold.yaml", "--judge", "quotes"), "--judge is 'quotes'"),
        (("run", "--gold", "gold.yaml", "--record", "a", "--replay", "b"), "exclude each other"),
        (("run", "--resume"), "no run has been kept"),
        (("run", "--resume", "nowhere"), "no meta.json"),
        (("compare", "nowhere"), "no such file"),
        (("check", "none.yaml"), "cannot be read"),
    ],
)
def test_a_mistake_of_the_users_ends_with_two_and_one_sentence(here: Path, evals, words, said) -> None:  # type: ignore[no-untyped-def]
    ran = evals(*words)

    assert ran.status == 2
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_an_unknown_outlet_is_an_error_before_anything_runs(here: Path, evals) -> None:  # type: ignore[no-untyped-def]
    (here / "gold.yaml").write_text(GOLD.replace("The Harbour Post", "The Harbor Pest"))

    ran = evals("run", "--gold", "gold.yaml")

    assert ran.status == 2
    assert "line 2: item ferries: no article is from 'The Harbor Pest'; the corpus has" in ran.err


def test_check_counts_a_good_file_and_lists_the_faults_of_a_bad_one(here: Path, evals) -> None:  # type: ignore[no-untyped-def]
    good = evals("check", "gold.yaml", "--corpus", "corpus")
    (here / "bad.yaml").write_text(GOLD.replace("kind: fact\n", "kind: facts\n"))
    bad = evals("check", "bad.yaml")

    assert (good.status, bad.status) == (0, 2)
    assert "3 items, no faults" in good.out
    assert "fact 2, unanswerable 1" in good.out
    assert bad.err.count("unknown kind 'facts'") == 2


class Stopping(ScriptedSolver):
    """Is stopped by Ctrl-C at the second item."""

    def __init__(self, *given: object) -> None:
        super().__init__(ANSWERS)

    def solve(self, item: GoldItem) -> Solution:
        if self.asked:
            raise KeyboardInterrupt
        return super().solve(item)


def test_ctrl_c_keeps_what_was_done_and_resume_does_the_rest(
    here: Path, evals, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    with monkeypatch.context() as patched:
        patched.setattr(session, "DeskSolver", Stopping)
        stopped = evals("run", "--gold", "gold.yaml", "--out", "kept")
    resumed = evals("run", "--resume", "kept", "--json", "run.json")

    assert stopped.status == 1
    assert "Stopped: 1 of 3 items scored. Go on with: sayso eval run --resume kept" in stopped.err
    assert resumed.status == 0
    rows = json.loads((here / "run.json").read_text())["rows"]
    assert [row["id"] for row in rows] == ["ferries", "dismissed", "king"]
    assert rows[0]["ranked"] == ["harbour", "gazette"]  # the scripted answer of before, not asked again


def test_a_run_whose_corpus_changed_is_not_gone_on_with(here: Path, evals) -> None:  # type: ignore[no-untyped-def]
    evals("run", "--gold", "gold.yaml", "--out", "kept")
    (here / "corpus" / "gazette.md").unlink()

    ran = evals("run", "--resume", "kept")

    assert ran.status == 2
    assert "its corpus changed since it began; start a new run" in ran.err


def test_two_runs_are_compared(here: Path, evals) -> None:  # type: ignore[no-untyped-def]
    evals("run", "--gold", "gold.yaml", "--out", "a")
    evals("run", "--gold", "gold.yaml", "--json", "b.json")

    ran = evals("compare", "a", "b.json")

    assert ran.status == 0
    assert "B - A" in ran.out
    assert "No item flipped." in ran.out


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from evals.cli import evaluate; evaluate(['run', '--help'], standalone_mode=False); "
        "print(sorted({'chromadb', 'llama_index', 'numpy', 'rich', 'jinja2', 'yaml'} & set(sys.modules)))"
    )

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "--fail-under" in ran.stdout
    assert ran.stdout.splitlines()[-1] == "[]"
