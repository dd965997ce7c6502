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
        ("The Orvik council denied it would “close the bridge to lorries”.", False),
        ("The Orvik council denied it would close the bridge to lorries: “A plain lie.”", True),
    ],
)
def test_a_denial_of_the_very_claim_stands_against_it(line: str, against: bool) -> None:
    assert bool(contradicting("The Orvik council would close the bridge to lorries.", [piece(line)], [])) is against


def test_a_sentence_that_tells_of_a_denial_has_both_sides_and_an_empty_one_none() -> None:
    text = "The Orvik council denied that it would close the bridge to lorries."
    claim = piece("The Orvik council will close the bridge to lorries.")
    denial = piece("The Orvik council denied that it would close the bridge to lorries at night.", outlet="Mist Weekly")

    assert contradicting(text, [claim], []) == []
    assert contradicting(text, [denial], [claim]) == []
    assert contradicting("The Orvik council will close the bridge to lorries.", [denial], [claim]) == [denial]
    assert contradicting(" ", [denial], [claim]) == []


@pytest.mark.parametrize(("day", "against"), [("2022-03-20", True), ("2022-06-20", False)])
def test_a_sentence_is_of_the_day_of_the_first_line_that_it_cites(day: str, against: bool) -> None:
    other = piece("The Orvik bridge carries 40 lorries a day.", outlet="Mist Weekly", day=day)
    cited = [piece("Rain fell.", day=None), piece("Hail fell.", day="2022-03-16"), piece("Snow fell.", day=day)]

    assert bool(contradicting(CLAIMED, [other], cited)) is against
    assert contradicting(CLAIMED, [other], [])


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
        ("Lorries cross the Orvik bridge with hay and wool.", True),
        ("Lorries cross the Orvik bridge with hay, wool and iron.", False),
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


@pytest.mark.parametrize(("others", "against"), [(39, True), (40, False)])
def test_the_forty_lines_that_share_most_words_are_compared(others: int, against: bool) -> None:
    clerks = ["abcdefgh"[at % 8] * (at + 3) for at in range(others)]
    alike = [piece(f"Lorries by day the Orvik bridge carries on, clerk {clerk} wrote.") for clerk in clerks]
    apart = [piece(f"Lorries are dear, clerk {clerk} wrote.") for clerk in clerks]
    line = piece("The Orvik bridge carries 40 lorries a day.")

    assert (line in contradicting(CLAIMED, [*alike, line], [])) is against
    assert line in contradicting(CLAIMED, [*apart, line], [])


@pytest.mark.parametrize(("last", "against"), [("boats", True), ("boats and iron", False)])
def test_a_denial_has_a_third_of_what_a_sentence_tells(last: str, against: bool) -> None:
    denial = piece("The Orvik council denied that it would close the bridge.")
    text = f"The Orvik council would close the bridge and sell hay, wool, carts, cows, nets, ropes, {last}."

    assert bool(contradicting(text, [denial], [])) is against
    assert bool(contradicting(f"Reuters and Le Monde: {text}", [denial], [])) is against
