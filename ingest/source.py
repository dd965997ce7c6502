"""One thing to ingest: a file or an address. Floor 2."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """One source. `root` is the ingested folder that it was found in, None for a file named by the user.

    `address` is set for a web address; `path` is then meaningless. `skipped` is the reason for not reading a file.
    """

    path: Path
    root: Path | None = None
    name: str = ""
    """Its name in receipts; printable."""
    address: str | None = None
    skipped: str | None = None
