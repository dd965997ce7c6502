"""Learns the weights of the refusal judge from the development part of gold sets. Floor 4.

    python -m evals.fit_refusal GOLD=CORPUS [GOLD=CORPUS ...]

Each GOLD file is asked over its CORPUS in a throw-away index. Prints the weights for `assistant/finding/judge.py`; how
those learned on seven eighths of the development part do on the rest, in turn, at several biases; and how the weights
in use do on both parts. The test part is never fitted on. Needs scikit-learn (`pip install scikit-learn`).
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import astuple, fields
from pathlib import Path

from assistant.desk import Desk
from assistant.finding.judge import Signals, chance
from assistant.settings import Settings
from evals.gold import load
from ingest.run import ingest

Item = tuple[list[Signals], bool]


def collect(gold: Path, corpus: Path) -> dict[str, list[Item]]:
    """For each split: the signals of every item's best sentences, and whether the corpus answers it."""
    items: dict[str, list[Item]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home))
        ingest(settings, [corpus])
        desk = Desk(settings)
        for item in load(gold):
            found = desk.signals(item.question)
            if found:
                items[item.split or "dev"].append((found, not item.abstain))
    return items


def learn(items: Sequence[Item], rounds: int = 8) -> tuple[list[float], float]:
    """Weights and bias by logistic regression, each item standing for its best sentence under the weights so far."""
    from sklearn.linear_model import LogisticRegression

    chosen = [max(found, key=lambda one: sum(astuple(one))) for found, _ in items]
    for _ in range(rounds):
        model = LogisticRegression(class_weight="balanced", max_iter=3000)
        model.fit([astuple(one) for one in chosen], [answerable for _, answerable in items])
        chosen = [found[int(model.decision_function([astuple(one) for one in found]).argmax())] for found, _ in items]
    return list(model.coef_[0]), float(model.intercept_[0])


def held_out(items: Sequence[Item], folds: int = 8, seed: int = 1) -> list[tuple[float, bool]]:
    """For each item how surely it is answered (log odds), by weights learned without its fold, and whether it is."""
    mixed = random.Random(seed).sample(list(items), len(items))
    found = []
    for fold in range(folds):
        weights, bias = learn([item for at, item in enumerate(mixed) if at % folds != fold])
        for signals, answerable in mixed[fold::folds]:
            best = max(sum(w * value for w, value in zip(weights, astuple(one), strict=True)) for one in signals)
            found.append((bias + best, answerable))
    return found


def told(refused: Sequence[bool], rows: Sequence[bool]) -> str:
    """Refusals in words: `refused` is for each refusal whether there was an answer, `rows` the same for all items."""
    right, unanswerable = refused.count(False), rows.count(False)
    return (
        f"refusal precision {right}/{len(refused)}, recall {right}/{unanswerable}, "
        f"false refusals {len(refused) - right}/{len(rows) - unanswerable}"
    )


def main(pairs: Sequence[str]) -> None:
    """Learn on `dev`; tell how the weights in use do on `dev` and on `test`."""
    items: dict[str, list[Item]] = defaultdict(list)
    for pair in pairs:
        gold, _, corpus = pair.partition("=")
        for split, found in collect(Path(gold), Path(corpus)).items():
            items[split] += found
    weights, bias = learn(items["dev"])
    for field, weight in zip(fields(Signals), weights, strict=True):
        print(f"{field.name:10} {weight:6.2f}")
    print(f"{'bias':10} {bias:6.2f}")
    scored = held_out(items["dev"])
    for less in (0.0, 0.4, 0.6, 0.8):
        refused = [answerable for odds, answerable in scored if odds < -less]
        print(f"held out, bias {bias + less:.2f}: {told(refused, [answerable for _, answerable in scored])}")
    for split, rows in items.items():
        refused = [answerable for found, answerable in rows if max(map(chance, found)) < 0.5]
        print(f"{split}, weights in use: {told(refused, [answerable for _, answerable in rows])}")


if __name__ == "__main__":
    main(sys.argv[1:])
