"""Corrections follow readers: what was answered is told of when its publisher changes what it quotes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.briefing.brief import brief
from assistant.briefing.compare import read_earlier
from assistant.briefing.forms.data import as_json
from assistant.cli import main
from assistant.desk import Desk
from assistant.index.stale import problem_of, stale_quotes
from assistant.settings import Settings
from ingest.run import ingest, remove_article

WORKERS = "The Torvald paper mill employs 400 people in the valley. Its director is Ana Prieto, who came from Orsk."
QUESTION = "How many people does the Torvald paper mill employ?"
NOTE = "Correction: An earlier version of this article gave a wrong number of workers."


def story(home: Path, text: str, title: str = "The mill") -> Desk:
    """A desk over one article of the Courier's, stored anew at the same address."""
    settings = Settings(home=home, embedder="none")
    row = {
        "title": title,
        "outlet": "Courier",
        "published": "2022-05-04",
        "url": "https://courier.example/1",
        "text": text,
    }
    source = home.parent / "courier.jsonl"
    source.write_text(json.dumps(row) + "\n", encoding="utf-8")
    ingest(settings, [source])
    return Desk(settings)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home in which a question was asked and answered."""
    desk = story(tmp_path / "home", WORKERS)
    answer = desk.ask(QUESTION)
    assert "400 people" in answer.citations[0].quote
    desk.keep("answer", answer.question, answer.citations)
    return tmp_path / "home"


def fallen(home: Path) -> list[tuple[str, str]]:
    """The kind of each problem of what was kept, and the sentence that took the place."""
    return [(problem.kind, problem.now) for one in stale_quotes(Desk(Settings(home=home, embedder="none")).catalog)
            for _, problem in one.quotes]  # fmt: skip


def test_an_answer_whose_article_stands_is_not_flagged(home: Path) -> None:
    assert fallen(home) == []


def test_an_answer_is_flagged_when_the_sentence_that_it_quotes_is_changed(home: Path) -> None:
    story(home, WORKERS.replace("400 people", "250 people"))

    assert ("changed", "The Torvald paper mill employs 250 people in the valley.") in fallen(home)


def test_an_answer_is_flagged_with_the_note_when_its_article_is_corrected(home: Path) -> None:
    story(home, f"{WORKERS.replace('400 people', '250 people')}\n\n{NOTE}")

    (found,) = stale_quotes(Desk(Settings(home=home, embedder="none")).catalog)
    (_, problem), *_ = found.quotes
    assert (found.kept.asked, problem.kind, problem.note) == (QUESTION, "corrected", NOTE)


def test_a_correction_of_another_sentence_flags_nothing(home: Path) -> None:
    story(home, f"{WORKERS} The river is called Orsk.\n\n{NOTE}")

    assert all("400 people" not in one for _, one in fallen(home))
    assert fallen(home) == []


def test_an_answer_is_flagged_when_its_article_is_withdrawn_though_the_words_still_stand(home: Path) -> None:
    story(home, f"Retraction: The Courier has withdrawn this article.\n\n{WORKERS}")

    assert {kind for kind, _ in fallen(home)} == {"withdrawn"}


def test_an_answer_is_flagged_when_its_article_is_gone(home: Path) -> None:
    desk = Desk(Settings(home=home, embedder="none"))
    remove_article(desk.settings, desk.listing()[0].id)

    assert {kind for kind, _ in fallen(home)} == {"gone"}


def test_the_same_answer_is_kept_once_and_one_that_cites_nothing_not_at_all(home: Path) -> None:
    desk = Desk(Settings(home=home, embedder="none"))
    answer = desk.ask(QUESTION)
    desk.keep("answer", answer.question, answer.citations)
    desk.keep("answer", "Who is the king?", ())

    assert [one.asked for one in desk.catalog.kept_quotes()] == [QUESTION]


def test_a_quote_that_moved_within_its_article_stands(home: Path) -> None:
    desk = story(home, f"The valley is green in summer. {WORKERS}")

    (kept,) = desk.catalog.kept_quotes()
    assert [problem_of(desk.catalog, quote) for quote in kept.quotes] == [None] * len(kept.quotes)


def test_the_command_asks_keeps_and_tells_what_fell(home: Path) -> None:
    run = CliRunner().invoke
    options = ["--home", str(home)]
    asked = run(main, ["ask", "Who is the director of the mill?", *options], env={"SAYSO_EMBEDDER": "none"})
    assert asked.exit_code == 0, asked.output
    assert "Rests on: 1 article of 1 outlet" in asked.output

    before = run(main, ["corpus", "stale", *options])
    story(home, f"{WORKERS.replace('Ana Prieto', 'Ulf Berg')}\n\n{NOTE}")
    after = json.loads(run(main, ["corpus", "stale", "--json", *options]).output)

    assert "All quotes of 2 answers and briefings stand." in before.output
    assert after[0]["asked"] == "Who is the director of the mill?"
    assert after[0]["quotes"][0]["problem"]["kind"] == "corrected"
    assert "the publisher: Correction" in run(main, ["corpus", "stale", *options]).output


def test_a_briefing_compared_later_names_the_correction(home: Path, tmp_path: Path) -> None:
    desk = Desk(Settings(home=home, embedder="none"))
    old = tmp_path / "old.json"
    old.write_text(as_json(brief(desk, "Torvald paper mill")), encoding="utf-8")
    later = story(home, f"{WORKERS.replace('400 people', '250 people')}\n\n{NOTE}")

    compared = brief(later, "Torvald paper mill", earlier=read_earlier(old)).comparison

    assert compared is not None
    assert any(NOTE in one.text for one in compared.changes if one.kind == "no longer stands")


def test_the_page_says_which_answers_quote_what_has_changed(home: Path) -> None:
    from assistant.page.lists import bar_html, stale_html

    desk = story(home, WORKERS.replace("400 people", "<b>250</b> people"))
    found = stale_quotes(desk.catalog)
    told = stale_html(found)

    assert "1 answer out of date" in bar_html("quotes", [], None, found)
    assert "out of date" not in bar_html("quotes", [], None, [])
    assert QUESTION in told
    assert "<b>250" not in told
