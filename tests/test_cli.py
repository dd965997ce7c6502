"""The command line as a user meets it: what it prints, how it ends, and the one sentence for each mistake."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from assistant.cli import main

ROOT = Path(__file__).resolve().parents[1]
ANSWER_KEYS = {
    "question",
    "status",
    "text",
    "sentences",
    "citations",
    "disputes",
    "other_accounts",
    "origins",
    "source_mix",
    "filters",
    "model",
    "usage",
}


def _run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the digests in corpus/."""
    made = tmp_path_factory.mktemp("home")
    assert _run("ingest", ROOT / "corpus", "--home", made).exit_code == 0
    return made


def _json(*words: str | Path) -> Any:
    result = _run(*words)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_every_citation_of_an_answer_is_an_exact_span_of_the_stored_text(home: Path) -> None:
    answer = _json("ask", "Did Rostec cut its staff in Venezuela?", "--json", "--home", home)

    assert set(answer) - {"notes"} == ANSWER_KEYS
    assert answer["citations"]
    for citation in answer["citations"]:
        text = _json("corpus", "show", citation["article_id"], "--json", "--home", home)["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        assert citation["attribution"][0]["name"] == citation["outlet"]


def test_what_the_corpus_does_not_hold_is_said_not_to_be_there(home: Path) -> None:
    for question in ("What is the capital of France?", "How many Chinese soldiers are stationed in Venezuela?"):
        answer = _json("ask", question, "--json", "--home", home)

        assert answer["status"] == "not_in_corpus"
        assert answer["sentences"] == answer["citations"] == []
        assert {"article_id", "outlet", "title", "published"} == set(answer["nearest"][0])


def test_a_batch_answers_in_order_one_line_each(home: Path, tmp_path: Path) -> None:
    batch = tmp_path / "questions.jsonl"
    rows = [
        {"id": "a", "question": "What is the capital of France?"},
        {"id": "b", "question": "Who is Russia's ambassador in Caracas?", "outlets": ["Moscow Times"]},
    ]
    batch.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    lines = [json.loads(line) for line in _run("ask", "--batch", batch, "--home", home).stdout.splitlines()]

    assert [line["id"] for line in lines] == ["a", "b"]
    assert lines[1]["filters"]["outlets"] == ["The Moscow Times"]
    assert {citation["outlet"] for citation in lines[1]["citations"]} == {"The Moscow Times"}


def test_a_batch_goes_on_past_a_question_that_cannot_be_asked_and_ends_with_1(home: Path, tmp_path: Path) -> None:
    batch = tmp_path / "questions.jsonl"
    batch.write_text('{"id": 1, "question": ""}\n{"id": 2, "question": "Who is Maduro?"}\n', encoding="utf-8")

    result = _run("ask", "--batch", batch, "--home", home)

    assert result.exit_code == 1
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [1, 2]
    assert "empty" in json.loads(result.stdout.splitlines()[0])["error"]


def test_a_search_gives_passages_of_at_most_180_words_in_the_articles_own_text(home: Path) -> None:
    found = _json("search", "military advisers", "--top", "3", "--json", "--home", home)

    assert len(found["hits"]) == 3
    assert [hit["score"] for hit in found["hits"]] == sorted((hit["score"] for hit in found["hits"]), reverse=True)
    for hit in found["hits"]:
        text = _json("corpus", "show", hit["article_id"], "--json", "--home", home)["text"]
        assert text[hit["start"] : hit["end"]] == hit["text"]
        assert len(hit["text"].split()) <= 180


def test_a_search_batch_names_each_query(home: Path, tmp_path: Path) -> None:
    batch = tmp_path / "queries.jsonl"
    batch.write_text('{"qid": "x", "query": "planes"}\n{"id": "y", "query": "Rostec"}\n', encoding="utf-8")

    first, second = (json.loads(line) for line in _run("search", "--batch", batch, "--home", home).stdout.splitlines())

    assert "id" not in first
    assert (first["query"], second["id"]) == ("planes", "y")


def test_the_list_of_the_corpus_may_be_asked_for_by_name(home: Path) -> None:
    assert _json("corpus", "list", "--json", "--home", home) == _json("corpus", "--json", "--home", home)


def test_the_corpus_is_listed_with_words_and_passages(home: Path) -> None:
    rows = _json("corpus", "--json", "--home", home)

    assert len(rows) == 5
    assert set(rows[0]) == {
        "id", "outlet", "title", "published", "url", "language", "words", "passages", "versions"
    }  # fmt: skip
    assert [row["published"] for row in rows].count(None) == 3


def test_filters_bind(home: Path) -> None:
    rows = _json("corpus", "--json", "--since", "2019-04-01", "--home", home)

    assert [row["published"] for row in rows] == ["2019-06-03"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["ask", "  "], "The question is empty."),
        (["ask", "why " * 6000], "characters; at most"),
        (["ask", "Who?", "--since", "3 June"], "--since '3 June' is not a date. Write it as 2019-06-03."),
        (["ask", "Who?", "--outlet", "Moskow Times"], "The nearest: The Moscow Times"),
        (["ask", "Who?", "--since", "2019-06-01", "--until", "2019-01-01"], "before it begins"),
        (["ask", "Who?", "--since", "2031-01-01"], "No article is left under --since 2031-01-01"),
        (["ask", "Who?", "--model", "gpt"], "openai-like:<model>@"),
        (["ask", "--batch", "nowhere.jsonl"], "There is no file or folder nowhere.jsonl."),
        (["corpus", "show", "zzz"], "No article zzz in the index."),
        (["corpus", "remove", "zzz"], "No article zzz in the index."),
        (["search", ""], "The question is empty."),
        (["ingest", "nowhere/"], "There is no file or folder"),
    ],
)
def test_a_mistake_gets_one_sentence_and_exit_2(home: Path, words: list[str], sentence: str) -> None:
    result = _run(*words, "--home", home)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_no_index_yet_says_how_to_build_one(tmp_path: Path) -> None:
    result = _run("ask", "Who?", "--home", tmp_path / "none")

    assert result.exit_code == 2
    assert "Build one: sayso ingest" in result.stderr


