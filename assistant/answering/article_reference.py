"""Finds the article that a request means by its outlet and matter: "the BBC piece on the verdict". Floor 3."""

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
_TITLED = 0.5  # of the words asked for, by how rare they are, that a title has which names them
_OPENING = 600  # characters that tell what an article is about


@dataclass(frozen=True, slots=True)
class ArticleReference:
    """The article that is meant, and whether its title or opening says that it is."""

    article: Article
    sure: bool


def referenced_article(
    pools: Pools, query: Query, subject: str, articles: Sequence[Article]
) -> ArticleReference | None:
    """The one of some articles that a subject means, best by its title, then by its opening, then by what it tells.

    None where the subject is no article, names no matter, or no article has any word of it.
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
    told = Counter(near)
    best = max(known, key=lambda one: (share(one.title or ""), share(one.text[:_OPENING]), told[one.id]))
    if share(best.title or "") < _TITLED:
        best = max(known, key=lambda one: (share(one.text[:_OPENING]) + share(one.title or ""), told[one.id]))
    sure = max(share(best.title or ""), share(best.text[:_OPENING])) >= _TITLED
    return ArticleReference(best if sure else max(known, key=lambda one: (share(one.text), told[one.id])), sure)
