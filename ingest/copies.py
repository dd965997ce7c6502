"""Finds copies and near copies of an article among those stored. Floor 2.

Fingerprints are chosen by winnowing (Schleimer, Wilkerson & Aiken, SIGMOD 2003): any two texts that share a run of
`_RUN + _WINDOW - 1` words share a fingerprint, also where one of them is trimmed or stands in a longer one, which a
MinHash of whole texts does not promise. What shares fingerprints is then compared word by word.
"""

from __future__ import annotations

import re
import zlib
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.index.catalog import Catalog

_RUN = 6  # words of one hash
_WINDOW = 12  # hashes of which the least is kept
_LEAST_WORDS = 25
"""Shorter texts are alike by chance."""
_SHARED = 0.55
"""Share of the shorter text's runs that must stand in the longer for a near copy."""
_LEAST_SHARED = 0.25
"""Share of the smaller fingerprint from which two texts are compared word by word."""
_TOKEN = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]|[^\\W_]+")


@dataclass(frozen=True, slots=True)
class Copy:
    """The stored article that a text copies, and which share of the shorter one's runs of words both have."""

    article_id: str
    share: float


def fingerprint_of(text: str) -> list[int]:
    """Hashes of some runs of the text's words, each once, in order; empty for a text too short to tell."""
    hashes = _hashes(text)
    if len(hashes) < _LEAST_WORDS - _RUN:
        return []
    kept: dict[int, None] = {}
    window: deque[int] = deque()  # positions whose hashes rise: the first is the least of the window
    for at, one in enumerate(hashes):
        while window and hashes[window[-1]] >= one:
            window.pop()
        window.append(at)
        if window[0] <= at - _WINDOW:
            window.popleft()
        if at >= _WINDOW - 1 or at == len(hashes) - 1:
            kept.setdefault(hashes[window[0]])
    return list(kept)


def find_copy(catalog: Catalog, text: str, fingerprint: Sequence[int], but_not: str | None = None) -> Copy | None:
    """The stored article that shares most with a text, where that is enough to be a near copy; None for none."""
    if not fingerprint:
        return None
    best: Copy | None = None
    candidates = []
    for id_, shared, size in catalog.sharing(fingerprint):
        if id_ != but_not and shared >= max(2, _LEAST_SHARED * min(size, len(fingerprint))):
            candidates.append(id_)
    held = catalog.articles_of(candidates) if candidates else {}
    for id_ in candidates:
        share = shared_runs(text, held[id_].text) if id_ in held else 0.0
        if share >= _SHARED and (best is None or share > best.share):
            best = Copy(id_, share)
    return best


def shared_runs(one: str, other: str) -> float:
    """Which share of the runs of words of the text that has fewer stands in the other too; 0 for too short a text."""
    a, b = set(_hashes(one)), set(_hashes(other))
    if min(len(a), len(b)) < _LEAST_WORDS - _RUN:
        return 0.0
    return len(a & b) / min(len(a), len(b))


def _hashes(text: str) -> list[int]:
    """A hash of each run of `_RUN` words, in order."""
    words = [word.casefold() for word in _TOKEN.findall(text)]
    return [zlib.crc32(" ".join(words[at : at + _RUN]).encode()) for at in range(len(words) - _RUN + 1)]
