"""Requests in other words than usual: an outlet's piece, a year to come, a role, a typo, whose words are wanted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.desk import Desk
from assistant.question.followups import standalone
from assistant.question.request import read_request
from assistant.settings import Settings
from assistant.types import Answer, Turn
from ingest.run import ingest

HARBOUR, HILL, NORD = "Harbour Post", "Hill Gazette", "Radio Nord"
NEWS = [
    {
        "title": "Yardline will shut half of its yards",
        "outlet": HARBOUR,
        "published": "2024-03-05",
        "text": "Yardline will shut half of its boat yards, chief executive Mara Dillen said on Monday. The firm"
        " expects Kresk to bring in 60 percent of its sales by 2026, its tiller buyer, Chris Sand, said.\n\n"
        "It is leaving Lund to save on rent. The town of Lund did not respond to questions. The rent in Lund has"
        " doubled since the spring.",
    },
    {
        "title": "Why the boat trade sinks",
        "outlet": HILL,
        "published": "2024-03-06",
        "text": "The boat trade has only itself to blame for its sinking prices. Too many yards were built in too few"
        " years.\n\n“Sales of small boats will fall for another year,” Beth Gold, a senior analyst at Circle, wrote to"
        " clients. Prices of small boats fell by a tenth in the north, brokers found.",
    },
    {
        "title": "A talk with the harbour master",
        "outlet": NORD,
        "published": "2024-03-07",
        "text": "Radio Nord spoke with Otto Marsh, who has been harbour master for ten years.\n\n"
        "I see empty berths every morning and it keeps me awake. We lost a dozen crews in a year.\n\n"
        "The gulls of the north are worried about nothing but fish, keepers at the bird house found. How many berths"
        " will stay empty is not known.",
    },
]
OTHERS = [
    {
        "title": f"Boats of week {week}",
        "outlet": HARBOUR,
        "published": f"2024-02-{week:02}",
        "text": f"In week {week} the harbour counted {week + 20} boats at its northern quay, it reported.",
    }
    for week in range(1, 9)
]


def desk_of(folder: Path, rows: Sequence[object]) -> Desk:
    (folder / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    settings = Settings(home=folder / "home", embedder="none")
    ingest(settings, [folder / "news.jsonl"])
    return Desk(settings)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return desk_of(tmp_path_factory.mktemp("wording"), [*NEWS, *OTHERS])


def ask(desk: Desk, *asked: str) -> Answer:
    """The answer to the last message of a talk."""
    talk: list[Turn] = []
    for question in asked[:-1]:
        talk.append(Turn(question, desk.ask(question, talk=talk).text))
    return desk.ask(asked[-1], talk=talk)


def quotes(answer: Answer) -> list[str]:
    return [one.quote for one in answer.citations]


@pytest.mark.parametrize(
    "question",
    [
        "what does the Hill Gazette piece argue?",
        "what's the Hill Gazette reporting?",
        "What is the main point of the Hill Gazette column",
        "what does the Hill Gazette editorial conclude?",
    ],
)
def test_what_an_outlets_piece_argues_or_reports_is_a_summary_of_it(desk: Desk, question: str) -> None:
    answer = ask(desk, question)

    assert answer.status == "answered"
    assert {one.outlet for one in answer.citations} == {HILL}
    assert any("itself to blame" in quote for quote in quotes(answer))


def test_what_an_outlet_says_about_something_is_no_summary_of_it() -> None:
    assert read_request("what does the Hill Gazette argue about rents?", [HILL]).kind == "question"
    assert read_request("why does the Hill Gazette say so?", [HILL]).kind == "question"


def test_a_year_to_come_is_looked_for_in_the_text_and_said_to_be_named_beforehand(desk: Desk) -> None:
    answer = ask(desk, "What share of sales will Kresk bring in 2026?")

    assert any("60 percent" in quote for quote in quotes(answer))
    assert any("No article was published in or after 2026" in note for note in answer.notes)


def test_a_year_to_come_that_no_sentence_names_is_refused(desk: Desk) -> None:
    answer = ask(desk, "What share of sales will Kresk bring in 2031?")

    assert answer.status == "not_in_corpus"
    assert "2031" in answer.text


def test_whether_something_is_to_happen_is_answered_by_what_is_told_beforehand(desk: Desk) -> None:
    answer = ask(desk, "Is it true that Yardline leaves Kresk in 2031?")

    assert answer.status == "closest"
    assert any("nothing that was found names it" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("sum up everything in a few lines", "summary"),
        ("give me a quick summary of the whole pile", "summary"),
        ("what's in here?", "holdings"),
    ],
)
def test_all_that_is_there_has_many_names(typed: str, kind: str) -> None:
    request = read_request(typed, [HILL])

    assert (request.kind, request.subject) == (kind, "")


def test_another_thing_of_the_same_subject_borrows_its_name_alone() -> None:
    talk = [
        Turn("when does the yardline skiff go on sale", "Harbour Post: “The Yardline Skiff will go on sale in May.”"),
        Turn("how much is the limited edition?", "Harbour Post: “A limited edition of the Skiff costs 900 crowns.”"),
    ]

    assert standalone("what about the hull?", talk) == "the hull (yardline skiff)"


def test_what_was_only_asked_for_is_no_topic() -> None:
    talk = [Turn("summarise what the Yardline skiff can do", "Harbour Post: “The Yardline Skiff can sail.”")]

    assert "summarise" not in standalone("and why is that so?", talk)


def test_who_said_what_may_be_asked_of_one_role(desk: Desk) -> None:
    execs = ask(desk, "list all the execs quoted and what each said")
    everybody = ask(desk, "everyone quoted and what they said")

    assert ["shut half" in quote for quote in quotes(execs)] == [True]
    assert any("another year" in quote for quote in quotes(everybody))


def test_a_role_that_nobody_holds_is_said_to_be_held_by_nobody(desk: Desk) -> None:
    answer = ask(desk, "which lawyers are quoted?")

    assert answer.status == "closest"
    assert "No speaker was found whom an article introduces as one of the “lawyers”" in answer.text


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("how many aritcles do you have?", "holdings"),
        ("sumarise it", "summary"),
        ("a timline of the closures", "timeline"),
        ("compair the Hill Gazette and Radio Nord", "comparison"),
        ("overveiw please", "summary"),
    ],
)
def test_words_of_a_request_may_be_misspelt(typed: str, kind: str) -> None:
    assert read_request(typed, [HILL, NORD]).kind == kind


@pytest.mark.parametrize("question", ["Who criticises Yardline?", "Did Quotesa close?", "What did the reporter see?"])
def test_other_words_are_not_taken_for_words_of_a_request(question: str) -> None:
    assert read_request(question).subject in (question, "Yardline")


def test_what_is_open_is_found_in_any_article_and_all_are_counted(desk: Desk) -> None:
    answer = ask(desk, "what's missing from this coverage?")

    assert any("did not respond" in quote for quote in quotes(answer))
    assert any("not known" in quote for quote in quotes(answer))
    assert any("Articles without a day: 0 of 11" in note for note in answer.notes)


@pytest.mark.parametrize(
    "said", ["at an as-yet-unknown cost", "and has not responded", "but there is no easy answer", "and refused to say"]
)
def test_other_ways_of_saying_that_something_is_open_are_known(tmp_path: Path, said: str) -> None:
    rows = [{**OTHERS[0], "text": f"The harbour of Lund was dredged again last week {said}, the paper found."}]

    assert quotes(ask(desk_of(tmp_path, rows), "what is still unknown?"))


def test_where_nothing_is_said_to_be_open_no_more_is_claimed_than_that(tmp_path: Path) -> None:
    answer = ask(desk_of(tmp_path, OTHERS), "what's missing?")

    assert answer.status == "not_in_corpus"
    assert answer.text.startswith("No sentence was found that says in the usual words")


def test_a_summary_of_what_somebody_thinks_has_their_own_words_alone(desk: Desk) -> None:
    answer = ask(desk, "summarise what Beth Gold and other analysts think about sales of small boats")

    assert ["another year" in quote for quote in quotes(answer)] == [True]
    assert "Beth Gold:" in answer.text
    assert any("other analysts" in note for note in answer.notes)


def test_a_summary_of_what_somebody_says_who_says_nothing_is_refused(desk: Desk) -> None:
    answer = ask(desk, "summarise what Pia Wren says about small boats")

    assert answer.status == "not_in_corpus"
    assert "in the words of Pia Wren" in answer.text


def test_what_somebody_is_worried_about_is_told_in_their_own_words(desk: Desk) -> None:
    answer = ask(desk, "Who is Otto Marsh?", "what's he worried about?")

    assert quotes(answer)
    assert not any("gulls" in quote for quote in quotes(answer))
    assert {one.outlet for one in answer.citations} == {NORD}
    assert any("No speaker is named beside these words" in note for note in answer.notes)


def test_fears_told_of_somebody_or_said_by_he_are_found_and_hopes_are_not(tmp_path: Path) -> None:
    text = (
        "Ada Kell leads the ferry crews of Lund. She worries that the winter boat will be sold. Kell hopes for a new"
        " quay. The crews of Ostvik are worried about their pay, the union found."
    )
    answer = ask(desk_of(tmp_path, [{**OTHERS[0], "text": text}]), "what's Ada Kell afraid of?")

    assert quotes(answer) == ["She worries that the winter boat will be sold."]


def test_why_is_answered_beside_what_the_last_answer_quoted(desk: Desk) -> None:
    answer = ask(desk, "is it true that Yardline is leaving Lund?", "why?")

    assert {one.outlet for one in answer.citations} == {HARBOUR}
    assert any("save on rent" in quote for quote in quotes(answer))
    assert any("Why is it that Yardline is leaving Lund?" in note for note in answer.notes)
