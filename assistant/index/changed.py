"""The articles that were added, updated and removed since a moment. Floor 1."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.index.catalog import Catalog
from assistant.index.gone import Gone
from assistant.types import Article


@dataclass(frozen=True, slots=True)
class Changed:
    """`added` articles, the latest stored first; `updated` ones as (before, after); removed ones as `gone`."""

    added: tuple[Article, ...] = ()
    updated: tuple[tuple[Article, Article], ...] = ()
    gone: tuple[Gone, ...] = ()

    def __len__(self) -> int:
        return len(self.added) + len(self.updated) + len(self.gone)


def changed_since(catalog: Catalog, since: str) -> Changed:
    """The changes since an ISO day, or an ISO time in UTC. Raises NoIndex.

    An article that was removed and added again counts as added.
    """
    seen = catalog.seen()
    recent = sorted(
        (id_ for id_, stored in seen.items() if stored and stored >= since), key=lambda id_: seen[id_] or ""
    )
    added, updated = [], []
    for id_ in reversed(recent):
        *earlier, present = catalog.history(id_)
        before = [kept for kept in earlier if (kept.seen or "") < since]
        if before:
            updated.append((before[-1].article, present.article))
        else:
            added.append(present.article)
    return Changed(
        tuple(added), tuple(updated), tuple(one for one in catalog.gone(since) if one.article_id not in seen)
    )


def how_many_since(catalog: Catalog, since: str) -> int:
    """The number of articles added, updated or removed since a moment; reads no article. Raises NoIndex."""
    seen = catalog.seen()
    went = {one.article_id for one in catalog.gone(since)} - seen.keys()
    return sum(1 for stored in seen.values() if stored and stored >= since) + len(went)
