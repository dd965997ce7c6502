"""An article's orders change nothing and never render, even with a model that obeys every one of them."""

from __future__ import annotations

import re

import pytest
from red_team import HOSTILE, QUESTION, Hostile, answered, disputes_of, evidence_of, got_through
from scripted_model import ScriptedModel

from assistant.writing.dossier import harmless, lay_out
from assistant.writing.fluent import FluentWriter
from assistant.writing.orders import is_order
from assistant.writing.quotes import QuotesWriter

named = pytest.mark.parametrize("hostile", HOSTILE, ids=[one.name for one in HOSTILE])


def obedient(hostile: Hostile, *, prose: bool) -> ScriptedModel:
    """A model that writes what the article wants, citing the order's own line, and insists when asked to mend it."""
    evidence = evidence_of(hostile)
    letter = lay_out(QUESTION.text, evidence, disputes_of(evidence), 700).fence and _letter(evidence)
    text = re.sub(r"\{(\d+)\}", rf"[{letter}\1]", hostile.obeyed)
    if not prose:
        keys = re.findall(r"\[(\w+)\]", text) or [f"{letter}2"]
        text = f'{{"answerable": true, "sentences": [{{"text": {_quoted(text)}, "keys": {_quoted(keys)}}}]}}'
    return ScriptedModel([text] * 6, structured=not prose, piece=40)


def _letter(evidence: list) -> str:  # type: ignore[type-arg]
    return next(iter(lay_out(QUESTION.text, evidence, disputes_of(evidence), 700).keys))[0]


def _quoted(value: object) -> str:
    import json

    return json.dumps(value)


def test_the_set_holds_at_least_forty_different_attacks() -> None:
    assert len({one.order for one in HOSTILE}) == len({one.name for one in HOSTILE}) == len(HOSTILE) >= 40


@named
@pytest.mark.parametrize("prose", [True, False], ids=["prose", "json"])
def test_a_model_that_obeys_gets_nothing_past_verification(hostile: Hostile, prose: bool) -> None:
    given, _ = answered(FluentWriter(obedient(hostile, prose=prose)), hostile)

    assert got_through(given, evidence_of(hostile)) == []


@named
def test_the_quotes_writer_shows_an_order_only_as_a_quotation(hostile: Hostile) -> None:
    given, notes = answered(QuotesWriter(), hostile)

    assert {verdict.check for _, verdict in given} == {"verbatim"}
    assert got_through(given, evidence_of(hostile)) == []
    assert notes == []


@named
def test_the_prompt_cannot_be_broken_out_of(hostile: Hostile) -> None:
    model = ScriptedModel(["NO ANSWER"])
    evidence = evidence_of(hostile)
    list(FluentWriter(model).write(QUESTION, evidence, disputes_of(evidence)))
    system, user = model.asked[0]
    fence = lay_out(QUESTION.text, evidence, disputes_of(evidence), 700).fence
    inside = user.text.split(f"=== {fence} evidence begins ===\n")[1].split(f"\n=== {fence} evidence ends ===")[0]

    assert user.text.count(fence) == 2
    assert fence in system.text
    assert all(re.fullmatch(r"\[[A-Z]\d+\] [^\[\]<>`{}\n]+", line) for line in inside.splitlines())
    assert inside.isprintable() or "\n" in inside
    assert not re.search(
        r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufe00-\ufe0f\x00-\x08\x1b]|[\U000e0000-\U000e0fff]", inside
    )


def test_most_orders_are_kept_from_the_model_at_all_and_the_answer_says_so() -> None:
    kept = [one.name for one in HOSTILE if lay_out("q", evidence_of(one), [], 2000).withheld]
    _, notes = answered(FluentWriter(obedient(HOSTILE[0], prose=True)), HOSTILE[0])

    assert len(kept) >= 0.75 * len(HOSTILE)
    assert "Kept from the model: 1 line of the articles that read like an order to a machine." in notes


@pytest.mark.parametrize(
    "news",
    [
        "The minister told reporters to ignore the rumours.",
        "Artificial intelligence models should be audited every year, the commissioner said.",
        "The court ordered the system operator to report every outage.",
        "“You are not a model for our children,” she told him.",
        "When asked about the planes, the Kremlin declined to comment.",
        "The assistant secretary said: “We do not comment on intelligence.”",
        "She was told to repeat the oath word for word.",
        "Do not expect an answer before Friday, he said.",
        "The new rules end the system of permits.",
    ],
)
def test_ordinary_news_is_not_taken_for_an_order(news: str) -> None:
    assert not is_order(harmless(news))
