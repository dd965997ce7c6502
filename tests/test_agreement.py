"""Whether sources agree, whose words they are and how things stand: what is said where it was not read for certain."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.desk import Desk
from assistant.finding.article_days import printed_on
from assistant.finding.lacking import lacking
from assistant.finding.refusal import is_possible_speaker, may_be_said_by, said_by_another
from assistant.finding.units import as_units
from assistant.question.account_questions import asks_of_all_accounts, topic_of_agreement
from assistant.settings import Settings
from assistant.types import Article, Attribution, Evidence, Query
from ingest.run import ingest

NEWS = [
    {
        "title": "Ferry to Lund",
        "outlet": "The Courier",
        "published": "2024-05-02",
        "text": "The ferry to Lund will sail from Port Ellery in June, the harbour board said. It carries 300 people.",
    },
    {
        "title": "New ferry",
        "outlet": "Radio Nord",
        "published": "2024-05-03",
        "text": "The ferry to Lund will sail from Port Ellery in August. Berths are scarce.",
    },
    {
        "title": "A bridge at Holm",
        "outlet": "The Courier",
        "published": "2024-05-04",
        "text": "The bridge at Holm closed on Friday for repairs. Carts must go round by the mill until it opens.",
    },
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("agreement")
    (folder / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in NEWS), encoding="utf-8")
    settings = Settings(home=folder / "home", embedder="none")
    ingest(settings, [folder / "news.jsonl"])
    return Desk(settings)


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("Do the outlets contradict each other on the fare?", "the fare"),
        ("Are the sources at odds over who paid?", "who paid"),
        ("Is there any disagreement between the articles on the toll?", "the toll"),
        ("Did the two brothers disagree about the farm?", None),
        ("Do the outlets agree?", None),
    ],
)
def test_the_matter_on_which_sources_should_agree_is_read(question: str, matter: str | None) -> None:
    assert topic_of_agreement(question) == matter


@pytest.mark.parametrize(
    "question",
    [
        "Do the outlets agree?",
        "What do the sources disagree about?",
        "Where do the papers differ?",
        "What is disputed?",
    ],
)
def test_a_question_whether_accounts_agree_may_name_no_topic(question: str) -> None:
    assert asks_of_all_accounts(question)


@pytest.mark.parametrize("question", ["Do they agree to the toll?", "Do the sources differ on the toll?"])
def test_a_question_with_a_topic_of_agreement_is_not_of_all_accounts(question: str) -> None:
    assert not asks_of_all_accounts(question)


def test_without_a_topic_all_accounts_are_compared(desk: Desk, tmp_path: Path) -> None:
    harmony = desk.ask("What do the outlets disagree about?")
    denial = {
        "title": "No closure",
        "outlet": "Radio Nord",
        "published": "2024-05-05",
        "text": "Harbour master Ada Finn denied that the bridge at Holm closed on Friday for repairs. Bread is cheap.",
    }
    (tmp_path / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in [*NEWS, denial]), encoding="utf-8")
    settings = Settings(home=tmp_path / "home", embedder="none")
    ingest(settings, [tmp_path / "news.jsonl"])

    discord = Desk(settings).ask("What do the outlets disagree about?")

    assert harmony.status == "closest"
    assert not harmony.disputes
    assert discord.status == "disputed"
    assert {one.outlet for one in discord.citations} == {"The Courier", "Radio Nord"}


def test_whether_outlets_agree_is_answered_with_two_of_different_origin(desk: Desk) -> None:
    answer = desk.ask("Do the outlets agree on when the ferry to Lund will sail?")

    assert {one.outlet for one in answer.citations} == {"The Courier", "Radio Nord"}
    assert all("ferry" in one.quote for one in answer.citations)


def test_one_side_alone_is_said_to_be_the_only_account(desk: Desk) -> None:
    answer = desk.ask("Do the sources disagree about the bridge at Holm?")

    assert answer.status == "closest"
    assert {one.title for one in answer.citations} == {"A bridge at Holm"}
    assert answer.text.startswith("No two accounts of this were found to set side by side; this comes nearest:")


STRIKE = [
    {
        "title": "Dockers quit",
        "outlet": "The Courier",
        "published": "2024-05-02",
        "text": "About 300 dockers quit the port on Monday after 12 days of talks. The quay fell silent.",
    },
    {
        "title": "Port denies a loss",
        "outlet": "Radio Nord",
        "published": "2024-05-03",
        "text": "The port said it never had as many as 300 dockers, and that a few dozen had gone. Tea costs 4 crowns.",
    },
]


@pytest.fixture(scope="module")
def strike(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("strike")
    (folder / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in STRIKE), encoding="utf-8")
    settings = Settings(home=folder / "home", embedder="none")
    ingest(settings, [folder / "news.jsonl"])
    return Desk(settings)


@pytest.mark.parametrize(
    "question", ["Do the sources disagree on how many dockers quit?", "do the outlets agree on the number of dockers"]
)
def test_figures_on_one_matter_are_set_side_by_side_with_their_outlets(strike: Desk, question: str) -> None:
    answer = strike.ask(question)

    assert answer.status == "closest"
    assert {one.outlet for one in answer.citations} == {"The Courier", "Radio Nord"}
    assert all("300" in one.quote for one in answer.citations)


def test_a_figure_of_another_kind_is_not_set_beside_the_one_asked_for(strike: Desk) -> None:
    answer = strike.ask("Do the outlets agree on how many days the talks took?")

    assert {one.outlet for one in answer.citations} <= {"The Courier"}


def _sentences(text: str, ladders: Sequence[tuple[Attribution, ...]] = (), title: str = "Harbour") -> list[Evidence]:
    """The sentences of one article, which end in ". ", each with its ladder below the outlet."""
    article, at, found = Article("a", text, title, "Courier", "2024-05-02"), 0, []
    for key, sentence in enumerate(text.split(". "), 1):
        end = min(at + len(sentence) + 1, len(text))
        below = ladders[key - 1] if ladders else ()
        found.append(Evidence(key, article, at, end, (Attribution("Courier", "outlet"), *below), 1 / key))
        at = end + 1
    return found


def test_an_unread_speaker_near_a_name_may_be_its_bearer() -> None:
    _, spoken, other = _sentences("Ada Holt met us at noon. We never sold the boat. Gulls were heard.")

    assert is_possible_speaker("Ada Holt", spoken)
    assert not is_possible_speaker("Ada Holt", other)
    assert not is_possible_speaker("Per Lind", spoken)


def test_the_company_is_not_for_certain_another_than_the_body_that_is_asked_for() -> None:
    role = (Attribution("the company", "organisation", "said"),)
    _, said = _sentences("Brinewerk closed a dock. The company said it would reopen", [(), role])

    assert may_be_said_by("Brinewerk", said)
    assert not said_by_another("Brinewerk", said)
    assert said_by_another("Ada Holt", said)


def test_a_short_first_name_is_the_same_persons() -> None:
    piece = _sentences("It will rain", [(Attribution("Geoff Marlin", "person", "said"),)])[0]

    assert may_be_said_by("Geoffrey Marlin", piece)
    assert not may_be_said_by("Anna Marlin", piece)


def test_a_quote_that_says_he_before_any_name_brings_the_sentence_before() -> None:
    before, spoken, *behind = _sentences("Per Lind owned the boat. In a letter he apologised. It sank. Gulls rose")
    found = [spoken, *behind, before]  # the likeliest first
    found = [replace(piece, score=1 / at) for at, piece in enumerate(found, 1)]

    (unit,) = as_units(found[:1], found)

    assert unit.quote.startswith("Per Lind owned")


def test_what_no_article_has_of_the_question_is_said(desk: Desk) -> None:
    shown = _sentences("The ferry to Lund sails in June")

    def missing(question: str) -> str:
        return lacking(desk.catalog, Query(question, question), shown)

    assert missing("Which whale did the ferry carry?") == "No article has the word “whale”; this comes nearest:"
    assert missing("Did the ferry reach Grimsby?") == "No article names Grimsby; this comes nearest:"
    assert missing("When did the bridge close?") == ""  # a word that other articles have may be paraphrased here
    assert missing("What did Ada Holt say about it?") == (
        "None of this is clearly in the words of Ada Holt; it comes nearest:"
    )


def test_a_sentence_of_an_updated_article_is_of_the_day_of_its_update() -> None:
    article = Article("a", "It rains.", published="2024-05-02", details={"updated": "2024-05-09"})

    assert printed_on(Evidence(1, article, 0, 9)) == "2024-05-09"
