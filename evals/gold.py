"""Loads a gold file, and chooses among its items. Floor 4.

The faults of a file are found by `gold_faults.py`; `docs/writing-gold.md` is the guide for authors.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import BadGold
from evals.gold_faults import read_items
from evals.items import GoldItem


def load_gold(path: Path, *, outlets: Sequence[str] | None = None) -> list[GoldItem]:
    """The items of a gold file, in its order.

    `outlets` are those of the corpus; where given, an item that wants another is a fault. Raises BadGold with every
    fault of the file and its line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise BadGold(path, [f"cannot be read: {reason}"]) from error
    items, faults = read_items(text, outlets)
    if faults:
        raise BadGold(path, faults)
    return items


def chosen_items(
    items: Sequence[GoldItem], *, split: str = "all", sample: int | None = None, seed: int = 0
) -> list[GoldItem]:
    """The items of a split, or a random sample of them that `seed` fixes; always in the order of the file."""
    kept = [item for item in items if split == "all" or item.split == split]
    if sample is not None and sample < len(kept):
        drawn = set(random.Random(seed).sample(range(len(kept)), sample))
        kept = [item for place, item in enumerate(kept) if place in drawn]
    return kept


def gold_digest(path: Path) -> str:
    """SHA-256 of the file, to see whether two runs had the same questions."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
