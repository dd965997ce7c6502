"""Gold items: what a hand-written question wants of its answer, and loading a file of them. Floor 4.

The faults of a file are found by `gold_faults.py`; `docs/writing-gold.md` is the guide for authors.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import BadGold
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
"""Any one of these will do."""


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
    """What the author says of it outright; `contested` tells what holds."""
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


def load(path: Path, *, outlets: Sequence[str] | None = None) -> list[GoldItem]:
    """The items of a gold file, in its order.

    `outlets` are those of the corpus; where given, an item that wants another is a fault. Raises BadGold with every
    fault of the file and its line.
    """
    from evals.gold_faults import read_items

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise BadGold(path, [f"cannot be read: {reason}"]) from error
    items, faults = read_items(text, outlets)
    if faults:
        raise BadGold(path, faults)
    return items


def choose(
    items: Sequence[GoldItem], *, split: str = "all", sample: int | None = None, seed: int = 0
) -> list[GoldItem]:
    """The items of a split, or a random sample of them that `seed` fixes; always in the order of the file."""
    import random

    kept = [item for item in items if split == "all" or item.split == split]
    if sample is not None and sample < len(kept):
        drawn = set(random.Random(seed).sample(range(len(kept)), sample))
        kept = [item for place, item in enumerate(kept) if place in drawn]
    return kept


def digest(path: Path) -> str:
    """SHA-256 of the file, so that two runs can tell whether they were asked the same."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
