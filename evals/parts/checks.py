"""Scores the checks on sentences labelled faithful or not: recall and false alarms. Floor 4.

    python -m evals.parts.checks [FILE ...] [--articles CORPUS.jsonl.gz] [--rules] [--model NAME] [--worst]

A FILE is a `.yaml` as evals/parts/corruptions.yaml (the default), or a `.claims.jsonl` of
{"evidence": [{"doc_id" or "outlet"/"title"/"published", "sentence"}], "sentence", "label", "kind"}, whose articles
are in CORPUS by `doc_id`. A sentence is caught when it is `unsupported`; a faithful one that is so is a false alarm.
`--rules` counts each certain rule alone; `--model` has a language model read what the rules leave open.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

from assistant.checking.check import check
from assistant.checking.quantity_check import absent_figure
from assistant.checking.verbatim import altered_quotation, verbatim_in
from assistant.reading.checked_context import CitedSentence
from assistant.reading.faithfulness import Checker, ModelChecker
from assistant.types import Article, Attribution, Evidence, RungKind, Verdict

DATA = Path(__file__).with_name("corruptions.yaml")
FAITHFUL = "faithful"
RULES: Mapping[str, Callable[[str, Sequence[Evidence]], str | None]] = {
    "quotation altered": altered_quotation,
    "figure nowhere in the articles": absent_figure,
}
"""The rules that may call a sentence unsupported without a model; each must alarm on under 1% of the faithful."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One labelled sentence with what it cites. `kind` is `faithful`, or what is wrong with it."""

    id: str
    kind: str
    sentence: CitedSentence


def read_yaml(path: Path) -> Iterator[Trial]:
    """The sentences of a YAML file, in its order."""
    for item in yaml.safe_load(path.read_text(encoding="utf-8")):
        cited = tuple(read_evidence(raw, key) for key, raw in enumerate(item["evidence"], 1))
        for kind, texts in {FAITHFUL: item["faithful"], **item["corrupted"]}.items():
            for text in texts:
                yield Trial(item["id"], kind, CitedSentence(text, cited))


def read_evidence(raw: dict[str, Any], key: int) -> Evidence:
    """One piece of evidence of a YAML file; `context`, where given, is the article around the quote."""
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


def read_claims(path: Path, articles: Mapping[str, Article]) -> Iterator[Trial]:
    """The sentences of a `.claims.jsonl`, in its order. Raises KeyError for an article that is not there."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            row = json.loads(line)
            cited = tuple(_claimed(raw, key, articles) for key, raw in enumerate(row["evidence"], 1))
            kind = FAITHFUL if row["label"] == FAITHFUL else row["kind"]
            yield Trial(row["id"], kind, CitedSentence(row["sentence"], cited))


def _claimed(raw: dict[str, Any], key: int, articles: Mapping[str, Article]) -> Evidence:
    quote = raw["sentence"]
    article = articles[raw["doc_id"]] if "doc_id" in raw else None
    if article is None or quote not in article.text:
        article = Article(
            f"{raw.get('doc_id')}-{key}", quote, title=raw.get("title"), outlet=raw.get("outlet"),
            published=raw.get("published"),
        )  # fmt: skip
    start = article.text.index(quote)
    return Evidence(key, article, start, start + len(quote))


def read_articles(path: Path) -> dict[str, Article]:
    """The articles of a gzipped `.jsonl` by `doc_id`."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {
        row["doc_id"]: Article(
            row["doc_id"], row["body"], title=row["title"], outlet=row["source"],
            published=(row["published_at"] or "")[:10] or None,
        )
        for row in rows
    }  # fmt: skip


def rules_table(trials: Sequence[Trial]) -> str:
    """For each certain rule the share of the faithful on which it alarms, and the share of the others it catches.

    Verbatim sentences of the source are recognized before any rule is applied.
    """
    open_ones = [trial for trial in trials if not verbatim_in(trial.sentence.text, trial.sentence.cited)]
    lines = [f"{'rule':<32}{'false alarms':>14}{'caught':>10}   of {len(trials)} sentences"]
    for name, rule in RULES.items():
        raised = [trial for trial in open_ones if rule(trial.sentence.text, trial.sentence.cited)]
        faithful = sum(trial.kind == FAITHFUL for trial in raised)
        lines.append(
            f"{name:<32}{_share(faithful, sum(t.kind == FAITHFUL for t in trials)):>14}"
            f"{_share(len(raised) - faithful, sum(t.kind != FAITHFUL for t in trials)):>10}"
        )
    return "\n".join(lines)


def table(trials: Sequence[Trial], verdicts: Sequence[Verdict]) -> str:
    """Caught of all by kind, then false alarms on the faithful, and how many nothing has read; one line each."""
    lines = []
    for kind in [*sorted({trial.kind for trial in trials} - {FAITHFUL}), "all", FAITHFUL]:
        own = [
            verdict.check == "unsupported"
            for trial, verdict in zip(trials, verdicts, strict=True)
            if trial.kind == kind or (kind == "all" and trial.kind != FAITHFUL)
        ]
        name = "false alarms" if kind == FAITHFUL else kind
        lines.append(f"{name:<24}{sum(own):>6}/{len(own):<5}{_share(sum(own), len(own)):>6}")
    unread = sum(verdict.check == "unchecked" for verdict in verdicts)
    return "\n".join([*lines, f"{'unchecked':<24}{unread:>6}/{len(verdicts):<5}{_share(unread, len(verdicts)):>6}"])


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table; with --worst also each sentence that was judged wrongly."""
    parser = argparse.ArgumentParser(prog="python -m evals.parts.checks", description=__doc__)
    parser.add_argument("files", type=Path, nargs="*", default=[DATA])
    parser.add_argument("--articles", type=Path, help="the articles of .claims.jsonl files, a .jsonl.gz")
    parser.add_argument("--rules", action="store_true", help="count each certain rule alone")
    parser.add_argument("--model", help="have this language model read what the rules leave open")
    parser.add_argument("--worst", action="store_true", help="list the sentences that were judged wrongly")
    options = parser.parse_args(arguments)
    articles = read_articles(options.articles) if options.articles else {}
    trials = [
        trial
        for path in options.files
        for trial in (read_yaml(path) if path.suffix == ".yaml" else read_claims(path, articles))
    ]
    if options.rules:
        print(rules_table(trials))
        return
    verdicts = check([trial.sentence for trial in trials], _checker(options.model))
    if options.worst:
        for trial, verdict in zip(trials, verdicts, strict=True):
            if (verdict.check == "unsupported") == (trial.kind == FAITHFUL):
                print(f"{trial.id} [{trial.kind}] {trial.sentence.text}\n    {verdict.check}: {verdict.reason}")
    print(table(trials, verdicts))


def _checker(name: str | None) -> Checker | None:
    from assistant.models.registry import open_model
    from assistant.settings import read_settings

    settings = read_settings(model=name) if name else None
    model = open_model(settings) if settings else None
    return ModelChecker(model) if model else None


if __name__ == "__main__":
    main()
