"""The catalogue, in SQLite and in PostgreSQL alike."""

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from postgres_server import PostgresServer

from assistant.errors import HomeBusy, HomeUnusable, NoIndex, UnknownArticle
from assistant.index import catalog as catalog_file
from assistant.index import sqlite
from assistant.index.catalog import Catalog
from assistant.index.postgres import open_postgres
from assistant.index.writing import Entry
from assistant.types import Article, Citation, Filters
from ingest.split import split

NAMES = [*"lindmouth tollerby quarren hestwick orle".split(), "dun ravel", "ost"]
VERBS, RIVERS, DAYS = (
    "closed opened sold mended painted".split(),
    "aune brisk cold dray".split(),
    "Monday Friday noon".split(),
)
OUTLETS = ("Herald", "The Courier", "Tollers")
STRIKE = Article(
    "a1", "Dockers in Rotterdam walked out on Monday.", "Port strike", "The Courier", "2024-03-01", version="v"
)
FLOOD = Article("a2", "The river rose two metres overnight.", "Flood warning", "Herald", None)


def _entry(article: Article) -> Entry:
    article = replace(article, source=f"/{article.id}.txt")
    return Entry(article, split(article.id, article.text), f"/{article.id}.txt", article.text, "raw")


@pytest.fixture
def catalog(place: Any) -> Catalog:
    made = Catalog(place)
    made.create()
    made.put([_entry(STRIKE), _entry(FLOOD)])
    made.mark_indexed(["a1", "a2"])
    return made


def _found(catalog: Catalog, *terms: str, filters: Filters | None = None) -> list[str]:
    ids = [id_ for id_, _ in catalog.lexical(terms, filters or Filters(), 10)]
    return [catalog.passages(ids)[id_].article_id for id_ in ids]


def test_reading_before_anything_is_ingested_says_how_to_begin(place: Any) -> None:
    with pytest.raises(NoIndex, match="sayso ingest"):
        Catalog(place).outlets()
    assert not Catalog(place).exists


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

    with pytest.raises(Exception, match=r"(?i)unique"):
        catalog.put([_entry(replace(STRIKE, text="Changed.")), twice])
    assert catalog.article("a1").text == STRIKE.text


def test_what_goes_in_comes_out(catalog: Catalog) -> None:
    stored = replace(STRIKE, id="a4", author="A. Writer", url="https://x.example/1", metadata={"title": "printed"})
    catalog.put([_entry(stored)])

    assert catalog.article("a4") == replace(stored, source="/a4.txt")


def test_stems_are_counted_by_passage(catalog: Catalog) -> None:
    assert catalog.frequencies(["docker", "river", "nowher"]) == {"docker": 1, "river": 1, "nowher": 0}


def test_earlier_texts_of_an_article_stay_readable_in_their_order(catalog: Catalog) -> None:
    for number in (1, 2):
        catalog.put([_entry(replace(STRIKE, text=f"Text {number}.", version=f"v{number}"))])
    catalog.keep_older(replace(STRIKE, text="The first of all.", version="v0"))
    catalog.keep_older(replace(STRIKE, text="The first of all.", version="v0"))

    assert [kept.article.text for kept in catalog.history("a1")] == [
        "The first of all.",
        STRIKE.text,
        "Text 1.",
        "Text 2.",
    ]
    assert catalog.version("a1", "v1").text == "Text 1."
    assert catalog.earlier_counts() == {"a1": 3}


def test_articles_come_by_outlet_and_day_with_those_that_have_none_first(catalog: Catalog) -> None:
    undated = replace(STRIKE, id="a0", published=None, text="Undated.")
    nobodys = replace(FLOOD, id="a9", outlet=None, text="Of nobody.")
    catalog.put([_entry(undated), _entry(nobodys)])
    catalog.mark_indexed(["a0", "a9"])

    assert [article.id for article in catalog.articles()] == ["a9", "a2", "a0", "a1"]
    assert [line.passages for line in catalog.listing()] == [1, 1, 1, 1]
    assert catalog.outlets() == ["Herald", "The Courier"]
    assert catalog.newest() == "2024-03-01"


