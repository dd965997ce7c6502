"""Scores `assistant.disputes` on hand-written evidence sets: recall by kind, sides, false alarms. Floor 4.

python -m evals.parts.disputes [--split dev|test|held|fresh|all] [--misses]
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from assistant.disputes.find import find_disputes
from assistant.types import Article, Attribution, Dispute, Evidence

PAIRS = Path(__file__).with_name("dispute_pairs.yaml")


def evidence_of(rows: list[list[Any]]) -> list[Evidence]:
    """Evidence from the rows of one case; rows with one outlet and day are sentences of one article."""
    texts: dict[tuple[str, str | None], str] = {}
    places: list[tuple[int, int]] = []
    days = [str(row[2]) if row[2] else None for row in rows]
    for row, day in zip(rows, days, strict=True):
        before = texts.get((row[1], day), "")
        texts[row[1], day] = f"{before} {row[3]}".strip()
        places.append((len(texts[row[1], day]) - len(row[3]), len(texts[row[1], day])))
    found = []
    for row, day, (start, end) in zip(rows, days, places, strict=True):
        article = Article(id=f"{row[1]} {day}", text=texts[row[1], day], outlet=row[1], published=day)
        rungs = [Attribution(row[1], "outlet")]
        rungs += [Attribution(name, kind, "said") for kind, name in (r.split(":") for r in (row[4] if row[4:] else []))]
        found.append(Evidence(row[0], article, start, end, tuple(rungs), 1 / row[0]))
    return found


def sides_right(dispute: Dispute, wanted: list[list[int]], may: list[int]) -> bool:
    """Whether the sides hold just the wanted keys, in any order, those in `may` left aside."""
    got = sorted(sorted(set(side.citations) - set(may)) for side in dispute.sides)
    return got == sorted(sorted(set(side) - set(may)) for side in wanted)


def main() -> None:
    """Print the table, and with --misses what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", default="all", choices=["dev", "test", "held", "fresh", "all"])
    parser.add_argument("--misses", action="store_true")
    asked = parser.parse_args()
    cases = [c for c in yaml.safe_load(PAIRS.read_text("utf-8")) if asked.split in ("all", c["split"])]
    counts: Counter[tuple[str, str, str]] = Counter()
    for case in cases:
        found = find_disputes(evidence_of(case["evidence"]), case["question"])
        kind, split = case["expect"], case["split"]
        counts[split, kind, "n"] += 1
        if kind == "none":
            counts[split, kind, "alarm"] += bool(found)
            failed = bool(found)
        else:
            right = [d for d in found if sides_right(d, case["sides"], case.get("may", []))]
            counts[split, kind, "found"] += bool(found)
            counts[split, kind, "kind"] += any(d.kind == kind for d in found)
            counts[split, kind, "sides"] += bool(right)
            failed = not right or not any(d.kind == kind for d in right)
        if failed and asked.misses:
            print(
                f"{case['id']} ({split}): wants {kind}, got {[(d.kind, [s.citations for s in d.sides]) for d in found]}"
            )
    for split in ("dev", "test", "held", "fresh"):
        rows = {kind: n for (s, kind, what), n in counts.items() if s == split and what == "n"}
        for kind, n in rows.items():
            of = {what: counts[split, kind, what] for what in ("found", "kind", "sides", "alarm")}
            if kind == "none":
                print(f"{split:5} none        n {n:3}  false alarms {of['alarm']} ({of['alarm'] / n:.3f})")
            else:
                shares = "  ".join(f"{what} {of[what] / n:.2f}" for what in ("found", "kind", "sides"))
                print(f"{split:5} {kind:11} n {n:3}  {shares}")
        some = sum(n for kind, n in rows.items() if kind != "none")
        for what in ("found", "kind", "sides"):
            total = sum(counts[split, kind, what] for kind in rows if kind != "none")
            print(f"{split:5} all {what:7} {total}/{some} ({total / some:.3f})" if some else "")


if __name__ == "__main__":
    main()
