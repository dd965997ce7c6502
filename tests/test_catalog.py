from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import HomeUnusable, NoIndex, UnknownArticle
from assistant.index.catalog import Catalog
from assistant.index.writing import Entry
from assistant.types import Article, Filters
from ingest.split import split

WEIGHTS = (1.0, 1.0, 1.0, 1.0)
STRIKE = Article("a1", "Dockers in Rotterdam walked out on Monday.", "Port strike", "The Courier", "2024-03-01")
FLOOD = Article("a2", "The river rose two metres overnight.", "Flood warning", "Herald", None)


def _entry(article: Article) -> Entry:
    article = replace(article, source=f"/{article.id}.txt")
    return Entry(article, split(article.id, article.text), f"/{article.id}.txt", article.text, "raw")


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    made = Catalog(tmp_path / "home")
    made.create()
    made.put([_entry(STRIKE), _entry(FLOOD)])
    made.mark_indexed(["a1", "a2"])
    return made


def _found(catalog: Catalog, *terms: str, filters: Filters | None = None) -> list[str]:
    ids = [id_ for id_, _ in catalog.lexical(terms, filters or Filters(), 10, WEIGHTS)]
    return [catalog.passages(ids)[id_].article_id for id_ in ids]


def test_reading_before_anything_is_ingested_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(NoIndex, match="sayso ingest"):
        Catalog(tmp_path).outlets()


def test_a_home_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(HomeUnusable, match="--home"):
        Catalog(tmp_path / "file" / "home").create()


def test_words_are_found_by_their_stems_in_text_title_and_outlet(catalog: Catalog) -> None:
    assert _found(catalog, "docker") == ["a1"]
    assert _found(catalog, "warnings") == ["a2"]
    assert _found(catalog, "courier") == ["a1"]


def test_operators_of_the_full_text_language_are_plain_words(catalog: Catalog) -> None:
    for term in ('"', "*", "NEAR", "AND", "river*", '"river"', "-river", "title:river", "(river", "^"):
        _found(catalog, term)

    assert _found(catalog, '"river"') == ["a2"]


def test_filters_bind_and_leave_out_what_has_no_date(catalog: Catalog) -> None:
    assert _found(catalog, "monday", "river", filters=Filters(outlets=("Herald",))) == ["a2"]
    assert _found(catalog, "monday", "river", filters=Filters(since="2024-01-01")) == ["a1"]
    assert not catalog.holds(Filters(until="2023-01-01"))


def test_a_pending_article_is_not_seen(catalog: Catalog) -> None:
    catalog.put([_entry(replace(STRIKE, text="Dockers went back to work."))])

    assert _found(catalog, "dockers") == []
    assert catalog.pending() == ["a1"]


def test_a_replaced_article_leaves_nothing_of_the_old_text(catalog: Catalog) -> None:
    catalog.put([_entry(replace(STRIKE, text="Talks resumed."))])
    catalog.mark_indexed(["a1"])

    assert _found(catalog, "rotterdam") == []
    assert _found(catalog, "talks") == ["a1"]


def test_a_removed_article_is_gone_everywhere(catalog: Catalog) -> None:
    catalog.remove("a1")

    assert _found(catalog, "dockers") == []
    assert catalog.known_source("/a1.txt") is None
    assert catalog.passage_count() == 1
    with pytest.raises(UnknownArticle):
        catalog.article("a1")


def test_a_failed_write_leaves_everything_as_it_was(catalog: Catalog) -> None:
    broken = _entry(replace(FLOOD, id="a3"))
    twice = replace(broken, passages=[*broken.passages, *broken.passages])

    with pytest.raises(Exception, match="UNIQUE"):
        catalog.put([_entry(replace(STRIKE, text="Changed.")), twice])
    assert catalog.article("a1").text == STRIKE.text


def test_what_goes_in_comes_out(catalog: Catalog) -> None:
    stored = replace(STRIKE, id="a4", author="A. Writer", url="https://x.example/1", metadata={"title": "printed"})
    catalog.put([_entry(stored)])

    assert catalog.article("a4") == replace(stored, source="/a4.txt")


def test_stems_are_counted_by_passage(catalog: Catalog) -> None:
    assert catalog.frequencies(["docker", "river", "nowher"]) == {"docker": 1, "river": 1, "nowher": 0}
