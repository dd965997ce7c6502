"""A model's reply, parsed in pieces: its sentences with the evidence keys they cite, and its disagreements. Floor 2.

A reader is fed pieces and holds the result so far. A piece can invalidate earlier results: `</think>` may turn what
looked like an answer into reasoning.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Marked:
    """One sentence of a reply without markup, its keys in order, and the kinds of markup stripped from it.

    `words` are the words of each key's line that support the sentence, in the order of the keys; "" if not given.
    """

    text: str
    keys: tuple[str, ...]
    stripped: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkedSide:
    """One side of a disagreement reported by a model: a key, and the words of its line that express it."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class MarkedDispute:
    """A disagreement reported by a model."""

    about: str
    kind: str
    sides: tuple[MarkedSide, ...]


class ReplyReader(Protocol):
    """Parses a reply in pieces and holds the result so far."""

    @property
    def sentences(self) -> list[Marked]:
        """The complete sentences, in order; none if the reply says that there is no answer."""
        ...

    def feed(self, piece: str) -> None:
        """Parse the next piece."""
        ...

    def end(self) -> None:
        """Finish: no more pieces follow."""
        ...

    @property
    def pending(self) -> str:
        """The incomplete sentence at the end, so far; "" between sentences."""
        ...

    @property
    def declined(self) -> str | None:
        """The model's reason for finding no answer in the evidence, "" without one; None if it does answer."""
        ...

    @property
    def disputes(self) -> list[MarkedDispute]:
        """The disagreements that the reply lists, in order."""
        ...
