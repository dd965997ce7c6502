"""When two figures of one thing are a dispute: holds `assistant.disputes.quantities`."""

from __future__ import annotations

import pytest
from test_disputes import kinds, quote

from assistant.disputes.certain import rule
from assistant.disputes.find import compare_accounts, find_disputes
from assistant.disputes.statement import statement_of
from assistant.types import Evidence

RUNS, RUNS_FEW = "The Ferrow mill runs 900 looms.", "The Ferrow mill runs 40 looms."


def words(text: str) -> list[str]:
    return text.split(";")


# ---- what a figure is of


@pytest.mark.parametrize(
    "scope",
    words(
        "another;additional;further;remaining;average;typical;each;every;per;a day;a week;a month;a year;daily;weekly"
        ";monthly;annual;annually;first;second;third;last;next;half;quarter;of them;of those;of which;of whom;adult"
        ";adults;children;men;women;woman;record;peak;initial;initially;direct;directly;more"
    ),
)
def test_a_figure_of_one_part_or_rate_is_not_held_against_one_of_all(scope: str) -> None:
    assert kinds(f"The Ferrow mill runs 900 looms {scope}.", RUNS_FEW) == []
    assert kinds(RUNS_FEW, f"The Ferrow mill runs 900 {scope} looms.") == []


@pytest.mark.parametrize("plain", ["big", "more than", "by night", "in all"])
def test_other_words_beside_a_figure_name_no_part(plain: str) -> None:
    place = f"{plain} 900 looms" if plain in ("big", "more than") else f"900 looms {plain}"

    assert kinds(f"The Ferrow mill runs {place}.", RUNS_FEW) == ["number"]


def test_a_word_of_scope_counts_where_it_stands_near_the_figure_and_in_its_clause() -> None:
    far = "Each morning, before the bell rings over the valley and the hills, the Ferrow mill runs 900 looms."

    assert kinds(far, RUNS_FEW) == ["number"]
    assert kinds("Each of the long low sheds of the old Ferrow mill runs 900 looms.", RUNS_FEW) == ["number"]
    assert kinds("Each shed of the big Ferrow mill runs 900 looms.", RUNS_FEW) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2 km", "2,000 m"),
        ("10 miles", "16 km"),
        ("200 cm", "2 m"),
        ("10 feet", "3.05 metres"),
        ("100 inches", "254 cm"),
        ("40 hectares", "99 acres"),
        ("2,000 kg", "2 tonnes"),
        ("120 minutes", "2 hours"),
        ("48 hours", "2 days"),
        ("2 weeks", "14 days"),
        ("24 months", "2 years"),
        ("half", "50 percent"),
    ],
)
def test_one_length_area_weight_or_time_in_two_units_agrees_and_three_times_it_is_a_dispute(
    one: str, other: str
) -> None:
    amount, unit = (other.split()[0].replace(",", ""), other.split()[1]) if one != "half" else ("50", "percent")
    tripled = f"{float(amount) * 3:,g} {unit}" if unit != "percent" else "90 percent"

    def pair(last: str) -> list[Evidence]:
        texts = [f"The Ferrow canal is {size} dug." for size in (one, last)]
        return [
            quote(key, outlet, text)
            for key, outlet, text in zip((1, 2), ("Weft Post", "Warp News"), texts, strict=True)
        ]

    assert len(compare_accounts(pair(other), "").agreements({1, 2})) == 1
    assert [dispute.kind for dispute in find_disputes(pair(tripled), "")] == ["number"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("opened its 3rd loom", "opened its 9th loom"),
        ("opens at 3 p.m.", "opens at 9 p.m."),
        ("won 3-1 at Calder", "won 9-1 at Calder"),
        ("burned for 30 seconds", "burned for 90 seconds"),
        ("stood at 30 degrees", "stood at 90 degrees"),
        ("ran at 30 mph", "ran at 90 mph"),
    ],
)
def test_a_place_a_time_of_day_a_score_or_a_rate_is_no_quantity(one: str, other: str) -> None:
    assert kinds(f"The Ferrow mill {one}.", f"The Ferrow mill {other}.") == []


@pytest.mark.parametrize(
    ("looms", "expected"),
    [("900", []), ("860", []), ("810", []), ("1,000", []), ("700", ["number"]), ("400", ["number"])],
)
def test_what_rounding_explains_is_no_dispute(looms: str, expected: list[str]) -> None:
    assert kinds(RUNS, f"The Ferrow mill runs {looms} looms.") == expected


def test_two_near_figures_agree_where_one_of_them_is_hedged() -> None:
    def agreed(first: str) -> bool:
        evidence = [quote(1, "Weft Post", f"The Ferrow mill runs {first} looms."), quote(2, "Warp News", RUNS)]
        return bool(compare_accounts(evidence, "").agreements({1, 2}))

    assert agreed("about 850")
    assert not agreed("850")
    assert not agreed("about 600")


def test_a_figure_that_stands_in_both_sentences_is_the_one_they_share() -> None:
    first = "The Ferrow mill runs 900 looms and 40 carts."

    assert kinds(first, "The Ferrow mill runs 40 looms.") == []


