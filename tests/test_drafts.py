"""What readers said of answers, as gold items to be finished by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from page_fakes import READER, answer_of

from assistant.talks.store import TalkBook
from assistant.types import Answer, Filters
from evals import gold
from evals.cli import evaluate


def rated(home: Path, question: str, answer: Answer, rating: str, reason: str = "") -> None:
    book = TalkBook(home)
    talk = book.begin(READER, question)
    book.ask(READER, talk, question, Filters(("The Valley Post",), since="2024-05-01"), after=0)
    book.settle(talk, 1, "done", answer)
    book.rate(READER, talk, 1, rating, reason)  # type: ignore[arg-type]


def drafts(home: Path) -> str:
    return CliRunner().invoke(evaluate, ["drafts", "--home", str(home)]).output


def test_a_useful_answer_becomes_an_item_with_its_outlets_filters_and_what_was_said(tmp_path: Path) -> None:
    rated(tmp_path, "Did the dam: hold?", answer_of(), "up", "All: there.")
    file = tmp_path / "gold.yaml"
    file.write_text(drafts(tmp_path), encoding="utf-8")

    (item,) = gold.load_gold(file)

    assert (item.question, item.kind, item.outlets) == ("Did the dam: hold?", "fact", (("The Valley Post",),))
    assert item.filters == Filters(("The Valley Post",), since="2024-05-01")
    assert "rated useful by a reader: All: there." in file.read_text("utf-8").replace("\n  ", " ")


def test_a_bad_answer_becomes_an_item_that_the_check_of_a_gold_set_calls_unfinished(tmp_path: Path) -> None:
    rated(tmp_path, "Did the dam hold?", answer_of(), "down")
    file = tmp_path / "gold.yaml"
    file.write_text(drafts(tmp_path), encoding="utf-8")

    result = CliRunner().invoke(evaluate, ["check", str(file)])

    assert "asks for nothing" in str(result.exception)


@pytest.mark.parametrize(("rating", "abstain"), [("up", True), ("down", False)])
def test_a_refusal_is_right_where_a_reader_says_so(tmp_path: Path, rating: str, abstain: bool) -> None:
    refusal = replace(answer_of(), status="not_in_corpus", sentences=(), citations=())
    rated(tmp_path, "What is bread?", refusal, rating)

    assert ("abstain: true" in drafts(tmp_path)) is abstain


def test_nothing_rated_gives_no_item(tmp_path: Path) -> None:
    assert drafts(tmp_path) == "# No answer has been rated on the page yet.\n"
