"""What the baseline promises: the stock pipeline's answers in our terms, nothing added for or against."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from evals_fakes import ARTICLES, CONTEXT, DISMISSED, GAZETTE, HARBOUR, PLAIN_ITEM, ScriptedModel

from assistant.errors import ModelUnavailable
from assistant.settings import Settings
from evals.baseline import LlamaIndexSolver, StockIndex, from_response
from evals.scorers import SCORERS


def node(article_id: str, text: str, outlet: str) -> Any:
    inner = SimpleNamespace(ref_doc_id=article_id, metadata={"outlet": outlet}, get_content=lambda: text)
    return SimpleNamespace(node=inner)


NODES = [
    node("harbour", f"Source 1:\n{HARBOUR.text}\n", "The Harbour Post"),
    node("gazette", "Source 2:\nNobody  was dismissed\n", "Island Gazette"),
]


def test_a_reply_cites_by_the_marks_in_its_sentences() -> None:
    answer = from_response(
        "?", "It runs six ferries [1]. Nobody was dismissed [1, 2]. All is well [Source 2].", NODES, ARTICLES
    )

    assert [(one.text, one.citations) for one in answer.sentences] == [
        ("It runs six ferries.", (1,)),
        ("Nobody was dismissed.", (1, 2)),
        ("All is well.", (2,)),
    ]
    assert [one.outlet for one in answer.citations] == ["The Harbour Post", "Island Gazette"]


def test_a_node_is_located_in_its_article_and_where_it_cannot_be_its_span_is_not_exact() -> None:
    answer = from_response("?", "Six [1]. Nobody [2].", NODES, ARTICLES)

    found, lost = answer.citations
    assert HARBOUR.text[found.start : found.end] == found.quote == HARBOUR.text
    assert (lost.start, lost.end) == (0, 0)
    assert SCORERS["exact_spans"].score(PLAIN_ITEM, answer, CONTEXT).value == 0.5


def test_a_source_that_is_not_cited_is_no_citation_and_a_number_that_leads_nowhere_stays() -> None:
    answer = from_response("?", "Six ferries [7].", NODES, ARTICLES)

    assert answer.citations == ()
    assert answer.sentences[0].citations == (7,)
    assert SCORERS["citation_precision"].score(PLAIN_ITEM, answer, CONTEXT).value == 0


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        ("None of the sources are helpful.", "not_in_corpus"),
        ("The sources do not say.", "not_in_corpus"),
        ("Empty Response", "not_in_corpus"),
        ("The owner is not mentioned in the report [1].", "answered"),
        ("Six ferries.", "answered"),
    ],
)
def test_a_refusal_in_words_counts_as_one(reply: str, status: str) -> None:
    assert from_response("?", reply, NODES, ARTICLES).status == status


def test_without_a_model_the_top_passage_is_the_answer(tmp_path: Path) -> None:
    index = StockIndex(Settings(home=tmp_path), ARTICLES)

    solution = LlamaIndexSolver("llamaindex+quotes", index).solve(PLAIN_ITEM)

    assert set(solution.ranked or ()) == {"harbour", "gazette"}
    (citation,) = solution.answer.citations
    assert citation.quote == ARTICLES[citation.article_id].text
    assert (solution.answer.model, solution.answer.status) == ("llamaindex+quotes", "answered")
    assert SCORERS["citation_recall"].score(PLAIN_ITEM, solution.answer, CONTEXT).value == 1


def test_with_a_model_the_citation_engine_asks_it_and_its_failure_travels(tmp_path: Path) -> None:
    index = StockIndex(Settings(home=tmp_path), ARTICLES)
    model = ScriptedModel(["Nordline runs six ferries [1].", None])
    solver = LlamaIndexSolver("llamaindex+scripted", index, model)

    solution = solver.solve(PLAIN_ITEM)
    answer = solution.answer

    ((messages, max_tokens, _), *_) = model.asked
    assert DISMISSED in messages[0].text
    assert GAZETTE.text in messages[0].text
    assert max_tokens == 512
    assert answer.sentences[0].citations == (1,)
    assert len(answer.citations) == 1
    assert 0 < (solution.first_token or 0) <= answer.usage.seconds
    with pytest.raises(ModelUnavailable):
        solver.solve(PLAIN_ITEM)
