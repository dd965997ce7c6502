"""Scores verification on sentences spoilt by hand: how many it catches, and how often it cries wolf. Floor 4.

    python -m evals.parts.verification [--worst] [--split test] [--data FILE]

A spoilt sentence is caught when its verdict is `unsupported`; a faithful one that gets this verdict is a false alarm.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

from assistant.types import Article, Attribution, Evidence, RungKind, Verdict
from assistant.verification.verify import verify

DATA = Path(__file__).with_name("corruptions.yaml")
FAITHFUL = "faithful"


@dataclass(frozen=True, slots=True)
class Trial:
    """One sentence that was verified: which item, what was done to it, and the verdict."""

    item: str
    split: str
    kind: str
    text: str
    verdict: Verdict

    @property
    def missed(self) -> bool:
        """Whether verification was wrong: a spoilt sentence passed, or a faithful one did not."""
        return (self.verdict.check == "unsupported") == (self.kind == FAITHFUL)


def read_evidence(raw: dict[str, Any], key: int) -> Evidence:
    """One piece of evidence of the data file; `context`, where given, is the article around the quote."""
    quote = str(raw["quote"])
    text = str(raw.get("context") or quote)
    outlet = raw["outlet"]
    article = Article(
        f"a{key}", text, title=raw.get("title"), outlet=outlet, published=str(raw["published"] or "") or None
    )
    rungs = [Attribution(outlet, "outlet"), *(_rung(line) for line in raw["ladder"])]
    start = text.index(quote)
    return Evidence(key, article, start, start + len(quote), tuple(rungs))


def _rung(line: str) -> Attribution:
    kind, _, rest = line.partition(": ")
    name, _, verb = rest.partition(" | ")
    return Attribution(name, cast(RungKind, kind), verb or None)


def run(path: Path = DATA) -> Iterator[Trial]:
    """Verify every sentence of a data file, in its order."""
    for item in yaml.safe_load(path.read_text(encoding="utf-8")):
        cited = [read_evidence(raw, key) for key, raw in enumerate(item["evidence"], 1)]
        for kind, texts in {FAITHFUL: item["faithful"], **item["corrupted"]}.items():
            for text in texts:
                yield Trial(item["id"], item["split"], kind, text, verify(text, cited))


def table(trials: Sequence[Trial]) -> str:
    """Caught of all by kind and split, then false alarms on the faithful; one line each."""
    splits = sorted({trial.split for trial in trials})
    kinds = sorted({trial.kind for trial in trials} - {FAITHFUL})
    lines = [f"{'caught':<14}" + "".join(f"{split:>16}" for split in splits)]
    for kind in [*kinds, "all"]:
        row = [[t for t in trials if t.split == split and _counts(t, kind)] for split in splits]
        lines.append(f"{kind:<14}" + "".join(_share(sum(not t.missed for t in cell), len(cell)) for cell in row))
    row = [[t for t in trials if t.split == split and t.kind == FAITHFUL] for split in splits]
    lines.append(f"{'false alarms':<14}" + "".join(_share(sum(t.missed for t in cell), len(cell)) for cell in row))
    return "\n".join(lines)


def _counts(trial: Trial, kind: str) -> bool:
    return trial.kind == kind or (kind == "all" and trial.kind != FAITHFUL)


def _share(part: int, whole: int) -> str:
    return f"{part:>6}/{whole:<3} {part / whole:>5.2f}" if whole else f"{'-':>16}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table; with --worst also each sentence that was judged wrongly."""
    parser = argparse.ArgumentParser(prog="python -m evals.parts.verification", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="the sentences (default: evals/parts/corruptions.yaml)")
    parser.add_argument("--split", choices=("dev", "test"), help="only this part")
    parser.add_argument("--worst", action="store_true", help="list the sentences that were judged wrongly")
    options = parser.parse_args(arguments)
    trials = [trial for trial in run(options.data) if options.split in (None, trial.split)]
    if options.worst:
        for trial in trials:
            if trial.missed:
                print(f"{trial.item} [{trial.kind}] {trial.text}\n    {trial.verdict.check}: {trial.verdict.reason}")
    print(table(trials))


if __name__ == "__main__":
    main()