def test_every_article_is_read_however_many_there_are(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog_file, "_PAGE", 2)
    catalog.put([_entry(replace(FLOOD, id=f"b{number}", text=f"Number {number}.")) for number in range(4)])

    assert [article.id for article in catalog.every()] == ["a1", "a2", "b0", "b1", "b2", "b3"]


def test_a_source_names_its_article_and_is_forgotten_by_itself(catalog: Catalog) -> None:
    catalog.remember_source("/other.txt", "digest", "a1")
    assert catalog.sources_of("a1") == ["/a1.txt", "/other.txt"]
    assert catalog.sources_under("/a") == {"/a1.txt": "a1", "/a2.txt": "a2"}

    catalog.forget_source("/a1.txt")

    assert catalog.article("a1").source == "/other.txt"
    assert catalog.known_source("/a1.txt") is None


def test_copies_are_found_by_the_hashes_that_they_share(catalog: Catalog) -> None:
    catalog.set_fingerprint("a1", [1, 2**62, 3])
    catalog.set_fingerprint("a1", [1])
    catalog.set_fingerprint("a2", [3, 4])

    assert catalog.sharing([2**62, 3]) == [("a1", 2, 3), ("a2", 1, 2)]


def test_an_identity_that_another_has_is_not_given_twice(catalog: Catalog) -> None:
    catalog.set_identities({"a1": "one", "a2": "one"})

    assert (catalog.identity("a1"), catalog.identity("a2")) == ("one", "/a2.txt")
    assert catalog.ids_by_identity("one") == ["a1"]


def test_feeds_and_what_a_server_said_are_remembered(catalog: Catalog) -> None:
    assert catalog.follow("https://a.example/feed", "A")
    assert not catalog.follow("https://a.example/feed")
    catalog.feed_checked("https://a.example/feed", None, "it was not there")
    catalog.remember_fetched("https://a.example/1", "etag", None)
    catalog.remember_fetched("https://a.example/1", "newer", "Monday")

    (feed,) = catalog.feeds()
    assert (feed.title, feed.problem) == ("A", "it was not there")
    assert catalog.fetched("https://a.example/1").etag == "newer"
    assert catalog.unfollow("https://a.example/feed")


def test_what_was_quoted_is_kept_once_and_the_latest_comes_first(catalog: Catalog) -> None:
    for asked in ("One?", "Two?", "One?"):
        catalog.keep_quotes("answer", asked, [Citation(1, "a1", "The Courier", None, None, None, "Dockers", 0, 7)])

    assert [kept.asked for kept in catalog.kept_quotes()] == ["One?", "Two?"]
    assert next(catalog.kept_quotes()).quotes[0].quote == "Dockers"


def test_text_without_spaces_is_found_by_its_pairs_of_characters(catalog: Catalog) -> None:
    tokyo = replace(FLOOD, id="a3", title=None, text="東京で会議が開かれた。")
    catalog.put([_entry(tokyo)])
    catalog.mark_indexed(["a3"])

    assert _found(catalog, "会議") == ["a3"]
    assert catalog.frequencies(["会議"]) == {"会議": 1}


def test_an_outlet_that_is_favoured_comes_first_and_a_phrase_is_one_term(catalog: Catalog) -> None:
    again = replace(FLOOD, id="a5", outlet="Zephyr", text="The river rose two metres overnight again.")
    apart = replace(FLOOD, id="a6", outlet="Yonder", title=None, text="U is a letter, and s another.")
    catalog.put([_entry(again), _entry(apart), _entry(replace(FLOOD, id="a7", title=None, text="The U.S. knows."))])
    catalog.mark_indexed(["a5", "a6", "a7"])
    ids = [id_ for id_, _ in catalog.lexical(["metres"], Filters(), 10, ("Zephyr",))]

    assert [catalog.passages(ids)[id_].article_id for id_ in ids] == ["a5", "a2"]
    assert _found(catalog, "u.s") == ["a7"]


