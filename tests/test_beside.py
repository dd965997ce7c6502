"""Other accounts beside an answer: differing ones, where the question leaves room for them; no disputes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.disputes.figures_apart import figures_apart
from assistant.disputes.find import asked_about
from assistant.disputes.other_accounts import other_accounts
from assistant.question.account_questions import asks_for_several, asks_whether
from assistant.types import Article, Attribution, Dispute, Evidence, RungKind, Side

Speaker = tuple[str, RungKind]
MAYOR: Speaker = ("Ida Brandt", "person")
DOCKERS: Speaker = ("the dockers of Skerry", "organisation")
WHETHER = "Will the harbour of Skerry close?"


def quote(key: int, outlet: str, text: str, *speakers: Speaker, chance: float, day: str = "2021-06-07") -> Evidence:
    article = Article(id=f"{outlet} {key}", text=text, outlet=outlet, published=day)
    rungs = (Attribution(outlet, "outlet"), *(Attribution(name, kind, "said") for name, kind in speakers))
    return Evidence(key, article, 0, len(text), rungs, chance)


def beside(question: str, evidence: Sequence[Evidence], disputed: Sequence[int] = ()) -> list[int]:
    """The keys of the accounts shown beside the first sentence."""
    return [piece.key for piece in other_accounts(question, evidence, {evidence[0].key}, disputed)]


CLAIM = quote(1, "Tide Post", "The harbour of Skerry will close in May, Ida Brandt said.", MAYOR, chance=0.6)
DENIAL = quote(2, "Gull Times", "The dockers of Skerry rejected what Ida Brandt says of its end.", DOCKERS, chance=0.05)
OTHER = quote(3, "Gull Times", "Fish of the banks is landed in Skerry harbour at dawn.", DOCKERS, chance=0.2)


def test_who_denies_what_a_voice_shown_says_stands_beside_it() -> None:
    assert beside(WHETHER, [CLAIM, OTHER, DENIAL]) == [2]


def test_who_is_denied_stands_beside_a_denial_that_names_them() -> None:
    denial = quote(1, "Gull Times", "The dockers of Skerry rejected what Ida Brandt says.", DOCKERS, chance=0.6)
    claim = quote(2, "Tide Post", "By May no ship will call any more, Ida Brandt said.", MAYOR, chance=0.05)

    assert beside(WHETHER, [denial, OTHER, claim]) == [2]


def test_a_question_that_leaves_no_room_for_another_account_has_none_beside() -> None:
    assert beside("Who spoke of the harbour of Skerry?", [CLAIM, OTHER, DENIAL]) == []


def test_what_hardly_answers_is_not_shown_for_denying_something() -> None:
    unlikely = quote(2, "Gull Times", DENIAL.quote, DOCKERS, chance=0.01)

    assert beside(WHETHER, [CLAIM, unlikely]) == []


def test_a_side_of_a_dispute_is_not_shown_a_second_time() -> None:
    assert beside(WHETHER, [CLAIM, DENIAL], disputed=[2]) == []


def test_a_voice_does_not_stand_beside_itself() -> None:
    again = quote(2, "Gull Times", "Ida Brandt denied that she had said when Skerry closes.", MAYOR, chance=0.5)

    assert beside(WHETHER, [CLAIM, again]) == []


def test_a_source_of_the_answer_is_not_shown_beside_it_again() -> None:
    claim = quote(
        1,
        "Tide Post",
        "The harbour of Skerry will close, the Tide Board said.",
        ("the Tide Board", "organisation"),
        chance=0.6,
    )
    denial = quote(
        2, "Gull Times", "The dockers of Skerry rejected what the Tide Board says of its end.", DOCKERS, chance=0.3
    )
    again = quote(
        3, "Reef Daily", "The dockers of Skerry denied the end of the harbour of Skerry.", DOCKERS, chance=0.2
    )

    assert [one.key for one in other_accounts(WHETHER, [claim, denial, again], {1, 2})] == []
    assert [one.key for one in other_accounts(WHETHER, [claim, denial, again], {1})] == [2]


def test_a_source_that_a_question_for_several_accounts_names_may_be_shown_twice() -> None:
    board: Speaker = ("the Tide Board", "organisation")
    first = quote(1, "Tide Post", "No ship will come to Skerry, the Tide Board said.", board, chance=0.6)
    again = quote(2, "Gull Times", "Another ship came at noon, the Tide Board told all.", board, chance=0.2)

    assert beside("Do the outlets agree on what the Tide Board says of ships?", [first, again]) == [2]
    assert beside("Do the outlets agree on ships?", [first, again]) == []


def test_a_denial_of_something_else_by_somebody_named_is_not_shown() -> None:
    denial = quote(
        2,
        "Gull Times",
        "Asked of the strike on the northern line, the driver denied that Brandt paid him.",
        DOCKERS,
        chance=0.3,
    )

    assert beside(WHETHER, [CLAIM, denial]) == []


def test_the_likeliest_other_speaker_is_shown_where_several_accounts_are_asked_for() -> None:
    third = quote(
        4, "Reef Daily", "Ships will call for years, the pilots said.", ("the pilots", "organisation"), chance=0.1
    )

    assert beside("Do the outlets agree on the harbour of Skerry?", [CLAIM, OTHER, third]) == [3]
    assert beside(WHETHER, [CLAIM, OTHER, third]) == []


@pytest.mark.parametrize(
    ("question", "shown", "other", "same"),
    [
        (
            "How many boats does the harbour of Skerry hold?",
            "The harbour of Skerry holds 300 boats, Ida Brandt said.",
            "The harbour of Skerry has room for 120 boats, the dockers of Skerry said.",
            "The harbour of Skerry has room for 300 boats, the dockers of Skerry said.",
        ),
        (
            "On what day does the harbour of Skerry close?",
            "The harbour of Skerry closes on 3 May 2021, Ida Brandt said.",
            "The harbour of Skerry closes with the last ship on 9 July 2021, the dockers of Skerry said.",
            "The harbour of Skerry closes with the last ship on 3 May 2021, the dockers of Skerry said.",
        ),
    ],
    ids=["figure", "day"],
)
def test_another_figure_or_day_stands_beside_where_one_is_asked_for(
    question: str, shown: str, other: str, same: str
) -> None:
    first = quote(1, "Tide Post", shown, MAYOR, chance=0.6)

    assert beside(question, [first, quote(2, "Gull Times", other, DOCKERS, chance=0.2)]) == [2]
    assert beside(question, [first, quote(2, "Gull Times", same, DOCKERS, chance=0.2)]) == []
    assert (
        beside("What is the harbour of Skerry like?", [first, quote(2, "Gull Times", other, DOCKERS, chance=0.2)]) == []
    )


def test_two_accounts_at_most_stand_beside_and_one_of_each_voice() -> None:
    texts = (
        "The dockers rejected what Ida Brandt told the town.",
        "The dockers of the old pier dispute Brandt's plan, as in every year.",
        "Ida Brandt has no plans, and the pilots denied that ships stay away.",
        "The fishers said that the words of Brandt were false to the last.",
    )
    bodies = ("the dockers", "the dockers", "the pilots", "the fishers")
    denials = [
        quote(key, f"Paper {key}", text, (body, "organisation"), chance=0.3)
        for key, (body, text) in enumerate(zip(bodies, texts, strict=True), 2)
    ]

    assert beside(WHETHER, [CLAIM, *denials]) == [2, 4]


def test_no_evidence_gives_no_other_accounts() -> None:
    assert other_accounts(WHETHER, [], set()) == []


def test_a_dispute_is_asked_about_where_the_answer_shows_a_side_or_the_question_leaves_room_for_two() -> None:
    disputes = [
        Dispute("looms", "number", (Side("900", (1,)), Side("40", (2,)))),
        Dispute("closing", "denial", (Side("it closes", (3,)), Side("it does not", (4,)))),
    ]

    assert asked_about("Who spoke of closing?", disputes, {4, 9}) == [disputes[1]]
    assert asked_about("Will it close?", disputes, {9}) == disputes


@pytest.mark.parametrize(
    "question",
    [
        "Do the outlets agree on the price of the ferry?",
        "Did the mayor resign, or was she dismissed?",
        "What did the mayor claim and what does the union say to that?",
        "I want both versions of the collision.",
        "Does the report square with the log?",
    ],
)
def test_a_question_for_several_accounts_is_recognized(question: str) -> None:
    assert asks_for_several(question)


@pytest.mark.parametrize(
    "question",
    ["What did the two firms agree on?", "Who sold the ferry?", "Will the ferry sail?", "Name a port or a bay."],
)
def test_other_questions_ask_for_one_account(question: str) -> None:
    assert not asks_for_several(question)


def test_a_question_whether_something_is_so_is_distinguished_from_one_that_asks_what() -> None:
    assert asks_whether("Over the years, has the fleet shrunk?")
    assert asks_whether("The ferry is old. Will it sail?")
    assert not asks_whether("When, by his own account, did the owner learn of it?")
    assert not asks_whether("Which port is the oldest?")


# ---- how near an account must come


@pytest.mark.parametrize(
    ("text", "chance", "expected"),
    [
        (DENIAL.quote, 0.05, [2]),
        (DENIAL.quote, 0.031, [2]),
        (DENIAL.quote, 0.029, []),
        ("Skerry dockers rejected Brandt's words.", 0.05, [2]),
        ("Skerry's dockers rejected Brandt.", 0.05, []),
        ("Dockers rejected Ida Brandt.", 0.05, []),
        ("Who of the dockers of Skerry rejected what Ida Brandt says of its end?", 0.05, []),
        ("The dockers of Skerry told what Ida Brandt says of its end.", 0.05, []),
        ("The dockers of Skerry rejected what rain does to fish, nets, ropes and old wood on any pier.", 0.05, []),
    ],
)
def test_a_denial_stands_beside_by_its_chance_its_words_and_what_it_denies(
    text: str, chance: float, expected: list[int]
) -> None:
    assert beside(WHETHER, [CLAIM, quote(2, "Gull Times", text, DOCKERS, chance=chance)]) == expected


def test_an_account_must_have_a_fair_chance_however_unsure_all_is() -> None:
    def shown(chance: float) -> list[int]:
        claim = quote(1, "Tide Post", CLAIM.quote, MAYOR, chance=0.01)
        return beside(WHETHER, [claim, quote(2, "Gull Times", DENIAL.quote, DOCKERS, chance=chance)])

    assert shown(0.005) == [2]
    assert shown(0.0035) == []


@pytest.mark.parametrize(("chance", "expected"), [(0.1, [3]), (0.08, [])])
def test_another_speaker_alone_must_be_likelier_than_one_who_denies(chance: float, expected: list[int]) -> None:
    other = quote(3, "Gull Times", OTHER.quote, DOCKERS, chance=chance)

    assert beside("Do the outlets agree on the harbour of Skerry?", [CLAIM, other]) == expected


def test_one_other_speaker_is_shown_where_nobody_denies() -> None:
    pilots = quote(4, "Reef Daily", "Ships reach Skerry harbour all year.", ("the pilots", "organisation"), chance=0.2)

    assert beside("Do the outlets agree on the harbour of Skerry?", [CLAIM, OTHER, pilots]) == [3]


def test_an_outlet_by_itself_is_no_other_speaker() -> None:
    plain = quote(3, "Gull Times", OTHER.quote, chance=0.2)

    assert beside("Do the outlets agree on the harbour of Skerry?", [CLAIM, plain]) == []


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("The harbour of Skerry has room for 120 boats, the dockers of Skerry said.", [2]),
        ("The harbour of Skerry has room for 120 carts, the dockers of Skerry said.", []),
        ("Some 120 boats fish there, the dockers of Skerry said.", []),
    ],
)
def test_another_figure_counts_the_same_thing_as_asked(other: str, expected: list[int]) -> None:
    first = quote(1, "Tide Post", "The harbour of Skerry holds 300 boats, Ida Brandt said.", MAYOR, chance=0.6)
    second = quote(2, "Gull Times", other, DOCKERS, chance=0.2)

    assert beside("How many boats does the harbour of Skerry hold?", [first, second]) == expected


def test_days_that_touch_are_not_different_ones() -> None:
    def shown(day: str) -> list[int]:
        first = quote(1, "Tide Post", "The harbour of Skerry closes in May 2021, Ida Brandt said.", MAYOR, chance=0.6)
        text = f"The harbour of Skerry closes to the last ship {day}, the dockers of Skerry said."
        return beside(
            "On what day does the harbour of Skerry close?", [first, quote(2, "Gull", text, DOCKERS, chance=0.2)]
        )

    assert shown("on 31 May 2021") == []
    assert shown("on 1 May 2021") == []
    assert shown("on 1 June 2021") == [2]
    assert shown("on 30 April 2021") == [2]
    assert shown("at night") == []


def test_what_says_the_same_in_most_of_its_words_does_not_stand_beside() -> None:
    def shown(text: str) -> list[int]:
        return beside(
            "Do the outlets agree on the harbour of Skerry?", [CLAIM, quote(2, "Gull", text, DOCKERS, chance=0.3)]
        )

    assert shown("The harbour of Skerry will close in May, the dockers wrote.") == []
    assert shown("The harbour of Skerry feeds nine in ten homes, the dockers wrote.") == [2]


def test_another_speakers_account_has_two_fifths_of_what_is_asked() -> None:
    question = "Do the outlets agree on the harbour, ships and boats of Skerry?"

    def shown(text: str) -> list[int]:
        return beside(
            question, [CLAIM, quote(2, "Gull", f"{text}, the pilots said.", ("the pilots", "person"), chance=0.3)]
        )

    assert shown("A harbour is home to many boats") == [2]
    assert shown("No town of its size owns as many boats") == []


# ---- figures that outlets give differently

HOW_MANY = "How many boats does the harbour of Skerry hold?"


def apart(question: str, one: str, other: str, *, outlets: tuple[str, str] = ("Tide Post", "Gull Times")) -> str | None:
    """The line on two shown sentences that both answer."""
    pieces = [quote(key, *each, chance=0.6) for key, each in enumerate(zip(outlets, (one, other), strict=True), 1)]
    side = figures_apart(question, pieces, {1, 2})
    return side and side.claim


def test_two_figures_for_what_is_asked_are_set_side_by_side() -> None:
    claim = apart(HOW_MANY, "The harbour of Skerry holds 300 boats.", "In Skerry there is room for about 340.")

    assert claim == (
        "The outlets give different figures: “300 boats” (Tide Post, 2021-06-07), “about 340” (Gull Times, 2021-06-07)."
    )


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (HOW_MANY, "Skerry holds 300 boats.", "Skerry holds 300 boats at most."),
        (HOW_MANY, "Skerry holds more than 300 boats.", "Skerry holds 340 boats."),
        (HOW_MANY, "Skerry holds 300 boats.", "Skerry holds 340 more boats."),
        (HOW_MANY, "Skerry holds 300 boats.", "Skerry holds 40 boats."),
        (HOW_MANY, "Skerry held 300 boats in 2019.", "Skerry held 340 boats in 2020."),
        (HOW_MANY, "Skerry holds 300 boats.", "Skerry holds 340 nets."),
        (HOW_MANY, "Skerry holds 300 boats and 310 boats on ropes.", "Skerry holds 340 boats."),
        ("Which boats lie in Skerry?", "Skerry holds 300 boats.", "Skerry holds 340 boats."),
    ],
    ids=["same", "bound", "scope", "far", "time", "thing", "several", "not asked"],
)
def test_figures_of_another_thing_time_or_order_are_not(question: str, one: str, other: str) -> None:
    assert apart(question, one, other) is None


def test_of_two_years_the_figure_beside_the_same_one_is_compared() -> None:
    claim = apart("What share of boats is new?", "It was 70% in 2021 and 75% in 2020.", "In 2021, 64% were new.")

    assert claim is not None
    assert ("“70%”" in claim, "“64%”" in claim) == (True, True)


def test_one_outlet_and_what_hardly_answers_are_not_set_side_by_side() -> None:
    texts = ("Skerry holds 300 boats.", "Skerry holds 340 boats.")
    unsure = [quote(1, "Tide Post", texts[0], chance=0.6), quote(2, "Gull Times", texts[1], chance=0.1)]

    assert apart(HOW_MANY, *texts, outlets=("Tide Post", "Tide Post")) is None
    assert figures_apart(HOW_MANY, unsure, {1, 2}) is None
    assert apart(HOW_MANY, *texts) is not None
