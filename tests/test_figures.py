"""Quantities and days read out of news text, and when one may stand for another."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.language.figures import Figure, agrees, dates, figures


def one(text: str) -> Figure:
    found = figures(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,000 advisers", 1000),
        ("1\u00a0000 advisers", 1000),
        ("1\u202f234\u202f000 advisers", 1_234_000),
        ("a thousand advisers", 1000),
        ("one thousand advisers", 1000),
        ("two hundred and twenty-five men", 225),
        ("half a million voters", 500_000),
        ("a dozen planes", 12),
        ("£1.5m", 1_500_000),
        ("$11 billion", 11e9),
        ("2bn euros", 2e9),
        ("0.5 percent", 0.5),
    ],
)
def test_digits_and_words_give_the_same_value(text: str, value: float) -> None:
    assert one(text).value == value
    assert one(text).kind == "exact"


def test_units_are_read_with_the_number() -> None:
    units = [
        one(text).unit for text in ("12.5 per cent", "$5", "35 metric tons", "the third title", "10:30", "won 3-1")
    ]

    assert units == ["%", "USD", "ton", "ordinal", "clock", "score"]


def test_a_hedge_makes_a_range() -> None:
    nearly, above = one("nearly 1,000 advisers"), one("more than 50 countries")

    assert (nearly.kind, nearly.low, nearly.high) == ("rounded", 800, 1000)
    assert (above.kind, above.low, above.high) == ("rounded", 50, float("inf"))


def test_vague_quantities_carry_the_range_they_can_mean() -> None:
    few_dozen, many = one("just a few dozen"), one("tens of thousands of people")

    assert (few_dozen.kind, few_dozen.low, few_dozen.high) == ("vague", 24, 100)
    assert (many.low, many.high, many.noun) == (20_000, 100_000, "people")


def test_numbers_inside_names_are_no_quantities() -> None:
    assert figures("an Il-62, an S-300VM and COVID-19 at the G7") == []


def test_days_and_years_are_no_quantities() -> None:
    assert figures("On June 3, 2019, and again in 2015, on Sunday") == []


def test_pronouns_are_no_quantities() -> None:
    assert figures("one of them told no one") == []


def test_a_share_is_read_as_one_fraction() -> None:
    assert one("7 of 10 patients").value == one("seven out of ten patients").value == 0.7


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("1,000", "a thousand"),
        ("1,000", "about 1,000"),
        ("about 50", "52"),
        ("more than 50", "54"),
        ("nearly 1,000", "960"),
        ("several dozen", "a few dozen"),
        ("dozens", "48"),
        ("half", "50 percent"),
        ("ten years", "a decade"),
        ("over 3 million", "more than 3 million"),
    ],
)
def test_a_claim_agrees_with_what_says_the_same(claim: str, source: str) -> None:
    assert agrees(one(claim), one(source))


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("2,000", "1,000"),
        ("1,000", "a few dozen"),
        ("100", "nearly 100"),
        ("more than 100", "nearly 100"),
        ("at least 4,000", "up to 4,000"),
        ("nearly 1,000", "1,050"),
        ("a few hundred", "1,000"),
        ("20 people", "20 percent"),
        ("the third", "3"),
        ("3-1", "1-3, 4-1"),
    ],
)
def test_a_claim_does_not_agree_with_another_value_hedge_or_unit(claim: str, source: str) -> None:
    assert not any(agrees(one(claim), other) for other in figures(source))


def test_a_weekday_is_the_latest_one_up_to_publication() -> None:
    (sunday,) = dates("reported on Sunday")

    assert sunday.within("2019-06-03") == (date(2019, 6, 2), date(2019, 6, 2))
    assert sunday.within(None) is None


def test_a_day_without_a_year_takes_the_nearest_year() -> None:
    (day,) = dates("on December 30")

    assert day.within("2020-01-05") == (date(2019, 12, 30), date(2019, 12, 30))


@pytest.mark.parametrize("text", ["June 3, 2019", "3 June 2019", "2019-06-03", "the 3rd of June 2019", "JUNE 3, 2019"])
def test_a_full_day_is_read_in_any_order(text: str) -> None:
    (day,) = dates(f"It happened on {text}.")

    assert (day.year, day.month, day.day) == (2019, 6, 3)


def test_verbs_that_look_like_months_are_no_months() -> None:
    assert dates("He may march on") == []
    assert [day.month for day in dates("in May and in March 2019")] == [5, 3]


def test_a_bare_number_before_a_noun_is_no_year() -> None:
    assert dates("killed 2000 people") == []
    assert [day.year for day in dates("2020 was worse")] == [2020]


def test_a_day_that_no_month_has_is_left_out() -> None:
    assert all(day.day != 31 for day in dates("on June 31"))
