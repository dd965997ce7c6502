"""Timelines and the latest over a few invented articles: which rows, under which day, each event once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.answering.subject import Subject, is_about, looks_like_person, on_subject
from assistant.desk import Desk
from assistant.settings import Settings
from assistant.types import Answer, Article
from ingest.run import ingest

POST, GAZETTE = "Harbour Post", "Hill Gazette"
NEWS = [
    {
        "title": "Brannoc closes its quarry and drops its chief",
        "outlet": POST,
        "published": "2024-05-15",
        "text": "Brannoc has closed its quarry and dropped its chief, the company said. Workers left the pit."
        " In March, the county sued Brannoc over dust. Brannoc opened the quarry in June 2011. Separately, in April,"
        " Tollen agreed to pay a fine for its sand pit. “We were told yesterday that the pumps had stopped,” said a"
        " driver. Last year’s Brannoc fair drew few people. Ines Vold, the chief of Brannoc, resigned on Monday. She"
        " handed in her keys on Monday evening.",
    },
    {
        "title": "Tollen gains as rivals close",
        "outlet": GAZETTE,
        "published": "2024-05-29",
        "text": "Tollen shares rose on Tuesday as other pits closed. Tollen hired ten people in April. Tollen will dig"
        " deeper in the hills. On 13 May, Ines Vold resigned as the chief of Brannoc. Analysts said on Wednesday that"
        " Tollen wins most from the end of Brannoc. Tollen sold more sand than ever in March.",
    },
]


def desk_of(folder: Path, rows: list[dict[str, str]]) -> Desk:
    (folder / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    settings = Settings(home=folder / "home", embedder="none")
    ingest(settings, [folder / "news.jsonl"])
    return Desk(settings)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return desk_of(tmp_path_factory.mktemp("timeline"), NEWS)


@pytest.fixture(scope="module")
def timeline(desk: Desk) -> Answer:
    return desk.ask("timeline of Brannoc")


def quotes(answer: Answer) -> str:
    return " ".join(one.quote for one in answer.citations)


def headings(answer: Answer) -> list[str]:
    return [one.text for one in answer.sentences if one.check == "joining"]


def test_the_rows_are_the_subjects_own_days_in_order(timeline: Answer) -> None:
    days = [heading.split(" (")[0].rstrip(":") for heading in headings(timeline)]

    assert days == ["June 2011", "March 2024", "13 May 2024", "15 May 2024"]


def test_what_another_firm_did_is_no_row(timeline: Answer) -> None:
    assert "Tollen agreed to pay" not in quotes(timeline)
    assert "Tollen shares" not in quotes(timeline)


def test_what_somebody_only_said_of_the_subject_that_day_is_no_row(timeline: Answer) -> None:
    assert "Analysts said" not in quotes(timeline)


def test_a_day_within_a_quotation_is_not_counted_from_publication(timeline: Answer) -> None:
    assert "pumps had stopped" not in quotes(timeline)


def test_a_year_within_a_name_dates_nothing(timeline: Answer) -> None:
    assert "fair drew" not in quotes(timeline)


def test_an_event_told_by_two_outlets_is_one_row_that_cites_both(timeline: Answer) -> None:
    (row,) = [one for one in timeline.sentences if "resigned" in one.text]
    cited = {one.outlet for one in timeline.citations if one.number in row.citations}

    assert cited == {POST, GAZETTE}


def test_the_news_of_an_article_has_its_day_of_publication_and_says_so(timeline: Answer) -> None:
    assert "15 May 2024 (from the day of publication):" in headings(timeline)


def test_a_feature_that_explains_has_no_event_on_its_day_of_publication(tmp_path: Path) -> None:
    text = (
        "Brannoc has a long way behind it, from a quarry that closed to a chief who left. It opened in June 2011. In"
        " March the county sued Brannoc over dust. Brannoc is still the largest firm of the hills."
    )
    row = {"title": "How Brannoc has a long way behind it", "outlet": POST, "published": "2024-05-15", "text": text}
    answer = desk_of(tmp_path, [row]).ask("timeline of Brannoc")

    assert not any("publication" in heading for heading in headings(answer))


def test_the_latest_goes_by_the_day_of_the_event_and_not_by_the_newest_article(tmp_path: Path) -> None:
    rows = [
        {
            "title": "Pier rebuilt",
            "outlet": POST,
            "published": "2024-06-20",
            "text": "The Ellery pier has been rebuilt after the storm, the council said. It fell on 2 June.",
        },
        {
            "title": "Sand prices rise again",
            "outlet": GAZETTE,
            "published": "2024-06-28",
            "text": "Sand prices rose. Builders want more sand for the roads. The Ellery pier burnt on 3 April. Gravel"
            " fell, too.",
        },
    ]
    answer = desk_of(tmp_path, rows).ask("what is the latest on the Ellery pier?")

    assert headings(answer)[0] == "Newest, 20 June 2024:"
    assert "rebuilt" in answer.citations[0].quote


def test_a_row_that_opens_with_a_pronoun_is_shown_with_the_sentence_before(tmp_path: Path) -> None:
    text = "Ines Vold led the union for a long time. She resigned on 4 March 2024. Ines Vold was praised by many."
    row = {"title": "Vold and the union", "outlet": POST, "published": "2024-03-20", "text": text}
    answer = desk_of(tmp_path, [row]).ask("timeline of Ines Vold")

    assert answer.citations[0].quote == "Ines Vold led the union for a long time. She resigned on 4 March 2024."


@pytest.mark.parametrize(
    "message",
    [
        "What happened to Brannoc, in order?",
        "what has happened with Brannoc in chronological order",
        "chronology of Brannoc",
    ],
)
def test_what_happened_in_order_is_a_timeline(desk: Desk, timeline: Answer, message: str) -> None:
    assert headings(desk.ask(message)) == headings(timeline)


def article(text: str, title: str = "") -> Article:
    return Article(id="a", title=title, outlet=POST, published="2024-05-15", text=text)


def test_a_full_name_is_a_person_whose_last_name_stands_alone() -> None:
    told = article("Ines Vold left. Vold had been ill. Harbour Watch closed. The Watch was old. Harbour people wept.")

    assert looks_like_person("Ines Vold", [told])
    assert not looks_like_person("Harbour Watch", [told])


def test_an_article_in_which_another_name_is_much_more_frequent_only_mentions_the_subject() -> None:
    text = "Now Tollen grew. The firm Tollen hired. When Tollen paid, Brannoc closed. So Tollen won."
    subject = Subject.of("Brannoc", [article(text)])

    assert not is_about(subject, article(text, "Tollen wins as Brannoc closes"))
    assert [one.quote for one in on_subject(subject, [article(text)])] == ["When Tollen paid, Brannoc closed."]


def test_what_happened_to_a_firm_in_a_month_is_its_timeline_of_that_month(desk: Desk) -> None:
    answer = desk.ask("What happened to Brannoc in March 2024?")

    assert headings(answer) == ["March 2024 (from “March” in an article of 15 May 2024):"]
    assert "the county sued Brannoc" in quotes(answer)


def test_a_month_after_a_sentence_of_an_old_year_has_no_year_of_its_own(tmp_path: Path) -> None:
    text = (
        "Brannoc dug deeper into the hill in 2019. Brannoc opened a new pit in July. The county watched. In March, the"
        " county sued Brannoc over dust."
    )
    row = {"title": "Brannoc and the county", "outlet": POST, "published": "2024-05-15", "text": text}
    answer = desk_of(tmp_path, [row]).ask("timeline of Brannoc")

    assert headings(answer) == ["2019:", "March 2024 (from “March” in an article of 15 May 2024):"]
