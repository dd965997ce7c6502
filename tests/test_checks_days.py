"""Which days of a sentence no article has, or lets a writer work out: holds `assistant.checking.absent_days`."""

from __future__ import annotations

import pytest
from checked_texts import article

from assistant.checking.absent_days import absent_day


@pytest.mark.parametrize(
    ("text", "source", "published", "absent"),
    [
        ("It closed on 22 March.", "It closed on 20 March.", None, "22 March"),
        ("It closed on 22 March.", "It closed on 22 March.", None, None),
        ("It closed on 22 March 2021.", "It closed on 22 March 2022.", None, "22 March 2021"),
        ("It closed on 22 March 2021.", "It closed on 22 March.", None, None),
        ("It closed on 22 March.", "It closed on 22 March 2022.", None, None),
        ("It closed on 24 March.", "It closed on March 23-24.", None, None),
        ("It closed on 24 March.", "It closed on 23 and 24 March.", None, None),
        ("It closed on 23 March.", "It closed on 23 and 24 March.", None, None),
        ("It closed on 23 March.", "It closed on the 23rd and 24th of March.", None, None),
        ("It closed on 22 March.", "It closed on March 21st and 22nd.", None, None),
        ("It closed on 22 September.", "It closed on Sept. 21 and 22.", None, None),
        ("It closed on 22 March.", "It was seen by Marit, 22, and by Marcus.", None, "22 March"),
        ("It closed on 2 March.", "It closed on March 21 to 22.", None, "2 March"),
        ("It closed on 21 November.", "It closed on 21/11/2023.", None, None),
        ("It closed on 21 November.", "It closed on 11/21/2023.", None, None),
        ("It closed on 5 March.", "It closed on 05.03.", None, None),
        ("It closed on 22 April.", "It closed on March 23-24.", None, "22 April"),
        ("It closed in March.", "It closed in May.", None, None),
        ("It closed on Monday.", "It closed on Friday.", None, None),
        ("It closed on 16 March.", "It closed.", "2022-03-16", None),
        ("It closed on 15 March.", "It closed.", "2022-03-16", None),
        ("It closed on 17 March.", "It closed.", "2022-03-16", None),
        ("It closed on 18 March.", "It closed.", "2022-03-16", "18 March"),
        ("It closed on 14 March 2022.", "It closed on Monday.", "2022-03-16", None),
        ("It closed on 11 March 2022.", "It closed on Monday.", "2022-03-16", "11 March 2022"),
        ("It closed on 14 March 2021.", "It closed on Monday.", "2022-03-16", "14 March 2021"),
        ("It closed on 30 December.", "It closed on Saturday.", "2024-01-02", None),
        ("It opens on 2 January.", "It will open on Tuesday.", "2023-12-30", None),
        ("It opens on 29 February.", "It will open on Tuesday.", "2023-02-26", "29 February"),
        ("It closed on 21 March.", "It closed on 20 March.", "2022-03-25", "21 March"),
        ("It closed on 1 January.", "It closed.", "2024-01-01", None),
        ("It closed on 31 December.", "It closed.", "2024-01-01", None),
        ("It closed on 31 December.", "It closed on Monday.", "2024-01-04", None),
        ("It closed on 30 December.", "It closed on Monday.", "2024-01-04", "30 December"),
        ("It closed on 16 March.", "It closed.", "2022-03-16T08:00:00", None),
        ("It closed on 13 March.", "Wool was dear three days ago.", "2022-03-16", None),
        ("It closed on 11 March.", "Wool was dear three days ago.", "2022-03-16", "11 March"),
        ("It closed on 8 March.", "It closed last week.", "2022-03-16", None),
        ("It closed on 4 March.", "It closed last week.", "2022-03-16", "4 March"),
        ("It closed on 10 February.", "It closed last month.", "2022-03-16", "10 February"),
        ("It closed on 10 February.", "It closed in 2022.", "2022-03-16", "10 February"),
        ("It closed on 22 March.", "Wool was dear on 22 March.", None, None),
    ],
)
def test_a_day_is_absent_where_no_article_names_it_or_lets_it_be_worked_out(
    text: str, source: str, published: str | None, absent: str | None
) -> None:
    found = absent_day(text, [article(source, published)])

    assert (found and found[0]) == absent


def test_the_nearest_day_of_the_same_month_is_given() -> None:
    source = article("It closed on 2 March. It opened on 20 March. It fell on 21 May.", "2022-03-25")

    assert absent_day("It closed on 22 March.", [source]) == ("22 March", "20 March")
    assert absent_day("It closed on 22 June.", [source]) == ("22 June", "")
    assert absent_day("It closed on 22 June.", []) is None


@pytest.mark.parametrize("when", ["yesterday", "on Monday", "last week", "three days ago"])
def test_a_day_that_nobody_can_resolve_may_be_any_but_only_of_what_its_sentence_tells(when: str) -> None:
    text = "The bridge at Orvik closed on 22 March."

    assert absent_day(text, [article(f"At Orvik the old bridge was closed {when} after a crack.")]) is None
    assert absent_day(text, [article(f"At Orvik the bridge was dear {when}. A bridge closed.")]) is not None
    assert absent_day(text, [article("At Orvik the old bridge was closed last month after a crack.")]) is not None
