"""The Python face and the llama-index parts, in stock programs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from served_api import small_home

import assistant
from assistant import Desk
from assistant.types import Filters

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(small_home(tmp_path_factory.mktemp("adapters")))


def test_the_public_names_are_there_and_nothing_heavy_is_loaded_for_them() -> None:
    code = "import assistant, sys; print(any(m in sys.modules for m in ('gradio', 'llama_index', 'chromadb', 'numpy')))"
    printed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert printed.strip() == "False"
    assert all(getattr(assistant, name) for name in assistant.__all__)
    with pytest.raises(AttributeError):
        assistant.nothing  # noqa: B018


def test_the_retrievers_nodes_tell_place_and_who_says_what(desk: Desk) -> None:
    from assistant.adapters.llama import SaysoRetriever

    nodes = SaysoRetriever(desk, top=2, filters=Filters(outlets=("Coast Gazette",))).retrieve("passengers safe")
    (node,) = nodes

    article = desk.catalog.article(node.metadata["article_id"])
    assert article.text[node.metadata["start"] : node.metadata["end"]] == node.text
    assert (node.metadata["outlet"], node.metadata["published"]) == ("Coast Gazette", "2024-03-05")
    assert any(one.startswith("Coast Gazette <- Mira Holt: ") for one in node.metadata["attribution"])


def test_the_query_engines_response_carries_quotes_and_the_whole_answer(desk: Desk) -> None:
    from assistant.adapters.llama import SaysoQueryEngine

    response = SaysoQueryEngine(desk).query("Who said that all passengers are safe?")
    quotes = [node.node.text for node in response.source_nodes]

    assert quotes == [one["quote"] for one in response.metadata["sayso"]["citations"]]
    assert "[1]" in response.response


def test_the_transformation_gives_exact_places_also_of_text_that_occurs_twice() -> None:
    from llama_index.core import Document
    from llama_index.core.ingestion import IngestionPipeline

    from assistant.adapters.llama import SaysoTransform

    text = " ".join(
        f"The boat of pier {number % 7} lay still while the tide of the bay was low." for number in range(60)
    )
    document = Document(text=text, metadata={"outlet": "Dale Post"})
    nodes = IngestionPipeline(transformations=[SaysoTransform()]).run(documents=[document])

    assert len(nodes) > 2
    assert all(text[node.start_char_idx : node.end_char_idx] == node.text for node in nodes)
    assert {node.metadata["outlet"] for node in nodes} == {"Dale Post"}
    assert {node.ref_doc_id for node in nodes} == {document.doc_id}


def test_the_postprocessor_gives_two_tellings_of_one_report_one_origin() -> None:
    from llama_index.core.schema import NodeWithScore, TextNode

    from assistant.adapters.llama import SaysoPostprocessor

    sentence = "According to the Dale Post, the mill at Nordvik burned down on Friday night."
    nodes = [
        NodeWithScore(node=TextNode(text=sentence, metadata={"outlet": "Coast Gazette"})),
        NodeWithScore(node=TextNode(text="It burned, the Dale Post reported.", metadata={"outlet": "North Herald"})),
        NodeWithScore(node=TextNode(text="The mill stands.", metadata={"outlet": "East Mail"})),
    ]
    first, second, third = SaysoPostprocessor().postprocess_nodes(nodes)

    assert first.metadata["origin"] == second.metadata["origin"]
    assert third.metadata["origin"] == "East Mail"
    assert third.metadata["attribution"] == []


@pytest.mark.parametrize(
    ("response", "contexts", "passing", "score"),
    [
        ("The mill burned. It cost 14 crowns.", ["The mill burned. It cost 14 crowns."], True, 1.0),
        ("The mill burned. It cost 40 crowns.", ["The mill burned. It cost 14 crowns."], False, 0.5),
        ("He said “it was gone”.", ["He said “it is gone”."], False, 0.0),
    ],
)
def test_the_evaluator_passes_what_its_contexts_bear_out(
    response: str, contexts: list[str], passing: bool, score: float
) -> None:
    from assistant.adapters.llama import SaysoEvaluator

    result = SaysoEvaluator().evaluate(response=response, contexts=contexts)

    assert (result.passing, result.score) == (passing, score)


def test_without_contexts_the_evaluator_holds_a_response_against_the_index(desk: Desk) -> None:
    from assistant.adapters.llama import SaysoEvaluator

    evaluator = SaysoEvaluator(desk)

    assert evaluator.evaluate(response="The ferry will sail again in April.").passing
    assert not evaluator.evaluate(response="Egil Moen told of the ferry.").passing
    assert evaluator.evaluate(response="").invalid_result
