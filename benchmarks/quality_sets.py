"""The quality sets, each a function that gives its figures, all of them the higher the better. Floor 4.

Those of `QUICK` read sentences alone and take seconds; the others ask an index of their own. What stands in
`../shared/bench` is skipped by name where it is not there.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import yaml

from assistant.checking.check import check
from assistant.disputes.find import find_disputes
from benchmarks.pairs import read_pair, verdicts
from evals.parts import attribution, checks, days, disputes

ROOT = Path(__file__).resolve().parents[1]
BENCH = ROOT.parent / "shared" / "bench"
DRAFTS = ("ftx-trial", "swift-and-kelce")
STORIES = ("ftx-trial", "man-united-autumn", "openai-altman", "swift-and-kelce")

Figures = dict[str, float]


def pairs() -> Figures:
    """Two sentences of two outlets, without a model: what is called a contradiction, or agreement, is one."""
    files = sorted((BENCH / "pairs").glob("*.jsonl"))
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines() if line.strip()]
    labels = [row["label"] for row in rows]
    given = verdicts([read_pair(row) for row in rows], None)
    found: Figures = {}
    for verdict in ("contradicts", "agrees"):
        right = sum(a == b == verdict for a, b in zip(labels, given, strict=True))
        found[f"{verdict}: not called wrongly"] = 1 - (given.count(verdict) - right) / max(1, len(rows))
        found[f"{verdict}: recall"] = right / max(1, labels.count(verdict))
    return found


def dispute_sets() -> Figures:
    """The hand-written evidence sets of evals/parts/dispute_pairs.yaml."""
    cases = yaml.safe_load(disputes.PAIRS.read_text("utf-8"))
    found = [(case, find_disputes(disputes.evidence_of(case["evidence"]), case["question"])) for case in cases]
    wanted = [(case, got) for case, got in found if case["expect"] != "none"]
    plain = [got for case, got in found if case["expect"] == "none"]
    sided = [
        any(disputes.sides_right(one, case["sides"], case.get("may", [])) and one.kind == case["expect"] for one in got)
        for case, got in wanted
    ]
    return {
        "found": sum(bool(got) for _, got in wanted) / len(wanted),
        "kind and sides right": sum(sided) / len(wanted),
        "plain sets without a dispute": sum(not got for got in plain) / len(plain),
    }


def corruptions() -> Figures:
    """The certain rules over the labelled sentences of evals/parts/corruptions*.yaml."""
    return _of_trials(
        [trial for path in sorted(checks.DATA.parent.glob("corruptions*")) for trial in checks.read_yaml(path)]
    )


def claims() -> Figures:
    """The certain rules over the labelled sentences of ../shared/bench/claims."""
    articles = checks.read_articles(BENCH / "multihoprag" / "corpus.jsonl.gz")
    return _of_trials(
        [one for path in sorted((BENCH / "claims").glob("*.jsonl")) for one in checks.read_claims(path, articles)]
    )


def _of_trials(trials: list[checks.Trial]) -> Figures:
    alarmed = [one.check == "unsupported" for one in check([trial.sentence for trial in trials])]
    told = list(zip(trials, alarmed, strict=True))
    faithful = [alarm for trial, alarm in told if trial.kind == checks.FAITHFUL]
    wrong = [alarm for trial, alarm in told if trial.kind != checks.FAITHFUL]
    return {
        "faithful without an alarm": 1 - sum(faithful) / len(faithful),
        "unfaithful caught": sum(wrong) / len(wrong),
    }


def ladders() -> Figures:
    """Who says it, over the hand-labelled sentences of evals/parts/attribution*.yaml."""
    found: Figures = {}
    for path in sorted(attribution.HERE.glob("attribution*.yaml")):
        for name, tally in attribution.scores_of(attribution.read_labels(path)).items():
            fresh = "fresh " if path.stem.endswith("fresh") else ""
            found |= {
                f"{fresh}{name}: precision": tally.precision or 0.0,
                f"{fresh}{name}: recall": tally.recall or 0.0,
            }
    return found


def event_days() -> Figures:
    """Days that mentions of time mean, and that none is told where there is none, over evals/parts/days*.jsonl."""
    found: Figures = {}
    for path in sorted(Path(days.__file__).parent.glob("days*.jsonl")):
        items = list(days.labelled_mentions(BENCH / "multihoprag" / "corpus.jsonl.gz", path))
        for name, part in (
            ("right", [one for one in items if one.days]),
            ("none", [one for one in items if not one.days]),
        ):
            right = sum(days.right(item, days.resolved(item)) for item in part)
            found[f"{path.stem}: {name}"] = right / max(1, len(part))
    return found


def drafts() -> Figures:
    """Two drafts whose sentences are labelled, over indexes of their own; `quotes` alone."""
    from assistant.checking.drafts import UncheckedSentence
    from assistant.desk import Desk
    from assistant.settings import Settings
    from evals.parts.drafts import labelled_draft

    found: Figures = {}
    for story in DRAFTS:
        with tempfile.TemporaryDirectory() as folder:
            desk = Desk(Settings(home=home_of(story, Path(folder))))
            draft = labelled_draft(story, desk)
            verdicts = [one.verdict.check for one in desk.check([UncheckedSentence(one.text) for one in draft])]
        found |= of_draft(story, [one.right for one in draft], verdicts)
    return found


def of_draft(story: str, right: Sequence[bool], verdicts: Sequence[str]) -> Figures:
    """The figures of one draft, from which of its sentences are right and what was said of each."""
    flagged = [verdict == "unsupported" for verdict in verdicts]
    told = list(zip(right, flagged, strict=True))
    return {
        f"{story}: wrong ones called unsupported": sum(flag for one, flag in told if not one) / right.count(False),
        f"{story}: right ones without an alarm": 1 - sum(flag for one, flag in told if one) / right.count(True),
    }


def stories() -> Figures:
    """The mean of four stories of real articles, 40 questions each, as score_stories.py counts. Takes many minutes."""
    totals: dict[str, list[float]] = {}
    for story in STORIES:
        with tempfile.TemporaryDirectory() as folder:
            home, answers = home_of(story, Path(folder)), Path(folder) / "answers.jsonl"
            with answers.open("w", encoding="utf-8") as out:
                ask = ["ask", "--batch", str(Path(folder) / "batch.jsonl"), "--json", "--home", str(home)]
                subprocess.run([sys.executable, "-m", "assistant", *ask], cwd=ROOT, stdout=out, check=True)
            scored = _script("score", story, str(answers))
        for name, value in re.findall(r"(\w+)[ =:]+([01]?\.\d+)", scored):
            totals.setdefault(name, []).append(float(value))
    kept = ("facts", "gold", "bearing", "claimed_right", "held_back")
    return {name: sum(totals[name]) / len(totals[name]) for name in kept if name in totals}


def home_of(story: str, folder: Path) -> Path:
    """An index of a story's articles; its questions lie beside, in `batch.jsonl`."""
    from assistant.settings import Settings
    from ingest.run import ingest

    _script("prepare", story, str(folder / "articles.jsonl"), str(folder / "batch.jsonl"))
    with contextlib.redirect_stdout(io.StringIO()):
        ingest(Settings(home=folder / "home"), [str(folder / "articles.jsonl")])
    return folder / "home"


def _script(*arguments: str) -> str:
    command = [sys.executable, str(BENCH / "stories" / "score_stories.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


QUICK: Mapping[str, Callable[[], Figures]] = {
    "pairs": pairs, "disputes": dispute_sets, "checks": corruptions, "claims": claims,
    "attribution": ladders, "days": event_days,
}  # fmt: skip
SETS: Mapping[str, Callable[[], Figures]] = {**QUICK, "drafts": drafts, "stories": stories}
NEEDED: Mapping[str, str] = {
    "pairs": "pairs", "claims": "claims", "days": "multihoprag", "drafts": "stories", "stories": "stories",
}  # fmt: skip
"""The folder of ../shared/bench that a set needs."""
