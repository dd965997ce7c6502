"""`sayso check`: a draft held against the index."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import faulty_server as faults
import pytest
from click.testing import CliRunner, Result
from faulty_server import FaultyServer

from assistant.checking.drafts import CheckedSentence, UncheckedSentence, find_quote
from assistant.cli import main
from assistant.cli_check import _checked
from assistant.types import Filters, Verdict
from evals.byhand import serve_by_hand

ARTICLE = (
    "The lighthouse of Ness was sold on Friday, the harbour office said.\n\n"
    "The buyer, Anna Brekke, “may turn it into a hotel”, she told the Courier. It was built in 1871."
)
CHECKED_KEYS = {"sentence", "check", "reason", "words", "citations", "disputed_by"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("check")
    row = {
        "title": "Lighthouse sold",
        "outlet": "Ness Courier",
        "published": "2024-05-06",
        "url": "https://ness.example/lighthouse",
        "text": ARTICLE,
    }
    (folder / "news.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    made = CliRunner().invoke(main, ["ingest", str(folder / "news.jsonl"), "--home", str(folder / "home")])
    assert made.exit_code == 0, made.output
    return folder / "home"


def run(home: Path, *words: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, ["check", *words, "--home", str(home)], input=text)


def batch(home: Path, tmp_path: Path, *rows: dict[str, Any], model: str = "quotes") -> list[dict[str, Any]]:
    path = tmp_path / "batch.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    result = run(home, "--batch", str(path), "--model", model)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def cited(quote: str, **where: str) -> dict[str, Any]:
    return {"quote": quote, **(where or {"url": "https://ness.example/lighthouse"})}


def test_a_draft_is_checked_sentence_by_sentence_with_exact_quotes(home: Path) -> None:
    result = run(home, "--json", text="It was built in 1871. The lighthouse was sold on Friday.")
    first, second = json.loads(result.stdout)["sentences"]

    assert (first["check"], second["check"]) == ("verbatim", "unchecked")
    assert set(first) == CHECKED_KEYS
    for citation in (*first["citations"], *second["citations"]):
        assert ARTICLE[citation["start"] : citation["end"]] == citation["quote"]
        assert citation["outlet"] == "Ness Courier"


def test_a_draft_with_an_unsupported_sentence_ends_with_1_and_says_what_is_wrong(home: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("Brekke said she “will surely turn it into a hotel”.", encoding="utf-8")
    result = run(home, str(draft))

    assert result.exit_code == 1
    assert "UNSUPPORTED" in result.stdout
    assert "may turn it into a hotel" in result.stdout


def test_an_empty_draft_has_nothing_to_check(home: Path) -> None:
    result = run(home, text=" \n ")

    assert result.exit_code == 0
    assert "nothing to check" in result.stdout


@pytest.mark.parametrize(
    "where",
    [
        {"url": "https://ness.example/lighthouse"},
        {"outlet": "Ness Courier"},
        {"title": "Lighthouse sold"},
        {"outlet": "The Ness Courier", "title": "Lighthouse sold"},
    ],
    ids=["address", "outlet", "title", "both"],
)
def test_a_row_is_held_against_the_quote_it_names_and_nothing_else(
    home: Path, tmp_path: Path, where: dict[str, str]
) -> None:
    quote = "The lighthouse of Ness was sold on Friday, the harbour office said."
    (row,) = batch(
        home, tmp_path, {"id": "a", "sentence": "It was built in 1871.", "evidence": [cited(quote, **where)]}
    )

    assert row["id"] == "a"
    assert row["check"] == "unchecked"
    assert [citation["quote"] for citation in row["citations"]] == [quote]


def test_a_quote_that_no_stored_article_has_is_read_by_itself_and_cited_as_nothing(home: Path, tmp_path: Path) -> None:
    elsewhere = {"outlet": "Far Herald", "title": "Elsewhere", "quote": "Nine boats sank."}
    (row,) = batch(home, tmp_path, {"sentence": "Nine boats sank.", "evidence": [elsewhere]})

    assert (row["check"], row["citations"]) == ("verbatim", [])


def test_results_come_in_the_order_of_the_rows(home: Path, tmp_path: Path) -> None:
    rows = [{"id": number, "sentence": f"Sentence {'abcdefghijklmnopqrstuvwxyz'[number]}."} for number in range(26)]

    assert [row["id"] for row in batch(home, tmp_path, *rows)] == list(range(26))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{}", 'has no "sentence" text'),
        ("nonsense", "is not JSON"),
        ('{"sentence": "A.", "evidence": "B."}', '"evidence" is not a list'),
        ('{"sentence": "A.", "evidence": [{"url": "x"}]}', '"evidence" is not a list'),
    ],
)
def test_a_row_out_of_shape_is_named_before_anything_is_run(
    home: Path, tmp_path: Path, line: str, message: str
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(f'{{"sentence": "Fine."}}\n{line}\n', encoding="utf-8")
    result = run(home, "--batch", str(path))

    assert result.exit_code == 2
    assert message in result.output
    assert "line 2" in result.output


@pytest.fixture
def by_hand(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    with serve_by_hand(tmp_path / "hand") as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield tmp_path / "hand", f"openai-like:by-hand@http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()


def test_a_model_reads_all_rows_of_a_batch_in_one_call(home: Path, tmp_path: Path, by_hand: tuple[Path, str]) -> None:
    folder, model = by_hand
    quote = "The buyer, Anna Brekke, “may turn it into a hotel”, she told the Courier."
    rows = [
        {"id": "fine", "sentence": "Anna Brekke, who bought it, may make a hotel of it.", "evidence": [cited(quote)]},
        {"id": "surer", "sentence": "The buyer will make it a hotel.", "evidence": [cited(quote)]},
    ]
    waiting = batch(home, tmp_path, *rows, model=model)
    (page,) = folder.glob("*.md")
    verdicts = [
        {"number": 1, "verdict": "borne out", "fault": "none", "words": [], "against": ""},
        {"number": 2, "verdict": "not borne out", "fault": "none", "words": ["Tristan"], "against": "nowhere"},
        {"number": 3, "verdict": "borne out", "fault": "none", "words": [], "against": ""},
        {"number": 4, "verdict": "not borne out", "fault": "how sure", "words": ["will make"], "against": "may turn"},
    ]
    page.with_suffix(".reply.md").write_text(json.dumps({"sentences": verdicts}), encoding="utf-8")
    fine, surer = batch(home, tmp_path, *rows, model=model)

    assert {row["check"] for row in waiting} == {"unchecked"}
    assert (fine["check"], surer["check"], surer["words"]) == ("supported", "unsupported", ["will make"])
    assert "It was built in 1871." in page.read_text(encoding="utf-8")


def test_a_checker_that_is_down_leaves_rows_unchecked_and_the_exit_is_0(home: Path, tmp_path: Path) -> None:
    with FaultyServer(faults.status(401, "no")) as server:
        (row,) = batch(home, tmp_path, {"sentence": "The sale is off."}, model=f"openai-like:big@{server.address}")

    assert row["check"] == "unchecked"
    assert "refused the key" in row["reason"]


def test_a_quote_is_found_whatever_its_marks_and_white_space() -> None:
    text = "She said:\n“It’s   over” – and left."

    assert find_quote(text, '"It\'s over" - and') == (10, 29)
    assert find_quote(text, "never said") is None
    assert find_quote(text, " ") is None


def test_the_marked_draft_is_written_where_it_is_asked_for(home: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text("# Sale\n\nIt was **sold** to Peder Aas.", encoding="utf-8")
    page = run(home, str(draft), "--out", str(tmp_path / "out.html"))
    document = run(home, str(draft), "--out", str(tmp_path / "out.docx"))

    assert (page.exit_code, document.exit_code) == (1, 1)
    assert "1 unsupported" in page.stderr
    assert "It was sold to Peder Aas." in (tmp_path / "out.html").read_text(encoding="utf-8")
    assert (tmp_path / "out.docx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--out", "x.pdf"], ".html .docx"),
        (["none.txt"], "no file or folder none.txt"),
        (["--out", "no/x.html"], "no folder no"),
    ],
)
def test_what_cannot_be_read_or_written_fails_before_anything_runs(home: Path, words: list[str], message: str) -> None:
    result = run(home, *words, text="A sentence.")

    assert result.exit_code == 2
    assert message in result.output


class Terminal(io.StringIO):
    """Standard error of a reader who sits at it."""

    def isatty(self) -> bool:
        return True


class Counting:
    """A desk that finds nothing and notes how many sentences it was given at a time."""

    def __init__(self) -> None:
        self.given: list[int] = []

    def check(self, claims: Sequence[UncheckedSentence], filters: Filters) -> list[CheckedSentence]:
        self.given.append(len(claims))
        return [CheckedSentence(claim.text, Verdict("unchecked", ""), ()) for claim in claims]


def test_a_draft_of_two_hundred_pages_goes_in_parts_and_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, desk = Terminal(), Counting()
    monkeypatch.setattr("sys.stderr", terminal)

    found = _checked(desk, ["The ferry sails."] * 5000, Filters())  # type: ignore[arg-type]  # a desk by its one method

    assert len(found) == sum(desk.given) == 5000
    assert max(desk.given) < 50
    assert "0/5000" in terminal.getvalue()
