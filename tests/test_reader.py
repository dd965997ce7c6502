"""The reader that ships with the package, and what happens where it cannot be had."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.desk import Desk
from assistant.errors import EmbedderUnavailable, ReaderUnavailable
from assistant.index.embedder import BuiltinEmbedder
from assistant.reading.reader import BuiltinReader, Unit
from assistant.settings import Settings
from assistant.weights.network import FOLDER, Network
from ingest.run import ingest

READER = BuiltinReader()
STRIKE = Unit("Four hundred dockers walked out in Rotterdam on Monday.", "Port strike")
TULIPS = Unit("Tulips bloom early this spring in the parks of Rotterdam.", "Port strike")


def test_what_answers_scores_above_what_only_shares_a_name() -> None:
    answers, other = READER.scores("How many people stopped work at the port?", [STRIKE, TULIPS])

    assert answers > other


def test_who_he_is_may_stand_in_the_sentence_before() -> None:
    told = "He faces up to fifty years in prison."
    mine, his = READER.scores(
        "How long could Jan Vos spend in prison?",
        [
            Unit(told, "Trial. Jan Vos pleaded guilty on Monday."),
            Unit(told, "Trial. Petr Malik, his partner, has fled."),
        ],
    )

    assert mine > his


@pytest.mark.parametrize("question", ["walk " * 4000, "STRIKE", "44 17 2019", "¿Cuántos?", "罷工的人數是多少", ""])
def test_any_question_gets_a_score_for_each_unit(question: str) -> None:
    scores = READER.scores(question, [STRIKE, Unit("word " * 5000), Unit("")])

    assert [type(score) for score in scores] == [float] * 3


def test_scores_do_not_depend_on_what_else_is_read_or_on_who_reads_beside() -> None:
    alone = READER.scores("Who walked out?", [STRIKE])
    others = [TULIPS, Unit("word " * 40), Unit("$5,000 ? !!"), Unit("")]
    with ThreadPoolExecutor(2) as pool:
        beside = list(pool.map(lambda _: READER.scores("Who walked out?", [STRIKE, *others])[0], range(4)))

    assert beside == pytest.approx([alone[0]] * 4, abs=0.01)


def test_nothing_to_read_takes_no_weights() -> None:
    assert BuiltinReader(Network("none.onnx", "")).scores("Who?", []) == []


@pytest.mark.parametrize(
    ("name", "problem"), [("absent.onnx", "lacks its file"), ("tokenizer.json", "has a changed file")]
)
def test_weights_that_are_missing_or_damaged_are_named_in_one_sentence(name: str, problem: str) -> None:
    with pytest.raises(ReaderUnavailable, match=f"The reader {problem} .*{name}"):
        BuiltinReader(Network(name, "0" * 64)).scores("Who?", [STRIKE])


def test_an_embedder_s_damaged_weights_are_named_too(tmp_path: Path) -> None:
    for file in FOLDER.glob("*.json"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "embedder.onnx").write_bytes(b"cut off")

    with pytest.raises(EmbedderUnavailable, match="has a changed file"):
        BuiltinEmbedder(tmp_path).embed_query("Who?")


def test_without_its_reader_the_desk_shows_what_comes_closest_and_says_why(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{STRIKE.text} {TULIPS.text}", encoding="utf-8")
    ingest(settings, [tmp_path / "a.txt"])
    desk = Desk(settings, reader=BuiltinReader(Network("absent.onnx", "")))

    answer = desk.ask("How many dockers walked out in Rotterdam?")

    assert (answer.status, answer.citations[0].quote) == ("closest", STRIKE.text)
    assert "lacks its file" in answer.notes[0]
