"""Ingest end to end: outcomes, doing it twice, changes, removal, and what a crash leaves behind."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.desk import Desk
from assistant.errors import EmbedderMismatch, HomeBusy, SourceMissing, UnknownArticle
from assistant.index.catalog import Catalog
from assistant.index.chroma_vectors import ChromaVectors
from assistant.settings import Settings
from assistant.types import Filters
from ingest.run import Receipt, ingest, remove_article

FRONT = "---\ntitle: {title}\noutlet: The Courier\npublished: 2024-03-0{day}\n---\n\n"
STORY = (
    "Dockers in the port of Rotterdam walked out on Monday over night shifts. The union said 400 members had joined. "
    "A spokesman for the harbour called the strike unnecessary."
)


def _write(folder: Path, name: str, text: str, day: int = 1) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(FRONT.format(title=name, day=day) + text + "\n", encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for n in range(1, 5):
        _write(tmp_path / "news", f"story-{n}.md", f"{STORY} Crane number {n} stood still until noon.", n)
    return tmp_path / "news"


def _outcomes(receipt: Receipt) -> list[str]:
    return [result.outcome for result in receipt.sources]


def _state(settings: Settings) -> dict[str, object]:
    """Everything an index holds, but for the order in which it came."""
    catalog, store = Catalog(settings.home), ChromaVectors(settings.home / "chroma")
    articles = sorted(catalog.articles(), key=lambda article: article.id)
    return {
        "articles": articles,
        "passages": {article.id: [p.id for p in catalog.passages_of(article.id)] for article in articles},
        "vectors": {article.id: sorted(store.ids_of([article.id])) for article in articles},
        "stored": store.count(),
        "pending": catalog.pending(),
        "found": sorted(id_ for id_, _ in catalog.lexical(["crane"], Filters(), 100)),
    }


def test_every_source_ends_in_one_outcome_and_is_in_both_stores(settings: Settings, folder: Path) -> None:
    receipt = ingest(settings, [folder])
    state = _state(settings)

    assert _outcomes(receipt) == ["added"] * 4
    assert state["pending"] == []
    assert state["passages"] == state["vectors"]


def test_doing_it_again_changes_nothing(settings: Settings, folder: Path) -> None:
    ingest(settings, [folder])
    before = _state(settings)

    assert _outcomes(ingest(settings, [folder])) == ["unchanged"] * 4
    assert _state(settings) == before


def test_a_changed_file_is_updated_under_its_own_id_and_leaves_no_old_vectors(settings: Settings, folder: Path) -> None:
    first = ingest(settings, [folder]).sources[0]
    _write(folder, "story-1.md", "The strike is over. Both sides signed on Friday.")

    receipt = ingest(settings, [folder])

    assert _outcomes(receipt) == ["updated", "unchanged", "unchanged", "unchanged"]
    assert receipt.sources[0].article_id == first.article_id
    assert _state(settings)["passages"] == _state(settings)["vectors"]


def test_the_same_text_under_another_name_is_a_duplicate(settings: Settings, folder: Path) -> None:
    copy = (folder / "story-1.md").read_text(encoding="utf-8")
    (folder / "story-9.md").write_text(copy, encoding="utf-8")

    receipt = ingest(settings, [folder])

    assert _outcomes(receipt)[-1] == "duplicate"
    assert receipt.sources[-1].article_id == receipt.sources[0].article_id
    assert _outcomes(ingest(settings, [folder]))[-1] == "unchanged"


def test_the_same_text_of_another_outlet_is_an_article_of_its_own(settings: Settings, folder: Path) -> None:
    copy = (folder / "story-1.md").read_text(encoding="utf-8").replace("The Courier", "Herald")
    (folder / "story-9.md").write_text(copy, encoding="utf-8")

    assert _outcomes(ingest(settings, [folder])) == ["added"] * 5


def test_records_of_a_jsonl_come_in_one_by_one_and_a_bad_line_fails_alone(settings: Settings, tmp_path: Path) -> None:
    rows = [{"title": f"Story {n}", "outlet": "Herald", "text": f"{STORY} It was strike number {n}."} for n in range(3)]
    lines = [json.dumps(row) for row in rows]
    file = tmp_path / "articles.jsonl"
    file.write_text("\n".join([*lines[:2], "{broken", lines[2]]), encoding="utf-8")

    receipt = ingest(settings, [file])

    assert _outcomes(receipt) == ["added", "added", "failed", "added"]
    assert "3" in receipt.sources[2].source + receipt.sources[2].reason


def test_a_file_of_only_boilerplate_fails_with_its_reason(settings: Settings, folder: Path) -> None:
    (folder / "story-1.md").write_text("Share on Facebook\nFollow us on Twitter\nSubscribe\n", encoding="utf-8")

    result = ingest(settings, [folder]).sources[0]

    assert result.outcome == "failed"
    assert result.reason


def test_a_removed_article_is_gone_everywhere_and_can_come_back(settings: Settings, folder: Path) -> None:
    article_id = ingest(settings, [folder]).sources[0].article_id or ""

    remove_article(settings, article_id)

    assert ChromaVectors(settings.home / "chroma").ids_of([article_id]) == set()
    with pytest.raises(UnknownArticle):
        remove_article(settings, article_id)
    assert _outcomes(ingest(settings, [folder]))[0] == "added"


def test_prune_removes_what_has_no_file_any_more(settings: Settings, folder: Path) -> None:
    ingest(settings, [folder])
    (folder / "story-2.md").unlink()

    assert ingest(settings, [folder]).removed == 0
    assert ingest(settings, [folder], prune=True).removed == 1
    assert len(list(Catalog(settings.home).articles())) == 3


def test_prune_keeps_an_article_that_another_file_still_holds(settings: Settings, folder: Path) -> None:
    copy = folder / "story-9.md"
    copy.write_bytes((folder / "story-1.md").read_bytes())
    ingest(settings, [folder])

    (folder / "story-1.md").unlink()
    kept = ingest(settings, [folder], prune=True)
    copy.unlink()
    gone = ingest(settings, [folder], prune=True)

    assert (kept.removed, gone.removed) == (0, 1)
    assert len(list(Catalog(settings.home).articles())) == 3


def test_another_embedder_is_refused_until_everything_is_embedded_anew(settings: Settings, folder: Path) -> None:
    ingest(settings, [folder])
    other = replace(settings, embedder="none")

    with pytest.raises(EmbedderMismatch, match="--re-embed"):
        ingest(other, [folder])
    ingest(other, [], re_embed=True)
    assert Catalog(settings.home).meta("embedder") == "none"


def test_a_path_that_is_not_there_is_told_before_anything_is_read(settings: Settings, folder: Path) -> None:
    with pytest.raises(SourceMissing):
        ingest(settings, [folder, folder / "nowhere"])
    assert not Catalog(settings.home).exists


def test_two_may_not_write_to_one_home_at_once(settings: Settings, folder: Path) -> None:
    from filelock import FileLock

    settings.home.mkdir()
    with FileLock(settings.home / "write.lock"), pytest.raises(HomeBusy):
        ingest(settings, [folder])


def test_an_interrupt_ends_with_the_receipt_so_far_and_the_next_run_goes_on(settings: Settings, folder: Path) -> None:
    done: list[str] = []

    def break_off(result: object) -> None:
        done.append("one")
        if len(done) == 2:
            raise KeyboardInterrupt

    receipt = ingest(settings, [folder], on_result=break_off)

    assert receipt.stopped
    assert _outcomes(receipt) == ["added", "added"]
    assert _state(settings)["pending"] == []
    assert _outcomes(ingest(settings, [folder])) == ["unchanged", "unchanged", "added", "added"]


def test_many_files_are_read_by_several_processes_in_their_order(settings: Settings, tmp_path: Path) -> None:
    for n in range(70):
        _write(tmp_path / "news", f"story-{n:03}.md", f"{STORY} Crane number {n} stood still until noon.")
    (tmp_path / "news" / "story-020.md").write_bytes(b"")
    (tmp_path / "news" / "story-030.png").write_bytes(b"PNG")
    none = replace(settings, embedder="none")

    receipt = ingest(none, [tmp_path / "news"])

    names = [result.source.rsplit("/", 1)[-1] for result in receipt.sources]
    assert names == sorted(names)
    assert (receipt.count("added"), receipt.count("failed"), receipt.count("skipped")) == (69, 1, 1)
    assert set(_outcomes(ingest(none, [tmp_path / "news"]))) == {"unchanged", "failed", "skipped"}


def test_the_receipt_counts_what_was_passed_over_by_its_ending(settings: Settings, folder: Path) -> None:
    for name in ("a.png", "b.png", "c.parquet"):
        (folder / name).write_bytes(b"x")

    receipt = ingest(settings, [folder])

    assert receipt.as_json()["skipped"] == 3
    assert receipt.as_text().endswith("3 skipped: 2 .png files are not read; 1 .parquet files are not read")


def test_an_outlet_of_the_users_own_table_is_known_by_its_domain(settings: Settings, tmp_path: Path) -> None:
    settings.home.mkdir()
    (settings.home / "outlets.tsv").write_text("Kresk Courier\tKC\tkc.example\tnewspaper\n", encoding="utf-8")
    row = {"title": "Gate", "url": "https://www.kc.example/gate", "text": STORY}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")

    ingest(settings, [tmp_path / "a.jsonl"])

    (article,) = Catalog(settings.home).articles()
    assert (article.outlet, article.details["outlet_kinds"]) == ("Kresk Courier", ["newspaper"])


def test_chinese_and_japanese_go_in_are_found_and_can_be_quoted(settings: Settings, tmp_path: Path) -> None:
    rows = [
        {
            "title": "桥梁明年通车",
            "outlet": "柳河日报",
            "text": "柳河市长周三表示，新桥将于明年五月通车，全长三公里。工程耗资二十亿元。",
        },
        {
            "title": "港",
            "outlet": "Minato Shimbun",
            "text": "港の改修工事は来年三月に終わる、と市長は火曜日に述べた。費用は九億円。",
        },
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")

    receipt = ingest(settings, [tmp_path / "a.jsonl"])

    catalog = Catalog(settings.home)
    found = [id_ for id_, _ in catalog.lexical(["新桥什么时候通车"], Filters(), 5)]
    assert _outcomes(receipt) == ["added", "added"]
    assert {article.language for article in catalog.articles()} == {"zh", "ja"}
    assert ["新桥将于明年五月通车" in catalog.passages(found)[id_].text for id_ in found] == [True]


def test_an_answer_within_days_says_that_a_day_is_inferred(settings: Settings, tmp_path: Path) -> None:
    row = {"title": "Strike", "outlet": "The Courier", "url": "https://tc.example/2024/03/04/strike", "text": STORY}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    ingest(settings, [tmp_path / "a.jsonl"])
    question = "How many members had joined the strike in Rotterdam?"

    within, anywhere = (Desk(settings).ask(question, filters) for filters in (Filters(since="2024-01-01"), Filters()))

    assert "The day is inferred, not printed, of: The Courier (2024-03-04)." in within.notes
    assert not any("inferred" in note for note in anywhere.notes)
