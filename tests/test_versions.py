"""Which article a text is, the versions that it has had, and what copies what."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from assistant.cli import main
from assistant.desk import Desk
from assistant.errors import UnknownVersion
from assistant.index.catalog import Catalog
from assistant.settings import Settings
from ingest.corrections import corrections_in
from ingest.identity import canonical_address
from ingest.receipt import Receipt
from ingest.run import ingest

STORY = (
    "Dockers in the port of Orsova walked out on Monday over night shifts. The union said 400 members had joined. "
    "A spokesman for the harbour called the strike unnecessary and said that talks would go on. "
    "The port handles a third of the country's grain, and ships were waiting in the roads by noon."
)


def _take_in(settings: Settings, file: Path, *rows: dict[str, Any]) -> Receipt:
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return ingest(settings, [file])


def _row(text: str = STORY, **fields: str) -> dict[str, str]:
    told = {
        "title": "Dockers walk out",
        "outlet": "Orsova Post",
        "published": "2024-03-04",
        "url": "https://op.example/1",
    }
    return {**told, **fields, "text": text}


def _outcomes(receipt: Receipt) -> list[str]:
    return [result.outcome for result in receipt.sources]


@pytest.mark.parametrize(
    "other",
    [
        "http://www.kc.example/news/gate",
        "https://kc.example/news/gate/",
        "https://m.kc.example/news/gate?utm_source=x&utm_campaign=y",
        "https://amp.kc.example/news/gate#top",
        "https://kc.example/news/gate/amp",
        "https://kc.example/news/gate?outputType=amp",
        "https://kc.example/news/gate?view=print",
        "https://kc.example:443/news/gate?fbclid=abc",
    ],
)
def test_forms_of_one_address_are_one(other: str) -> None:
    assert canonical_address(other) == canonical_address("https://kc.example/news/gate") == "kc.example/news/gate"


@pytest.mark.parametrize(
    "other",
    [
        "https://kc.example/news/gate-2",
        "https://kc.example/news/gate?id=7",
        "https://kc.example/",
        "https://b.example/news/gate",
    ],
)
def test_another_address_is_another(other: str) -> None:
    assert canonical_address(other) != canonical_address("https://kc.example/news/gate")


def test_two_outlets_under_one_address_are_two_articles(settings: Settings, tmp_path: Path) -> None:
    rows = [_row(), _row(STORY.replace("400", "900"), outlet="Iron Gate Wire")]

    assert _outcomes(_take_in(settings, tmp_path / "a.jsonl", *rows)) == ["added", "added"]


def test_records_of_one_address_are_versions_only_where_their_titles_or_texts_say_so(
    settings: Settings, tmp_path: Path
) -> None:
    rows = [
        _row(),
        _row(STORY.replace("400", "600")),
        _row(
            "Bakers of Vale will sell bread from vans, the guild said on Friday after the flood.",
            title="Bread from vans",
        ),
    ]

    receipt = _take_in(settings, tmp_path / "a.jsonl", *rows)

    assert _outcomes(receipt) == ["added", "updated", "added"]
    assert receipt.sources[0].article_id == receipt.sources[1].article_id != receipt.sources[2].article_id
    assert "an article of its own" in receipt.sources[2].reason


def test_fifty_records_of_one_address_leave_fifty_texts(settings: Settings, tmp_path: Path) -> None:
    rows = [
        _row(f"Report number {n}: the river stood at {n} metres at Orsova, the office said.", title="")
        for n in range(50)
    ]

    _take_in(settings, tmp_path / "a.jsonl", *rows)

    catalog = Catalog(settings.home)
    texts = {kept.article.text for article in catalog.articles() for kept in catalog.history(article.id)}
    assert len(texts) == 50


def test_an_updated_article_keeps_its_earlier_text_under_its_version(settings: Settings, tmp_path: Path) -> None:
    first = _take_in(settings, tmp_path / "a.jsonl", _row()).sources[0]
    second = _take_in(settings, tmp_path / "a.jsonl", _row(STORY.replace("400", "600"))).sources[0]

    catalog = Catalog(settings.home)
    before, after = (kept.article for kept in catalog.history(first.article_id or ""))
    assert (second.outcome, second.article_id) == ("updated", first.article_id)
    assert ("400" in before.text, "600" in after.text) == (True, True)
    assert catalog.version(before.id, before.version or "").text == before.text
    assert catalog.article(before.id) == after
    with pytest.raises(UnknownVersion, match=before.version):
        catalog.version(before.id, "nothing")


def test_a_citation_from_before_an_update_still_opens_what_it_quoted(settings: Settings, tmp_path: Path) -> None:
    _take_in(settings, tmp_path / "a.jsonl", _row())
    cited = Desk(settings).ask("How many members had joined the strike in Orsova?").citations[0]
    _take_in(settings, tmp_path / "a.jsonl", _row("An entirely new opening. " + STORY.replace("400", "600")))

    shown = CliRunner().invoke(
        main,
        ["corpus", "show", cited.article_id, "--version", str(cited.version), "--json", "--home", str(settings.home)],
    )

    assert json.loads(shown.output)["text"][cited.start : cited.end] == cited.quote
    assert json.loads(shown.output)["version"] == cited.version


def test_the_history_shows_what_changed_sentence_by_sentence(settings: Settings, tmp_path: Path) -> None:
    first = _take_in(settings, tmp_path / "a.jsonl", _row()).sources[0]
    note = "\n\nCorrection, 5 March: An earlier version of this article said that 400 members had joined."
    _take_in(settings, tmp_path / "a.jsonl", _row(STORY.replace("400", "600") + note))

    told = CliRunner().invoke(main, ["corpus", "history", first.article_id or "", "--home", str(settings.home)]).output

    assert "- The union said 400 members had joined." in told
    assert "+ The union said 600 members had joined." in told
    assert "correction: Correction, 5 March" in told


def test_a_change_of_what_is_known_alone_makes_no_version(settings: Settings, tmp_path: Path) -> None:
    first = _take_in(settings, tmp_path / "a.jsonl", _row()).sources[0]

    receipt = _take_in(settings, tmp_path / "a.jsonl", _row(author="Ana Reyes"))

    assert _outcomes(receipt) == ["updated"]
    assert len(Catalog(settings.home).history(first.article_id or "")) == 1


def test_a_source_that_was_touched_and_says_the_same_is_unchanged(settings: Settings, tmp_path: Path) -> None:
    _take_in(settings, tmp_path / "a.jsonl", _row())

    assert _outcomes(_take_in(settings, tmp_path / "a.jsonl", {"id": 7, **_row()})) == ["unchanged"]


def test_a_file_that_now_holds_another_article_leaves_the_old_one_to_prune(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    for url, text in (("1", STORY), ("2", "Bakers of Vale will sell bread from vans, the guild said on Friday.")):
        front = f"---\ntitle: Story {url}\noutlet: Orsova Post\nurl: https://op.example/{url}\n---\n\n"
        (folder / "story.md").write_text(front + text, encoding="utf-8")
        receipt = ingest(settings, [folder])

    assert _outcomes(receipt) == ["added"]
    assert len(list(Catalog(settings.home).articles())) == 2
    assert ingest(settings, [folder], prune=True).removed == 1
    assert [article.title for article in Catalog(settings.home).articles()] == ["Story 2"]


@pytest.mark.parametrize(
    "copy",
    [
        STORY,
        STORY.replace("Dockers", "Port workers").replace("unnecessary", "needless"),
        STORY.partition(" The port handles")[0],
        f"Sign up for our letter. {STORY} Read more about the port of Orsova on our site, where we follow the strike.",
    ],
)
def test_copies_under_another_outlet_and_title_are_linked_and_each_citable(
    settings: Settings, tmp_path: Path, copy: str
) -> None:
    rows = [_row(), _row(copy, outlet="Vale Gazette", title="Port at a standstill", url="https://vg.example/9")]

    receipt = _take_in(settings, tmp_path / "a.jsonl", *rows)

    first, second = Catalog(settings.home).articles()
    assert _outcomes(receipt) == ["added", "added"]
    assert first.family == second.family
    assert "counted once as an origin" in receipt.sources[1].reason


def test_two_accounts_of_one_event_are_not_copies(settings: Settings, tmp_path: Path) -> None:
    other = (
        "Grain ships lay idle off Orsova on Monday after dockers stopped work. Shop steward Ilie Banu said night "
        "shifts had been doubled without talks. The harbour office would not say how long its silos would hold."
    )

    _take_in(settings, tmp_path / "a.jsonl", _row(), _row(other, outlet="Vale Gazette", url="https://vg.example/9"))

    first, second = Catalog(settings.home).articles()
    assert first.family != second.family


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Correction, 12 June: The plant leaked 14 tonnes, not 40.", "correction"),
        ("CORRECTION: The plant leaked 14 tonnes.", "correction"),
        ("Editor's note: This story has been changed.", "correction"),
        ("Clarification (March 3): The mayor was asked twice.", "clarification"),
        ("Update 14:30: The gate is open again.", "update"),
        ("An earlier version of this story gave a wrong figure.", "correction"),
        ("Korrektur: Es waren 14 Tonnen.", "correction"),
        ("Rectificatif : il s'agissait de 14 tonnes.", "correction"),
        ("更正：泄漏量为14吨。", "correction"),
        ("The court asked for a correction of the figures: 14 tonnes.", None),
        ("Updated figures were not given.", None),
    ],
)
def test_notes_of_correction_are_recognised(line: str, kind: str | None) -> None:
    found = corrections_in(f"The plant leaked into the river.\n\n{line}")

    assert [one["kind"] for one in found] == ([kind] if kind else [])
