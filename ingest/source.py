"""One thing that is to be read: a file, an address, or a file that is passed over. Floor 2."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """One source. `root` is the folder it was found in, None for a file that was named itself.

    `address` is set for what lies on the web; then there is no `path`. `skipped` is the reason why it is passed over.
    """

    path: Path
    root: Path | None = None
    name: str = ""
    """How it is called in receipts; printable."""
    address: str | None = None
    skipped: str | None = None
