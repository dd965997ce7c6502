"""The scorers, one small file each, by the names under which they are reported. Floor 4.

Each is a pure function of a gold item, an answer and what is stored; for every one of them higher is better.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.types import Answer
from evals.items import GoldItem
from evals.score import Context, ListedScorer, Score
from evals.scorers import (
    attribution_kept,
    brevity,
    citation_precision,
    citation_recall,
    dispute_flagged,
    disputes,
    exact_spans,
    facts,
    false_disputes,
    forbidden,
    outlet_attribution,
    own_colour,
    refusal,
    retrieval,
)

SCORERS: Mapping[str, ListedScorer] = MappingProxyType(
    {
        "facts": ListedScorer(
            facts.score,
            "Gives the facts",
            "Of the facts a right answer needs, how many it gives",
            column="facts",
            criterion="accuracy",
        ),
        "citation_precision": ListedScorer(
            citation_precision.score,
            "Citations that help",
            "Of its citations, how many support the sentence they are on",
            column="cit. prec.",
            criterion="sourcing",
        ),
        "citation_recall": ListedScorer(
            citation_recall.score,
            "Sentences supported",
            "Of its sentences, how many the cited places support",
            column="cit. rec.",
            criterion="sourcing",
        ),
        "exact_spans": ListedScorer(
            exact_spans.score,
            "Quotes exact",
            "Of its quotes, how many are in the article letter for letter",
            column="spans",
            criterion="sourcing",
        ),
        "outlet_attribution": ListedScorer(
            outlet_attribution.score,
            "Right outlets",
            "Whether the outlets that matter are cited, each under its own name",
            column="outlets",
            criterion="sourcing",
        ),
        "attribution_kept": ListedScorer(
            attribution_kept.score,
            "Speakers kept",
            "Whether a claim is still attributed to whoever made it",
            column="attrib.",
            criterion="opinion against fact",
        ),
        "disputes": ListedScorer(
            disputes.score,
            "All sides given",
            "Where accounts differ: how many of the sides it gives and cites",
            column="disputes",
            criterion="context",
        ),
        "dispute_flagged": ListedScorer(
            dispute_flagged.score,
            "Says that accounts differ",
            "Where accounts differ: whether it says so outright",
            criterion="context",
        ),
        "no_false_disputes": ListedScorer(
            false_disputes.score,
            "No false quarrel",
            "Where nobody disagrees: whether it leaves disputes out",
            column="no false",
            criterion="context",
        ),
        "refusal_precision": ListedScorer(
            refusal.precision,
            "Refuses only rightly",
            "Of its refusals, how many were right",
            column="ref. prec.",
            criterion="accuracy",
        ),
        "refusal_recall": ListedScorer(
            refusal.recall,
            "Admits not knowing",
            "Of the questions the articles cannot answer, how many it refused",
            column="ref. rec.",
            criterion="accuracy",
        ),
        "no_forbidden_text": ListedScorer(
            forbidden.score,
            "Nothing out of place",
            "No page furniture, no false premise taken over",
            column="no forb.",
            criterion="accuracy",
        ),
        "no_own_colour": ListedScorer(
            own_colour.score,
            "No colour of its own",
            "Answers made only of the outlets' own words; others a reader must judge",
            criterion="editorialising",
        ),
        "recall_at_5": ListedScorer(
            retrieval.recall_at_5,
            "Finds the articles",
            "Of the outlets that matter, how many are among the first five passages",
            of_search=True,
        ),
        "mrr": ListedScorer(
            retrieval.mrr, "Finds one early", "1 / the rank of the first article that matters", of_search=True
        ),
        "ndcg": ListedScorer(
            retrieval.ndcg,
            "Ranks them well",
            "How close the order of articles comes to the best one",
            of_search=True,
        ),
        "brevity": ListedScorer(
            brevity.score, "Short enough", "Within about 120 words, more for timelines and comparisons"
        ),
    }
)
"""Every scorer, in the order of the tables: a new one is one file here and one entry."""


def score_all(item: GoldItem, answer: Answer, context: Context) -> dict[str, Score]:
    """Every score of one answer, by name."""
    return {name: listed.score(item, answer, context) for name, listed in SCORERS.items()}
