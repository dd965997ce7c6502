"""Reads what the reader learns from into one form: a question, a text in sentences, those that answer. Floor 5.

`../shared/reading` holds them (its README describes them and their licences): news questions made by hand for
this project, SQuAD 2.0, SelQA and QNLI. The hand-made questions of the files G and N are kept for choosing between
recipes and for calibration: nothing is trained on them, nor on another question about one of their articles.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.language.sentences import sentence_spans

SHARED = Path(__file__).resolve().parents[2] / "shared"
KEPT = ("G", "N")


@dataclass(frozen=True, slots=True)
class Record:
    """One question over one text. `gold` and `near` are places in `sentences`: what answers, and what only tempts."""

    id: str
    source: str
    kind: str
    question: str
    title: str
    sentences: tuple[str, ...]
    gold: frozenset[int]
    near: frozenset[int]
    kept: bool = False


def read_records(shared: Path = SHARED) -> list[Record]:
    """Every record of every source, in a fixed order."""
    reading = shared / "reading"
    return [*_hand(shared), *_squad(reading / "public"), *_selqa(reading / "public"), *_qnli(reading / "public")]


def articles(shared: Path = SHARED) -> dict[str, dict[str, Any]]:
    """The articles that the hand-made questions are about, by their id."""
    with gzip.open(shared / "bench" / "multihoprag" / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        return {one["doc_id"]: one for one in map(json.loads, lines)}


def _hand(shared: Path) -> Iterator[Record]:
    texts = articles(shared)
    split: dict[str, list[str]] = {}
    rows = [
        (path.name[0], json.loads(line))
        for path in sorted((shared / "reading" / "hand").glob("*.questions.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    kept = {row["doc_id"] for name, row in rows if name in KEPT}
    for name, row in rows:
        if row["doc_id"] in kept and name not in KEPT:
            continue
        text = texts[row["doc_id"]]["body"]
        if row["doc_id"] not in split:
            split[row["doc_id"]] = [text[start:end] for start, end in sentence_spans(text)]
        sentences = split[row["doc_id"]]
        gold, near = places(sentences, row["gold"]), places(sentences, row["near"])
        if bool(gold) == row["answerable"]:
            yield Record(
                row["id"], "hand", row["kind"] if row["answerable"] else "unanswerable", row["question"],
                texts[row["doc_id"]]["title"], tuple(sentences), gold, near - gold, name in KEPT,
            )  # fmt: skip


def places(sentences: list[str], wanted: list[str]) -> frozenset[int]:
    """Which of the sentences are, or hold, or lie in, one that is wanted, by their words."""
    found = set()
    bags = [_words(one) for one in sentences]
    for one in map(_words, wanted):
        found |= {at for at, own in enumerate(bags) if own and len(own & one) >= 0.8 * min(len(own), len(one)) >= 2}
    return frozenset(found)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _squad(folder: Path) -> Iterator[Record]:
    with gzip.open(folder / "squad2_cs224n_dev.json.gz", "rt", encoding="utf-8") as file:
        data = json.load(file)["data"]
    for article in data:
        for paragraph in article["paragraphs"]:
            text = paragraph["context"]
            spans = sentence_spans(text)
            sentences = tuple(text[start:end] for start, end in spans)
            for row in paragraph["qas"]:
                answers = row["answers"] or row.get("plausible_answers", [])
                at = frozenset(
                    number
                    for number, (start, end) in enumerate(spans)
                    if any(start <= one["answer_start"] < end for one in answers)
                )
                none: frozenset[int] = frozenset()
                hopeless = row["is_impossible"]
                yield Record(
                    row["id"], "squad", "unanswerable" if hopeless else "fact", row["question"].strip(),
                    article["title"].replace("_", " "), sentences, none if hopeless else at, at if hopeless else none,
                )  # fmt: skip


def _selqa(folder: Path) -> Iterator[Record]:
    for name in ("selqa_dev.json.gz", "selqa_test.json.gz"):
        with gzip.open(folder / name, "rt", encoding="utf-8") as file:
            rows = json.load(file)
        for number, row in enumerate(rows):
            title = f"{row['article']}: {row['section']}"
            yield Record(
                f"{name}-{number}", "selqa", "fact", row["question"], title, tuple(row["candidates"]),
                frozenset(row["answers"]), frozenset(),
            )  # fmt: skip


def _qnli(folder: Path) -> Iterator[Record]:
    with gzip.open(folder / "qnli_dev.tsv.gz", "rt", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        answers = row["label"] == "entailment"
        one = frozenset({0})
        yield Record(
            f"qnli-{row['index']}", "qnli", "fact" if answers else "unanswerable", row["question"], "",
            (row["sentence"],), one if answers else frozenset(), frozenset() if answers else one,
        )  # fmt: skip
