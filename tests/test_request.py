"""What kind of request a message is, which change it wishes for, and from what it counts its days."""

from __future__ import annotations

import pytest

from assistant.answering.sides import parties
from assistant.language.detect import foreign_language
from assistant.question.anchors import anchor_of, asks_of_now, follows_named
from assistant.question.change import read_change
from assistant.question.decompose import questions_of
from assistant.question.imperatives import as_question
from assistant.question.presupposed import presupposition
from assistant.question.pronouns import ambiguous_pronoun
from assistant.question.request import messages_of, read_request
from assistant.types import Turn

OUTLETS = ("Harbour Post", "Hill Gazette")


@pytest.mark.parametrize(
    ("message", "kind", "subject"),
    [
        ("Hello!", "greeting", "hi"),
        ("ok thank you, that was it", "greeting", "thanks"),
        ("How does this work?", "help", ""),
        ("What can I ask you about the strike?", "help", "the strike"),
        ("hey, what is this and what can you do for us?", "help", ""),
        ("Good evening, could you help me understand all this?", "summary", ""),
        ("help me to understand the harbour strike", "summary", "the harbour strike"),
        ("sum all of it up for me in about 80 words", "summary", ""),
        ("How many articles do you have and from which newspapers?", "holdings", ""),
        ("how many jobs went and which papers say so?", "question", "how many jobs went and which papers say so?"),
        ("what's the story here?", "summary", ""),
        ("Could you please sum everything up for me?", "summary", ""),
        ("give me a brief overview of the harbour strike", "summary", "the harbour strike"),
        ("What do we know about Ines Vold?", "summary", "Ines Vold"),
        ("what does the Harbour Post say?", "summary", "what Harbour Post reported"),
        ("What happened in May 2021?", "summary", "What happened in May 2021"),
        ("A timeline of the strike, please", "timeline", "the strike"),
        ("any news on the strike?", "latest", "the strike"),
        ("what's new?", "latest", ""),
        ("Which papers wrote about the strike?", "outlets", "the strike"),
        ("which paper reported it first?", "outlets", ""),
        ("who was first to report on the strike?", "outlets", "the strike"),
        ("who said what about the strike", "voices", "the strike"),
        ("who is right about the wages?", "sides", "the wages"),
        ("Compare the Harbour Post and others on pay", "comparison", "the Harbour Post and others on pay"),
        ("list the main figures", "figures", ""),
        ("who are the people involved?", "names", ""),
        ("the best quote on the strike", "quote", "the strike"),
        ("what do opponents say about the port fee?", "critics", "the port fee"),
        ("who defends the port fee?", "supporters", "the port fee"),
        ("Who agrees with Ines Vold?", "supporters", "Ines Vold"),
        ("who is in favour of the strike", "supporters", "the strike"),
        ("Show the harbour strike as a timeline", "timeline", "the harbour strike"),
        ("sum it up in a short timeline", "timeline", ""),
        ("what is still open about the fee?", "missing", "the fee"),
        ("how many articles do you have?", "holdings", ""),
        ("how many articles are there about the strike?", "holdings", "the strike"),
        ("what are the casualty figures?", "figures", "casualty"),
        ("everything you have on the mayor", "summary", "the mayor"),
        ("what happened after the walkout?", "summary", "what happened after the walkout"),
        ("how do the Hill Gazette and others compare?", "comparison", "the Hill Gazette and others"),
        ("draw me a ship", "outside", "a ship"),
        ("what do you think of the mayor?", "outside", "the mayor"),
        ("is it going to rain in Ellery?", "outside", "Ellery"),
        ("make me a logo for the union", "outside", "the union"),
        ("which is better, the ferry or the bridge?", "opinion", "the ferry or the bridge"),
        ("The ferry or the bridge, which is better?", "opinion", "The ferry or the bridge"),
    ],
)  # fmt: skip
def test_a_request_is_known_by_how_it_opens(message: str, kind: str, subject: str) -> None:
    request = read_request(message, OUTLETS)

    assert (request.kind, request.subject) == (kind, subject)


@pytest.mark.parametrize(
    "question",
    [
        "What did the mayor say about the latest strike?",
        "Who is the mayor of Port Ellery?",
        "Who backed out of the talks?",
        "Which is the better known bridge?",
        "How many dockers walked out?",
        "Why did the summary of the report leak?",
        "Which newspapers did the union sue?",
        "What people were hurt in the fire?",
        "What is the difference between the two pumps?",
        "The latest ferry was how late?",
        "Did the outlets agree on the wages?",
        "What was agreed in May 2021 about the harbour fee?",
        "How many documents did Vold sign?",
        "What happened to the mayor after the walkout?",
        "How was the strike drawn in a timeline?",
    ],
)
def test_an_ordinary_question_is_left_alone(question: str) -> None:
    assert read_request(question, OUTLETS).kind == "question"


def test_the_weather_of_today_is_never_looked_for_in_the_articles() -> None:
    assert read_request("will it rain in Ellery?", OUTLETS).unless == "rain"
    assert read_request("will it rain in Ellery today?", OUTLETS).unless == ""


