"""Briefings on SummHay news beside the published runs, by the benchmark's own scorer. Floor 4.

python -m benchmarks.summhay --home DIR [--topic query|subtopic] [--words 235] [--model NAME] [--every N]

`--every 6` makes each sixth briefing alone, for a slow model; the published runs are then scored on the same part.
Reads ../shared/bench/summhay_news, where the scorer and the texts stay; DIR gets an index for each topic, once. Each
document is an article, its outlet where the benchmark names one. A system's bullets are the lines of its briefing at
the length the published runs have (about 225 words), each with the numbers of the documents that it marks, "see also"
included.
`--proxy` judges by shared words: for trends, and alike for every system in the table.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from assistant.briefing.brief import brief
from assistant.briefing.types import WORDS, Briefing
from assistant.desk import Desk
from assistant.settings import Settings

BENCH = Path(__file__).resolve().parents[2] / "shared" / "bench" / "summhay_news"


def read_gzip(name: str) -> list[dict[str, Any]]:
    """The lines of one of the benchmark's files."""
    with gzip.open(BENCH / name, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def open_desk(home: Path, topic: str, model: str) -> Desk:
    """A desk over the documents of one topic, ingested where that was not done yet."""
    settings = Settings(home=home / topic, model=model)
    told = home / f"{topic}.jsonl"
    if not (settings.home / "catalog.sqlite3").exists():
        from ingest.run import ingest

        home.mkdir(parents=True, exist_ok=True)
        with told.open("w", encoding="utf-8") as out:
            for row in read_gzip("documents.jsonl.gz"):
                if row["topic"] == topic:
                    outlet = row["source_outlet"] or f"doc {row['n']}"
                    out.write(
                        json.dumps({"title": f"document {row['n']}", "outlet": outlet, "text": row["text"]}) + "\n"
                    )
        ingest(settings, [told])
    return Desk(settings)


def bullets(briefing: Briefing) -> list[str]:
    """The lines with the numbers of the documents on the same: those that bear them out, and those related to them."""
    number = {citation.number: int((citation.title or "0 0").split()[1]) for citation in briefing.citations}
    told = []
    for line in sorted(briefing.lines, key=lambda line: line.number):
        marked = ", ".join(str(number[one]) for one in (*line.citations, *line.related))
        told.append(f"{line.text.replace('[', '(').replace(']', ')')} [{marked}]")
    return told


def main() -> None:
    """Make the briefings, and have them and the published runs scored."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--topic", choices=["query", "subtopic"], default="query")
    parser.add_argument("--words", type=int, default=235)
    parser.add_argument("--model", default="quotes")
    parser.add_argument("--every", type=int, default=1)
    asked = parser.parse_args()
    WORDS["short"] = asked.words
    desks: dict[str, Desk] = {}
    rows, seconds, own = [], [], []
    for row in [row for row in read_gzip("subtopics.jsonl.gz") if row["split"] == "dev"][:: asked.every]:
        desk = desks.setdefault(row["topic"], open_desk(asked.home, row["topic"], asked.model))
        begun = time.perf_counter()
        briefing = brief(desk, row[asked.topic], length="short")
        seconds.append(time.perf_counter() - begun)
        own += [not line.verbatim for line in briefing.lines]
        system = f"sayso {asked.model.partition('@')[0]} ({asked.topic})"
        rows.append({"subtopic_id": row["subtopic_id"], "system": system, "bullets": bullets(briefing)})
    words = sum(len(one.split()) for row in rows for one in row["bullets"]) / len(rows)
    print(f"{len(rows)} briefings, {words:.0f} words and {sum(seconds) / len(rows):.1f} s each", end="; ")
    print(f"{sum(own)} of {len(own)} lines in a model's words")
    part = {row["subtopic_id"] for row in rows}
    published = [row for row in read_gzip("published_runs.jsonl.gz") if row["subtopic_id"] in part]
    for name, run in ((f"run-{asked.topic}", rows), ("published", published)):
        scored = asked.home / f"{name}.jsonl"
        scored.write_text("".join(json.dumps(row) + "\n" for row in run), encoding="utf-8")
        subprocess.run([sys.executable, str(BENCH / "score_summhay.py"), str(scored), "--proxy"], check=True)


if __name__ == "__main__":
    main()
