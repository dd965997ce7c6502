"""The outcome of every source of one ingest. Floor 2."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from assistant.types import SourceResult

OUTCOMES = ("added", "updated", "unchanged", "duplicate", "failed", "skipped")


@dataclass(slots=True)
class Receipt:
    """The outcome of every source of one ingest.

    `stopped`: the user interrupted it; `broken`: the sentence about a failure that ended it, or "".
    """

    sources: list[SourceResult] = field(default_factory=list)
    removed: int = 0
    stopped: bool = False
    broken: str = ""
    notes: list[str] = field(default_factory=list)
    """Repairs that the home needed before anything was read."""

    def break_off(
        self, problem: str, at: tuple[str, str] | None, waiting: Sequence[str], pending: Mapping[str, str]
    ) -> list[SourceResult]:
        """Record a failure that ended the ingest; the results that are new or changed by it.

        `at` names the article that was processed last and its source, `waiting` the sources that were not reached.
        `pending` maps sources to articles that are stored but not searchable yet: the next run completes them.
        """
        self.broken = problem
        unfinished = f"stored, but not searchable yet: {problem}"
        changed = []
        for number, result in enumerate(self.sources):
            if result.source in pending and result.outcome in ("added", "updated"):
                self.sources[number] = replace(result, outcome="failed", reason=unfinished)
                changed.append(self.sources[number])
        new = [SourceResult(name, "failed", reason=f"not read: {problem}") for name in waiting]
        if at and at[0] not in {result.source for result in self.sources}:
            reason = unfinished if at[0] in pending else f"not stored: {problem}"
            new.insert(0, SourceResult(at[0], "failed", pending.get(at[0]), reason=reason))
            if at[1] != at[0]:
                new.insert(1, SourceResult(at[1], "failed", reason=f"not read beyond that: {problem}"))
        self.sources += new
        return changed + new

    def count(self, outcome: str) -> int:
        """The number of sources with an outcome."""
        return sum(result.outcome == outcome for result in self.sources)

    def as_json(self) -> dict[str, Any]:
        """The receipt in the JSON form of the contract."""
        counts = {name: self.count(name) for name in OUTCOMES}
        return {**counts, "removed": self.removed, "sources": [asdict(result) for result in self.sources]}

    def as_text(self) -> str:
        """The counts in one line, and a second line about skipped sources where there are any."""
        counts = [f"{self.count(name)} {name}" for name in OUTCOMES if name != "skipped"] + [f"{self.removed} removed"]
        line = ", ".join(counts)
        return f"{line}\n{skipped}" if (skipped := skipped_text(self.sources)) else line


def skipped_text(sources: Sequence[SourceResult]) -> str:
    """The skipped sources, counted by reason: "3 skipped: 2 .png files are not read, 1 ..."; "" for nothing."""
    reasons = Counter(result.reason for result in sources if result.outcome == "skipped")
    if not reasons:
        return ""
    counted = "; ".join(f"{count} {reason}" for reason, count in reasons.most_common())
    return f"{sum(reasons.values())} skipped: {counted}"
