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
