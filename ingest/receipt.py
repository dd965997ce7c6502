"""What became of every source of one ingest. Floor 2."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from assistant.types import SourceResult

OUTCOMES = ("added", "updated", "unchanged", "duplicate", "failed", "skipped")


@dataclass(slots=True)
class Receipt:
    """What became of every source of one ingest. `stopped`: the user ended it before all were read."""

    sources: list[SourceResult] = field(default_factory=list)
    removed: int = 0
    stopped: bool = False
    notes: list[str] = field(default_factory=list)
    """What had to be mended in the home before anything was read."""

    def count(self, outcome: str) -> int:
        """How many sources ended so."""
        return sum(result.outcome == outcome for result in self.sources)

    def as_json(self) -> dict[str, Any]:
        """The receipt as the contract has it."""
        counts = {name: self.count(name) for name in OUTCOMES}
        return {**counts, "removed": self.removed, "sources": [asdict(result) for result in self.sources]}

    def as_text(self) -> str:
        """The counts in one line, what was skipped by its reason behind it."""
        counts = [f"{self.count(name)} {name}" for name in OUTCOMES if name != "skipped"] + [f"{self.removed} removed"]
        line = ", ".join(counts)
        return f"{line}\n{told}" if (told := skipped_text(self.sources)) else line


def skipped_text(sources: Sequence[SourceResult]) -> str:
    """What was passed over, counted by reason: "3 skipped: 2 .png files are not read, 1 ..."; "" for nothing."""
    reasons = Counter(result.reason for result in sources if result.outcome == "skipped")
    if not reasons:
        return ""
    told = "; ".join(f"{count} {reason}" for reason, count in reasons.most_common())
    return f"{sum(reasons.values())} skipped: {told}"
