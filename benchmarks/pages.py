"""Extracts body, title, authors, day and outlet of saved web pages with ingest, one JSON line per page. Floor 4.

    python -m benchmarks.pages GOLD.jsonl.gz OUT.jsonl [--with-address]

GOLD holds one page per line: `id`, `file` (below GOLD's folder, may be gzipped), `url`, and `set` where it has several.
The pages are read as files, so that their address is known only from their content, unless `--with-address` is given.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.prepare import Prepared, prepare
from ingest.sources.found import RawArticle
from ingest.sources.webpage import found_in


def main() -> None:
    """Read every page of the gold file and write what was extracted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--with-address", action="store_true")
    given = parser.parse_args()
    with given.out.open("w", encoding="utf-8") as out:
        for row in _rows(given.gold):
            raw = _bytes(given.gold.parent / row["file"])
            found = next(found_in(row["file"], raw, row["url"] if given.with_address else ""))
            made = prepare(found, {}) if isinstance(found, RawArticle) else None
            out.write(json.dumps({"id": row["id"], "set": row.get("set"), **_fields(made)}, ensure_ascii=False) + "\n")


def _fields(made: Prepared | None) -> dict[str, Any]:
    """What is known of a page; all fields empty where it could not be read."""
    if made is None:
        return {"text": "", "title": None, "authors": [], "published": None, "outlet": None}
    described = made.description
    published = described.details.get("published_time") or described.published
    authors = list(described.details.get("authors", []))
    return {
        "text": made.text,
        "title": described.title,
        "authors": authors,
        "published": published,
        "outlet": described.outlet,
    }


def _rows(gold: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(gold, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if (gold.parent / row["file"]).is_file():
                yield row


def _bytes(path: Path) -> bytes:
    raw = path.read_bytes()
    return gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw


if __name__ == "__main__":
    main()
