"""Guesses from its name whether a model is strong enough to read whole passages and check sentences. Floor 1."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_SMALL_BILLIONS = 7.0
_SIZE = re.compile(r"(?<![a-z0-9.])(?:\d+x)?(\d+(?:\.\d+)?)([bm])(?![a-z0-9])", re.IGNORECASE)
_NAMES = Path(__file__).with_name("small_models.txt")


def is_small(model: str) -> bool:
    """Whether a model's name shows that it is small: a size of 7b or less, or a family of small models.

    "qwen2.5-coder-1.5b", "llama3.2:3b" and "tinyllama" are; "llama-3.3-70b", "mistral-large" and names without a
    size are not. Of several sizes ("30b-a3b") the largest counts; "8x7b" is eight times seven.
    """
    bare = model.rpartition("/")[2].lower()
    sizes = [_billions(found) for found in _SIZE.finditer(re.sub(r"[-_:@]", " ", bare))]
    if sizes:
        return max(sizes) <= _SMALL_BILLIONS
    return bare.partition(":")[0] in _families()


def _billions(found: re.Match[str]) -> float:
    experts = re.match(r"(\d+)x", found[0])
    size = float(found[1]) * (int(experts[1]) if experts else 1)
    return size / 1000 if found[2].lower() == "m" else size


@cache
def _families() -> frozenset[str]:
    lines = _NAMES.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