def test_thanks_before_a_question_do_not_swallow_it() -> None:
    request = read_request("Thanks! Who leads the union?", OUTLETS)

    assert (request.kind, request.subject) == ("question", "Thanks! Who leads the union?")


@pytest.mark.parametrize(
    ("message", "wishes", "outlets"),
    [
        ("a bit shorter, please", {"shorter"}, ()),
        ("as bullet points with dates", {"bullets", "dates"}, ()),
        ("only the Hill Gazette", set(), ("Hill Gazette",)),
        ("translate it into Welsh", {"model"}, ()),
    ],
)
def test_a_wish_for_another_form_is_read(message: str, wishes: set[str], outlets: tuple[str, ...]) -> None:
    change = read_change(message, OUTLETS)

    assert change is not None
    assert (set(change.wishes), change.outlets) == (wishes, outlets)


@pytest.mark.parametrize("message", ["Why is the list shorter?", "a shorter strike was called", "Was more paid?"])
def test_a_message_that_says_more_is_no_change(message: str) -> None:
    assert read_change(message, OUTLETS) is None


@pytest.mark.parametrize(
    ("question", "event", "side"),
    [
        ("What has the union done since the verdict?", "the verdict", "since"),
        ("Before the walkout, what did he earn?", "the walkout", "before"),
        ("after her appointment as judge, who resigned?", "her appointment", "since"),
    ],
)
def test_an_event_that_bounds_a_question_is_found(question: str, event: str, side: str) -> None:
    anchor = anchor_of(question)

    assert anchor is not None
    assert (anchor.event.removesuffix(" as"), anchor.side) == (event, side)


@pytest.mark.parametrize(
    ("message", "most", "bullets", "subject"),
    [
        ("summarise the strike in 5 lines", 5, False, "the strike"),
        ("a three-bullet summary of the strike", 3, True, "the strike"),
        ("sum it up in bullet points", 0, True, ""),
        ("summarise the strike in about 100 words please", 4, False, "the strike"),
        ("give me the two best quotes", 2, False, ""),
        ("summarise the strike", 0, False, "the strike"),
    ],
)
def test_how_long_an_answer_is_wished_is_read(message: str, most: int, bullets: bool, subject: str) -> None:
    request = read_request(message, OUTLETS)

    assert (request.length.most, request.length.bullets, request.subject) == (most, bullets, subject)


@pytest.mark.parametrize(
    ("order", "question"),
    [
        ("list every docker injured", "Which dockers injured?"),
        ("Name the dockers who were hurt", "Which dockers were hurt?"),
        ("tell me who leads the union", "Who leads the union?"),
        ("give me the keys", "give me the keys"),
        ("Who leads the union?", "Who leads the union?"),
    ],
)
def test_an_order_to_list_is_put_as_the_question_it_stands_for(order: str, question: str) -> None:
    assert as_question(order) == question


def test_the_side_of_a_verdict_are_the_two_who_are_named() -> None:
    assert parties("the fee, the port or the union") == (["the port", "the union"], "the fee")
    assert parties("the port or the union on the fee") == (["the port", "the union"], "the fee")
    assert parties("the fee") == ([], "the fee")


def test_a_clause_bounds_a_question_as_well() -> None:
    anchor = anchor_of("What has happened since the port sacked its director?")

    assert anchor is not None
    assert anchor.when == "When the port sacked its director?"


def test_a_day_is_no_event_to_look_for() -> None:
    assert anchor_of("Who resigned since 3 May 2021?") is None


def test_a_question_about_now_is_known() -> None:
    assert asks_of_now("Who leads the union now?")
    assert not asks_of_now("Who led the union in May?")


def test_he_with_nobody_before_is_unclear_and_somebody_named_is_not() -> None:
    assert ambiguous_pronoun("What did he say?", ()) == ("he", ())
    assert ambiguous_pronoun("What did the mayor say he wanted?", ()) is None
    assert ambiguous_pronoun("What did he say?", [Turn("Who is Ines Vold?", "The mayor. [1]")]) is None


def test_two_people_named_before_are_both_offered() -> None:
    talk = [Turn("What did Vold write to Marsh?", "That the fee must go. [1]")]

    assert ambiguous_pronoun("When did he resign?", talk) == ("he", ("Vold", "Marsh"))


def test_several_questions_are_taken_apart_at_their_marks() -> None:
    assert questions_of("Who is Ines Vold? What does she want?") == ["Who is Ines Vold?", "What does she want?"]
    assert questions_of("Really? Who is Ines Vold?") == ["Really? Who is Ines Vold?"]


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("¿Quién dirige el sindicato del puerto?", "Spanish"),
        ("Wer leitet die Gewerkschaft?", "German"),
        ("Кто руководит портом?", "Russian"),
        ("Who leads the union?", None),
        ("Vold Marsh Ellery", None),
    ],
)
def test_the_language_of_a_question_is_told(question: str, language: str | None) -> None:
    assert foreign_language(question) == language


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("Who won, and how much will it cost?", ["Who won?", "How much will it cost?"]),
        ("what did Vold say and how did Marsh respond", ["what did Vold say?", "How did Marsh respond?"]),
        ("Was he paid, and did he say so?", ["Was he paid?", "Did he say so?"]),
    ],
)
def test_two_questions_joined_by_and_are_two(message: str, parts: list[str]) -> None:
    assert questions_of(message) == parts
    assert questions_of(message, halves=False) == [message]


