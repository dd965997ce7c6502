"""Retrieval: whether the search brings up the articles that matter, and how early. Floor 4.

An article matters when it is of an outlet that the item wants (its `outlets`, failing them its sides'). Each wanted
entry counts once, at the first article that meets it.
"""

from __future__ import annotations

from math import log2

from assistant.language.outlets import same_outlet
from assistant.types import Answer
from evals.items import GoldItem
from evals.score import Context, Score

CUTOFF = 5


def recall_at_5(item: GoldItem, answer: Answer, context: Context) -> Score:
    """The share of wanted entries among the articles of the first five passages."""
    ranks, why = _ranks(item, context, passages=CUTOFF)
    if ranks is None:
        return Score(None, why)
    found = [rank for rank in ranks if rank]
    return Score(len(found) / len(ranks), f"{len(found)} of {len(ranks)} wanted outlets in the first {CUTOFF} passages")


def mrr(item: GoldItem, answer: Answer, context: Context) -> Score:
    """1 / rank of the first article that matters, 0 where none was found; articles ranked by their first passage."""
    ranks, why = _ranks(item, context)
    if ranks is None:
        return Score(None, why)
    first = min((rank for rank in ranks if rank), default=None)
    return Score(1 / first, f"first at rank {first}") if first else Score(0.0, "no article that matters was found")


def ndcg(item: GoldItem, answer: Answer, context: Context) -> Score:
    """Discounted cumulative gain over the one of the best order (Järvelin & Kekäläinen 2002), gain 1 an entry."""
    ranks, why = _ranks(item, context)
    if ranks is None:
        return Score(None, why)
    gain = sum(1 / log2(rank + 1) for rank in ranks if rank)
    best = sum(1 / log2(rank + 1) for rank in range(1, len(ranks) + 1))
    return Score(gain / best, f"wanted outlets at ranks {', '.join(str(rank or 'none') for rank in ranks)}")


def _ranks(item: GoldItem, context: Context, passages: int | None = None) -> tuple[list[int | None] | None, str]:
    """For each wanted entry the rank of the article that meets it; an article meets one entry."""
    wanted = list(item.outlets) or [side.outlets for side in item.sides]
    if not wanted or item.abstain:
        return None, "the item wants no outlets"
    if context.ranked is None:
        return None, "there was no search"
    articles = list(dict.fromkeys(context.ranked[:passages]))
    ranks: list[int | None] = []
    for entry in wanted:
        rank = next((n for n, one in enumerate(articles, 1) if n not in ranks and _of(one, entry, context)), None)
        ranks.append(rank)
    return ranks, ""


def _of(article_id: str, entry: tuple[str, ...], context: Context) -> bool:
    article = context.articles.get(article_id)
    return article is not None and any(article.outlet and same_outlet(name, article.outlet) for name in entry)
