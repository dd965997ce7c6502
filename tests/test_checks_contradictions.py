"""What contradicts a sentence, and what changes of a line end that: holds `assistant.checking.contradictions`."""

from __future__ import annotations

import pytest
from checked_texts import piece

from assistant.checking.contradictions import contradicting

CLAIMED = "The Orvik bridge carries 900 lorries a day."


@pytest.mark.parametrize(
    ("line", "against"),
    [
        ("The Orvik bridge carries 40 lorries a day.", True),
        ("The Orvik bridge carries 900 lorries a day.", False),
        ("The Dunmore bridge carries 40 lorries a day.", False),
        ("The Orvik bridge carries 40 lorries a week.", False),
        ("The Orvik bridge carried 40 lorries a day in 1950.", False),
    ],
)
def test_another_figure_for_the_same_stands_against_a_sentence(line: str, against: bool) -> None:
    assert bool(contradicting(CLAIMED, [piece(line)], [])) is against


@pytest.mark.parametrize(
    ("line", "against"),
    [
        ("The Orvik council denied that it would close the bridge to lorries.", True),
        ("The Orvik council denied that it would sell wool.", False),
        ("The Orvik council said it would close the bridge to lorries.", False),
        ("The council denied it would “close the bridge to lorries”.", False),
    ],
)
def test_a_denial_of_the_very_claim_stands_against_it(line: str, against: bool) -> None:
    assert bool(contradicting("The Orvik council would close the bridge to lorries.", [piece(line)], [])) is against


def test_a_sentence_that_tells_of_a_denial_has_both_sides_and_an_empty_one_none() -> None:
    line = piece("The Orvik council will close the bridge to lorries.")

    assert contradicting("The Orvik council denied that it would close the bridge to lorries.", [line], []) == []
    assert contradicting(" ", [line], []) == []


def test_what_contradicts_the_line_that_a_sentence_rests_on_is_against_it_too() -> None:
    text = "Lorries cross the Orvik bridge, some 900 each day as counted."
    rests_on = piece("The Orvik bridge carries 900 lorries a day as counted.", outlet="Fen Courier")
    other = piece("The Orvik bridge carries 40 lorries a day as counted.", outlet="Mist Weekly")
    same_paper = piece("The Orvik bridge carries 40 lorries a day as counted.", outlet="Fen Courier")

    assert other in contradicting(text, [other], [rests_on])
    assert same_paper not in contradicting("Lorries cross at Orvik, as counted.", [same_paper], [rests_on])


@pytest.mark.parametrize(
    ("text", "against"),
    [
        ("Lorries cross the Orvik bridge, 900 daily.", True),
        ("Lorries of wool, carts of hay and cows cross at Orvik.", False),
    ],
)
def test_a_sentence_rests_on_a_line_with_half_of_its_words(text: str, against: bool) -> None:
    rests_on = piece("The Orvik bridge carries 900 lorries a day.")
    other = piece("The Orvik bridge carries 40 lorries a day.", outlet="Mist Weekly")

    assert bool(contradicting(text, [other], [rests_on])) is against


def test_what_one_outlet_says_twice_is_not_against_what_a_sentence_rests_on() -> None:
    rests_on = piece("The Orvik bridge carries 900 lorries a day.")
    again = piece("The Orvik bridge carries 40 lorries a day.")

    assert contradicting("Lorries cross the Orvik bridge all day.", [again], [rests_on]) == []


@pytest.mark.parametrize(("before", "against"), [(39, True), (40, False)])
def test_the_first_forty_lines_that_share_words_are_compared(before: int, against: bool) -> None:
    lines = [
        piece(f"Lorries cross the Orvik bridge at dawn, clerk {'abcdefgh'[at % 8] * (at + 3)} wrote.")
        for at in range(before)
    ]
    lines.append(piece("The Orvik bridge carries 40 lorries a day."))

    assert (lines[-1] in contradicting(CLAIMED, lines, [])) is against


def test_a_denial_has_a_third_of_what_a_sentence_tells() -> None:
    denial = piece("The Orvik council denied that it would close the bridge.")

    assert contradicting("The Orvik council would close the bridge.", [denial], [])
    long = "The Orvik council would close the bridge and sell hay, wool, carts, cows, nets, ropes, boats and old iron."
    assert contradicting(long, [denial], []) == []
