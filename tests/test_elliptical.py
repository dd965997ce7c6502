"""Questions of a few words, completed by the one before them."""

from __future__ import annotations

import pytest

from assistant.question.elliptical import answered_by, asked_again, asks_circumstance
from assistant.question.followups import standalone
from assistant.question.shape import holder_asked
from assistant.types import Turn


@pytest.mark.parametrize(
    ("before", "follow_up", "read"),
    [
        ("What share of its fish will Ostvik sell in 2026?", "and back in 2021?", "sell in 2021?"),
        ("What share of its fish will Ostvik sell in 2026?", "what about 2020?", "sell in 2020?"),
        ("What share of its fish does Ostvik sell?", "and in 2021?", "does Ostvik sell in 2021?"),
        ("Is the ferry leaving Ostvik?", "and Kresk?", "Is the ferry leaving Kresk?"),
        ("What did Ines Vold say of the fee?", "and Marsh?", "What did Marsh say of the fee?"),
        ("who's to blame for the delay?", "and the Port Board?", "Is the Port Board to blame for the delay?"),
        ("who defends the fee?", "what about Marsh?", "Marsh defends the fee?"),
        ("Did the port drop the fee?", "why?", "Why did the port drop the fee?"),
        ("Did the port drop the fee?", "and since when?", "Since when did the port drop the fee?"),
        ("the port is dropping the fee?", "why?", "Why is it that the port is dropping the fee?"),
    ],
)
def test_a_name_a_period_or_a_circumstance_asks_the_question_before_again(
    before: str, follow_up: str, read: str
) -> None:
    assert asked_again(follow_up, before).endswith(read)


@pytest.mark.parametrize(
    ("before", "follow_up"),
    [
        ("Who dropped the fee?", "why?"),  # asks for somebody, not whether
        ("Who dropped the fee in 2020, and in 2021?", "and in 2022?"),  # either year may be meant
        ("What did Vold tell Marsh?", "how many cranes were there?"),
        ("", "why?"),
    ],
)
def test_what_cannot_be_put_in_its_place_is_left_to_the_topic(before: str, follow_up: str) -> None:
    assert asked_again(follow_up, before) == ""


def test_a_question_that_names_its_own_thing_leaves_the_earlier_subject_behind() -> None:
    talk = (Turn("Is it true that Kreditbank pays 3 million crowns for Holm?", "It does. [1]"),)

    asked = standalone("and how many branches does Sparbank have?", talk)
    later = standalone("who bought them?", (*talk, Turn("and how many branches does Sparbank have?", "Forty. [1]")))

    assert asked == "and how many branches does Sparbank have?"
    assert "Sparbank" in later
    assert "Kreditbank" not in later


def test_a_bare_question_is_about_whoever_the_last_answer_named() -> None:
    turn = Turn("who bought the mill?", "Hill Gazette: “Nordic Grain bought the mill in May.” [1]")

    assert answered_by(turn) == ["Nordic", "Grain"]
    assert "Nordic Grain" in standalone("for how much?", (turn,))
    assert answered_by(Turn("when was the mill sold?", turn.answer)) == []


def test_he_or_she_becomes_a_name_and_a_question_with_its_own_topic_borrows_nothing() -> None:
    talk = (
        Turn("Who is Mara Dillen?", "Mara Dillen leads the yard. [1]"),
        Turn("where did she work before?", "At the mill. [1]"),
    )

    assert standalone("what does she say about Kresk?", talk) == "what does Mara Dillen say about Kresk?"
    assert standalone("what is her brother’s trade and pay?", talk).startswith("what is Mara Dillen’s brother’s")


@pytest.mark.parametrize(
    ("question", "bare"),
    [("why?", True), ("and for how much?", True), ("who bought it?", False), ("how many?", True), ("thanks", False)],
)
def test_a_question_without_a_word_of_its_own_is_bare(question: str, bare: bool) -> None:
    assert asks_circumstance(question) is bare


@pytest.mark.parametrize(
    ("question", "holder"),
    [
        ("what's Ines Vold worried about?", "Ines Vold"),
        ("What does Marsh hope for?", "Marsh"),
        ("What is the port worried about?", None),
        ("What does Marsh say?", None),
    ],
)
def test_whose_fears_and_hopes_are_asked_for_is_read(question: str, holder: str | None) -> None:
    assert holder_asked(question) == holder
