"""What a person corrects of an article, and the table in which it is found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from page_fakes import READER

from assistant.desk import Desk
from assistant.errors import BadAddress, BadDate, UnknownArticle
from assistant.index.catalog import Catalog
from assistant.page.adding import Adding
from assistant.page.corpus import CorpusTable
from assistant.page.jobs import Jobs, Lane
from assistant.page.working import Working
from assistant.settings import Settings
from assistant.types import Filters
from ingest.correct import correct
from ingest.run import ingest

STORY = (
    "Title: Harbour reopens\nThe Valley Post, 3 May 2024\n\n"
    "The harbour of Quillport reopened on Friday after the storm.\n"
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path / "home", embedder="none")
    for name, text in (("a", STORY), ("b", STORY.replace("Harbour", "Bridge").replace("harbour", "bridge"))):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest(settings, [tmp_path / "a.txt", tmp_path / "b.txt"])
    return settings


def harbour(settings: Settings) -> str:
    return next(line.id for line in Catalog(settings.home).listing() if "Harbour" in (line.title or ""))


def test_a_correction_is_searched_by_and_says_where_it_comes_from(settings: Settings) -> None:
    id_ = harbour(settings)

    correct(settings, id_, {"outlet": "The Isle Gazette", "published": "2024-05-04", "url": None})

    held = Catalog(settings.home).article(id_)
    assert (held.outlet, held.published) == ("The Isle Gazette", "2024-05-04")
    assert held.metadata["outlet"] == "manifest"
    assert held.details["where"]["outlet"] == "corrected by hand"
    _, hits = Desk(settings).search("harbour", Filters(("The Isle Gazette",), since="2024-05-04"))
    assert [hit.article.id for hit in hits] == [id_]


def test_reading_the_unchanged_source_again_does_not_undo_it(settings: Settings, tmp_path: Path) -> None:
    id_ = harbour(settings)
    correct(settings, id_, {"outlet": "The Isle Gazette"})

    receipt = ingest(settings, [tmp_path / "a.txt"])

    assert receipt.count("unchanged") == 1
    assert Catalog(settings.home).article(id_).outlet == "The Isle Gazette"


def test_a_corrected_title_keeps_the_text_that_older_answers_quote(settings: Settings) -> None:
    id_ = harbour(settings)
    before = Catalog(settings.home).article(id_)

    correct(settings, id_, {"title": "Harbour open again"})

    catalog = Catalog(settings.home)
    assert catalog.article(id_).title == "Harbour open again"
    assert catalog.version(id_, str(before.version)).text == before.text


def test_what_is_no_day_or_address_or_article_is_refused(settings: Settings, tmp_path: Path) -> None:
    adding = Adding(settings, Working(Jobs({"add": Lane(1, 1)})), tmp_path)

    with pytest.raises(BadDate):
        adding.correct(READER, {"id": harbour(settings), "published": "soon"})
    with pytest.raises(BadAddress):
        adding.correct(READER, {"id": harbour(settings), "url": "javascript:alert(1)"})
    with pytest.raises(UnknownArticle):
        adding.correct(READER, {"id": "none", "title": "x"})


def test_the_table_finds_by_any_column_and_sorts_by_each(settings: Settings) -> None:
    correct(settings, harbour(settings), {"published": "2023-01-02"})
    corpus = CorpusTable(Desk(settings))

    def titles(**given: object) -> list[str]:
        return re.findall(r'class="link"[^>]*>([^<]*)</button>', str(corpus.table(READER, given)["html"]))

    assert titles(wanted="valley bridge") == ["Bridge reopens"]
    assert titles(wanted="2 January 2023") == ["Harbour reopens"]
    assert titles(wanted="nothing of it") == []
    assert titles(sort="title", down=False) == ["Bridge reopens", "Harbour reopens"]
    assert titles(sort="published", down=False) == ["Harbour reopens", "Bridge reopens"]
    assert "corrected" in str(corpus.table(READER, {})["html"])
