"""A briefing as a whole: made by a desk without an embedder, over articles written for these tests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.briefing.brief import brief
from assistant.briefing.compare import read_earlier
from assistant.briefing.forms.data import as_csv, as_json, briefing_json
from assistant.briefing.forms.output import FORMS, briefing_bytes, check_target, write
from assistant.briefing.types import Briefing
from assistant.desk import Desk
from assistant.errors import BadBriefing, BadTarget, NothingLeft
from assistant.settings import Settings
from assistant.types import Filters
from ingest.run import ingest

COURIER = (
    "The Torvald paper mill dumped untreated chemicals in the Orsk river for two years, a former foreman told the "
    "Lakeside Courier. The mill employs 400 people in the valley. On 2 May 2022 inspectors sealed two pipes of the "
    "Torvald mill. It is unclear how much of the chemicals reached the Orsk river, the inspectors said."
)
DISPATCH = (
    "The Torvald paper mill denied dumping chemicals in the Orsk river, calling the reports baseless. "
    "Inspectors sealed two pipes of the Torvald mill on 2 May 2022, the regional office said. "
    "The mill employs 400 people in the valley, according to its director, Ana Prieto. "
    "<script>alert('mill')</script> was the odd headline of a leaflet on the Torvald paper mill and the Orsk river."
)


def fill(home: Path, *articles: dict[str, str | None]) -> Desk:
    """A desk over these articles, with no embedder."""
    settings = Settings(home=home, embedder="none")
    source = home.parent / f"{home.name}.jsonl"
    source.write_text("".join(json.dumps(one) + "\n" for one in articles), encoding="utf-8")
    ingest(settings, [source])
    return Desk(settings)


def article(outlet: str, text: str, published: str | None = "2022-05-04") -> dict[str, str | None]:
    """One line of a `.jsonl`."""
    return {"title": f"A story of {outlet}", "outlet": outlet, "published": published, "text": text, "url": None}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return fill(
        tmp_path / "home",
        article("Lakeside Courier", COURIER),
        article("Northern Dispatch", DISPATCH, "2022-05-06"),
        article("Garden Monthly", "Roses want water in dry summers. Prune them in March, gardeners say.", None),
    )


@pytest.fixture
def made(desk: Desk) -> Briefing:
    return brief(desk, "Torvald paper mill chemicals")


def test_every_line_is_the_exact_words_of_what_it_cites(desk: Desk, made: Briefing) -> None:
    assert made.lines
    for line in made.lines:
        citation = made.citations[line.citations[0] - 1]
        stored = desk.catalog.article(citation.article_id).text

        assert line.check == "verbatim"
        assert stored[citation.start : citation.end] == citation.quote == line.text


def test_no_line_occurs_twice(made: Briefing) -> None:
    texts = [line.text for line in made.lines]

    assert len(texts) == len(set(texts))


def test_lines_and_citations_are_numbered_in_the_order_of_the_document(made: Briefing) -> None:
    assert sorted(line.number for line in made.lines) == list(range(1, len(made.lines) + 1))
    assert [citation.number for citation in made.citations] == list(range(1, len(made.citations) + 1))


def test_every_outlet_on_the_topic_is_in_sight(made: Briefing) -> None:
    assert {share.outlet for share in made.coverage.outlets} >= {"Lakeside Courier", "Northern Dispatch"}
    assert {citation.outlet for citation in made.citations} == {"Lakeside Courier", "Northern Dispatch"}


def test_an_event_is_listed_on_the_day_that_the_text_gives(made: Briefing) -> None:
    assert "2022-05-02" in [entry.first for entry in made.timeline]


def test_a_denial_is_set_against_what_it_denies(made: Briefing) -> None:
    sides = [[made.citations[side.citations[0] - 1].quote for side in card.sides] for card in made.disputes]

    assert any("dumped" in one[0] and "denied" in one[1] for one in sides if len(one) > 1)


def test_what_an_article_calls_unclear_is_listed_as_not_known(made: Briefing) -> None:
    said = [point.line.text for point in made.rows("unknown") if point.line]

    assert any("unclear how much" in text for text in said)


def test_the_receipt_tells_what_became_of_every_article(made: Briefing) -> None:
    fates = {used.outlet: used.fate for used in made.receipt.articles}

    assert fates == {"Lakeside Courier": "cited", "Northern Dispatch": "cited", "Garden Monthly": "left out"}
    assert len(made.receipt.corpus_digest) == 64


def test_a_topic_that_no_article_covers_is_said_not_to_be_in_the_corpus(desk: Desk) -> None:
    found = brief(desk, "Submarine cables of Iceland")

    assert found.status == "not_in_corpus"
    assert not found.lines
    assert found.notes
    for ending in (".md", ".html", ".docx", ".json", ".csv"):
        assert briefing_bytes(found, ending)


def test_a_briefing_of_one_article_says_that_there_is_no_other(tmp_path: Path) -> None:
    alone = fill(tmp_path / "one", article("Lakeside Courier", COURIER))

    found = brief(alone, "Torvald paper mill")

    assert found.status == "briefed"
    assert any("Only one article" in note for note in found.notes)


def test_a_briefing_without_any_day_says_so(tmp_path: Path) -> None:
    desk = fill(
        tmp_path / "undated",
        article("Lakeside Courier", COURIER, None),
        article("Northern Dispatch", DISPATCH, None),
    )

    found = brief(desk, "Torvald paper mill chemicals")

    assert found.status == "briefed"
    assert (found.source_mix.oldest, found.source_mix.newest) == (None, None)
    assert any(point.kind == "undated" for point in found.rows("unknown"))
    assert "undated" in briefing_bytes(found, ".md").decode().split("## ")[0]


def test_a_topic_of_twelve_words_is_briefed_as_one_of_four(desk: Desk) -> None:
    topic = "what the Torvald paper mill told inspectors about chemicals in the Orsk river"

    assert brief(desk, topic).summary


def test_the_headline_of_quotes_claims_nothing_and_counts_what_was_found(made: Briefing) -> None:
    title = briefing_bytes(made, ".md").decode().splitlines()[0]

    assert title == "# Torvald paper mill chemicals: what 2 outlets reported, and where accounts differ"
    assert made.headline is None


def test_what_only_one_outlet_has_is_listed(made: Briefing) -> None:
    alone = {
        share.outlet: [made.citations[number - 1].quote for number in share.alone] for share in made.coverage.outlets
    }

    assert any("leaflet" in quote for quote in alone["Northern Dispatch"])
    assert not any("employs 400" in quote for quotes in alone.values() for quote in quotes)


def test_words_of_nobody_knows_whom_are_not_laid_in_the_mouth_of_the_outlet(tmp_path: Path) -> None:
    words = "“The Torvald paper mill never dumped any chemicals in the Orsk river.”"
    desk = fill(
        tmp_path / "quoted", article("Lakeside Courier", COURIER), article("Valley Radio", f"{words} {DISPATCH}")
    )

    assert not any(line.text in words for line in brief(desk, "Torvald paper mill chemicals", length="long").lines)


def test_a_window_with_nothing_in_it_is_refused(desk: Desk) -> None:
    with pytest.raises(NothingLeft):
        brief(desk, "Torvald paper mill", Filters(since="2030-01-01"))


def test_a_filter_keeps_other_outlets_out(desk: Desk) -> None:
    found = brief(desk, "Torvald paper mill", Filters(outlets=("Northern Dispatch",)))

    assert {citation.outlet for citation in found.citations} == {"Northern Dispatch"}


def test_a_longer_briefing_never_holds_less(desk: Desk) -> None:
    sizes = [
        len(brief(desk, "Torvald paper mill chemicals", length=size).lines) for size in ("short", "standard", "long")
    ]

    assert sizes == sorted(sizes)


def test_progress_only_goes_forward_and_ends_whole(desk: Desk) -> None:
    seen: list[float] = []

    brief(desk, "Torvald paper mill", progress=lambda doing, share: seen.append(share))

    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_markup_of_an_article_stays_text_in_every_form(desk: Desk) -> None:
    found = brief(desk, "Torvald paper mill leaflet headline", length="long")
    assert any("<script>" in line.text for line in found.lines)

    assert "<script" not in briefing_bytes(found, ".html").decode()
    assert "&lt;script&gt;" in briefing_bytes(found, ".html").decode()
    assert "<script" not in briefing_bytes(found, ".md").decode()


def test_plain_text_has_every_line_and_heading_and_no_markup(made: Briefing) -> None:
    text = briefing_bytes(made, ".txt").decode()

    assert all(f"“{line.text}”" in text for line in made.lines)
    assert "\nWhat is not known\n-----------------\n\n- " in text
    assert not any(mark in text for mark in ("##", "**", "<p", "\\"))


@pytest.mark.parametrize("ending", FORMS)
def test_every_form_of_the_table_is_written_and_named_in_the_docs(made: Briefing, ending: str) -> None:
    page = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    offered = page.partition('`sayso brief "TOPIC"`')[2].partition("\n")[0]

    assert len(briefing_bytes(made, ending)) > 100
    assert ending in offered


def test_a_word_document_has_a_real_footnote_for_every_line(made: Briefing, tmp_path: Path) -> None:
    import zipfile

    target = tmp_path / "mill.docx"
    write(made, target)
    with zipfile.ZipFile(target) as packed:
        notes = packed.read("word/footnotes.xml").decode()
        body = packed.read("word/document.xml").decode()

    assert notes.count('<w:footnote w:id="') == body.count("<w:footnoteReference") >= len(made.lines)
    assert "characters" in notes


def test_the_ledger_has_a_row_for_every_citation_of_every_line(made: Briefing) -> None:
    assert len(made.ledger) == sum(len(line.citations) + len(line.related) for line in made.lines)
    assert as_csv(made).count("\r\n") >= len(made.ledger) + 1


def test_a_cell_that_a_spreadsheet_would_run_is_defused() -> None:
    from assistant.briefing.forms.data import _cell

    assert _cell('=HYPERLINK("x")') == '\'=HYPERLINK("x")'


def test_the_json_form_names_lines_by_number(made: Briefing) -> None:
    data = briefing_json(made)

    assert data["summary"] == [line.number for line in made.summary]
    assert {line["number"] for line in data["lines"]} == {line.number for line in made.lines}


@pytest.mark.parametrize("name", ["report.pdf", "report", "missing/report.md"])
def test_a_target_that_cannot_be_written_is_named_before_the_work(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadTarget):
        check_target(tmp_path / name)


def test_checking_a_target_leaves_an_old_file_as_it_was(tmp_path: Path) -> None:
    old = tmp_path / "old.md"
    old.write_text("kept")

    check_target(old)

    assert old.read_text() == "kept"
    assert list(tmp_path.iterdir()) == [old]


def test_the_same_corpus_compared_with_itself_shows_no_change(desk: Desk, made: Briefing, tmp_path: Path) -> None:
    old = tmp_path / "old.json"
    old.write_text(as_json(made), encoding="utf-8")

    again = brief(desk, "Torvald paper mill chemicals", earlier=read_earlier(old))

    assert again.comparison is not None
    assert again.comparison.changes == ()
    assert again.comparison.standing == len(made.citations)


def test_a_changed_article_shows_outdated_quotes_and_what_changed(made: Briefing, tmp_path: Path) -> None:
    old = tmp_path / "old.json"
    old.write_text(as_json(made), encoding="utf-8")
    later = fill(
        tmp_path / "later",
        article("Lakeside Courier", COURIER.replace("employs 400 people", "employs 250 people")),
        article("Northern Dispatch", DISPATCH, "2022-05-06"),
    )

    again = brief(later, "Torvald paper mill chemicals", earlier=read_earlier(old))

    assert again.comparison is not None
    fallen = [change for change in again.comparison.changes if change.kind == "no longer stands"]
    assert fallen
    assert "## Since the earlier briefing" in briefing_bytes(again, ".md").decode()


@pytest.mark.parametrize(
    "text", ["not json", "[1, 2]", '{"format": "sayso-briefing/0"}', '{"format": "sayso-briefing/1", "lines": 3}']
)
def test_an_earlier_briefing_that_cannot_be_read_is_refused_by_name(tmp_path: Path, text: str) -> None:
    old = tmp_path / "old.json"
    old.write_text(text)

    with pytest.raises(BadBriefing, match=r"old\.json"):
        read_earlier(old)


def test_a_kept_briefing_comes_back_whole_and_one_of_an_earlier_release_with_what_is_not_known(made: Briefing) -> None:
    from dataclasses import asdict

    from assistant.page.briefs import _rebuilt

    content = json.loads(json.dumps(asdict(made)))
    earlier = {**content, "unknown": content["row_sections"][0]["rows"]}
    del earlier["row_sections"]

    assert _rebuilt(content) == made
    assert _rebuilt(earlier).rows("unknown") == made.rows("unknown") != ()
