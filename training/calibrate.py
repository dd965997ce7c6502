"""Learns what the reader's logits mean, on the questions that were kept from training. Floor 5.

    python -m training.calibrate [--write]

The articles of the kept questions go into a throw-away index, and the questions are asked as a user asks them. First
the chance that a sentence answers is learned, then the chance that what is shown does, cross-validated by article.
`--write` puts the weights into `assistant/reading/calibration.json`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.finding.answer_features import CLAIMED, answer_features
from assistant.finding.retrieve import Retriever
from assistant.finding.scoring import PASSAGES, read_with
from assistant.finding.selection import EvidenceSelector
from assistant.finding.units import as_units, select_sentences
from assistant.index.catalog import Catalog
from assistant.index.chroma_vectors import ChromaVectors
from assistant.index.embedder import open_embedder
from assistant.question.understand import understand
from assistant.reading import calibration
from assistant.reading.calibration import Calibration, sentence_features
from assistant.reading.reader import BuiltinReader
from assistant.settings import Settings
from assistant.types import Evidence, Filters, Query
from ingest.run import ingest
from training.logistic import curve, fit
from training.measure import auc
from training.records import KEPT, SHARED, articles, places

_FOLDS = 6
_EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9)
_FILE = Path(calibration.__file__).with_name("calibration.json")


@dataclass(frozen=True, slots=True)
class CalibrationQuestion:
    """One kept question as the product reads it: its sentences with their features, and which of them answer."""

    query: Query
    article: str
    answerable: bool
    pieces: tuple[Evidence, ...]
    features: tuple[dict[str, float], ...]
    answers: tuple[bool, ...]


def main() -> None:
    """Learn both models, print how well they do, and with `--write` store them."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--write", action="store_true")
    write = given.parse_args().write
    with tempfile.TemporaryDirectory() as home:
        asked = ask_all(Path(home))
    sentence = fit([row for one in asked for row in one.features], [right for one in asked for right in one.answers])
    ranks = [_rank(one, sentence) for one in asked if one.answerable]
    for most in (1, 3, 5):
        print(f"a right sentence in {most}: {sum(rank < most for rank in ranks) / len(ranks):.3f}")
    rows, right = _answers(asked, sentence)
    answer = fit(rows, right)
    chances = _held_out(asked, rows, right)
    print(f"sentence {sentence}\nanswer {answer}")
    print(f"AUC of an answer's chance, in folds: {auc(*_parted(chances, right)):.3f}")
    for predicted, observed, count in curve(chances, right, _EDGES):
        print(f"  predicted {predicted:.2f}, observed {observed:.2f} ({count})")
    claimed = [one for chance, one in zip(chances, right, strict=True) if chance >= CLAIMED]
    print(f"claimed {len(claimed)} of {len(chances)}, rightly {sum(claimed)}")
    if write:
        _FILE.write_text(json.dumps({"sentence": sentence, "answer": answer}, indent=1) + "\n", encoding="utf-8")


def ask_all(home: Path) -> list[CalibrationQuestion]:
    """Every kept question, over an index of their articles."""
    rows = [
        json.loads(line)
        for name in KEPT
        for line in (SHARED / "reading/hand" / f"{name}.questions.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    texts = articles()
    listed = home / "articles.jsonl"
    with listed.open("w", encoding="utf-8") as file:
        for one in sorted({row["doc_id"] for row in rows}):
            known = {name: texts[one][name] for name in ("title", "url")}
            known |= {
                "outlet": texts[one]["source"],
                "published": texts[one]["published_at"],
                "text": texts[one]["body"],
            }
            file.write(json.dumps(known) + "\n")
    settings = Settings(home=home / "index")
    ingest(settings, [listed])
    catalog = Catalog(settings.home)
    retriever = Retriever(catalog, ChromaVectors(settings.home / "chroma"), open_embedder(settings))
    reader = BuiltinReader()
    chooser = EvidenceSelector(catalog, reader)
    found = []
    for row in rows:
        query = understand(row["question"], Filters(), catalog.outlets(), newest=catalog.newest())
        hits = retriever.retrieve(query, PASSAGES)
        read = read_with(reader, query, hits, chooser.found(query, hits))
        pieces = [piece for piece, _ in read]
        url = texts[row["doc_id"]]["url"]
        gold = places([piece.quote if piece.article.url == url else "" for piece in pieces], row["gold"])
        answers = tuple(at in gold for at in range(len(pieces)))
        features = tuple(sentence_features([logit for _, logit in read], [min(1.0, piece.score) for piece, _ in read]))
        found.append(CalibrationQuestion(query, row["doc_id"], row["answerable"], tuple(pieces), features, answers))
    return found


def _chances(one: CalibrationQuestion, sentence: dict[str, float]) -> list[float]:
    return [Calibration({}, sentence).chance_of_answer(**row) for row in one.features]


def _rank(one: CalibrationQuestion, sentence: dict[str, float]) -> int:
    """The place, from 0, of the first right sentence; beyond all where none was found."""
    chances = _chances(one, sentence)
    order = sorted(range(len(chances)), key=lambda at: -chances[at])
    return next((rank for rank, at in enumerate(order) if one.answers[at]), 10**6)


def _answers(
    asked: Sequence[CalibrationQuestion], sentence: dict[str, float]
) -> tuple[list[dict[str, float]], list[bool]]:
    """For each question the features of what is shown, and whether that holds a right sentence."""
    rows, right = [], []
    for one in asked:
        scored = [
            Evidence(piece.key, piece.article, piece.start, piece.end, piece.ladder, chance)
            for piece, chance in zip(one.pieces, _chances(one, sentence), strict=True)
        ]
        good = [piece for piece, answers in zip(one.pieces, one.answers, strict=True) if answers]
        scored.sort(key=lambda piece: -piece.score)
        units = as_units(select_sentences(one.query, scored), scored)
        rows.append(answer_features(one.query, units))
        right.append(any(_holds(unit, piece) for unit in units for piece in good))
    return rows, right


def _holds(unit: Evidence, piece: Evidence) -> bool:
    return unit.article.id == piece.article.id and unit.start <= piece.start and piece.end <= unit.end


def _held_out(
    asked: Sequence[CalibrationQuestion], rows: Sequence[dict[str, float]], right: Sequence[bool]
) -> list[float]:
    """Each question's chance by weights that were learned without the articles of its fold."""
    fold = {article: at % _FOLDS for at, article in enumerate(sorted({one.article for one in asked}))}
    chances = [0.0] * len(rows)
    for out in range(_FOLDS):
        inside = [at for at, one in enumerate(asked) if fold[one.article] != out]
        weights = fit([rows[at] for at in inside], [right[at] for at in inside])
        for at, one in enumerate(asked):
            if fold[one.article] == out:
                chances[at] = Calibration({}, weights).chance_of_answer(**rows[at])
    return chances


def _parted(chances: Sequence[float], right: Sequence[bool]) -> tuple[list[float], list[float]]:
    pairs = list(zip(chances, right, strict=True))
    return [chance for chance, one in pairs if one], [chance for chance, one in pairs if not one]


if __name__ == "__main__":
    main()
