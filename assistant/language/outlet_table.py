"""The table of well-known outlets and agencies, `outlets.tsv`, and the keys for comparing names. Floor 1.

A row has a name, other printed names, domains and kinds. A `?` after a name marks an ordinary word (Time, Fortune),
which is an outlet only where the text shows it. `extend` adds a user's own rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from assistant.errors import BadSetting

KINDS = frozenset(
    "agency|state-owned|public broadcaster|broadcaster|newspaper|magazine|journal|website|blog|company".split("|")
)
"""The kinds of outlets; one outlet may have several, such as a state-owned agency."""
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
    """A name normalised for comparison: no case, punctuation, leading The, `.com` or trailing News."""
    plain = re.sub(r"\.com\b", " ", name.lower())
    words = re.sub(r"[\W_]+", " ", plain.replace("'", "").replace("’", "")).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    if len(words) > 1 and words[-1] == "news":
        words = words[:-1]
    return "".join(words)


@lru_cache(maxsize=8192)  # every question is compared with every outlet of the index
def identity(name: str) -> str:
    """The key of the canonical form of a name without section, the same for WSJ and The Wall Street Journal."""
    own = key(name)
    return key(by_key().get(own, name))


@dataclass(frozen=True, slots=True)
class OutletRow:
    """One outlet. Its names keep their `?` marks."""

    name: str
    others: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


_own: list[OutletRow] = []
_generation = [0]


def generation() -> int:
    """A number that changes whenever the table does, as a key for caches derived from it."""
    return _generation[0]


def extend(file: Path) -> None:
    """Put the rows of a user's table before the built-in ones, replacing an earlier user's table.

    A missing file has no rows. Raises BadSetting for a line without a name, or with a kind not in `KINDS`.
    """
    extend_by(file.read_text(encoding="utf-8-sig") if file.is_file() else "", str(file))


def extend_by(table: str, called: str) -> None:
    """The same for the text of a table; `called` names it in errors."""
    found = list(_read(table, called))
    if found != _own:
        _own[:] = found
        _generation[0] += 1
        for cached in (rows, by_key, by_domain, by_kind, identity):
            cached.cache_clear()


@cache
def rows() -> tuple[OutletRow, ...]:
    """The rows of the table, the user's own first."""
    return (*_own, *_read(_TABLE.read_text(encoding="utf-8"), _TABLE.name))


def _read(table: str, called: str) -> Iterator[OutletRow]:
    for line in table.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, others, domains, kinds, *_ = (*(part.strip() for part in line.split("\t")), "", "", "")
        named = tuple(filter(None, kinds.split(";")))
        if not name or not set(named) <= KINDS:
            raise BadSetting(called, line[:60], f"a name, other names, domains and kinds ({', '.join(sorted(KINDS))})")
        yield OutletRow(name, tuple(filter(None, others.split(";"))), tuple(filter(None, domains.split(";"))), named)


@cache
def by_key() -> dict[str, str]:
    """Canonical name by the key of every printed name."""
    keys: dict[str, str] = {}
    for row in rows():
        for one in (row.name, *row.others):
            keys.setdefault(key(one.rstrip("?")), row.name.rstrip("?"))
    return keys


@cache
def by_domain() -> dict[str, str]:
    """Canonical name by domain."""
    found: dict[str, str] = {}
    for row in rows():
        for domain in row.domains:
            found.setdefault(domain, row.name.rstrip("?"))
    return found


@cache
def by_kind() -> dict[str, tuple[str, ...]]:
    """The kinds of each outlet by its canonical name; outlets without known kinds are left out."""
    return {row.name.rstrip("?"): row.kinds for row in reversed(rows()) if row.kinds}


def kinds_of(outlet: str) -> tuple[str, ...]:
    """The kinds of an outlet, or of one of its sections, under any of its names; empty where they are unknown."""
    return by_kind().get(by_key().get(key(parts(outlet)[0]), ""), ())
