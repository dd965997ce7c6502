"""English reporting verbs, and the nouns by which sources are called. Floor 1."""

from __future__ import annotations

from functools import cache

from assistant.language.lexicon import lexicon


@cache
def listed(*sections: str) -> frozenset[str]:
    """The lower-case words of one or several English sections. An unknown section raises KeyError."""
    return lexicon().words(*sections)


@cache
def noun(section: str, word: str) -> bool:
    """Whether a word is a noun of a section, in the singular or plural."""
    small = word.lower()
    known = listed(section)
    return small in known or any(one in known for one in _singulars(small))


def is_people(word: str) -> bool:
    """Whether a word names people by role or trade: `official`, `shopkeeper`."""
    small = word.lower()
    if noun("people", small):
        return True
    return bool(_people_ending(small)) and not noun("bodies", small) and small not in listed("nationalities")


def plural_body(word: str) -> bool:
    """Whether a word is the plural of an organisation noun (`regulators`, `authorities`)."""
    return word.endswith("s") and noun("bodies", word) and word not in listed("bodies")


@cache
def bare_verbs() -> frozenset[str]:
    """The base forms of the reporting verbs (`say`), which need a plural subject."""
    known = listed("said", "weak", "claim")
    third = [
        (word, {f"{word}s", f"{word}es"} | ({f"{word[:-1]}ies"} if word.endswith("y") else set())) for word in known
    ]
    return frozenset(word for word, forms in third if forms & known) - listed("alike_bare")


def plural(word: str) -> bool:
    """Whether a word is a plural noun for people (`officials`, `people`)."""
    small = word.lower()
    if small in listed("plural_people"):
        return True
    return any(one in listed("people") or _people_ending(one) for one in _singulars(small))


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