def test_an_outlet_that_is_favoured_comes_first_where_twice_its_score_is_the_best_and_not_else(
    catalog: Catalog,
) -> None:
    ids = [f"b{number}" for number in range(4)]
    texts = ["metres", "metres and a little more of text", "metres " + "of other words " * 200, "metres metres"]
    catalog.put(
        [
            _entry(replace(FLOOD, id=id_, title=None, outlet=f"Paper {number}", text=text))
            for number, (id_, text) in enumerate(zip(ids, texts, strict=True))
        ]
    )
    catalog.mark_indexed(ids)
    scores = dict(catalog.lexical(["metres"], Filters(), 10))

    for number in range(4):
        ((first, score),) = catalog.lexical(["metres"], Filters(), 1, (f"Paper {number}",))
        own = max((id_ for id_ in scores if catalog.passages([id_])[id_].article_id == f"b{number}"), default="")
        doubled = {id_: value * (1 + (id_ == own)) for id_, value in scores.items()}
        assert first == max(doubled, key=lambda one: doubled[one])
        assert score == pytest.approx(scores[first])
    assert own


def test_words_of_the_index_are_told_by_their_opening(catalog: Catalog) -> None:
    assert catalog.stems_like("r", 5, 9) == ["river", "rotterdam"]
    assert catalog.words_with_stem("docker") == ["dockers"]


def test_of_two_who_ingest_the_second_is_told_that_it_is_not_alone(catalog: Catalog, place: Any) -> None:
    second = Catalog(place).database.alone()
    with catalog.database.alone(), pytest.raises(HomeBusy, match="Another sayso is writing"), second:
        pass

    with catalog.database.alone():
        catalog.set_meta("after", "yes")
    assert catalog.meta("after") == "yes"


def test_both_databases_rank_alike(tmp_path: Path, postgres: PostgresServer) -> None:
    own, other = Catalog(tmp_path / "home"), Catalog(open_postgres(postgres.new()))
    story = "The council of {} {} the bridge over the {} on {}. {}"
    entries = []
    for number in range(60):
        words = [
            NAMES[number % 7],
            VERBS[number % 5],
            RIVERS[number % 4],
            DAYS[number % 3],
            " ".join([NAMES[number % 5]] * (number % 7)),
        ]
        entries.append(
            _entry(Article(f"n{number:02}", story.format(*words), words[0].title(), OUTLETS[number % 3], None))
        )
    for catalog in (own, other):
        catalog.create()
        catalog.put(entries)
        catalog.mark_indexed([entry.article.id for entry in entries])

    for terms in (["bridge", "lindmouth"], ["closed", "aune", "monday"], ["tollers", "quarren", "council", "herald"]):
        one, two = (catalog.lexical(terms, Filters(), 60, ("Herald",)) for catalog in (own, other))
        assert len(one) > 10
        assert dict(two) == pytest.approx(dict(one), rel=1e-6)
        assert [score for _, score in two] == pytest.approx([score for _, score in one], rel=1e-6)


def test_a_file_that_another_process_writes_for_long_is_one_sentence_and_no_answer_waits_for_its_quotes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "_WAIT_SECONDS", 0.05)
    catalog = Catalog(tmp_path)
    catalog.create()
    other = sqlite3.connect(tmp_path / "catalog.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(HomeBusy, match="Another sayso is writing"):
        catalog.set_meta("a", "b")
    catalog.keep_quotes("answer", "Which?", [Citation(1, "a", "Kresk Post", None, None, None, "Divers", 0, 6)])

    other.execute("ROLLBACK")
    other.close()
    assert list(catalog.kept_quotes()) == []
