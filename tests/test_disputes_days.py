"""When two sentences are of one day, topic, time and voice: holds `days_apart`, `statement` and `same_voice`."""

from __future__ import annotations

import pytest
from test_disputes import kinds, quote

from assistant.disputes.certain import rule
from assistant.disputes.find import find_disputes
from assistant.disputes.same_voice import same_voice
from assistant.disputes.statement import alike, same_time, statement_of
from assistant.types import Evidence

RUNS, RUNS_FEW = "The Ferrow mill runs 900 looms.", "The Ferrow mill runs 40 looms."


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
        ("on Friday", "on Saturday and Sunday", []),
        ("on Saturday and Sunday", "on Friday", []),
        ("on Saturday", "on Friday", ["date"]),
        ("yesterday", "in 2019", []),
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


@pytest.mark.parametrize("days", [(None, "2020-05-05"), ("2020-05-05", None), (None, None)])
def test_a_weekday_of_an_undated_article_is_no_day_and_a_full_date_is_one(days: tuple[str | None, str | None]) -> None:
    def found(first: str, second: str) -> list[str]:
        texts = (f"The ferry Calder sank on {day}." for day in (first, second))
        outlets = ("Weft Post", "Warp News")
        evidence = [
            quote(key, outlet, text, day=day)
            for key, (outlet, text, day) in enumerate(zip(outlets, texts, days, strict=True), 1)
        ]
        return [dispute.kind for dispute in find_disputes(evidence, "")]

    assert found("Friday", "Saturday") == []
    assert found("3 May 2020", "4 May 2020") == ["date"]


def test_the_days_of_two_names_are_no_dispute_however_alike_all_else_is() -> None:
    first, second = (f"The ferry {name} sank on {{}} off the long pier at night." for name in ("Calder", "Dunmore"))

    assert kinds(first.format("Friday"), first.format("Saturday")) == ["date"]
    assert kinds(first.format("Friday"), second.format("Saturday")) == []
