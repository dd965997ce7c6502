"""A known and an unknown name in one question, and an organisation by a shorter or longer name than the articles'."""

from __future__ import annotations

import json

import pytest

from assistant.desk import Desk
from assistant.settings import Settings
from assistant.types import Answer
from ingest.run import ingest

NEWS = [
    {
        "title": "A mill for Ellery",
        "outlet": "Hill Gazette",
        "published": "2024-05-03",
        "text": "Marlo opened a paper mill at Ellery in May. Marlo said that the mill would employ 200 people. Its"
        " chief, Per Aune, praised the town.",
    },
    {
        "title": "Talks on wages",
        "outlet": "Harbour Post",
        "published": "2024-05-04",
        "text": "Ines Vold, who leads the dockers' union, met the port on Friday. “We want four crowns more,” Vold"
        " said. The Tessera Bank lent the port two million crowns.",
    },
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("names")
    (folder / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in NEWS), encoding="utf-8")
    settings = Settings(home=folder / "home", embedder="none")
    ingest(settings, [folder / "news.jsonl"])
    return Desk(settings)


def first_line(answer: Answer) -> str:
    return answer.text.partition("\n")[0]


@pytest.mark.parametrize(
    "question", ["Who are Ines Vold and Karl Oberg?", "What do Karl Oberg, Ines Vold and the port want?"]
)
def test_of_two_who_are_listed_the_known_one_is_told_and_the_other_said_to_be_missing(
    desk: Desk, question: str
) -> None:
    answer = desk.ask(question)

    assert answer.status == "closest"
    assert first_line(answer) == "No article names Karl Oberg; on the rest, this comes nearest:"
    assert any("Vold" in one.quote for one in answer.citations)


def test_who_somebody_with_a_known_first_name_is_is_refused_with_the_full_name(desk: Desk) -> None:
    answer = desk.ask("Who is Ines Oberg?")

    assert answer.status == "not_in_corpus"
    assert answer.text.endswith("nothing in them names Ines Oberg.")


@pytest.mark.parametrize("question", ["What did Karl Oberg say about wages?", "Did Karl Oberg meet Ines Vold?"])
def test_what_somebody_unknown_did_is_refused_by_name(desk: Desk, question: str) -> None:
    answer = desk.ask(question)

    assert answer.status == "not_in_corpus"
    assert answer.text.endswith("nothing in them names Karl Oberg.")


def test_each_of_two_joined_questions_is_answered_or_refused_by_its_own_name(desk: Desk) -> None:
    answer = desk.ask("Who is Ines Vold and who is Karl Oberg?")

    assert any("leads the dockers" in one.quote for one in answer.citations)
    assert answer.text.endswith("nothing in them names Karl Oberg.")


def test_an_organisation_is_found_by_a_longer_name_than_the_articles_have(desk: Desk) -> None:
    answer = desk.ask("What did Marlo Group say about the mill?")

    assert [one.quote for one in answer.citations] == ["Marlo said that the mill would employ 200 people."]
    assert "Group" not in first_line(answer)


def test_another_holder_of_a_name_is_not_taken_for_the_one_asked_for(desk: Desk) -> None:
    answer = desk.ask("What did the Tessera Foundation say about the loan?")

    assert answer.status != "answered"
    assert "Foundation" in first_line(answer)
