"""What the house needs of a store of vectors, whichever engine it is. Floor 1.

It can always be rebuilt from the catalogue. The vectors of a home form a collection; a re-embedding fills another one
beside it, to which searches then turn.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from assistant.types import Filters


@dataclass(frozen=True, slots=True)
class VectorRow:
    """One passage on its way into the store."""

    id: str
    vector: list[float]
    article_id: str
    outlet: str | None
    published: str | None


class Vectors(Protocol):
    """One collection of a store. Safe to share between threads; each method may raise StoreUnavailable."""

    @property
    def where(self) -> str:
        """The store's place as users know it, without a login."""

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
        """Drop the passages of these articles, save those of the ids given; which may go and be written anew."""

    def delete(self, ids: Sequence[str]) -> None:
        """Forget passages; ids that are not there are passed over."""

    def count(self) -> int:
        """How many passages are stored; of a store that cannot count, 1 where there are any."""

    def ids(self) -> set[str] | None:
        """The ids of all stored passages, None of a store that cannot list them."""

    def vectors_of(self, ids: Sequence[str]) -> dict[str, list[float]]:
        """The vectors of these passages; those that are not there, or cannot be read back, are left out."""

    def clear(self) -> None:
        """Forget everything, so that another embedder may fill it."""

    def sibling(self, collection: str) -> Vectors:
        """Another collection at the same place."""

    def collections(self) -> list[str]:
        """The names of the collections at this place, of whatever home; none where the store cannot tell."""

    def drop(self, collection: str) -> None:
        """Delete another collection at this place, where it is there."""

    def move_aside(self) -> Path | None:
        """Move a store that cannot be read out of the way; where it now lies. Raises StoreUnavailable for a server."""
