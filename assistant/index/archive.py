"""Writes, checks and reads an export of the whole catalogue, one file of JSON lines. Floor 1.

The first line holds the format version and the name of the embedder, each following line an article with its versions,
the last line the counts and a digest. A file without that last line is treated as truncated.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import BadArchive, BadTarget
from assistant.index.moving import Mover, Record, record_digest

FORM = 1
VectorsOf = Callable[[list[str]], dict[str, list[float]]]


@dataclass(frozen=True, slots=True)
class Archive:
    """An export that passed its check. `facts` are those of the catalogue that it was written from."""

    path: Path
    facts: dict[str, str]
    articles: int
    passages: int

    def records(self) -> Iterator[Record]:
        """The records of the articles, in file order."""
        with _opened(self.path, "rt") as lines:
            next(lines)
            for line in lines:
                record = json.loads(line)
                if "article" in record:
                    yield record


def write_archive(mover: Mover, path: Path, vectors_of: VectorsOf | None = None) -> Archive:
    """Write every article, with the vectors of its passages if `vectors_of` is given. Raises BadTarget.

    A path that ends in `.gz` is compressed.
    """
    whole, articles, passages = hashlib.sha256(), 0, 0
    partial = path.with_name(f"{path.name}.part")
    facts = mover.facts()
    try:
        with _opened(partial, "wt", like=path) as out:
            out.write(_line({"sayso": "corpus", "form": FORM, "facts": facts}))
            for record in mover.records():
                whole.update(record_digest(record).encode())
                articles, passages = articles + 1, passages + len(record["passages"])
                if vectors_of and record["passages"]:
                    record["vectors"] = vectors_of([one[0] for one in record["passages"]])
                out.write(_line(record))
            out.write(_line({"articles": articles, "passages": passages, "digest": whole.hexdigest()}))
        partial.replace(path)
    except OSError as error:
        raise BadTarget(path, error.strerror or str(error)) from error
    return Archive(path, facts, articles, passages)


def open_archive(path: Path) -> Archive:
    """Read the whole file once and verify counts and digest. Raises BadArchive."""
    whole, articles, passages, last = hashlib.sha256(), 0, 0, dict[str, Any]()
    try:
        with _opened(path, "rt") as lines:
            head = json.loads(next(lines, "") or "null")
            if not isinstance(head, dict) or head.get("sayso") != "corpus":
                raise BadArchive(path, "it is no corpus of sayso")
            if head.get("form", 0) > FORM:
                raise BadArchive(path, "it was written by a later release of sayso")
            for line in lines:
                last = json.loads(line)
                if "article" in last:
                    whole.update(record_digest(last).encode())
                    articles, passages = articles + 1, passages + len(last["passages"])
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadArchive(path, f"it cannot be read ({type(error).__name__})") from error
    counted = {"articles": articles, "passages": passages, "digest": whole.hexdigest()}
    if last != counted:
        raise BadArchive(path, "it broke off, or was changed" if "digest" in last else "it broke off before its end")
    return Archive(path, head.get("facts", {}), articles, passages)


def _opened(path: Path, mode: str, like: Path | None = None) -> Any:
    if (like or path).suffix == ".gz":
        return gzip.open(path, mode, encoding="utf-8", errors="surrogatepass")
    return path.open(mode, encoding="utf-8", errors="surrogatepass")


def _line(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"
