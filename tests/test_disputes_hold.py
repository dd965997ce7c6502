"""One change of a sentence at a time, and the verdict it must turn, or must not: what holds `assistant.disputes`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from test_disputes import kinds, quote, sides_of

from assistant.disputes.candidates import candidate_pairs, is_relevant_pair
from assistant.disputes.certain import rule
from assistant.disputes.find import asked_about, compare_accounts, find_disputes
from assistant.disputes.groups import Clash, disputes_of
from assistant.disputes.same_voice import same_voice
from assistant.disputes.sides import about, against, quoted, side_of, source_line
from assistant.disputes.statement import alike, same_time, statement_of
from assistant.types import Article, Dispute, Evidence, Side

CLAIM = "The Ferrow mill will sack its weavers, two foremen said."
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
    ("looms", "expected"), [("900", []), ("860", []), ("820", []), ("700", ["number"]), ("400", ["number"])]
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


# ---- what a denial denies


NOUNS = words(
    "report;reports;claim;claims;allegation;allegations;accusation;accusations;charges;suggestion;suggestions;rumour"
    ";rumours;rumor;talk;story;stories;idea;notion;assertion;assertions;figure;figures"
)


@pytest.mark.parametrize("noun", NOUNS)
def test_whatever_a_claim_is_called_it_can_be_rejected_and_denied(noun: str) -> None:
    assert kinds(CLAIM, f"The Ferrow mill rejected the {noun} that it would sack its weavers.") == ["denial"]
    assert kinds(CLAIM, f"The Ferrow mill denied the {noun} of a plan to sack weavers.") == ["denial"]


@pytest.mark.parametrize("verb", words("rejected;dismissed;refuted;disputed;rebutted;rejects;disputes"))
def test_a_claim_is_rejected_in_many_words(verb: str) -> None:
    assert kinds(CLAIM, f"The Ferrow mill {verb} claims that it would sack its weavers.") == ["denial"]
    assert kinds(CLAIM, f"The Ferrow mill {verb} old looms when it would sack its weavers.") == []


@pytest.mark.parametrize(
    "denied",
    words(
        "denied that it would sack;denies that it will sack;denied having sacked;denied being about to sack"
        ";denied sacking;denied any plan to sack;denied all plans to sack;denied these plans to sack"
        ";denied those plans to sack;denied such plans to sack;denied this plan to sack;denied it was about to sack"
    ),
)
def test_what_stands_behind_denied_is_denied(denied: str) -> None:
    assert kinds("The Ferrow mill sacked its weavers, two foremen said.", f"The Ferrow mill {denied} its weavers.") == [
        "denial"
    ]


@pytest.mark.parametrize(
    "false",
    words(
        "is not true;isn’t true;is not quite true;is untrue;is impossible;is baseless;is unfounded;is groundless"
        ";is fabricated;is a fabrication;is nonsense;is fake news;is fiction;is an invention;is a pure invention"
        ";is absolutely false;is completely false;is entirely false;is false;are false;was false;were false"
        ";is as false as can be"
    ),
)
def test_what_is_called_false_is_denied(false: str) -> None:
    assert kinds(CLAIM, f"The report that the Ferrow mill will sack its weavers {false}, its owner said.") == ["denial"]


def test_that_there_is_no_truth_in_a_report_denies_it() -> None:
    assert kinds(CLAIM, "There is no truth in reports that the Ferrow mill will sack its weavers.") == ["denial"]


@pytest.mark.parametrize("never", ["never happened", "did not happen", "didn’t happen", "didn't happen"])
def test_what_never_happened_is_denied(never: str) -> None:
    assert kinds(CLAIM, f"The sacking of weavers at the Ferrow mill {never}.") == ["denial"]


@pytest.mark.parametrize(
    "negated",
    words(
        "is not to;are not to;was not to;were not to;has not had to;have not had to;had not had to;does not;do not"
        ";did not;would not;can not;could not;must not;cannot;never;won’t;wouldn't"
    ),
)
def test_the_claims_own_words_with_a_not_deny_it(negated: str) -> None:
    assert kinds(CLAIM, f"The Ferrow mill {negated} sack its weavers, its owner said.") == ["denial"]


@pytest.mark.parametrize(
    "other",
    words(
        "did not only;did not just;no longer did;did no doubt;did not yet;did not necessarily;did not even"
        ";did not until winter;did not least;did no more;did no less;may not;might not;should not"
    ),
)
def test_a_not_that_negates_something_else_or_nothing_for_sure_is_no_denial(other: str) -> None:
    assert kinds(CLAIM, f"The Ferrow mill {other} sack its weavers, its owner said.") == []


@pytest.mark.parametrize("opening", ["If", "Whether", "Nobody knows whether"])
def test_a_not_in_what_is_only_supposed_is_no_denial(opening: str) -> None:
    assert kinds(CLAIM, f"{opening} the Ferrow mill does not sack its weavers, they stay.") == []


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("The Ferrow mill sacks its weavers.", ["denial"]),
        ("The Ferrow mill may sack its weavers.", []),
        ("The Ferrow mill might sack its weavers.", []),
        ("The Ferrow mill could sack its weavers.", []),
        ("The Ferrow mill should sack its weavers.", []),
        ("If the Ferrow mill sacks its weavers, they go.", []),
        ("Two foremen asked whether the Ferrow mill sacks its weavers.", []),
        ("Will the Ferrow mill sack its weavers?", []),
        ("The Ferrow mill will not sack its weavers.", []),
        ("The Ferrow mill denied that it would sack its weavers.", []),
    ],
)
def test_a_denial_stands_against_a_claim_and_not_against_a_guess(claim: str, expected: list[str]) -> None:
    assert kinds(claim, "The owner denied that the Ferrow mill would sack its weavers.") == expected


@pytest.mark.parametrize(
    "text",
    [
        "The Ferrow mill did not deny that it would sack its weavers.",
        "The Ferrow mill never denied that it would sack its weavers.",
        "The Ferrow mill cannot deny that it would sack its weavers.",
        "The Ferrow mill didn’t deny that it would sack its weavers.",
        "The Ferrow mill neither denied that it would sack its weavers nor spoke.",
        "The Ferrow mill can nor will deny that it would sack its weavers.",
        "Without denying that it would sack its weavers, the Ferrow mill fell silent.",
        "Nobody denied that the Ferrow mill would sack its weavers.",
        "None denied that the Ferrow mill would sack its weavers.",
        "No owner denied that the Ferrow mill would sack its weavers.",
        "Nothing denied that the Ferrow mill would sack its weavers.",
        "The Ferrow mill was denied any talk that it would sack its weavers.",
        "The Ferrow mills were denied any talk that it would sack its weavers.",
        "The Ferrow mill had been denied any talk that it would sack its weavers.",
        "The Ferrow mill is being denied any talk that it would sack its weavers.",
    ],
)
def test_who_does_not_deny_or_is_denied_something_denies_nothing(text: str) -> None:
    assert kinds(CLAIM, text) == []


@pytest.mark.parametrize(
    "joint",
    [
        "; ",
        ", but ",
        " but ",
        " and instead ",
        ", adding that ",
        " adding that ",
        " saying that ",
        " insisting that ",
        ": ",
        " – ",
    ],
)
def test_what_follows_a_denial_in_a_clause_of_its_own_is_not_denied(joint: str) -> None:
    denial = f"The Ferrow mill denied that it would sell wool{joint}it would sack all its weavers at Ferrow."

    assert kinds("The Ferrow mill would sack all its weavers at Ferrow, two foremen said.", denial) == []


@pytest.mark.parametrize("who", words("he;she;they;him;her;them;his;hers;their;theirs"))
def test_of_two_sentences_that_both_point_back_neither_denies_the_other(who: str) -> None:
    title = "Ferrow mill to sack all weavers, foremen say"
    pointing = f"The Ferrow mill will sack all weavers, foremen say of {who}."

    def found(claim: str) -> list[Dispute]:
        evidence = [
            quote(1, "Weft Post", claim),
            quote(2, "Warp News", "The Ferrow mill denied the report.", title=title),
        ]
        return find_disputes(evidence, "")

    assert found(pointing) == []
    assert found("The Ferrow mill will sack all weavers, foremen say of it.") != []


def test_what_a_denial_points_to_stands_in_its_headline_or_the_two_sentences_before() -> None:
    claim = quote(1, "Weft Post", CLAIM)

    def found(before: str) -> list[str]:
        denial = quote(2, "Warp News", "The Ferrow mill denied the report.", before=before)
        return [one.kind for one in find_disputes([claim, denial], "")]

    report, other = "Two foremen said the Ferrow mill will sack its weavers. ", "Rain fell on the lakes. "
    assert found(report) == ["denial"]
    assert found(report + other) == ["denial"]
    assert found(report + other + other) == []


@pytest.mark.parametrize(("value", "expected"), [("1,000", ["denial"]), ("9", [])])
def test_the_very_figure_denied_tells_what_is_denied_where_it_is_no_small_one(value: str, expected: list[str]) -> None:
    claim = f"The Ferrow mill would shrink by {value} weavers to a handful, a clerk said."

    assert kinds(claim, f"The Ferrow mill called losing {value} people impossible.") == expected


def test_a_denial_by_somebody_whom_the_claim_does_not_name_is_of_something_else() -> None:
    assert kinds(CLAIM, "Dunmore denied that it would sack its weavers.") == []


# ---- days


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("on Friday", "on Saturday", ["date"]),
        ("on Friday", "on Friday", []),
        ("in March", "in May", ["date"]),
        ("on Friday", "in May", []),
        ("on 3 May", "on 4 May", ["date"]),
        ("on 3 May", "in June", []),
        ("on 3 May", "on Saturday", []),
        ("in 2018", "in 2019", ["date"]),
        ("on Friday", "on Friday and Saturday", []),
    ],
)
def test_days_exclude_each_other_at_one_granularity(first: str, second: str, expected: list[str]) -> None:
    assert kinds(f"The ferry Calder sank {first}.", f"The ferry Calder sank {second}.") == expected


@pytest.mark.parametrize(("later", "expected"), [("2020-05-12", ["date"]), ("2020-05-13", [])])
def test_days_of_one_event_are_in_articles_of_one_week(later: str, expected: list[str]) -> None:
    found = kinds("The ferry Calder sank on 1 May.", "The ferry Calder sank on 3 May.", days=("2020-05-05", later))

    assert found == expected


def test_days_are_not_compared_where_much_else_or_a_figure_differs() -> None:
    first = "The ferry Calder sank on Friday off the long pier."

    assert kinds(first, "The ferry Calder sank on Saturday off the long pier.") == ["date"]
    assert kinds(first, "The ferry Calder sank on Saturday under a full load of wool.") == []
    assert kinds(first, "The ferry Calder sank on Saturday off the long pier with 9 men.") == []
    assert kinds(first, "The ferry Dunmore sank on Saturday off the long pier.") == []
    assert kinds("The red ferry Calder sank on Friday.", "The blue ferry Calder sank on Saturday.") == []


# ---- one topic, one time, one voice


def times(first: str, second: str, days: tuple[str | None, str | None]) -> bool:
    one, other = quote(1, "Weft Post", first, day=days[0]), quote(2, "Warp News", second, day=days[1])
    return same_time(statement_of(one), statement_of(other))


@pytest.mark.parametrize(
    ("first", "second", "days", "expected"),
    [
        ("It sank.", "It sank.", ("2020-05-05", "2020-05-12"), True),
        ("It sank.", "It sank.", ("2020-05-05", "2020-05-13"), False),
        ("It sank.", "It sank.", (None, "2020-05-13"), True),
        ("It sank in 2012.", "It sank in 2012.", ("2020-05-05", "2020-05-05"), True),
        ("It sank in 2012.", "It sank in 2013.", ("2020-05-05", "2020-05-05"), False),
        ("It sank from March to May 2012.", "It sank in May 2012.", ("2020-05-05", "2020-05-05"), True),
        ("It sank in 2012.", "It sank.", ("2020-05-05", "2020-05-05"), False),
        ("It sank.", "It sank in 2012.", ("2020-05-05", "2020-05-05"), False),
        ("It sank on 4 May 2020.", "It sank.", ("2020-05-05", "2020-05-05"), True),
        ("It sank on 4 May 2020.", "It sank.", ("2020-05-05", "2020-05-11"), True),
        ("It sank on 4 May 2020.", "It sank.", ("2020-05-05", "2020-05-12"), False),
        ("It sank on 4 May 2020.", "It sank.", ("2020-05-05", "2020-05-03"), True),
        ("It sank on 4 May 2020.", "It sank.", ("2020-05-05", "2020-05-02"), False),
        ("It sank on 4 May 2020.", "It sank.", ("2020-05-05", None), False),
        ("It sank on Friday.", "It sank.", (None, "2020-05-05"), False),
    ],
)
def test_two_sentences_are_of_one_time_by_the_days_they_name_or_those_they_were_printed(
    first: str, second: str, days: tuple[str | None, str | None], expected: bool
) -> None:
    assert times(first, second, days) is expected


def test_likeness_is_the_cosine_of_the_stems() -> None:
    one, other = (
        statement_of(quote(1, "Weft Post", "Looms hum by lamplight.")),
        statement_of(quote(2, "Warp News", "Looms rust by canals.")),
    )

    assert alike(one, one) == pytest.approx(1)
    assert alike(one, other) == pytest.approx(1 / 3, abs=0.01)
    assert alike(one, statement_of(quote(3, "Yarn Daily", ""))) == 0


def test_what_a_sentence_tells_leaves_out_figures_days_words_of_saying_and_who_printed_it() -> None:
    found = statement_of(
        quote(1, "Ferrow Post", "Yesterday, Ada Lund of Ferrow said that 900 looms rust.", ("Ada Lund", "person"))
    )

    assert found.stems == {"ada", "lund", "ferrow", "loom", "rust"}
    assert found.names == {"ada", "lund"}
    assert found.speakers == {"ada", "lund"}


def test_the_clause_around_a_figure_ends_at_a_mark_and_not_at_a_decimal_point() -> None:
    found = statement_of(
        quote(1, "Weft Post", "Rain fell; the mill of St. Ada runs 2.5 looms (by night), and sells wool.")
    )
    begun, ended = found.clause(found.figures[0].span)

    assert found.text[begun:ended].strip() == "Ada runs 2.5 looms"


@pytest.mark.parametrize(
    "other",
    [
        "The Ferrow mill runs 40 looms.",
        "Some 40 looms are what the Ferrow mill runs.",
        "The Ferrow mill, it seems, runs but 40 looms.",
    ],
)
def test_a_paraphrase_keeps_the_dispute(other: str) -> None:
    assert kinds(RUNS, other) == ["number"]


@pytest.mark.parametrize(
    "other",
    [
        "The Dunmore mill runs 40 looms.",
        "The Ferrow mill runs 40 carts.",
        "The Ferrow mill sold 40 looms to Dunmore.",
        "The Ferrow mill ran 40 looms in 1950.",
        "The Ferrow mill runs 40% of the looms.",
    ],
)
def test_another_subject_thing_deed_time_or_unit_ends_it(other: str) -> None:
    assert kinds(RUNS, other) == []


def voices(one: Evidence, other: Evidence) -> bool:
    return same_voice(one, other)


def test_who_speaks_tells_whether_two_sentences_are_one_voice() -> None:
    own = quote(1, "Weft Post", "Looms rust in the rain by the canal.")
    ada = quote(2, "Weft Post", "Wool is dear in spring.", ("Ada Lund", "person"))
    ada_elsewhere = quote(3, "Warp News", "Carts stand still all night.", ("Ada Lund", "person"))
    bo = quote(4, "Weft Post", "Mills hum by day and by night.", ("Bo Berg", "person"))
    clerk = quote(5, "Weft Post", "Rain fell on every roof.", ("a clerk", "anonymous"))
    other = quote(6, "Warp News", "Snow lies on the hills of Calder.")
    cited = quote(7, "Warp News", "Fog hides the lake.", ("Weft Post", "outlet"), ("a guard", "anonymous"))
    copied = quote(8, "Yarn Daily", own.quote, ("Ida Holm", "person"))

    assert voices(ada, ada_elsewhere)
    assert voices(own, clerk)
    assert voices(cited, clerk)
    assert voices(own, copied)
    assert not voices(ada, bo)
    assert not voices(own, ada)
    assert not voices(own, other)
    assert not voices(ada, other)


def test_one_sentence_with_another_day_in_it_is_no_copy() -> None:
    one = quote(1, "Weft Post", "The ferry Calder sank on Friday off the long pier at night.", ("Ada Lund", "person"))
    other = quote(2, "Warp News", "The ferry Calder sank on Sunday off the long pier at night.", ("Bo Berg", "person"))

    assert not same_voice(one, other)
    assert same_voice(one, quote(3, "Warp News", one.quote, ("Bo Berg", "person")))


def test_what_is_said_in_the_same_words_agrees_and_in_half_of_them_is_another_thing() -> None:
    def relation(second: str) -> str:
        first = "The Ferrow mill sells old looms cheaply."
        return rule(statement_of(quote(1, "Weft Post", first)), statement_of(quote(2, "Warp News", second))).relation

    assert relation("The Ferrow mill sells its old looms cheaply now.") == "agrees"
    assert relation("The Ferrow mill sells wool and keeps old looms.") == "different"
    assert relation("The Ferrow mill sells old looms.") == "agrees"


# ---- what is relevant to a question


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("", True),
        ("Which looms does the Ferrow mill run?", True),
        ("Which looms does Calder paint green?", False),
        ("What do looms and wool of Calder cost?", False),
    ],
)
def test_two_sentences_bear_on_a_question_with_half_of_its_words(question: str, expected: bool) -> None:
    assert (
        is_relevant_pair(
            statement_of(quote(1, "Weft Post", RUNS)), statement_of(quote(2, "Warp News", RUNS_FEW)), question
        )
        is expected
    )


def test_a_headline_counts_for_relevance_to_a_question() -> None:
    one = statement_of(quote(1, "Weft Post", "It runs 900 looms.", title="The Ferrow mill"))

    assert is_relevant_pair(
        one, statement_of(quote(2, "Warp News", "It runs 40.")), "How many looms has the Ferrow mill?"
    )
    assert not is_relevant_pair(
        statement_of(quote(3, "Weft Post", "It runs 900 looms.")), one, "Which canals has Calder dug by hand?"
    )


def dispute_between(*keys: int) -> Dispute:
    return Dispute("Looms", "number", tuple(Side(str(key), (key,)) for key in keys))


@pytest.mark.parametrize(
    ("question", "shown", "expected"),
    [
        ("How many looms run at Ferrow?", {1}, 1),
        ("How many looms run at Ferrow?", {3}, 0),
        ("Does the Ferrow mill run 900 looms?", {3}, 1),
        ("What do different outlets say about the looms?", {3}, 1),
    ],
)
def test_a_dispute_is_shown_where_a_side_is_in_the_answer_or_it_is_asked_for(
    question: str, shown: set[int], expected: int
) -> None:
    assert len(asked_about(question, [dispute_between(1, 2)], shown)) == expected


def test_three_disputes_are_shown_and_no_more() -> None:
    def evidence() -> Iterator[Evidence]:
        for at, (name, thing) in enumerate(
            [("Ferrow", "looms"), ("Calder", "carts"), ("Dunmore", "boats"), ("Karun", "mules")]
        ):
            yield quote(2 * at + 1, "Weft Post", f"The {name} mill runs 900 {thing}.")
            yield quote(2 * at + 2, "Warp News", f"The {name} mill runs 40 {thing}.")

    assert len(find_disputes(list(evidence()), "")) == 3


def test_rivals_are_eight_at_most_and_share_some_words() -> None:
    answer = quote(1, "Weft Post", "The Ferrow mill runs 900 looms by night.")
    others = [quote(n, f"Paper {n}", f"The Ferrow mill runs looms by night, clerk {n} wrote.") for n in range(2, 14)]

    assert len(candidate_pairs([answer], others, None)) == 8
    assert (
        candidate_pairs([answer], [quote(2, "Warp News", "The Calder canal has looms on carts by day in fog.")], None)
        == []
    )


# ---- how it is shown


def test_clashes_that_share_a_sentence_are_one_dispute_and_of_another_kind_two() -> None:
    a, b, c = (quote(key, f"Paper {key}", f"It runs {key} looms.") for key in (1, 2, 3))
    one, two = Clash(a, b, "number", ("1 loom", "2 looms")), Clash(b, c, "number", ("2 looms", "3 looms"))
    other = Clash(b, c, "denial", ("2 looms", "3 looms"))

    assert [sides_of(dispute) for dispute in disputes_of([one, two])] == [[(1, 3), (2,)]]
    assert [dispute.kind for dispute in disputes_of([one, other])] == ["number", "denial"]
    assert disputes_of([]) == []


def test_a_long_quotation_is_cut_around_the_words_on_which_the_dispute_turns() -> None:
    text = " ".join([*(f"a{n}" for n in range(40)), "turning", *(f"b{n}" for n in range(40))])

    assert quoted("short words") == "“short words”"
    assert quoted(" ".join(["word"] * 34)).count("word") == 34
    assert "…" not in quoted(" ".join(["word"] * 34))
    assert quoted(text).startswith("“a0 ")
    assert quoted(text).endswith(" …”")
    cut = quoted(text, "turning")
    assert cut.startswith("“… ")
    assert cut.endswith(" …”")
    assert abs(cut.split().index("turning") - len(cut.split()) // 2) < 3
    assert quoted(text, "b39").endswith("b39”")
    assert len(quoted(text, "turning").split()) == 36


def test_a_heading_gives_ten_words_of_each_side() -> None:
    ten, eleven = " ".join("abcdefghij"), " ".join("abcdefghijk")

    assert against([ten, ""]) == f"“{ten}”"
    assert against([eleven, "b"]) == f"“{ten} …” against “b”"
    assert about("date", "") == "Different days"
    assert about("date", "x") == "Different days: x"


def test_a_source_line_names_the_speaker_first() -> None:
    piece = quote(1, "Weft Post", "It runs.", ("The Loom", "outlet"), ("Ada Lund", "person"))
    bare = Evidence(2, Article("x", "It runs.", title="Looms", outlet=None), 0, 8)

    assert source_line(piece) == "Ada Lund, to The Loom, via Weft Post (2020-05-05)"
    assert source_line(quote(3, "Weft Post", "It runs.")) == "Weft Post (2020-05-05)"
    assert source_line(bare) == "Looms"
    assert source_line(Evidence(2, Article("x", "It runs."), 0, 8)) == "an unnamed article"


def test_two_sources_of_a_side_are_quoted_and_others_named() -> None:
    side = side_of([quote(key, f"Paper {key}", f"It runs {key} looms.") for key in (1, 2, 3)])

    assert side.claim.count("“") == 2
    assert side.claim.endswith("(also Paper 3 (2020-05-05))")
    assert side.citations == (1, 2, 3)


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
