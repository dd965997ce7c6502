"""Near-duplicate detection among stored articles. Floor 2.

Fingerprints are chosen by winnowing (Schleimer, Wilkerson & Aiken, SIGMOD 2003): two texts that share a run of
`_RUN + _WINDOW - 1` words share a fingerprint, even where one is truncated or part of a longer text, which MinHash over
whole texts does not guarantee. Candidates are then compared by their word shingles.
"""

from __future__ import annotations

import re
import zlib
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.index.catalog import Catalog
from assistant.index.grams import UNSPACED

_RUN = 6  # words of a shingle
_WINDOW = 12  # hashes of which the minimum is kept
_LEAST_WORDS = 25
"""Shorter texts are similar by chance."""
_SHARED = 0.55
"""Share of the shorter text's shingles that the longer must hold for a near-duplicate."""
_LEAST_SHARED = 0.25
"""Share of the smaller fingerprint from which two texts are compared in full."""
_TOKEN = re.compile(rf"[{UNSPACED}]|[^\W_]+")


@dataclass(frozen=True, slots=True)
class Copy:
    """The stored article that a text duplicates, and the share (0 to 1) of the shorter one's shingles in both."""

    article_id: str
    share: float


def fingerprint_of(text: str) -> list[int]:
    """The winnowed shingle hashes of a text, each once, in order; empty for a text too short to compare."""
    hashes = _hashes(text)
    if len(hashes) < _LEAST_WORDS - _RUN:
        return []
    kept: dict[int, None] = {}
    window: deque[int] = deque()  # positions of rising hashes; the first is the minimum of the window
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
    """The stored near-duplicate that shares most with a text, other than the id `but_not`; None for none."""
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
    """The share (0 to 1) of the shorter text's shingles that the other holds too; 0 for too short a text."""
    a, b = set(_hashes(one)), set(_hashes(other))
    if min(len(a), len(b)) < _LEAST_WORDS - _RUN:
        return 0.0
    return len(a & b) / min(len(a), len(b))


def _hashes(text: str) -> list[int]:
    """The hash of each shingle of `_RUN` words, in order."""
    words = [word.casefold() for word in _TOKEN.findall(text)]
    return [zlib.crc32(" ".join(words[at : at + _RUN]).encode()) for at in range(len(words) - _RUN + 1)]
