"""How an answer that nothing has read for certain opens: by how likely its lines answer, alike wherever it is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.changes import changed
from assistant.checking.check import check_exact
from assistant.page.turn import turn_html
from assistant.question.change import Change
from assistant.talks.export import turn_footnotes
from assistant.talks.types import KeptTurn
from assistant.types import Answer, Article, DraftSentence, Evidence, Query, Usage
from assistant.writing.merge import joined
from assistant.writing.numbering import Numbering

TEXT = "The lock at Weir End reopened in May."
ARTICLE = Article("a1", TEXT, "The lock", "The Courier", "2024-05-02")


def answer(chance: float, *, language: str | None = None, opening: str = "") -> Answer:
    piece = Evidence(1, ARTICLE, 0, len(TEXT))
    query = replace(Query("When did the lock reopen?", "When did the lock reopen?"), language=language)
    numbering = Numbering(query, [piece], (), "quotes", chance=chance, opening=opening)
    numbering.add(DraftSentence(TEXT, (1,)), check_exact(TEXT, [piece]))
    return numbering.answer(Usage(), final=True)


def first_line(one: Answer) -> str:
    return one.text.partition("\n")[0]


def test_what_likely_answers_opens_otherwise_than_what_hardly_does() -> None:
    lines = [first_line(answer(chance)) for chance in (0.79, 0.45, 0.05)]

    assert len(set(lines)) == 3
    assert lines[0] == "This probably answers, though that is not certain:"
    assert all(answer(chance).status == "closest" for chance in (0.79, 0.45, 0.05))


def test_below_even_chances_it_is_not_denied_that_the_articles_answer() -> None:
    for chance in (0.45, 0.05):
        line = first_line(answer(chance))

        assert "comes nearest" in line
        assert " not answer" not in line
        assert "do not" not in line


def test_what_is_claimed_opens_with_its_quote() -> None:
    assert first_line(answer(0.9)).startswith("The Courier")
    assert len(answer(0.9).sentences) == 1


def test_a_chance_in_a_language_that_the_reader_does_not_know_makes_nothing_unlikely() -> None:
    assert first_line(answer(0.3, language="German")) == first_line(answer(0.45))


@pytest.mark.parametrize("chance", [0.45, 0.9])
def test_an_opening_of_its_own_stands_alone(chance: float) -> None:
    one = answer(chance, opening="The newest accounts:")

    assert [sentence.text for sentence in one.sentences] == ["The newest accounts:", TEXT]


def test_a_shorter_answer_is_as_near_as_before() -> None:
    catalog, query = Kept(), Query("shorter", "When did the lock reopen?")
    before = answer(0.79)
    parts = joined("Two questions", [before, answer(0.05)], {"a1": ARTICLE})

    shorter = changed(catalog, before, Change(frozenset(["shorter"])), query, ())  # type: ignore[arg-type]
    first = changed(catalog, parts, Change(frozenset(["shorter"])), query, ())  # type: ignore[arg-type]

    assert first_line(shorter) == first_line(before)
    assert first_line(first) == first_line(answer(0.45))  # of several answers, none speaks for what is left


class Kept:
    """A catalog of one article."""

    def article(self, article_id: str) -> Article:
        return {"a1": ARTICLE}[article_id]


@pytest.mark.parametrize("chance", [0.79, 0.45, 0.05])
def test_page_export_and_each_part_of_a_message_open_with_the_same_line(chance: float) -> None:
    one = answer(chance)
    turn = KeptTurn(1, one.question, state="done", answer=one)
    both = joined("Two questions", [one, replace(one, question="Which lock?")], {"a1": ARTICLE})

    page = turn_html("t1", turn)

    assert one.sentences[0].text == first_line(one)
    assert page.count(first_line(one)) == 1
    assert 'class="badge closest"' not in page
    assert turn_footnotes(turn).startswith(first_line(one))
    assert both.text.count(first_line(one)) == 2
    assert [sentence.text for sentence in both.sentences].count(first_line(one)) == 2
