"""What the report promises: one page, no network, strangers' text as text, and every reason to be seen."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

import pytest
from evals_fakes import ANSWERS, CORPUS, DISPUTED, DISPUTED_ITEM, ITEMS, PLAIN, PLAIN_ITEM, ScriptedSolver

from assistant.types import Answer
from evals import harness
from evals.report import report_html, safe_link
from evals.runs import ItemResult, Run
from evals.scorecard import CRITERIA
from evals.scorers import SCORERS
from evals.solve import System

META = {
    "created": "2026-11-22T12:00:00+00:00",
    "version": "0.1.0",
    "systems": [{"name": "scripted"}],
    "items": [item.id for item in ITEMS],
    "gold": {"path": "gold.yaml", "sha256": "a" * 64},
    "corpus": {"articles": 2, "outlets": CORPUS.outlets, "sha256": "b" * 64, "failed": []},
    "prompts": {"sha256": "c" * 64},
    "settings": {"sha256": "d" * 64, "embedder": "none"},
    "replayed": False,
}


def page(**answers: Answer | None) -> str:
    prepared = {**ANSWERS, **{item.question: answers[item.id] for item in ITEMS if item.id in answers}}
    rows: list[ItemResult] = []
    harness.run(ITEMS, [System("scripted", partial(ScriptedSolver, prepared))], CORPUS, rows.append)
    return report_html(Run(META, tuple(rows)))


def test_every_question_is_shown_with_its_answer_evidence_scores_and_reasons() -> None:
    html = page()

    for item in ITEMS:
        assert item.question in html
    assert "The Harbour Post ← Reuters ← a person close to its board, 2021-05-02" in html
    assert "<blockquote>The firm runs six ferries.</blockquote>" in html
    assert "all 2 sides said and cited" in html


def test_the_scorecard_and_the_published_share_stand_on_top() -> None:
    html = page(ferries=ANSWERS["Who owns Nordline?"])

    lead = html[: html.index("The newsroom scorecard")]
    assert "33%" in lead
    assert "(1 of 3)" in lead
    assert "45%" in lead
    assert "any shortfall" in lead


def test_items_carry_what_the_filters_ask_for_and_the_worst_come_first() -> None:
    html = page(ferries=None, owner=replace(PLAIN, question="Who owns Nordline?"))

    found = re.findall(r'<details class="(\w+)"[^>]*data-kind="([^"]*)" data-split="(\w*)" data-fell="([^"]*)"', html)
    assert found == [
        ("fell", "unanswerable", "dev", "refusal_recall"),
        ("good", "dispute", "dev", ""),
        ("unscored", "fact", "test", "unscored"),
    ]
    assert "No answer came: The model scripted did not answer in time." in html


def test_text_from_articles_answers_and_gold_never_becomes_markup() -> None:
    evil = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    (citation,) = PLAIN.citations
    answer = replace(
        PLAIN, text=evil, citations=(replace(citation, title=evil, quote=evil, url="javascript:alert(3)"),)
    )

    html = page(ferries=answer, dismissals=replace(DISPUTED, disputes=(replace(DISPUTED.disputes[0], about=evil),)))

    assert "<img" not in html
    assert html.count("<script>") == 1
    assert "javascript:" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_the_page_asks_nothing_of_the_network() -> None:
    html = page()

    assert re.findall(r'\b(?:src|href|action)="', html) == []
    assert "@import" not in html
    assert "url(" not in html
    assert "default-src 'none'" in html


def test_a_source_is_linked_by_its_own_address() -> None:
    (citation,) = PLAIN.citations
    url = 'https://example.org/a?b=1&c="2"'

    html = page(ferries=replace(PLAIN, citations=(replace(citation, url=url),)))

    assert 'href="https://example.org/a?b=1&amp;c=&#34;2&#34;"' in html


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", " https://x", "//x", "", None])
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert safe_link(url) is None


def test_every_scorer_counts_for_a_line_of_the_scorecard_that_there_is_or_for_none() -> None:
    assert {listed.criterion for listed in SCORERS.values()} == {"", *CRITERIA}


def test_a_run_without_any_answer_still_makes_a_page() -> None:
    html = page(**{item.id: None for item in (DISPUTED_ITEM, PLAIN_ITEM, ITEMS[2])})

    assert html.count("No answer came") == 3
