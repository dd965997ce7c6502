"""A question on its way through the desk with a language model: what it is shown, believed in, and asked again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from scripted_model import Line, ScriptedModel, SelfChecker

from assistant.desk import Desk
from assistant.errors import ModelUnavailable
from assistant.models.types import Message
from assistant.settings import Settings
from assistant.types import Turn
from ingest.run import ingest

DOWN = ModelUnavailable("scripted", "cannot be reached", "Check that its server runs.")
NEWS = [
    {
        "title": "Quarry to reopen",
        "outlet": "Hill Gazette",
        "published": "2024-03-01",
        "url": "https://hill.example/quarry",
        "text": "The quarry of Brannock will reopen in May, the council said. Forty people will work there.",
    },
    {
        "title": "Owner: no date for quarry",
        "outlet": "Valley Herald",
        "published": "2024-03-04",
        "url": "https://valley.example/quarry",
        "text": "The owner of the Brannock quarry said no date had been set. Neighbours fear the noise.",
    },
]
QUESTION = "When will the Brannock quarry reopen?"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    (folder / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in NEWS), encoding="utf-8")
    ingest(Settings(home=folder / "home", embedder="none"), [folder / "news.jsonl"])
    return folder / "home"


def writing(
    *sentences: tuple[str, str], answerable: bool = True, missing: str = ""
) -> Callable[[Sequence[Message]], str]:
    """A writer's reply: each sentence rests on the line that holds the words beside it."""

    def reply(messages: Sequence[Message]) -> str:
        lines = re.findall(r"^\[(\w+)\] (.*)$", messages[-1].text, re.MULTILINE)
        rows = [
            {"text": text, "rests_on": [{"key": key, "words": words} for key, line in lines if words and words in line]}
            for text, words in sentences
        ]
        return json.dumps({"answerable": answerable, "missing": missing, "sentences": rows, "disagreements": []})

    return reply


MAY = writing(("In May, according to the council.", "will reopen in May"))


def desk_with(home: Path, model: ScriptedModel, **settings: str) -> Desk:
    return Desk(Settings(home=home, embedder="none", **settings), model)  # type: ignore[arg-type]


def strong(script: Sequence[Line]) -> SelfChecker:
    return SelfChecker(script, structured=True)


def test_a_strong_model_is_shown_whole_articles_and_what_it_writes_is_checked(home: Path) -> None:
    model = strong([MAY])
    answer = desk_with(home, model).ask(QUESTION)

    assert "Forty people will work there." in model.asked[0][-1].text
    assert "Neighbours fear the noise." in model.asked[0][-1].text
    assert [(one.text, one.check) for one in answer.sentences] == [("In May, according to the council.", "supported")]
    assert answer.citations[0].outlet == "Hill Gazette"
    assert f"They answer this question: {QUESTION}" in model.checked[0][-1].text


def test_that_nothing_answers_is_believed_and_its_sentence_is_the_reason(home: Path) -> None:
    reason = "The articles do not say who bought the Brannock quarry."
    answer = desk_with(home, strong([writing(answerable=False, missing=reason)])).ask("Who bought the Brannock quarry?")

    assert (answer.status, answer.text) == ("not_in_corpus", reason)
    assert (answer.sentences, answer.citations) == ((), ())
    assert {near.outlet for near in answer.nearest} == {"Hill Gazette", "Valley Herald"}


def test_a_question_of_names_that_no_article_has_costs_no_call(home: Path) -> None:
    answer = desk_with(home, strong([])).ask("What did Zebulon Krantz tell the Ottawa Senators?")

    assert answer.status == "not_in_corpus"


def test_an_unknown_name_beside_a_known_one_is_left_to_the_model(home: Path) -> None:
    model = strong([MAY])
    desk_with(home, model).ask("Does Zebulon expect the Brannock quarry to reopen?")

    assert len(model.asked) == 1


@pytest.mark.parametrize("reply", [DOWN, "", '{"sentences": []}'], ids=["down", "empty", "no sentence"])
def test_where_the_model_fails_the_articles_own_sentences_answer_and_the_answer_says_so(
    home: Path, reply: Line
) -> None:
    answer = desk_with(home, strong([reply])).ask(QUESTION)

    assert answer.model == "quotes"
    assert {one.check for one in answer.sentences} == {"verbatim"}
    assert "This answer is made of the articles' own sentences instead." in answer.notes