def test_only_a_figure_of_a_later_day_may_be_a_count_that_grew() -> None:
    low, high = "The Ferrow fire killed 12 weavers.", "The Ferrow fire killed 31 weavers."

    assert kinds(low, high) == ["number"]
    assert kinds(high, low, days=("2020-05-07", "2020-05-05")) == []
    assert kinds(low, high, days=("2020-05-07", "2020-05-05")) == ["number"]
    money = ("The Ferrow fire cost $12 million.", "The Ferrow fire cost $31 million.")
    assert kinds(*money, days=("2020-05-05", "2020-05-07")) == ["number"]


@pytest.mark.parametrize(
    "verb",
    words("corrected;corrects;revised;revises;amended;amends;retracted;retracts;is correcting;is revising"),
)
def test_a_later_account_that_corrects_a_figure_supersedes_it(verb: str) -> None:
    first = "The growth of Norrmark in the spring was 2.1 percent, the bureau said."
    second = f"The bureau {verb} the growth of Norrmark in the spring to 1.4 percent."

    assert kinds(first, second, days=("2020-05-05", "2020-06-20")) == ["superseded"]
    assert kinds(second, first, days=("2020-06-20", "2020-05-05")) == ["superseded"]
    assert "superseded" not in kinds(first, second)
    assert "superseded" not in kinds(first, second, days=("2020-06-20", "2020-05-05"))


# ---- what is stated in one sentence and not in the other


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("In a valley the mill runs 900 looms.", "In a valley the mill runs 40 looms.", []),
        (RUNS, "The Ferrow mill of Calder runs 40 looms.", []),
        ("The Ferrow mill of Calder runs 900 looms.", RUNS_FEW, []),
        ("The Ferrow mill of Calder runs 900 looms.", "The Ferrow mill of Calder runs 40 looms.", ["number"]),
        ("The old Ferrow mill runs 900 looms.", "The small Ferrow mill runs 40 looms.", []),
        ("The old Ferrow mill runs 900 looms.", RUNS_FEW, ["number"]),
        ("Ferrow has 900 looms.", "Ferrow has 40 looms.", []),
        (RUNS, "The Ferrow mill runs 40 carts; looms rust.", []),
        ("The Ferrow mill lost $900 million.", "The Ferrow mill lost $40 million.", ["number"]),
        ("The Ferrow mill lost $900 million and owes $5 million.", "The Ferrow mill lost $40 million.", []),
    ],
)
def test_two_figures_are_of_one_thing_only_where_nothing_else_is_stated_of_each(
    first: str, second: str, expected: list[str]
) -> None:
    assert kinds(first, second) == expected


def test_a_sentence_with_a_figure_does_not_agree_with_one_without() -> None:
    plain = statement_of(quote(1, "Weft Post", "The Ferrow mill sells old looms cheaply."))
    counted = statement_of(quote(2, "Warp News", "The Ferrow mill sells 9 old looms cheaply."))

    assert (rule(plain, counted).relation, rule(counted, plain).relation) == ("different", "different")


def test_a_correction_gives_each_sentence_its_own_figure() -> None:
    first = statement_of(
        quote(1, "Weft Post", "The growth of Norrmark in the spring was 2.1 percent.", day="2020-05-05")
    )
    second = statement_of(
        quote(2, "Warp News", "The growth of Norrmark in the spring was revised to 1.4 percent.", day="2020-06-05")
    )

    assert rule(first, second).words == ("2.1 percent", "1.4 percent")
    assert rule(second, first).words == ("1.4 percent", "2.1 percent")


@pytest.mark.parametrize("none", ["no", "nobody", "none", "nothing"])
def test_that_none_does_a_thing_denies_that_somebody_does(none: str) -> None:
    claim = "By night the Ferrow mill sells old looms to weavers, two foremen said."

    assert kinds(claim, f"At the Ferrow mill {none} of them sells old looms to weavers.") == ["denial"]


def test_agreements_of_two_pairs_are_noted_and_no_more() -> None:
    sizes = [("Ferrow", "looms"), ("Calder", "carts"), ("Dunmore", "boats")]
    evidence = [
        quote(2 * at + turn, outlet, f"The {name} mill runs {count} {thing}.")
        for at, (name, thing) in enumerate(sizes)
        for turn, (outlet, count) in enumerate([("Weft Post", "about 900"), ("Warp News", "some 880")], 1)
    ]

    assert len(compare_accounts(evidence, "").agreements(range(1, 7))) == 2


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many looms run?", ["number"]),
        ("Is the Ferrow mill old?", []),
        ("How many looms and carts and boats and mules has Ferrow?", []),
    ],
)
def test_a_dispute_turns_on_what_is_asked_for(question: str, expected: list[str]) -> None:
    assert kinds(RUNS, RUNS_FEW, question) == expected


def test_a_denial_is_relevant_to_a_question_by_what_it_denies() -> None:
    denial = "The Ferrow mill, home of fine wool, denied that it would sack its weavers."
    claim = "The Ferrow mill, home of fine wool, will sack its weavers, two foremen said."

    assert kinds(claim, denial, "Will the Ferrow mill sack weavers?") == ["denial"]
    assert kinds(claim, denial, "Is the Ferrow mill home of fine wool?") == []


def test_half_and_a_percentage_are_on_one_scale() -> None:
    half, near, far = (f"The Ferrow canal is {size} dug." for size in ("half", "45 percent", "38 percent"))

    assert (kinds(half, near), kinds(near, half)) == ([], [])
    assert (kinds(half, far), kinds(far, half)) == (["number"], ["number"])
