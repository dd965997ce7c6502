"""Lines that only greet, thank or hand over to a colleague are no answers."""

from __future__ import annotations

import pytest

from assistant.finding.units import select_sentences
from assistant.language.boilerplate import is_remark
from assistant.types import Article, Evidence, Query


@pytest.mark.parametrize(
    "text",
    ["Over to you, Nina.", "Back to you in the studio, Rob.", "Good morning!", "Thank you, Ida Morn.", "What a day."],
)
def test_a_line_without_a_statement_is_a_remark(text: str) -> None:
    assert is_remark(text)


@pytest.mark.parametrize(
    "text",
    [
        "Vold resigned.",
        "The mill burns.",
        "It’s Ellery.",
        "He was sacked.",
        "Forty crowns.",
        "In Ellery.",
        "Vold won the seat, and over to you, Nina, for the rest of the count.",
    ],
)
def test_a_short_statement_a_name_or_a_figure_is_none(text: str) -> None:
    assert not is_remark(text)


def _picked(question: str, *texts: str) -> list[str]:
    """What is picked of some sentences of one article, the likeliest first."""
    article, found = Article("a", " ".join(texts), "The count", "Courier", "2024-05-02"), list[Evidence]()
    for key, text in enumerate(texts, 1):
        start = article.text.index(text)
        found.append(Evidence(key, article, start, start + len(text), (), 0.9 / key))
    return [one.quote for one in select_sentences(Query(question, question), found)]


def test_who_hands_over_is_not_shown_as_the_winner() -> None:
    assert _picked("Who won?", "Over to you, Nina.", "Ada Lund took the seat.") == ["Ada Lund took the seat."]


def test_a_remark_with_a_word_of_the_question_is_left_in() -> None:
    assert "Good morning, Ellery!" in _picked("Who said good morning?", "Good morning, Ellery!", "Ada Lund sat down.")


def test_of_remarks_alone_one_is_shown() -> None:
    assert _picked("Who won?", "Over to you, Nina.") == ["Over to you, Nina."]
