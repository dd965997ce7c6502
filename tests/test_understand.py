"""Understanding a question: outlets, days, parts and follow-ups; what binds and what only steers."""

from __future__ import annotations

import pytest

from assistant.errors import BadQuestion
from assistant.question.followups import standalone, topic_of_talk
from assistant.question.understand import MAX_CHARACTERS, understand
from assistant.types import Filters, Query, Turn

OUTLETS = ("The Harbour Post", "The Moscow Times", "Radio Habana Cuba", "RFE/RL", "The Verge", "TechCrunch")
NEWEST = "2019-06-30"


def read(question: str, filters: Filters | None = None, talk: tuple[Turn, ...] = (), **options: str) -> Query:
    return understand(question, filters or Filters(), OUTLETS, talk, newest=options.pop("newest", NEWEST), **options)


@pytest.mark.parametrize(
    ("question", "outlet"),
    [
        ("What does RHC say of the advisers?", "Radio Habana Cuba"),
        ("Does the Verge article name a price?", "The Verge"),
        ("The Moscow Times' account: what is in it?", "The Moscow Times"),
        ("According to Radio Free Europe, who left?", "RFE/RL"),
        ("What did The Harbour Post write?", "The Harbour Post"),
    ],
)
def test_an_outlet_is_known_by_its_names_and_only_steers(question: str, outlet: str) -> None:
    query = read(question)

    assert query.named_outlets == (outlet,)
    assert query.only_named
    assert query.filters == Filters()


@pytest.mark.parametrize("question", ["Who stood on the verge of tears?", "Was it a moscow winter?", "What is new?"])
def test_ordinary_words_name_no_outlet(question: str) -> None:
    assert read(question).named_outlets == ()


def test_an_outlet_that_the_index_lacks_is_said_to_be_absent() -> None:
    query = read("According to ESPN and TechCrunch, who bought the team?")

    assert query.absent_outlets == ("ESPN",)
    assert query.named_outlets == ("TechCrunch",)


def test_an_outlet_that_is_only_spoken_to_is_not_asked_for() -> None:
    assert read("Who spoke to the Associated Press?").absent_outlets == ()


def test_a_question_after_other_outlets_is_not_kept_to_the_one_it_names() -> None:
    assert not read("The Moscow Times says 100. Do the other outlets agree?").only_named


def test_days_of_events_steer_and_bind_nothing() -> None:
    query = read("Who landed in Caracas in March 2019?")

    assert (query.since, query.until) == ("2019-03-01", "2019-03-31")
    assert query.filters == Filters()


def test_days_said_of_articles_bind() -> None:
    query = read("In articles published in March 2019, who spoke for the Kremlin?")

    assert query.filters == Filters(since="2019-03-01", until="2019-03-31")
    assert query.inferred.since == "2019-03-01"


def test_days_that_the_user_sets_are_not_touched_by_the_wording() -> None:
    given = Filters(since="2019-06-01")

    assert read("In articles published in March 2019, who spoke?", given).filters == given


def test_an_outlet_that_the_user_shut_out_is_not_favoured() -> None:
    query = read("What does RFE/RL say?", Filters(outlets=("The Verge",)))

    assert query.named_outlets == ()
    assert query.inferred.outlets == ("RFE/RL",)


@pytest.mark.parametrize(
    ("words", "since", "until"),
    [
        ("last week", "2019-06-17", "2019-06-23"),
        ("in the last week of June", "2019-06-24", "2019-06-30"),
        ("in early May", "2019-05-01", "2019-05-10"),
        ("between March and May 2019", "2019-03-01", "2019-05-31"),
        ("in December", "2018-12-01", "2018-12-31"),
        ("before 4 June 2019", None, "2019-06-03"),
        ("since May", "2019-05-01", None),
        ("in the past three days", "2019-06-27", "2019-06-30"),
        ("on june 3 2019", "2019-06-03", "2019-06-03"),
        ("in the second half of 2018", "2018-07-01", "2018-12-31"),
        ("June 3-9, 2019", "2019-06-03", "2019-06-09"),
    ],
)
def test_stretches_of_time_count_from_the_newest_article(words: str, since: str | None, until: str | None) -> None:
    query = read(f"what happened {words}")

    assert (query.since, query.until) == (since, until)


def test_today_goes_before_the_newest_article() -> None:
    assert read("Who resigned yesterday?", today="2020-02-01").since == "2020-01-31"


def test_without_any_day_to_count_from_nothing_is_guessed() -> None:
    query = understand("Who resigned last week, or in March?", Filters(), OUTLETS)

    assert query.inferred == Filters()


def test_as_of_is_read_and_does_not_shut_out_undated_articles() -> None:
    query = read("As of 4 June 2019, how many were left?")

    assert query.inferred.as_of == "2019-06-04"
    assert query.filters.as_of is None


def test_a_question_about_two_articles_has_a_part_for_each() -> None:
    query = read(
        "Does The Verge article of May 6, 2019 blame the founder for the missing funds, while TechCrunch reported on"
        " May 9, 2019 that auditors had warned the board?"
    )

    assert [part.outlets for part in query.parts] == [("The Verge",), ("TechCrunch",)]
    assert [part.since for part in query.parts] == ["2019-05-06", "2019-05-09"]
    assert "auditors" in query.parts[1].words
    assert "auditors" not in query.parts[0].words


