"""The words of saying in English: reporting verbs, and the nouns that sources go by. Floor 1."""

from __future__ import annotations

from functools import cache

from assistant.language.lexicon import lexicon


@cache
def words(*sections: str) -> frozenset[str]:
    """The words of one or several sections of English, in small letters. An unknown section raises KeyError."""
    return lexicon().words(*sections)


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
    return bool(_people_ending(small)) and not noun("bodies", small) and small not in words("nationalities")


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
    return frozenset(word for word, forms in third if forms & known) - words("alike_bare")


def plural(word: str) -> bool:
    """Whether a person noun is printed in the plural (`officials`, `people`)."""
    small = word.lower()
    if small in words("plural_people"):
        return True
    return any(one in words("people") or _people_ending(one) for one in _singulars(small))


@cache
def _people_ending(word: str) -> bool:
    return bool(lexicon().pattern("people_endings", "{}s?$").search(word))


def _singulars(word: str) -> tuple[str, ...]:
    if word.endswith("ies"):
        return (word[:-3] + "y",)
    if word.endswith("men"):
        return (word[:-2] + "an",)
    if word.endswith("es"):
        return (word[:-1], word[:-2])
    return (word[:-1],) if word.endswith("s") and not word.endswith("ss") else ()
