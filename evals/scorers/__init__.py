"""The scorers, one small file each, by the names under which they are reported. Floor 4.

Each is a pure function of a gold item, an answer and what is stored; for every one of them higher is better.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.types import Answer
from evals.items import GoldItem
from evals.score import Context, Score, Scorer
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

SCORERS: Mapping[str, Scorer] = MappingProxyType(
    {
        "facts": facts.score,
        "citation_precision": citation_precision.score,
        "citation_recall": citation_recall.score,
        "exact_spans": exact_spans.score,
        "outlet_attribution": outlet_attribution.score,
        "attribution_kept": attribution_kept.score,
        "disputes": disputes.score,
        "dispute_flagged": dispute_flagged.score,
        "no_false_disputes": false_disputes.score,
        "refusal_precision": refusal.precision,
        "refusal_recall": refusal.recall,
        "no_forbidden_text": forbidden.score,
        "no_own_colour": own_colour.score,
        "recall_at_5": retrieval.recall_at_5,
        "mrr": retrieval.mrr,
        "ndcg": retrieval.ndcg,
        "brevity": brevity.score,
    }
)
"""In the order of the tables."""

OF_THE_SEARCH = frozenset({"recall_at_5", "mrr", "ndcg"})
"""Those that measure what the answer was made from, not the answer: they do not make an answer a bad one."""


def score_all(item: GoldItem, answer: Answer, context: Context) -> dict[str, Score]:
    """Every score of one answer, by name."""
    return {name: score(item, answer, context) for name, score in SCORERS.items()}
