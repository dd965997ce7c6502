"""A gold item: a question, and what its answer must contain. Floor 4."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.types import Filters

KINDS = (
    "fact",
    "attribution",
    "dispute",
    "timeline",
    "provenance",
    "comparison",
    "filter",
    "unanswerable",
    "false_premise",
    "boilerplate",
)
SPLITS = ("dev", "test")
Alternatives = tuple[str, ...]
"""Alternatives, any one of which is enough."""


@dataclass(frozen=True, slots=True)
class GoldSide:
    """One side of a dispute: patterns that say it (any will do), and the outlets it may be cited from (any will do)."""

    say: Alternatives
    outlets: Alternatives = ()


@dataclass(frozen=True, slots=True)
class GoldItem:
    """One question and what its answer must and must not do. Every entry of `facts` and `outlets` has to be met."""

    id: str
    question: str
    kind: str
    facts: tuple[Alternatives, ...] = ()
    outlets: tuple[Alternatives, ...] = ()
    sides: tuple[GoldSide, ...] = ()
    forbid: tuple[str, ...] = ()
    abstain: bool = False
    split: str | None = None
    disputed: bool | None = None
    """The author's explicit statement; see `contested`."""
    filters: Filters = field(default_factory=Filters)
    line: int = 0

    @property
    def contested(self) -> bool | None:
        """Whether the corpus disagrees on this: from `disputed`, else from `sides`, else from the kind.

        None where nobody said: an answer on provenance, a comparison or a corrected premise may rightly show a
        disagreement or not, and for an item that abstains the answer itself is the fault; no dispute there is false.
        """
        if self.disputed is not None:
            return self.disputed
        if self.sides:
            return True
        if self.abstain:
            return None
        return False if self.kind in ("fact", "attribution", "timeline", "filter", "boilerplate") else None
