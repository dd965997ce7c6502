"""One file that is to be read. Floor 2."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read. `root` is the folder it was found in, None for a file that was named itself."""

    path: Path
    root: Path | None = None
    name: str = ""
    """How it is called in receipts; printable."""
