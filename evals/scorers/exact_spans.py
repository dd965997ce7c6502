"""Exact spans: the share of citations whose quote is, character for character, what the stored article says there.

Floor 4.
"""

from __future__ import annotations

from assistant.types import Answer
from evals.items import GoldItem
from evals.score import Context, Score, short


def score(item: GoldItem, answer: Answer, context: Context) -> Score:
    """Unscored for an answer without citations."""
    if not answer.citations:
        return Score(None, "the answer cites nothing")
    faults = []
    for citation in answer.citations:
        article = context.articles.get(citation.article_id)
        if article is None:
            faults.append(f"[{citation.number}] points to {citation.article_id}, which is not stored")
        elif not citation.quote or article.text[citation.start : citation.end] != citation.quote:
            there = short(article.text[citation.start : citation.end], 60)
            faults.append(f"[{citation.number}] quotes “{short(citation.quote, 60)}”; the article has “{there}” there")
    if faults:
        return Score(1 - len(faults) / len(answer.citations), "; ".join(faults))
    return Score(1.0, f"{len(answer.citations)} of {len(answer.citations)} quotes exact")
