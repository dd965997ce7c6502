"""The words of saying: reporting verbs, and the nouns that sources go by. Floor 1.

The lists themselves are `speech.txt` beside this file.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_LISTS = Path(__file__).with_name("speech.txt")
_PEOPLE_ENDING = re.compile(
    r"(?:ist|ian|man|woman|keeper|holder|worker|owner|grower|leader|officer|filmmaker|lawmaker)s?$"
)


@cache
def words(*sections: str) -> frozenset[str]:
    """The words of one or several sections of the lists, in small letters. An unknown section raises KeyError."""
    return frozenset().union(*(_sections()[section] for section in sections))


@cache
def noun(section: str, word: str) -> bool:
    """Whether a word, singular or plural, is one of a section's nouns."""
    small = word.lower()
    known = words(section)
    return small in known or any(one in known for one in _singulars(small))


def is_people(word: str) -> bool:
    """Whether a word names people by what they are: `official`, `shopkeeper`."""
    small = word.lower()
    if noun("people", small):
        return True
    return bool(_PEOPLE_ENDING.search(small)) and not noun("bodies", small) and small not in words("nationalities")


def plural_body(word: str) -> bool:
    """Whether an organisation noun is in the plural (`regulators`, `authorities`)."""
    return word.endswith("s") and noun("bodies", word) and word not in words("bodies")


@cache
def bare_verbs() -> frozenset[str]:
    """The bare forms of the verbs of saying (`say`), which need a plural subject."""
    known = words("said", "weak", "claim")
    third = [
        (word, {f"{word}s", f"{word}es"} | ({f"{word[:-1]}ies"} if word.endswith("y") else set())) for word in known
    ]
    return frozenset(word for word, forms in third if forms & known) - {"read", "put"}


def plural(word: str) -> bool:
    """Whether a person noun is printed in the plural (`officials`, `people`)."""
    small = word.lower()
    if small in {"people", "men", "women", "police", "children", "media"}:
        return True
    return any(one in words("people") or _PEOPLE_ENDING.search(one) for one in _singulars(small))


def _singulars(word: str) -> tuple[str, ...]:
    if word.endswith("ies"):
        return (word[:-3] + "y",)
    if word.endswith("men"):
        return (word[:-2] + "an",)
    if word.endswith("es"):
        return (word[:-1], word[:-2])
    return (word[:-1],) if word.endswith("s") and not word.endswith("ss") else ()


@cache
def _sections() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    section: set[str] = set()
    for line in _LISTS.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = found.setdefault(line[1 : line.index("]")], set())
        elif not line.startswith("#"):
            section.update(line.split())
    return {name: frozenset(known) for name, known in found.items()}
