"""Verdicts on pairs of sentences: do they contradict each other, agree, or tell different things? Floor 4.

    python -m benchmarks.pairs FILE.jsonl OUT.jsonl [--model NAME] [--score]

A line of FILE is {"id", "a": {"outlet", "published", "title", "sentence"}, "b": {...}}; a line of OUT {"id", "verdict":
"contradicts" | "agrees" | "different"}, in the same order. Without a language model the verdict is that of the certain
rules, as in an answer; with one it is the model's, twelve pairs a call, as in an answer. `--score` also prints
precision and recall, where the lines have a "label".
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.disputes.candidates import Closeness
from assistant.disputes.certain import rule
from assistant.disputes.statement import statement_of
from assistant.errors import SaysoError
from assistant.index.embedder import Embedder, open_embedder
from assistant.models.registry import open_model
from assistant.models.types import Model
from assistant.reading.contradiction import ModelComparer, Pair
from assistant.settings import read_settings
from assistant.types import Article, Attribution, Evidence

_VERDICT = {"disagree": "contradicts", "agree": "agrees"}


def read_pair(row: dict[str, Any]) -> Pair:
    """The two sentences of a line, each the whole of its article."""
    return Pair(_evidence(1, row["a"]), _evidence(2, row["b"]))


def verdicts(pairs: Sequence[Pair], model: Model | None, embedder: Embedder | None = None) -> list[str]:
    """One verdict a pair, in their order. A pair that the model could not be asked about is "different"."""
    if model is None:
        closeness = Closeness(embedder)
        return [
            str(
                rule(
                    statement_of(pair.one), statement_of(pair.other), closeness.of(pair.one.quote, pair.other.quote)
                ).relation
            )
            for pair in pairs
        ]
    found = ModelComparer(model).compare(pairs)
    for reason in dict.fromkeys(one.reason for one in found if one.relation == "unread"):
        print(f"Not read: {reason}", file=sys.stderr)
    return [_VERDICT.get(one.relation, "different") for one in found]


def scores(labels: Sequence[str], given: Sequence[str]) -> str:
    """Precision and recall of each verdict that is no "different"."""
    lines = []
    for verdict in ("contradicts", "agrees"):
        right = sum(a == b == verdict for a, b in zip(labels, given, strict=True))
        said, wanted = given.count(verdict), labels.count(verdict)
        lines.append(f"{verdict}: precision {right}/{said}, recall {right}/{wanted}")
    wrong = Counter(
        (label, verdict) for label, verdict in zip(labels, given, strict=True) if "contradicts" in (label, verdict)
    )
    return "\n".join([*lines, f"by label and verdict: {dict(sorted(wrong.items()))}"])


def _evidence(key: int, told: dict[str, Any]) -> Evidence:
    text, outlet = str(told["sentence"]), told.get("outlet")
    article = Article(f"pair-{key}", text, told.get("title"), outlet, told.get("published"))
    return Evidence(key, article, 0, len(text), (Attribution(outlet, "outlet"),) if outlet else ())


def main(arguments: Sequence[str] | None = None) -> int:
    """Read, judge, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--model", help="as for sayso; without it, and without SAYSO_MODEL or a key, `quotes`")
    parser.add_argument("--score", action="store_true")
    asked = parser.parse_args(arguments)
    rows = [json.loads(line) for line in asked.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    try:
        settings = read_settings(model=asked.model)
        model = open_model(settings)
        given = verdicts([read_pair(row) for row in rows], model, open_embedder(settings))
    except SaysoError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    lines = (json.dumps({"id": row["id"], "verdict": one}) for row, one in zip(rows, given, strict=True))
    asked.out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    if asked.score:
        print(scores([str(row.get("label")) for row in rows], given))
    return 0


if __name__ == "__main__":
    sys.exit(main())
