"""Answers corrupted on purpose: the scorer that should fall falls, with its reason, and no other does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from evals_fakes import CONTEXT, DISPUTED, DISPUTED_ITEM, NOBODY, PLAIN, REFUSAL, REFUSAL_ITEM

from assistant.types import Answer
from evals.items import GoldItem
from evals.scorers import score_all


def wrong_outlet() -> tuple[GoldItem, Answer]:
    first, *rest = DISPUTED.citations
    return DISPUTED_ITEM, replace(DISPUTED, citations=(replace(first, outlet="Reuters"), *rest))


def invented_quote() -> tuple[GoldItem, Answer]:
    first, *rest = DISPUTED.citations
    forged = replace(first, quote=first.quote.replace("40 sailors", "90 sailors"))
    return DISPUTED_ITEM, replace(DISPUTED, citations=(forged, *rest))


def dropped_side() -> tuple[GoldItem, Answer]:
    """The other side's sentence goes; its outlet stays cited, for something else."""
    kept = "Its fleet counts six ferries."
    citation = DISPUTED.citations[2]
    start = CONTEXT.articles["gazette"].text.index(kept)
    return DISPUTED_ITEM, replace(
        DISPUTED,
        text=DISPUTED.text.replace(NOBODY, kept),
        sentences=(*DISPUTED.sentences[:2], replace(DISPUTED.sentences[2], text=kept)),
        citations=(*DISPUTED.citations[:2], replace(citation, quote=kept, start=start, end=start + len(kept))),
        disputes=(replace(DISPUTED.disputes[0], sides=DISPUTED.disputes[0].sides[:1]),),
    )


def unflagged_dispute() -> tuple[GoldItem, Answer]:
    return DISPUTED_ITEM, replace(DISPUTED, status="answered", disputes=())


def answered_unanswerable() -> tuple[GoldItem, Answer]:
    return REFUSAL_ITEM, replace(PLAIN, question=REFUSAL.question)


def dropped_attribution() -> tuple[GoldItem, Answer]:
    """The speaker's name goes from the lead-in and from the words quoted."""
    shorter = "denied the report as “pure invention”."
    whole = DISPUTED.sentences[1].text
    text = DISPUTED.text.replace("The Harbour Post, citing Ada Quist", "The Harbour Post").replace(whole, shorter)
    sentences = (DISPUTED.sentences[0], replace(DISPUTED.sentences[1], text=shorter), DISPUTED.sentences[2])
    return DISPUTED_ITEM, replace(DISPUTED, text=text, sentences=sentences)


def missing_fact() -> tuple[GoldItem, Answer]:
    return replace(DISPUTED_ITEM, facts=(*DISPUTED_ITEM.facts, ("May 9",))), DISPUTED


def forbidden_text() -> tuple[GoldItem, Answer]:
    return DISPUTED_ITEM, replace(DISPUTED, text=f"{DISPUTED.text}\nAccept all cookies")


def citation_of_nothing() -> tuple[GoldItem, Answer]:
    """A needless second citation that has nothing to do with the sentence."""
    first, *rest = DISPUTED.sentences
    return DISPUTED_ITEM, replace(DISPUTED, sentences=(replace(first, citations=(1, 3)), *rest))


def padded() -> tuple[GoldItem, Answer]:
    return DISPUTED_ITEM, replace(DISPUTED, text=f"{DISPUTED.text}\n{'and so on ' * 60}")


@pytest.mark.parametrize(
    ("corrupt", "falls", "because"),
    [
        (wrong_outlet, "outlet_attribution", "[1] is said to be Reuters, and is The Harbour Post"),
        (invented_quote, "exact_spans", "90 sailors"),
        (dropped_side, "disputes", "no sentence says nobody was"),
        (unflagged_dispute, "dispute_flagged", "not reported as disputed"),
        (answered_unanswerable, "refusal_recall", "answered what the corpus does not hold"),
        (dropped_attribution, "attribution_kept", "does not say Ada Quist said it"),
        (missing_fact, "facts", "does not say May 9"),
        (forbidden_text, "no_forbidden_text", "says “cookie”"),
        (citation_of_nothing, "citation_precision", "[3] behind"),
        (padded, "brevity", "words of 180"),
    ],
)
def test_a_corruption_lowers_its_own_scorer_and_no_other(corrupt, falls, because) -> None:  # type: ignore[no-untyped-def]
    item, answer = corrupt()

    scores = score_all(item, answer, CONTEXT)

    low = {name: score.reason for name, score in scores.items() if score.value is not None and score.value < 1}
    assert list(low) == [falls]
    assert because in low[falls]
