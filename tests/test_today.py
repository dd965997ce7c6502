""" "Last week" from the command line down to the articles that are found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.cli import main
from assistant.language.outlets import canonical, mentions


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with one strike in each of three weeks, searched by words alone."""
    monkeypatch.setenv("SAYSO_EMBEDDER", "none")
    for day in ("2024-03-05", "2024-03-12", "2024-03-19"):
        text = f"---\ntitle: Strike of {day}\npublished: {day}\n---\n\nThe dockers of Rotterdam walked out on {day}."
        (tmp_path / f"{day}.md").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, ["ingest", str(tmp_path), "--home", str(tmp_path / "home")])
    assert done.exit_code == 0, done.output
    return tmp_path / "home"


def _days(home: Path, question: str, *options: str) -> list[str]:
    done = CliRunner().invoke(main, ["search", question, "--json", "--home", str(home), *options])
    assert done.exit_code == 0, done.output
    return [hit["published"] for hit in json.loads(done.output)["hits"]]


def test_last_week_counts_from_the_day_that_is_given(home: Path) -> None:
    asked = "Which articles published last week tell of dockers?"

    assert _days(home, asked, "--today", "2024-03-13") == ["2024-03-05"]
    assert _days(home, asked, "--today", "2024-03-20") == ["2024-03-12"]


def test_without_it_last_week_counts_from_the_newest_article(home: Path) -> None:
    assert _days(home, "Which articles published last week tell of dockers?") == ["2024-03-12"]


def test_a_question_that_only_names_last_week_has_its_articles_first(home: Path) -> None:
    found = _days(home, "Why did the dockers walk out last week?", "--today", "2024-03-13")

    assert found[0] == "2024-03-05"
    assert len(found) == 3


def test_an_answer_counts_from_the_day_too(home: Path) -> None:
    asked = ["ask", "Who walked out in articles published last week?", "--json", "--today", "2024-03-13"]

    answer = json.loads(CliRunner().invoke(main, [*asked, "--home", str(home)]).output)

    assert (answer["filters"]["since"], answer["filters"]["until"]) == ("2024-03-04", "2024-03-10")
    assert {one["published"] for one in answer["citations"] or answer["nearest"]} == {"2024-03-05"}


def test_radio_habana_is_radio_habana_cuba() -> None:
    assert canonical("Radio Habana") == "Radio Habana Cuba"
    assert [name for _, name in mentions("Did Radio Habana deny it?")] == ["Radio Habana Cuba"]
