"""Answers of `quotes` on RAMDocs, where passages contradict each other, by the benchmark's own scorer. Floor 4.

    python -m benchmarks.ramdocs --home DIR [--split dev|heldout|all] [--from-disputes]

Reads ../shared/bench/ramdocs, where the scorer and the passages stay; DIR gets an index for each question, once. Each
passage is an article of its own source. What is scored is the answer's text as a reader gets it; what it tells on its
dispute cards, beside that text, is scored too with `--from-disputes`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import assistant.desk
import ingest.run
from assistant.desk import Desk
from assistant.index.embedder import Embedder, open_embedder
from assistant.settings import Settings
from assistant.types import Answer
from benchmarks.retrieval import setting

BENCH = Path(__file__).resolve().parents[2] / "shared" / "bench" / "ramdocs"


def read_items(split: str) -> list[dict[str, Any]]:
    """The questions of a part, each with its passages."""
    with gzip.open(BENCH / "items.jsonl.gz", "rt", encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    return [item for item in items if split in ("all", item["split"])]


def answer(item: dict[str, Any], home: Path, embedder: Embedder | None) -> Answer:
    """The answer to one question over its own passages, ingested where that was not done yet."""
    settings = Settings(home=home / item["id"])
    with (
        setting(assistant.desk, open_embedder=lambda _: embedder),
        setting(ingest.run, open_embedder=lambda _: embedder),
    ):
        if not (settings.home / "done").exists():
            settings.home.mkdir(parents=True, exist_ok=True)
            told = settings.home / "passages.jsonl"
            rows = [{"outlet": f"Source {doc['n']}", "text": doc["text"]} for doc in item["docs"]]
            told.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
            ingest.run.ingest(settings, [told])
            (settings.home / "done").touch()
        return Desk(settings).ask(item["question"])


def given(found: Answer, *, disputes: bool) -> str:
    """What is handed to the scorer."""
    cards = [side.claim for dispute in found.disputes for side in dispute.sides] if disputes else []
    return "\n".join([found.text, *cards])


def main() -> None:
    """Answer every question of the part, and have the answers scored."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--split", choices=("dev", "heldout", "all"), default="dev")
    parser.add_argument("--from-disputes", action="store_true")
    asked = parser.parse_args()
    if not BENCH.is_dir():
        sys.exit(f"The benchmark's data are not here: {BENCH}. Nothing was measured.")
    embedder = open_embedder(Settings())
    states: Counter[str] = Counter()
    words = 0
    run = asked.home / "run.jsonl"
    asked.home.mkdir(parents=True, exist_ok=True)
    with run.open("w", encoding="utf-8") as out:
        for item in read_items(asked.split):
            found = answer(item, asked.home, embedder)
            states[found.status] += 1
            words += len(found.text.split())
            text = given(found, disputes=asked.from_disputes)
            out.write(json.dumps({"id": item["id"], "answer": text}) + "\n")
    print(f"{states.total()} answers of {words / states.total():.0f} words: {dict(states)}")
    subprocess.run([sys.executable, str(BENCH / "score_ramdocs.py"), str(run), "--split", asked.split], check=True)


if __name__ == "__main__":
    main()
