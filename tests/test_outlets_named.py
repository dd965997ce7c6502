"""Outlets as people name them in passing."""

from __future__ import annotations

import pytest

from assistant.question.outlets_named import with_outlets_named

KNOWN = [
    "The Age",
    "The Lisbon Star",
    "Fortune",
    "The Harbour Herald",
    "TechCrunch",
    "Fox News - Health",
    "Fox News - Sport",
]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("what has the Age reported?", "what has The Age reported?"),
        ("summarise the age piece", "summarise The Age piece"),
        ("what is the age's take on rust?", "what is The Age's take on rust?"),
        ("the techcrunch article on rust", "TechCrunch article on rust"),
        ("What does the Herald say?", "What does The Harbour Herald say?"),
        ("TechCrunch vs Fox on the pier", "TechCrunch vs Fox News on the pier"),
        ("fortune versus the age", "Fortune versus The Age"),
    ],
)
def test_an_outlet_is_known_by_a_word_of_its_name_in_any_case(asked: str, meant: str) -> None:
    assert with_outlets_named(asked, KNOWN) == meant


@pytest.mark.parametrize(
    "asked",
    [
        "Did Lisbon say so?",
        "Since what year has Lisbon shared it?",
        "who died at the age of 90?",
        "how large is her fortune?",
        "was a herald sent to the king?",
        "a fox was seen",
    ],
)
def test_a_word_of_english_alone_is_no_outlet(asked: str) -> None:
    assert with_outlets_named(asked, KNOWN) == asked


def test_a_word_that_two_outlets_share_names_neither() -> None:
    known = ["The Harbour Herald", "The Hill Herald"]

    assert with_outlets_named("What does the Herald say?", known) == "What does the Herald say?"
