"""The Protocol of a vector store; `store.open_store` chooses one. Floor 1.

A store can always be rebuilt from the catalogue. The vectors of a home form a collection; re-embedding fills a second
collection, to which searches are switched when it is complete.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from assistant.types import Filters


@dataclass(frozen=True, slots=True)
class VectorRow:
    """One passage to be written to the store."""

    id: str
    vector: list[float]
    article_id: str
    outlet: str | None
    published: str | None


class Vectors(Protocol):
    """One collection of a store. Safe to share between threads; each method may raise StoreUnavailable."""

    @property
    def where(self) -> str:
        """The store's path or address as shown to users, without a login."""

    @property
    def shared(self) -> bool:
        """Whether other homes may keep theirs at the same place."""

    @property
    def opened(self) -> bool:
        """Whether it was used before: the first use may take a while."""

    def upsert(self, rows: Sequence[VectorRow]) -> None:
        """Write passages, replacing those of the same id."""

    def nearest(self, vector: Sequence[float], filters: Filters, top: int) -> list[tuple[str, float]]:
        """The ids of the `top` nearest passages that pass the filters, with their cosine, best first."""

    def forget_articles(self, articles: Sequence[str], but: Collection[str] = ()) -> None:
        """Delete the passages of these articles except the ids in `but`; the caller rewrites those if they go too."""

    def delete(self, ids: Sequence[str]) -> None:
        """Delete passages; unknown ids are ignored."""

    def count(self) -> int:
        """The number of stored passages; of a store that cannot count, 1 where there are any."""

    def ids(self) -> set[str] | None:
        """The ids of all stored passages; None for a store that cannot list them."""

    def vectors_of(self, ids: Sequence[str]) -> dict[str, list[float]]:
        """The vectors of these passages by id; unknown or unreadable ones are left out."""

    def clear(self) -> None:
        """Delete everything in this collection."""

    def sibling(self, collection: str) -> Vectors:
        """Another collection at the same place."""

    def collections(self) -> list[str]:
        """The names of all collections at this place, of any home; empty where the store cannot list them."""

    def drop(self, collection: str) -> None:
        """Delete another collection at this place, if it exists."""

    def move_aside(self) -> Path | None:
        """Move an unreadable embedded store out of the way; its new path. Raises StoreUnavailable for a server."""
