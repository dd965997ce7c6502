"""Talks and briefings as they are kept in the home: each reader's own, found again, deleted when asked."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from page_fakes import ARTICLE, HOSTILE, OTHER, QUOTE, READER, answer_of, cite

from assistant.errors import HomeUnusable, UnknownTalk
from assistant.talks import file, store
from assistant.talks.export import talk_docx, talk_markdown, turn_footnotes
from assistant.talks.file import FILE
from assistant.talks.rebuild import rebuilt
from assistant.talks.store import TalkBook
from assistant.talks.tables import TalkTables
from assistant.talks.types import KeptTalk, KeptTurn
from assistant.types import Answer, Attribution, Dispute, Filters, Nearest, Origin, Side, SourceMix, Usage


@pytest.fixture
def book(place: Any) -> TalkBook:
    return TalkBook(place if isinstance(place, Path) else TalkTables(place))


@pytest.fixture
def in_file(tmp_path: Path) -> TalkBook:
    return TalkBook(tmp_path)


def asked(book: TalkBook, question: str = "Did the dam hold?", reader: str = READER) -> str:
    """A talk with one answered question; its id."""
    talk = book.begin(reader, question)
    number = book.ask(reader, talk, question, Filters(), after=0)
    book.settle(talk, number, "done", answer_of())
    return talk


def test_a_talk_comes_back_whole_in_another_process(book: TalkBook, place: Any) -> None:
    talk = book.begin(READER, "Did the dam hold?")
    filters = Filters(("The Valley Post",), since="2024-01-01")
    number = book.ask(READER, talk, "Did the dam hold?", filters, after=0)
    answer = replace(
        answer_of(ladder=[Attribution("an engineer", "anonymous")]), status="disputed",
        nearest=(Nearest("a", None, "t", None),), origins=(Origin("an engineer", (1,)),),
        disputes=(Dispute("it", "denial", (Side("yes", (1,)), Side("no", ()))),),
        source_mix=SourceMix(1, 1, 1, None, 0.5), usage=Usage(1, 2, 0.5, None), notes=("A note.",), filters=filters,
    )  # fmt: skip
    book.settle(talk, number, "done", answer)

    (turn,) = TalkBook(place if isinstance(place, Path) else TalkTables(place)).talk(READER, talk).turns

    assert turn.answer == answer
    assert (turn.question, turn.filters, turn.state) == ("Did the dam hold?", filters, "done")


def test_no_reader_sees_renames_rates_goes_on_with_or_deletes_another_s_talk(book: TalkBook) -> None:
    talk = asked(book)

    for act in (
        lambda: book.talk(OTHER, talk),
        lambda: book.rename(OTHER, talk, "Mine"),
        lambda: book.rate(OTHER, talk, 1, "down"),
        lambda: book.ask(OTHER, talk, "And?", Filters(), after=1),
    ):
        with pytest.raises(UnknownTalk):
            act()
    book.delete(OTHER, "talk", talk)

    assert book.talks(OTHER) == []
    assert [line.title for line in book.talks(READER)] == ["Did the dam hold?"]


def test_talks_are_found_by_title_question_and_answer_the_latest_first(book: TalkBook) -> None:
    first, second = asked(book, "One 100% sure?"), asked(book, "Two_?")
    book.rename(READER, first, "The dam")

    assert [line.id for line in book.talks(READER)] == [second, first]
    assert [line.id for line in book.talks(READER, "the DAM h")] == [second, first]  # in both answers
    assert [line.id for line in book.talks(READER, "100% s")] == [first]
    assert book.talks(READER, "o_h") == []


def test_what_is_deleted_can_be_brought_back_and_is_gone_from_the_file_after_a_while(
    book: TalkBook, place: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = asked(book, "A question of Quillport")
    book.delete(READER, "talk", talk)
    assert book.talks(READER) == []

    book.restore(READER, "talk", talk)
    assert len(book.talk(READER, talk).turns) == 1

    book.delete(READER, "talk", talk)
    monkeypatch.setattr(store, "_UNDO", -store._UNDO)
    asked(book, "Another")
    book.restore(READER, "talk", talk)

    assert [line.title for line in book.talks(READER)] == ["Another"]
    if isinstance(place, Path):
        assert b"Quillport" not in (place / FILE).read_bytes()


def test_the_last_question_can_be_asked_otherwise_in_its_place_and_an_earlier_one_goes_to_the_end(
    book: TalkBook,
) -> None:
    talk = asked(book)
    second = book.ask(READER, talk, "And then?", Filters(), after=1)

    again = book.ask(READER, talk, "And before?", Filters(), after=1, instead=second)
    earlier = book.ask(READER, talk, "Did it?", Filters(), after=0, instead=1)

    assert (again, earlier) == (2, 3)
    assert [turn.question for turn in book.talk(READER, talk).turns] == ["Did the dam hold?", "And before?", "Did it?"]


def test_the_end_of_the_visit_before_is_remembered_and_a_pause_of_minutes_is_none(book: TalkBook) -> None:
    morning = datetime(2024, 5, 3, 8, 0, tzinfo=timezone.utc)

    visits = [book.visit(READER, morning + timedelta(minutes=at)) for at in (0, 20, 40, 300, 310)]

    assert visits == [None, None, None, "2024-05-03T08:40:00+00:00", "2024-05-03T08:40:00+00:00"]
    assert book.visit(OTHER, morning) is None


def test_talks_of_the_release_before_are_brought_up_to_this_one(in_file: TalkBook, tmp_path: Path) -> None:
    talk = asked(in_file)
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute("ALTER TABLE turn DROP COLUMN worded")
        db.execute("DROP TABLE visit")
        db.execute("PRAGMA user_version = 1")

    number = in_file.ask(READER, talk, "And then?", Filters(), after=1, worded=True)

    assert [turn.worded for turn in in_file.talk(READER, talk).turns] == [False, True]
    assert (number, in_file.visit(READER)) == (2, None)


def test_readers_who_write_at_the_same_moment_take_turns(book: TalkBook, monkeypatch: pytest.MonkeyPatch) -> None:
    book.begin(READER, "The first")
    monkeypatch.setattr(file, "_WAIT_SECONDS", 0.0)  # SQLite itself has nobody wait

    def write(reader: int) -> None:
        for number in range(20):
            book.begin(f"{reader:032}", f"Talk {number}")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(8)))

    assert all(len(book.talks(f"{reader:032}")) == 20 for reader in range(8))


def test_a_rating_is_kept_with_its_reason_and_can_be_taken_back(book: TalkBook) -> None:
    talk = asked(book)

    book.rate(READER, talk, 1, "down", "The day is wrong.")
    assert [(turn.rating, turn.reason) for turn in book.rated()] == [("down", "The day is wrong.")]

    book.rate(READER, talk, 1, None)
    assert list(book.rated()) == []


def test_a_home_that_may_not_be_written_keeps_talks_for_the_time_being(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file.os, "access", lambda path, mode: False)
    book = TalkBook(tmp_path)

    talk = asked(book)

    assert not book.lasting
    assert len(book.talk(READER, talk).turns) == 1
    assert not (tmp_path / FILE).exists()


def test_a_home_removed_while_the_page_runs_loses_its_talks_and_takes_new_ones(
    in_file: TalkBook, tmp_path: Path
) -> None:
    asked(in_file)
    (tmp_path / FILE).unlink()

    assert in_file.talks(READER) == []
    asked(in_file, "Again?")
    assert [line.title for line in in_file.talks(READER)] == ["Again?"]


def test_talks_of_a_later_release_are_left_alone(in_file: TalkBook, tmp_path: Path) -> None:
    asked(in_file)
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute("PRAGMA user_version = 99")

    with pytest.raises(HomeUnusable, match="later release"):
        in_file.talks(READER)


def test_a_noun_of_an_earlier_release_gets_defaults_and_what_is_new_to_it_is_left_out() -> None:
    data = {**asdict(answer_of()), "unheard_of": 1}
    del data["notes"]

    assert rebuilt(Answer, data) == answer_of()


# --- taken away as a file

TALK = KeptTalk(
    "t", "Dams", "2026-01-01T00:00:00",
    (
        KeptTurn(1, "Did it hold?", state="done", answer=answer_of()),
        KeptTurn(2, "Who says so?", answer=replace(answer_of(), citations=(cite(ARTICLE, "The end.", 1),))),
        KeptTurn(3, "And now?", state="failed", problem="The model died."),
    ),
)  # fmt: skip


def test_a_talk_becomes_markdown_whose_footnotes_are_numbered_through() -> None:
    text = talk_markdown(TALK)

    assert f"The Valley Post (2024-05-03): “{QUOTE}”[^1]" in text
    assert f"[^1]: The Valley Post, “Dam holds”, 3 May 2024, https://valley.example/dam: “{QUOTE}”" in text
    assert "[^2]: The Valley Post, “Dam holds”, 3 May 2024, https://valley.example/dam: “The end.”" in text
    assert "The model died." in text


def test_no_words_of_an_article_make_markup_of_their_own() -> None:
    text = talk_markdown(replace(TALK, title=HOSTILE, turns=(KeptTurn(1, HOSTILE, problem=f"# x\n{HOSTILE}"),)))

    assert "<script" not in text
    assert "![i](" not in text
    assert "\n# x" not in text


def test_a_talk_becomes_a_word_document_with_real_footnotes() -> None:
    with zipfile.ZipFile(io.BytesIO(talk_docx(TALK))) as archive:
        body, notes = (archive.read(f"word/{name}.xml").decode() for name in ("document", "footnotes"))

    assert body.count("<w:footnoteReference ") == 2
    assert QUOTE in notes


def test_one_answer_is_copied_with_its_footnotes() -> None:
    assert turn_footnotes(TALK.turns[0]) == (
        f"The Valley Post (2024-05-03): “{QUOTE}”[1]\n\n"
        f"[1] The Valley Post, “Dam holds”, 3 May 2024, https://valley.example/dam: “{QUOTE}”\n"
    )
