"""Finds the article that a request refers to by outlet and topic: "the BBC piece on the verdict". Floor 3."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.pools import Pools
from assistant.language.terms import stems
from assistant.question.shape import topic_stems
from assistant.types import Article, Query

_ARTICLE = re.compile(
    r"(?:the|this|that|an?|their|its)?\s?(?P<whose>(?:(?!\b(?:on|about|of)\b)[^,;])*?)\s?"
    r"\b(?:article|piece|story|report|interview|column|essay|op-ed|post)\b"
    r"(?:\s(?:which |that )?(?:(?:is |was )?(?:about|abt|on|of|regarding|concerning|with|by|from|in|titled|called)\b"
    r"|where|when|saying|tells (?:of|about)|says|reports on)\s?(?P<of>.*))?",
    re.IGNORECASE,
)
_TITLED = 0.5  # share of the words asked for, weighted by rarity, from which a title or an opening matches
_OPENING = 600  # characters in which an article says what it is about


@dataclass(frozen=True, slots=True)
class ArticleReference:
    """The article referred to; `sure` if its title or opening confirms it."""

    article: Article
    sure: bool


def referenced_article(
    pools: Pools, query: Query, subject: str, articles: Sequence[Article]
) -> ArticleReference | None:
    """The article that a subject refers to: best match by title, then by opening, then by whole text.

    None if the subject refers to no article, names no topic, or no article contains any of its words.
    """
    found = _ARTICLE.fullmatch(subject.strip())
    wanted = set(topic_stems(f"{found['whose']} {found['of'] or ''}")) if found else set()
    wanted -= {word for name in query.named_outlets for word in stems(name)}
    if not wanted:
        return None
    every = {one.id: set(stems(f"{one.title} {one.text}")) for one in articles}
    having = Counter(word for own in every.values() for word in own & wanted)
    worth = {word: math.log(1 + len(articles) / having[word]) if having[word] else 3.0 for word in wanted}
    total = sum(worth.values())

    def share(text: str) -> float:
        return sum(worth[word] for word in wanted & set(stems(text))) / total

    if not (known := [one for one in articles if every[one.id] & wanted]):
        return None
    near = [piece.article.id for piece in pools.about(query)]
    passages = Counter(near)
    best = max(known, key=lambda one: (share(one.title or ""), share(one.text[:_OPENING]), passages[one.id]))
    if share(best.title or "") < _TITLED:
        best = max(known, key=lambda one: (share(one.text[:_OPENING]) + share(one.title or ""), passages[one.id]))
    sure = max(share(best.title or ""), share(best.text[:_OPENING])) >= _TITLED
    return ArticleReference(best if sure else max(known, key=lambda one: (share(one.text), passages[one.id])), sure)
