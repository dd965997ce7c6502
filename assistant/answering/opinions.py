"""Quotes the opinions of others when a reader asks for one; gives none of its own. Floor 3."""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.list_pools import ListOptions
from assistant.answering.material import UNSURE, Material, plain_rows
from assistant.answering.pools import Pools
from assistant.answering.representative import apart, one_for_each, voice
from assistant.language.terms import stems
from assistant.question.opinion import judges
from assistant.types import Query

_MOST = 3


def opinions(pools: Pools, query: Query, options: ListOptions) -> Material:
    """Quoted opinions that name the subject, one sentence for each voice; never as a sure answer."""
    own = set(stems(query.text))
    asked = replace(query, text=f"What do people think of {query.text.rstrip(' ?.!')}?")
    said = [one for one in pools.weighed(asked) if voice(one) and judges(one.quote) and own & set(stems(one.quote))]
    each = apart(one_for_each(said, lambda one: voice(one) or one.key), options.most or _MOST)
    return Material(
        plain_rows(each),
        opening=f"I have no view of my own. What people are quoted as saying that names “{query.text}” and judges:",
        chance=UNSURE,
        missing=f"I have no view of my own, and found nobody quoted who names “{query.text}” with a word of judgement.",
    )