def test_an_index_without_articles_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("Share on Facebook\nSubscribe\n", encoding="utf-8")
    assert _run("ingest", tmp_path / "page.txt", "--home", tmp_path / "h").exit_code == 1

    result = _run("ask", "Who?", "--home", tmp_path / "h")

    assert result.exit_code == 2
    assert "No index in" in result.stderr


def test_an_empty_folder_a_binary_and_a_huge_file_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 50)
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(50_000_000)

    assert "Nothing to read in" in _run("ingest", tmp_path / "empty", "--home", tmp_path / "h").stderr
    for name in ("binary.txt", "huge.txt"):
        result = _run("ingest", tmp_path / name, "--home", tmp_path / "h")
        assert result.exit_code == 1
        assert f"failed: {tmp_path / name}: " in result.stdout


def test_a_batch_with_a_bad_line_runs_nothing(home: Path, tmp_path: Path) -> None:
    batch = tmp_path / "questions.jsonl"
    batch.write_text('{"id": "a", "question": "Who?"}\n{broken\n', encoding="utf-8")

    result = _run("ask", "--batch", batch, "--home", home)

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{batch}, line 2: is not JSON" in result.stderr


def test_a_home_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    result = _run("ingest", ROOT / "corpus", "--home", tmp_path / "file" / "home")

    assert result.exit_code == 2
    assert "Choose another with --home DIR" in result.stderr


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from assistant.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('gradio','chromadb','llama_index','onnxruntime','numpy','openai') if m in sys.modules])"
    )

    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert found.stdout.strip().splitlines()[-1] == "[]"


@pytest.mark.parametrize("command", ["ingest", "ask", "search", "corpus", "chat", "eval"])
def test_every_command_explains_itself(command: str) -> None:
    result = _run(command, "--help")

    assert result.exit_code == 0
    assert "Usage:" in result.output


def test_an_article_that_is_cited_twice_is_listed_once() -> None:
    from assistant.types import Answer, Citation
    from assistant.writing.render import answer_text

    def cited(number: int, article: str) -> Citation:
        return Citation(
            number, article, "Harbour Post", f"Title {article}", None, f"https://x.example/{article}", "", 0, 0
        )

    shown = answer_text(Answer("q", "answered", "Text.", citations=(cited(1, "a"), cited(2, "b"), cited(3, "a"))))

    assert shown.count("https://x.example/a") == 1
    assert "[1][3] Harbour Post, undated: Title a" in shown
    assert "[2] Harbour Post, undated: Title b" in shown


def test_a_follow_up_says_what_it_was_taken_to_ask(tmp_path: Path) -> None:
    from assistant.desk import Desk
    from assistant.settings import Settings
    from assistant.types import Turn
    from ingest.run import ingest

    settings = Settings(home=tmp_path / "home", embedder="none")
    ingest(settings, [Path(__file__).resolve().parents[1] / "corpus"])
    desk = Desk(settings)
    first = desk.ask("What did Rostec say about its advisers in Venezuela?")
    then = desk.ask("And who denied it?", talk=[Turn(first.question, first.text)])

    assert first.notes == ()
    assert then.notes[0].startswith("Read as: who denied it? (with “")
    assert then.notes[0].endswith("” from the talk so far)")
    assert "Rostec" in then.notes[0]


def test_brackets_of_the_reader_s_own_are_not_told_as_borrowed_from_the_talk() -> None:
    from assistant.types import Query
    from assistant.writing.notes import reading_notes

    borrowed = Query("And who denied it?", "who denied it? (Rostec staff)")
    own = Query("Who is she (the envoy)", "Who is Ana Bell (the envoy)")

    assert reading_notes(borrowed) == ("Read as: who denied it? (with “Rostec staff” from the talk so far)",)
    assert reading_notes(own) == ("Read as: Who is Ana Bell (the envoy)",)