@pytest.mark.parametrize(
    "message",
    [
        "When and where did the crane fall?",
        "Who left and why?",
        "Did Vold resign and the port accept it?",
        "What do we know about who did it and why he did it?",
    ],
)
def test_one_question_with_an_and_is_one(message: str) -> None:
    assert questions_of(message) == [message]


@pytest.mark.parametrize(
    ("order", "question"),
    [
        ("list everyone who testified", "Which people testified?"),
        ("name everybody hurt in the fall", "Which people hurt in the fall?"),
        ("list every score mentioned", "Which scores mentioned?"),
        ("List in order what the Herald had on the pier.", "List in order what the Herald had on the pier."),
    ],
)
def test_an_order_to_list_people_is_the_question_for_them(order: str, question: str) -> None:
    assert as_question(order) == question


def test_what_is_asked_for_may_be_misspelt() -> None:
    assert read_request("sumarize the artcle on the pier", OUTLETS).kind == "summary"
    assert read_request("list everybody quoted on the pier", OUTLETS).kind == "voices"


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("a summary, then the best quote from Vold", ["a summary of Vold", "the best quote from Vold"]),
        ("summarise everything and then the latest on the fee", ["summarise everything", "the latest on the fee"]),
        ("compare the Harbour Post and the Hill Gazette", ["compare the Harbour Post and the Hill Gazette"]),
        ("Who is Vold and the best man?", ["Who is Vold and the best man?"]),
    ],
)
def test_two_requests_in_one_message_are_two(message: str, parts: list[str]) -> None:
    assert messages_of(message, OUTLETS) == parts


@pytest.mark.parametrize(
    ("message", "kind", "subject"),
    [
        ("everything the Harbour Post wrote about the fee", "summary", "the fee in the Harbour Post"),
        ("what did the port do wrong in your opinion", "outside", ""),
        ("Which outlets mention the fee, and on what page?", "question", None),
        ("names to be had if the director leaves", "question", None),
    ],
)
def test_a_wish_is_told_from_a_question_by_its_whole_wording(message: str, kind: str, subject: str | None) -> None:
    request = read_request(message, OUTLETS)

    assert request.kind == kind
    assert subject is None or request.subject == subject


@pytest.mark.parametrize(
    ("question", "of"),
    [
        ("Is the crane company evil?", "the crane company"),
        ("Is Otto Marsh a good director of the port?", "Otto Marsh"),
        ("was Marsh right about the fee?", "Marsh"),
        ("isn't the new crane ugly?", "the new crane"),
        ("is Vold brilliant or stupid?", "Vold"),
        ("are these articles biased?", "these articles"),
    ],
)
def test_whether_something_is_good_or_bad_is_a_matter_of_opinion(question: str, of: str) -> None:
    asked = read_request(question, OUTLETS)

    assert (asked.kind, asked.subject) == ("opinion", of)


@pytest.mark.parametrize(
    "question",
    [
        "Is the fee bad for dockers?",
        "Is Marsh the best paid director?",
        "is it right that Vold quit?",
        "Was the right crane sold?",
        "Is the port profitable?",
        "Did Marsh find the fee unfair?",
    ],
)
def test_what_is_so_is_no_matter_of_opinion(question: str) -> None:
    assert read_request(question, OUTLETS).kind == "question"


@pytest.mark.parametrize(
    ("question", "event"),
    [
        ("Why did Ines Vold resign from the union?", "Did Ines Vold resign from the union?"),
        ("and when exactly was the crane fee dropped?", "Was the crane fee dropped?"),
        ("Why didn't Vold come to the talks?", None),
        ("Why was he sacked?", None),
        ("How many dockers did the port hire?", None),
        ("Why does Vold oppose the fee?", None),
    ],
)
def test_a_question_for_a_cause_or_time_takes_its_event_for_granted(question: str, event: str | None) -> None:
    assert presupposition(question) == event


@pytest.mark.parametrize(
    ("question", "quote", "follows"),
    [
        ("Who led the port after Vold?", "The union named Ines Vold head of the port.", False),
        ("Who led the port after Vold?", "Otto Marsh succeeded Ines Vold at the port.", True),
        ("Who led the port after Ines Vold?", "Vold, whose successor is Marsh, left in May.", True),
        ("Who led the port after Vold?", "Vold fell ill after the walkout.", False),
        ("Who was hired after Vold resigned?", "Vold hired a clerk.", True),
        ("Who came after Monday?", "Marsh came.", True),
        ("What did Vold say?", "Vold said no.", True),
    ],
)
def test_whoever_comes_after_a_name_is_told_beside_a_word_of_succession(
    question: str, quote: str, follows: bool
) -> None:
    assert follows_named(question, quote) is follows
