"""How a quotation differs from the nearest words of its source: holds `assistant.checking.quotation_diff`."""

from __future__ import annotations

import pytest
from checked_texts import article

from assistant.checking.quotation_diff import difference


@pytest.mark.parametrize(
    ("phrase", "put_in", "left_out"),
    [
        ("we will surely open one lane again", ("surely",), ()),
        ("we open one lane again", (), ("will",)),
        ("we may open one lane again", ("may",), ("will",)),
        ("we will open one lane", (), ()),
        ("open one lane again", (), ()),
    ],
)
def test_a_quotation_differs_from_its_source_by_the_words_put_in_and_left_out(
    phrase: str, put_in: tuple[str, ...], left_out: tuple[str, ...]
) -> None:
    found = difference(phrase, [article("Rain fell all day. So we will open one lane again by Easter, she said.")])

    assert found is not None
    assert (found.put_in, found.left_out) == (put_in, left_out)
    assert found.printed in found.article.text
    assert "Rain" not in found.printed


def test_a_quotation_of_which_no_source_has_half_is_near_none() -> None:
    source = article("So we will open one lane again by Easter.")

    assert difference("we shall never close the bridge", [source]) is None
    assert difference("lanes of gold open again", [source]) is None
    assert difference("so we will", [article("Rain.")]) is None
    assert difference("", [source]) is None
    assert difference("we will be", [article("So we will.")]) is None


def test_three_differences_are_described_and_the_better_source_is_taken() -> None:
    worse, better = article("We open a lane."), article("We will open one long lane again by Easter at the new bridge.")
    found = difference("We shall open a long path again before Easter on the new bridge", [worse, better])

    assert found is not None
    assert found.article is better
    assert found.description.count("“") == 3


@pytest.mark.parametrize(
    ("phrase", "source", "printed"),
    [
        ("we shall open", "We will open one lane.", "We will open"),
        ("they will open", "We will open one lane.", "We will open"),
        ("we will close", "So it was. We will open", "We will open"),
        ("one lane soon", "We will open one lane.", "one lane"),
        ("surely we will open", "We will open one lane.", "We will open"),
        ("we open one lane", "We A B C D open one lane again soon now.", "We A B C D open one lane"),
        ("we open one lane", "We A B C D open one lane again soon.", "D open one lane"),
        ("we open one lane", "We A B C D E open one lane.", "E open one lane"),
        ("one lane shall we open", "One lane we open. Then rain fell.", "One lane we open"),
        ("it’s a well-known lane", "It's one well-known lane.", "It's one well-known lane"),
    ],
)
def test_the_words_of_the_source_are_shown_from_the_first_to_the_last_of_the_quotation(
    phrase: str, source: str, printed: str
) -> None:
    found = difference(phrase, [article(source)])

    assert found is not None
    assert found.printed == printed


@pytest.mark.parametrize(
    ("phrase", "near"),
    [
        ("we will close their road", False),
        ("we will open their road", True),
        ("we will their road", True),
        ("one open will we", False),
        ("so we will be", False),
    ],
)
def test_half_of_the_words_in_their_order_make_a_source_near_and_stop_words_alone_do_not(
    phrase: str, near: bool
) -> None:
    assert (difference(phrase, [article("We will open one lane.")]) is not None) is near


def test_of_two_sources_the_first_that_has_most_of_the_words_is_compared() -> None:
    none, some, most = article("Rain fell."), article("We open one lane."), article("We will open one lane.", title="x")
    again = article("We will open one lane.", title="y")

    found = difference("we will open one road", [none, some, most, again])
    assert found is not None
    assert found.article is most
    assert difference("we will open one road", []) is None
    assert difference("we will open one road", [article("")]) is None


def test_three_differences_are_described_those_put_in_before_those_left_out() -> None:
    found = difference("we A open B one lane", [article("We will open one long lane.")])

    assert found is not None
    assert [found.description.index(f"“{word}”") for word in ("A", "B", "will")] == sorted(
        found.description.index(f"“{word}”") for word in ("A", "B", "will")
    )
    assert "long" not in found.description
