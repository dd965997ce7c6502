"""The table of well-known outlets and agencies, `outlets.tsv`, and the keys by which names compare. Floor 1.

A row holds a name, its other printed names and its domains. A `?` after a name says that it is an ordinary word (Time,
Fortune), which a text must show to be an outlet.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

_TABLE = Path(__file__).with_name("outlets.tsv")


@lru_cache(maxsize=8192)
def parts(name: str) -> tuple[str, str]:
    """An outlet's name without tagline and brackets, and its section ("" where there is none)."""
    plain = re.sub(r"\s*[(\[][^)\]]*[)\]]", "", name)
    plain = re.split(r"\s*\|\s*|:\s", plain, maxsplit=1)[0]
    base, _, section = re.sub(r"\s+[–—-]\s+", " - ", plain).partition(" - ")
    return " ".join(base.split()), " ".join(section.split())


@lru_cache(maxsize=8192)
def key(name: str) -> str:
    """What is left of a name for comparison: no case, punctuation, leading The, `.com` or trailing News."""
    plain = re.sub(r"\.com\b", " ", name.lower())
    words = re.sub(r"[\W_]+", " ", plain.replace("'", "").replace("’", "")).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    if len(words) > 1 and words[-1] == "news":
        words = words[:-1]
    return "".join(words)


@lru_cache(maxsize=8192)  # every question is held against every outlet of the index
def identity(name: str) -> str:
    """The key of the usual form of a section-less name, so that WSJ and The Wall Street Journal are one."""
    own = key(name)
    return key(by_key().get(own, name))


@cache
def rows() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """The table: name, other names, domains; the `?` marks still on the names."""
    read = []
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, others, domains, *_ = (*line.split("\t"), "", "")
            read.append((name, tuple(filter(None, others.split(";"))), tuple(filter(None, domains.split(";")))))
    return tuple(read)


@cache
def by_key() -> dict[str, str]:
    """Usual name by the key of every printed name."""
    keys: dict[str, str] = {}
    for name, others, _ in rows():
        for one in (name, *others):
            keys.setdefault(key(one.rstrip("?")), name.rstrip("?"))
    return keys


@cache
def by_domain() -> dict[str, str]:
    """Usual name by domain."""
    return {domain: name.rstrip("?") for name, _, domains in rows() for domain in domains}
