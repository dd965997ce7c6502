"""Where lists take their sentences from, and how they are made rows. Floor 3."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering.material import Material, plain_rows
from assistant.answering.pools import Pools
from assistant.answering.representative import central
from assistant.language.terms import stems
from assistant.types import Evidence, Query

_RELEVANT = 0.35  # share of the best score from which a sentence is relevant to the subject
_LOOKED_AT = 40  # names considered, most frequent first
_LEAST = 0.02  # chance of answering below which a sentence is left out


@dataclass(frozen=True, slots=True)
class ListOptions:
    """Options of a list: whether it has a subject, the most rows (0: the default), the units of figures (none: all)."""

    about: bool
    most: int = 0
    units: frozenset[str] = frozenset()


def whole(pools: Pools, query: Query) -> list[Evidence]:
    """All sentences of the articles that the filters leave."""
    return pools.whole(pools.articles(query.filters))


def relevant(pools: Pools, query: Query, options: ListOptions) -> list[Evidence]:
    """The sentences with words of the subject, best first; without a subject, the most central ones."""
    if not options.about:
        return central(whole(pools, query), _LOOKED_AT * 2)
    pool = pools.about(query)
    least = _RELEVANT * max((one.score for one in pool), default=0.0)
    return [one for one in pool if one.score >= least]


def pool_on(pools: Pools, query: Query, options: ListOptions, asked: str, *, by_words: bool = True) -> list[Evidence]:
    """The sentences on the subject, best first by the reader model's score for the question `asked`.

    Those that hardly answer are left out, and with `by_words` those that have no word of the subject. Without a
    subject, the most central sentences.
    """
    if not options.about:
        return relevant(pools, query, options)
    read = pools.weighed(replace(query, text=asked.format(query.text.rstrip(" ?.!"))))
    if by_words:
        own = set(stems(query.text))
        places = {(one.article.id, one.start) for one in relevant(pools, query, options) if own & set(stems(one.quote))}
        read = [one for one in read if (one.article.id, one.start) in places]
    return [one for one in read if one.score >= _LEAST]


def rows_of(pools: Pools, query: Query, options: ListOptions, pieces: Sequence[Evidence], none: str) -> Material:
    """Rows of scored sentences, with the chance that they answer."""
    return Material(plain_rows(pieces), missing=none, chance=pools.chance(query, pieces) if options.about else 1.0)
