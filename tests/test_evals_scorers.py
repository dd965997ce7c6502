"""What each scorer promises: a value, None where it cannot tell, and a reason that names what is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest
from evals_fakes import (
    ARTICLES,
    CONTEXT,
    DISMISSED,
    DISPUTED,
    DISPUTED_ITEM,
    FERRIES,
    HARBOUR,
    PLAIN,
    PLAIN_ITEM,
    REFUSAL,
    REFUSAL_ITEM,
    REUTERS,
    cite,
)

from assistant.types import Answer, Article, Attribution, Sentence
from evals.items import GoldItem, GoldSide
from evals.reading import sentences_in_context
from evals.score import Context
from evals.scorers import SCORERS, attribution_kept, score_all


def value(name: str, item: GoldItem, answer: Answer, context: Context = CONTEXT) -> float | None:
    return SCORERS[name].score(item, answer, context).value


def reason(name: str, item: GoldItem, answer: Answer, context: Context = CONTEXT) -> str:
    return SCORERS[name].score(item, answer, context).reason


@pytest.mark.parametrize(
    ("item", "answer"),
    [(DISPUTED_ITEM, DISPUTED), (PLAIN_ITEM, PLAIN), (REFUSAL_ITEM, REFUSAL)],
    ids=lambda one: one.question,
)
def test_a_right_answer_gets_full_marks_or_none_from_every_scorer(item: GoldItem, answer: Answer) -> None:
    scores = score_all(item, answer, CONTEXT)

    assert {name: one.value for name, one in scores.items() if one.value not in (None, 1.0)} == {}
    assert all(one.reason for one in scores.values())


def test_fact_coverage_is_the_share_of_facts_in_the_text_whatever_the_typography() -> None:
    item = replace(PLAIN_ITEM, facts=((r"firm.s fleet|runs SIX",), ("Quist’s",), ("Núñez",)))
    answer = replace(PLAIN, text="It runs\u00a0six ferries, in Quist's words [1].")

    score = SCORERS["facts"].score(item, answer, CONTEXT)

    assert score.value == pytest.approx(2 / 3)
    assert score.reason == "does not say Núñez"


def test_a_citation_mark_is_not_a_fact() -> None:
    assert value("facts", replace(PLAIN_ITEM, facts=((r"\b12\b",),)), replace(PLAIN, text="Some ferries [12].")) == 0


def test_a_refusal_that_repeats_the_question_gives_no_fact() -> None:
    answer = replace(REFUSAL, text="Nothing is said about six ferries.")

    assert value("facts", PLAIN_ITEM, answer) == 0
    assert value("citation_recall", PLAIN_ITEM, answer) is None


def test_a_sentence_without_citation_lowers_recall_and_says_so() -> None:
    answer = replace(PLAIN, sentences=(*PLAIN.sentences, Sentence("Business is brisk.", (), "unsupported", "")))

    assert value("citation_recall", PLAIN_ITEM, answer) == 0.5
    assert "“Business is brisk.” []: cites nothing" in reason("citation_recall", PLAIN_ITEM, answer)
    assert value("citation_precision", PLAIN_ITEM, answer) == 1


def test_a_line_that_only_joins_needs_no_citation() -> None:
    answer = replace(PLAIN, sentences=(Sentence("4 March 2024:", (), "joining", ""), *PLAIN.sentences))

    assert value("citation_recall", PLAIN_ITEM, answer) == 1


def test_a_citation_that_another_one_makes_needless_lowers_precision() -> None:
    roses = Article("roses", "Roses want water in dry summers.", outlet="Garden Monthly")
    context = Context({**ARTICLES, "roses": roses}, CONTEXT.ranked)
    sentence = Sentence(FERRIES, (1, 2), "verbatim", "")
    answer = replace(PLAIN, sentences=(sentence,), citations=(*PLAIN.citations, cite(2, roses, roses.text)))

    assert value("citation_precision", PLAIN_ITEM, answer, context) == 0.5
    assert "[2] behind" in reason("citation_precision", PLAIN_ITEM, answer, context)
    assert value("citation_recall", PLAIN_ITEM, answer, context) == 1


def test_a_quote_one_character_off_is_not_exact() -> None:
    (citation,) = PLAIN.citations

    assert (
        value("exact_spans", PLAIN_ITEM, replace(PLAIN, citations=(replace(citation, start=citation.start + 1),))) == 0
    )
    assert value("exact_spans", PLAIN_ITEM, replace(PLAIN, citations=(replace(citation, article_id="gone"),))) == 0


def test_outlet_attribution_wants_every_entry_and_takes_any_spelling() -> None:
    item = replace(PLAIN_ITEM, outlets=(("harbour post",), ("Island Gazette", "Reuters")))

    assert value("outlet_attribution", item, DISPUTED) == 1
    assert value("outlet_attribution", item, PLAIN) == 0.5
    assert reason("outlet_attribution", item, PLAIN) == ("cited The Harbour Post; gold wants Island Gazette or Reuters")


def test_a_citation_under_another_outlets_name_is_wrong_even_where_no_outlet_is_wanted() -> None:
    citations = (replace(PLAIN.citations[0], outlet="Reuters"),)

    assert value("outlet_attribution", replace(PLAIN_ITEM, outlets=()), replace(PLAIN, citations=citations)) == 0


@pytest.mark.parametrize(
    ("text", "rung", "named"),
    [
        ("The WSJ reported", Attribution("The Wall Street Journal", "outlet"), True),
        ("RFE/RL reported", Attribution("The Wall Street Journal", "outlet"), False),
        ("Zaemsky denied it", Attribution("Ambassador Vladimir Zayemsky", "person"), True),
        ("Peskov denied it", Attribution("Ambassador Vladimir Zayemsky", "person"), False),
        ("its sources said", Attribution("an unnamed source close to the Defense Ministry", "anonymous"), True),
        ("it is said", Attribution("an unnamed source close to the Defense Ministry", "anonymous"), False),
        ("the embassy of Russia", Attribution("the Russian Embassy in Caracas", "organisation"), False),
        ("the Caracas embassy said", Attribution("the Russian Embassy in Caracas", "organisation"), True),
    ],
)
def test_a_rung_is_carried_by_any_fair_naming_of_it(text: str, rung: Attribution, named: bool) -> None:
    assert attribution_kept.carries(text, rung) is named


def test_a_lead_in_holds_for_the_quotes_under_it_and_ends_with_the_next() -> None:
    answer = Answer(
        "?",
        "answered",
        "Post, citing Reuters: “One.” [1]\n“Two.” [2]\nGazette: “Three.” [3]\n\n“Four.” [4]",
        tuple(Sentence(text, (n,), "verbatim", "") for n, text in enumerate(("One.", "Two.", "Three.", "Four."), 1)),
    )

    said = [piece.text for piece in sentences_in_context(answer)]

    assert ["Reuters" in one for one in said] == [True, True, False, False]
    assert ["Gazette" in one for one in said] == [False, False, True, False]
    assert said[0] == "Post, citing Reuters: “One.” [1]"


def test_a_claim_without_its_source_has_lost_its_attribution() -> None:
    text = "Nordline dismissed 40 sailors in April."
    answer = replace(
        PLAIN,
        text=f"{text} [1]",
        sentences=(Sentence(text, (1,), "supported", ""),),
        citations=(cite(1, HARBOUR, DISMISSED, REUTERS),),
    )

    assert value("attribution_kept", PLAIN_ITEM, answer) == 0
    assert "does not say Reuters said it" in reason("attribution_kept", PLAIN_ITEM, answer)


def test_an_answer_without_ladders_is_measured_by_what_the_article_tells() -> None:
    text = "Nordline dismissed 40 sailors in April."
    bare = replace(cite(1, HARBOUR, HARBOUR.text), attribution=())
    answer = replace(PLAIN, text=f"{text} [1]", sentences=(Sentence(text, (1,), "supported", ""),), citations=(bare,))

    assert value("attribution_kept", PLAIN_ITEM, answer) == 0
    assert value("attribution_kept", PLAIN_ITEM, replace(PLAIN, citations=(bare,))) is None


def test_a_side_that_is_said_but_cited_from_elsewhere_does_not_count() -> None:
    sides = (GoldSide(("dismissed 40",), ("Island Gazette",)), GoldSide(("nobody was",), ("Island Gazette",)))

    item = replace(DISPUTED_ITEM, sides=sides)

    assert value("disputes", item, DISPUTED) == 0.5
    assert "cited from The Harbour Post; gold wants Island Gazette" in reason("disputes", item, DISPUTED)


def test_a_dispute_reported_on_an_uncontested_matter_is_false_and_on_an_open_one_unscored() -> None:
    answer = replace(PLAIN, status="disputed", disputes=DISPUTED.disputes)

    assert value("no_false_disputes", PLAIN_ITEM, answer) == 0
    assert "about dismissals" in reason("no_false_disputes", PLAIN_ITEM, answer)
    assert value("no_false_disputes", replace(PLAIN_ITEM, kind="comparison"), answer) is None
    assert value("no_false_disputes", replace(PLAIN_ITEM, kind="comparison", disputed=False), answer) == 0
    assert value("no_false_disputes", DISPUTED_ITEM, DISPUTED) is None


def test_refusals_count_for_precision_and_unanswerables_for_recall() -> None:
    assert (value("refusal_precision", REFUSAL_ITEM, REFUSAL), value("refusal_recall", REFUSAL_ITEM, REFUSAL)) == (1, 1)
    assert (value("refusal_precision", PLAIN_ITEM, REFUSAL), value("refusal_recall", PLAIN_ITEM, REFUSAL)) == (0, None)
    assert (value("refusal_precision", REFUSAL_ITEM, PLAIN), value("refusal_recall", REFUSAL_ITEM, PLAIN)) == (None, 0)


def test_forbidden_text_is_looked_for_in_quotes_too_but_not_in_the_question_of_a_refusal() -> None:
    item = replace(PLAIN_ITEM, forbid=("six",))
    echo = replace(REFUSAL, question="six?", text="Nothing answers: six?")

    assert value("no_forbidden_text", item, replace(PLAIN, text="It runs some [1].")) == 0
    assert value("no_forbidden_text", item, echo) == 1
    assert value("no_forbidden_text", PLAIN_ITEM, PLAIN) is None


def test_retrieval_counts_each_wanted_outlet_at_its_first_article() -> None:
    late = Context(ARTICLES, ("harbour",) * 5 + ("gazette",))

    assert value("recall_at_5", DISPUTED_ITEM, DISPUTED, late) == 0.5
    assert value("mrr", DISPUTED_ITEM, DISPUTED, late) == 1
    assert value("ndcg", DISPUTED_ITEM, DISPUTED, late) == 1
    assert value("mrr", PLAIN_ITEM, PLAIN, Context(ARTICLES, ("gazette", "harbour"))) == 0.5
    assert value("mrr", PLAIN_ITEM, PLAIN, Context(ARTICLES, ())) == 0
    assert value("ndcg", PLAIN_ITEM, PLAIN, Context(ARTICLES, ("gazette", "harbour"))) == pytest.approx(
        0.6309, abs=1e-4
    )
    assert value("recall_at_5", PLAIN_ITEM, PLAIN, Context(ARTICLES)) is None


def test_brevity_falls_with_every_word_over_the_kinds_measure() -> None:
    answer = replace(PLAIN, text="word " * 240 + "[1]")

    assert value("brevity", PLAIN_ITEM, answer) == 0.5
    assert value("brevity", replace(PLAIN_ITEM, kind="timeline"), answer) == 1
    assert reason("brevity", PLAIN_ITEM, answer) == "240 words of 120"


def test_whether_a_writers_own_words_editorialise_is_left_open() -> None:
    answer = replace(PLAIN, sentences=(Sentence("A mere six ferries are run.", (1,), "supported", ""),))

    assert value("no_own_colour", PLAIN_ITEM, PLAIN) == 1
    opening = Sentence("This probably answers, though that is not certain:", (), "joining", "")
    assert value("no_own_colour", PLAIN_ITEM, replace(PLAIN, sentences=(opening, *PLAIN.sentences))) == 1
    assert value("no_own_colour", PLAIN_ITEM, answer) is None
