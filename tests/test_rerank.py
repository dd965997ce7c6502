"""The place for a reranker: any llama-index postprocessor by name, and no harm from a bad one."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import NodeWithScore, TextNode

from assistant.errors import UserError
from assistant.finding.rerank import Reranker
from assistant.settings import read_settings
from assistant.types import Article, Hit, Passage


class LastFirst(BaseNodePostprocessor):  # type: ignore[misc]
    """Turns the order round."""

    def _postprocess_nodes(self, nodes: list[NodeWithScore], query_bundle: Any = None) -> list[NodeWithScore]:
        return nodes[::-1]


class OnlyAnswers(BaseNodePostprocessor):  # type: ignore[misc]
    """Keeps what holds a word of the question, and adds a passage of its own making."""

    def _postprocess_nodes(self, nodes: list[NodeWithScore], query_bundle: Any = None) -> list[NodeWithScore]:
        made_up = NodeWithScore(node=TextNode(id_="made-up", text="Everything is fine."), score=9.0)
        return [made_up, *(node for node in nodes if query_bundle.query_str in node.node.get_content())] * 2


class Broken(BaseNodePostprocessor):  # type: ignore[misc]
    """Has run out of memory."""

    def _postprocess_nodes(self, nodes: list[NodeWithScore], query_bundle: Any = None) -> list[NodeWithScore]:
        raise MemoryError("no room for the weights")


class Demanding(LastFirst):
    """Cannot be made without its weights."""

    def __init__(self, weights: str) -> None:
        super().__init__()


def _hits() -> list[Hit]:
    article = Article("a", "one two three", "Counting", "The Courier", "2024-03-01")
    spans = {"one": (0, 3), "two": (4, 7), "three": (8, 13)}
    return [
        Hit(Passage(word, "a", *span, word), article, 3.0 - rank) for rank, (word, span) in enumerate(spans.items())
    ]


def _order(name: str, question: str = "?") -> list[str]:
    return [hit.passage.id for hit in Reranker(f"{__name__}:{name}").rerank(question, _hits())]


def test_the_order_is_the_rerankers_and_scores_still_fall() -> None:
    hits = Reranker(f"{__name__}:LastFirst").rerank("?", _hits())

    assert [hit.passage.id for hit in hits] == ["three", "two", "one"]
    assert [hit.score for hit in hits] == [3.0, 2.0, 1.0]


def test_what_it_drops_comes_last_and_what_it_makes_up_is_left_out() -> None:
    assert _order("OnlyAnswers", "two") == ["two", "one", "three"]


def test_a_reranker_that_fails_leaves_the_order_and_the_log_says_so(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert _order("Broken") == ["one", "two", "three"]

    assert "failed (MemoryError: no room for the weights)" in caplog.text


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nowhere.to.be.found:Class", "ModuleNotFoundError"),
        (f"{__name__}:Missing", "AttributeError"),
        (f"{__name__}:Demanding", "weights"),
        (f"{__name__}:_hits", "has no postprocess_nodes"),
        ("a-word", "module:Class"),
    ],
)
def test_one_that_cannot_be_loaded_is_one_sentence(name: str, why: str) -> None:
    with pytest.raises(UserError) as told:
        Reranker(name)

    assert why in str(told.value)
    assert "\n" not in str(told.value)


def test_none_is_set_unless_the_environment_names_one(tmp_path: Path) -> None:
    assert read_settings({}).reranker is None
    assert read_settings({"SAYSO_RERANKER": "mine:Best"}).reranker == "mine:Best"


def test_search_shows_the_reranker_more_than_is_asked_for(tmp_path: Path) -> None:
    from test_retrieve import ask, index

    plain = index(tmp_path)
    before = plain.retrieve(ask("mayor budget museum tram"), 10)
    plain._reranker = Reranker(f"{__name__}:LastFirst")

    assert plain.retrieve(ask("mayor budget museum tram"), 1)[0].passage == before[-1].passage
