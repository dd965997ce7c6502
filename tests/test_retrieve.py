"""Retrieval: both legs within the filters, outlets and days that steer, shares of the parts, copies last."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.finding.retrieve import Retriever, fuse
from assistant.index.catalog import Catalog
from assistant.index.chroma_vectors import ChromaVectors
from assistant.index.vectors import VectorRow
from assistant.index.writing import Entry
from assistant.language.terms import stems
from assistant.question.decompose import topic_words
from assistant.types import Article, Filters, Query, QueryPart
from ingest.split import split

ARTICLES = (
    Article("strike-post", "Dockers walked out at Rotterdam. The union wants more.", "Port", "The Post", "2024-03-01"),
    Article("strike-herald", "The Rotterdam dockers ended their walkout after a deal.", "Deal", "Herald", "2024-03-09"),
    Article("flood", "The river rose two metres overnight. Cellars were flooded.", "Flood", "Herald", None),
    Article("vote", "The council voted against the tram. The mayor is angry.", "Tram", "Tribune", "2024-02-11"),
    Article("budget", "The mayor cut the budget of the museum by a third.", "Budget", "The Post", "2024-02-20"),
)


class WordEmbedder:
    """A bag of hashed stems as a vector of length 1: near where words are shared."""

    name = "words"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> list[list[float]]:
        return [self._vector(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        self.asked.append(text)
        return self._vector(text)

    def _vector(self, text: str) -> list[float]:
        vector = [0.001] * 64
        for stem in stems(text):
            vector[sum(map(ord, stem)) % 64] += 1.0
        length = math.sqrt(sum(value * value for value in vector))
        return [value / length for value in vector]


def index(home: Path, articles: Sequence[Article] = ARTICLES) -> Retriever:
    catalog, store, embedder = Catalog(home), ChromaVectors(home / "chroma"), WordEmbedder()
    catalog.create()
    entries = [Entry(replace(one, source=one.id), split(one.id, one.text), one.id, one.id, one.id) for one in articles]
    catalog.put(entries)
    rows = [(entry.article, passage) for entry in entries for passage in entry.passages]
    vectors = embedder.embed_passages([passage.text for _, passage in rows])
    store.upsert([VectorRow(p.id, v, a.id, a.outlet, a.published) for (a, p), v in zip(rows, vectors, strict=True)])
    catalog.mark_indexed([one.id for one in articles])
    return Retriever(catalog, store, embedder)


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    return index(tmp_path_factory.mktemp("home"))


def ids(retriever: Retriever, query: Query, top: int = 10) -> list[str]:
    return [hit.article.id for hit in retriever.retrieve(query, top)]


def ask(text: str, **given: object) -> Query:
    return replace(Query(text, text), **given)


def test_the_passage_that_answers_comes_first(retriever: Retriever) -> None:
    assert ids(retriever, ask("Who cut the museum's budget?"))[0] == "budget"


def test_a_hit_is_the_articles_own_text(retriever: Retriever) -> None:
    for hit in retriever.retrieve(ask("dockers in Rotterdam"), 5):
        assert hit.article.text[hit.passage.start : hit.passage.end] == hit.passage.text


def test_hits_are_in_order_of_their_scores_and_not_more_than_asked_for(retriever: Retriever) -> None:
    scores = [hit.score for hit in retriever.retrieve(ask("mayor vote strike flood"), 3)]

    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 3


def test_filters_bind_in_both_legs(retriever: Retriever) -> None:
    found = ids(retriever, ask("Rotterdam dockers strike", filters=Filters(outlets=("Tribune",))))

    assert set(found) <= {"vote"}


def test_a_date_filter_leaves_undated_articles_out_and_a_date_that_is_only_named_does_not(
    retriever: Retriever,
) -> None:
    asked = "How far did the river rise?"

    assert "flood" not in ids(retriever, ask(asked, filters=Filters(since="2024-02-01")))
    assert ids(retriever, ask(asked, since="2024-02-01", until="2024-02-28"))[0] == "flood"


def test_a_named_outlet_moves_its_passages_up_and_leaves_none_out(retriever: Retriever) -> None:
    asked = "What about the Rotterdam dockers?"

    for outlet, first in (("The Post", "strike-post"), ("Herald", "strike-herald")):
        found = ids(retriever, ask(asked, named_outlets=(outlet,)))
        assert found[0] == first
        assert {"strike-post", "strike-herald"} <= set(found)


def test_a_named_day_moves_its_articles_up(retriever: Retriever) -> None:
    found = ids(retriever, ask("Rotterdam dockers", since="2024-03-09", until="2024-03-09"))

    assert found[0] == "strike-herald"


def test_every_part_has_its_share(tmp_path: Path) -> None:
    crowd = [
        Article(f"strike-{n}", f"Dockers at pier {n} of Rotterdam want a raise of {n} percent.", None, "Herald", None)
        for n in range(1, 15)
    ]
    retriever = index(tmp_path, [*ARTICLES, *crowd])
    text = "Does Herald say that dockers of Rotterdam want a raise, while Tribune says that the tram was voted down?"
    parts = tuple(
        QueryPart(one, outlets=(outlet,), words=tuple(topic_words(one)))
        for outlet, one in (("Herald", "dockers of Rotterdam want a raise"), ("Tribune", "the tram was voted down"))
    )

    found = ids(retriever, ask(text, parts=parts, named_outlets=("Herald", "Tribune")), 4)

    assert "vote" in found
    assert any(id_.startswith("strike") for id_ in found)


def test_near_copies_come_after_everything_else(tmp_path: Path) -> None:
    wire = "Dockers walked out at Rotterdam on Monday, and the union of the port wants a raise of ten percent."
    copies = [Article(f"copy-{n}", wire, None, f"Paper {n}", None) for n in range(3)]
    other = Article("other", "Rotterdam expects delays of its cargo for some weeks.", None, "Paper 9", None)

    found = ids(index(tmp_path, [*copies, other]), ask("Why did the dockers walk out at Rotterdam?"))

    assert found[0].startswith("copy")
    assert found[1] == "other"
    assert len(found) == 4


def test_without_an_embedder_the_words_alone_are_searched(tmp_path: Path) -> None:
    index(tmp_path)
    lexical = Retriever(Catalog(tmp_path), ChromaVectors(tmp_path / "nowhere"), None)

    assert ids(lexical, ask("Who cut the museum's budget?"))[0] == "budget"


def test_one_question_is_embedded_once_whatever_its_parts(tmp_path: Path) -> None:
    retriever = index(tmp_path)
    parts = tuple(QueryPart(word, words=(word,)) for word in ("dockers", "river", "tram"))

    retriever.retrieve(ask("dockers, river, tram", parts=parts), 5)

    assert retriever._embedder.asked == ["dockers, river, tram"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text",
    [
        "the of and",
        '"',
        "NEAR(dockers",
        "dockers*",
        "-title:x AND OR NOT",
        "DOCKERS IN ROTTERDAM",
        "Кто?",
        "?",
        "a\x00b",
    ],
)
def test_odd_questions_are_searched_without_a_fault(retriever: Retriever, text: str) -> None:
    assert len(retriever.retrieve(ask(text), 3)) <= 3


def test_capitals_and_operators_find_what_plain_words_find(retriever: Retriever) -> None:
    plain = ids(retriever, ask("dockers rotterdam"), 2)

    assert set(ids(retriever, ask("DOCKERS AND ROTTERDAM"), 2)) == set(plain)
    assert set(ids(retriever, ask('"dockers" -rotterdam*'), 2)) == set(plain)


def test_none_asked_for_gives_none(retriever: Retriever) -> None:
    assert retriever.retrieve(ask("dockers"), 0) == []


def test_filters_that_leave_nothing_give_nothing(retriever: Retriever) -> None:
    assert retriever.retrieve(ask("dockers", filters=Filters(since="2030-01-01")), 5) == []


def test_fusion_adds_the_reciprocal_ranks() -> None:
    fused = fuse([["a", "b"], ["b"]], [1.0, 2.0], k=1)

    assert fused == [("b", pytest.approx(1 / 3 + 2 / 2)), ("a", pytest.approx(1 / 2))]
    assert fuse([]) == []