def test_no_checker_leaves_all_unchecked(home: Path) -> None:
    answer = desk_with(home, strong([MAY]), checker="none").ask(QUESTION)

    assert [one.check for one in answer.sentences] == ["unchecked"]


def test_words_are_shown_before_the_answer_is_whole(home: Path) -> None:
    texts = [answer.text for answer in desk_with(home, strong([MAY])).stream(QUESTION)]

    assert len(texts) > 3
    assert texts[0] in ("In", "In May", "In May,", "In May, a")


def test_a_follow_up_is_put_by_the_model_and_the_reading_is_shown(home: Path) -> None:
    standalone = "How many people will work at the Brannock quarry?"
    model = strong([f"QUESTION: {standalone}", writing(("Forty.", "Forty people"))])
    talk = [Turn(QUESTION, "In May, according to the council. [1]")]
    answer = desk_with(home, model).ask("How many people will work there?", talk=talk)

    assert f"Question: {standalone}" in model.asked[1][-1].text
    assert "In May, according to the council." in model.asked[1][-1].text
    assert answer.question == "How many people will work there?"
    assert f"Read as: {standalone}" in answer.notes


def test_a_wish_changes_the_last_answer_in_the_readers_own_words(home: Path) -> None:
    model = strong([f"QUESTION: {QUESTION}\nCHANGE: shorter", writing(("In May.", "will reopen in May"))])
    answer = desk_with(home, model).ask("Shorter, please", talk=[Turn(QUESTION, "In May, according to the council.")])

    assert "another form: Shorter, please" in model.asked[1][-1].text
    assert f"Question: {QUESTION}" in model.asked[1][-1].text
    assert [one.check for one in answer.sentences] == ["supported"]


def test_only_one_outlet_is_heard_where_the_reader_wishes_so(home: Path) -> None:
    model = strong(
        [f"QUESTION: {QUESTION}\nCHANGE: only the Valley Herald", writing(("No date is set.", "no date had been set"))]
    )
    talk = [Turn(QUESTION, "In May, according to the council.")]
    answer = desk_with(home, model).ask("Only what the Valley Herald says", talk=talk)

    assert answer.filters.outlets == ("Valley Herald",)
    assert {one.outlet for one in answer.citations} == {"Valley Herald"}
    assert "Hill Gazette" not in model.asked[1][-1].text.split("talk begins")[0]


def test_a_small_model_gets_lines_and_one_call_and_is_called_unchecked(home: Path) -> None:
    def reply(messages: Sequence[Message]) -> str:
        key = re.search(r"^\[(\w+)\] Hill Gazette", messages[-1].text, re.MULTILINE)
        return f"The quarry opens again in May [{key[1] if key else 'K1'}]."

    model = ScriptedModel([reply], strong=False)
    answer = desk_with(home, model).ask(QUESTION)

    assert len(model.asked) == 1
    assert {one.check for one in answer.sentences} == {"unchecked"}


@pytest.mark.parametrize(
    "question", ["Welche Firma kaufte den Steinbruch bei brannock?", "Dime qué Empresa compró la Cantera de brannock"]
)
def test_the_large_letters_of_another_language_are_no_unknown_names(home: Path, question: str) -> None:
    model = strong([writing(answerable=False, missing="Das sagen die Artikel nicht.")])
    answer = desk_with(home, model).ask(question)

    assert len(model.asked) == 1
    assert answer.text == "Das sagen die Artikel nicht."


def test_a_summary_is_written_by_a_strong_model_from_what_was_gathered_for_it(home: Path) -> None:
    model = strong([MAY])
    answer = desk_with(home, model).ask("Summarise everything, please")

    assert "no date had been set" in model.asked[0][-1].text
    assert [one.text for one in answer.sentences] == ["In May, according to the council."]


def test_a_greeting_costs_no_call_of_the_model(home: Path) -> None:
    model = strong([])

    assert desk_with(home, model).ask("hello").status == "reply"
    assert model.asked == []


def test_a_model_that_is_down_leaves_a_timeline_to_the_quotes(home: Path) -> None:
    answer = desk_with(home, strong([DOWN])).ask("timeline of the Brannock quarry")

    assert answer.status == "answered"
    assert any("scripted cannot be reached" in note for note in answer.notes)