def test_a_list_of_outlets_at_the_end_holds_for_every_part() -> None:
    query = read(
        "Which company spent billions on its search engine, faces charges over its app store, and harms the revenue of"
        " publishers, as reported by TechCrunch and The Verge?"
    )

    assert len(query.parts) > 1
    assert {part.outlets for part in query.parts} == {("TechCrunch", "The Verge")}


def test_a_plain_question_has_no_parts() -> None:
    assert read("Who is Russia's ambassador in Caracas?").parts == ()


def test_nothing_is_inferred_when_told_not_to() -> None:
    query = understand("What did The Verge say in March 2019?", Filters(), OUTLETS, newest=NEWEST, infer=False)

    assert query.inferred == Filters()
    assert query.named_outlets == ()


@pytest.mark.parametrize(
    "question",
    [
        "the of and",
        "WHO DENIED IT",
        '"unbalanced AND NEAR(* OR -x',
        "؟ من نفى التقرير",
        "Кто это сказал?",
        "?!",
        "a\x00b",
        "in in in May of of of",
    ],
)
def test_odd_questions_are_read_without_a_fault(question: str) -> None:
    assert read(question).text


def test_an_empty_and_an_endless_question_are_refused() -> None:
    with pytest.raises(BadQuestion, match="empty"):
        read("  \n ")
    with pytest.raises(BadQuestion, match="at most"):
        read("why " * MAX_CHARACTERS)


TALK = (Turn("Did Rostec cut its staff in Venezuela?", "The Moscow Times: it did, to a few dozen. [1]"),)


@pytest.mark.parametrize(
    ("follow_up", "borrowed"),
    [
        ("Who denied it?", "Rostec"),
        ("And what did the ambassador say to that?", "Venezuela"),
        ("When?", "staff"),
        ("What about Cuba?", "staff"),
        ("And RFE/RL?", "Rostec"),
        ("how many were sent home?", "Rostec"),
        ("What was Ferrel paid?", "staff"),
        ("What did Marsh say?", "Rostec"),
        ("who was hurt?", "Venezuela"),
        ("where is it based?", "Rostec"),
        ("And who is it?", "Rostec"),
        ("who was the spokesman?", "Rostec"),
        ("Was Marsh asked?", "staff"),
    ],
)
def test_a_follow_up_takes_over_what_it_leans_on(follow_up: str, borrowed: str) -> None:
    said = standalone(follow_up, TALK)

    assert borrowed in said
    assert said != follow_up


@pytest.mark.parametrize(
    "question",
    [
        "How many officers does Mark Galeotti count?",
        "Why did Putin say that his army stays?",
        "Which countries support Juan Guaido against Maduro?",
        "Who is Ada Kellgrenn?",
        "who is ada kellgrenn?",
        "and who is Ada Kellgrenn?",
        "who's Kellgrenn?",
        "How old is Kellgrenn?",
        "Where is Ada Kellgrenn from?",
        "what is Gazprom",
        "When was Kellgrenn born?",
        "What is the Wagner Group?",
    ],
)
def test_a_question_that_stands_by_itself_is_left_alone(question: str) -> None:
    assert standalone(question, TALK) == question


def test_asking_the_same_of_another_outlet_names_only_that_one() -> None:
    talk = (Turn("What does the Moscow Times say about the headcount of Rostec?", "1,000, then a few dozen. [1]"),)

    query = read("And Radio Habana Cuba?", talk=talk)

    assert query.named_outlets == ("Radio Habana Cuba",)
    assert "headcount" in query.text


def test_he_is_the_person_last_named() -> None:
    talk = (Turn("Who spoke for the Kremlin?", "Dmitry Peskov did, on Tuesday. [1]"),)

    assert "Peskov" in standalone("What did he say?", talk)


def test_a_third_turn_still_knows_the_first() -> None:
    talk = (Turn("Who is Mark Galeotti?", "An analyst. [1]"), Turn("What does he estimate?", "300 officers. [1]"))

    assert "Galeotti" in standalone("And when did he say so?", talk)


LONG_TALK = (
    Turn("What did Berta Falk promise the fishermen of Ostvik?", "Berta Falk promised new nets. [1]"),
    Turn("How much money will she spend?", "Two million crowns. [1]"),
    Turn("And the shipyard?", "It gets nothing, the Ostvik Harbour Board said. [1]"),
    Turn("Why was the slipway closed?", "For repairs, said the Ostvik Harbour Board. [1]"),
)


def test_a_long_talk_leaves_the_last_question_and_the_one_that_named_the_topic() -> None:
    asked = standalone("Who wants that?", LONG_TALK)

    assert "slipway" in asked
    assert "Falk" in asked
    assert not {"money", "spend", "shipyard"} & set(asked.replace("(", " ").replace(")", " ").split())


def test_she_is_the_person_a_question_named_and_not_a_board_of_the_last_answer() -> None:
    asked = standalone("What does her brother say?", LONG_TALK)

    assert "Berta Falk" in asked
    assert "Board" not in asked


def test_him_is_not_the_subject_of_the_same_clause() -> None:
    talk = (Turn("What did Arne Lund say about the ferry?", "That it is late. [1]"),)

    assert "Arne Lund" in standalone("Why did Berta Falk vote against him?", talk)
    assert standalone("Why did Berta Falk say that the port owes her money?", talk).endswith("money?")


def test_the_topic_of_a_talk_is_that_of_its_last_question_that_stands_alone() -> None:
    assert topic_of_talk(LONG_TALK) == "Berta Falk promise fishermen Ostvik"
