"""Scores what is read in German against sentences labelled by hand: who says it, figures, days, denials. Floor 4.

    python -m evals.parts.german [--set FILE] [--misses]

Sentences of one article follow each other and are read as its text. Precision counts what was given, recall what was
labelled. `dev` was seen while the word data were written; `test` was labelled before it was first run.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.attribution.ladders import ladders
from assistant.language.analyse import analyse
from assistant.language.detect import detect_supported
from assistant.language.event_days import event_days
from assistant.language.outlets import canonical
from assistant.language.sentences import sentence_spans
from assistant.types import Attribution, Span

LABELS = Path(__file__).with_name("german.jsonl")
Told = set[tuple[Any, ...]]
_CLOCK = 1  # decimals of a figure that are compared


def labelled_rows(labels: Path = LABELS) -> Iterator[tuple[dict[str, Any], dict[str, tuple[Told, Told]]]]:
    """Each labelled sentence with what was found and what was labelled, of every kind."""
    articles: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in map(json.loads, labels.read_text(encoding="utf-8").splitlines()):
        articles[row["article"]].append(row)
    for rows in articles.values():
        text = " ".join(row["sentence"] for row in rows)
        spans = sentence_spans(text)
        found = ladders(text, rows[0]["outlet"], spans)
        at = 0
        for row in rows:
            place = (at, at + len(row["sentence"]))
            rungs = [one for span, some in zip(spans, found, strict=True) if _meet(span, place) for one in some[1:]]
            yield row, compared(row, rungs, detect_supported(text))
            at = place[1] + 1


def compared(row: dict[str, Any], rungs: Sequence[Attribution], language: str) -> dict[str, tuple[Told, Told]]:
    """What was found and what was labelled in one sentence, by kind."""
    read = analyse(row["sentence"], language)
    kind, _, names = (row["by"] or "").partition(": ")
    speaker = next((one for one in reversed(rungs) if one.kind != "outlet"), None)
    right = speaker is not None and speaker.kind == kind and speaker.name in names.split(" | ")
    by: Told = {(kind, names)} if kind else set()
    return {
        "speaker": (by if right else {(speaker.kind, speaker.name)} if speaker else set(), by),
        "outlets": ({(one.name,) for one in rungs if one.kind == "outlet"}, {(canonical(one),) for one in row["via"]}),
        "figures": (
            {(round(one.value, _CLOCK), one.unit) for one in read.figures if one.unit not in ("ordinal", "day")},
            {(round(float(value), _CLOCK), unit) for value, unit in row["figures"]},
        ),
        "days": (
            {(str(day.first), str(day.last)) for day in event_days(row["sentence"], row["published"], language)},
            {tuple(days) for days in row["days"]},
        ),
        "denials": ({("denies",)} if read.has_denial else set(), {("denies",)} if row["denies"] else set()),
    }


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def main() -> None:
    """Print precision and recall by kind, for each split."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", type=Path, default=LABELS)
    parser.add_argument("--misses", action="store_true", help="print what was read otherwise")
    asked = parser.parse_args()
    rows = list(labelled_rows(asked.set))
    for split in dict.fromkeys(row["split"] for row, _ in rows):
        some = [(row, kinds) for row, kinds in rows if row["split"] == split]
        print(f"{split}: {len(some)} sentences of {len({row['article'] for row, _ in some})} articles")
        for kind in some[0][1]:
            pairs = [kinds[kind] for _, kinds in some]
            right, given, labelled = (
                sum(map(len, found)) for found in zip(*((f & t, f, t) for f, t in pairs), strict=True)
            )
            precision, recall = (f"{right / of:.3f}" if of else "  -  " for of in (given, labelled))
            print(f"  {kind:9} P {precision} ({right}/{given})  R {recall} ({right}/{labelled})")
            for row, kinds in some if asked.misses else ():
                if kinds[kind][0] != kinds[kind][1]:
                    print(f"      {row['sentence'][:100]!r}: {kinds[kind][0]}, by hand {kinds[kind][1]}")


if __name__ == "__main__":
    main()
