"""Finds names and outlets of a sentence that occur nowhere in an index. Floor 2.

Possible other spellings and forms of a word are not reported. Measured by `python -m evals.parts.drafts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.attribution.named import people_in
from assistant.finding.spelling_correction import corrections
from assistant.index.catalog import Catalog
from assistant.language.days import dates
from assistant.language.names import same_person
from assistant.language.outlets import mentions, same_outlet
from assistant.language.quotations import unquoted
from assistant.language.speech import is_people, listed, noun
from assistant.language.terms import is_stop, stem, words
from assistant.types import Article, Filters

_NAME = re.compile(r"(?<![\w.])[A-ZÀ-Þ][\w’'-]*[a-zß-ÿ][\w’'-]*(?:\s[A-ZÀ-Þ][\w’'-]*[a-zß-ÿ][\w’'-]*)*")
_OPENING = 4  # first letters that two forms of a word share (Chile, Chilean)
_ENDING = 3  # most letters that a form adds to the word in the articles
_LONGER = 2  # times the length of a word that a form of it may have (Peru, Peruvian)
_HEADLINE = 0.5  # share of capitalized words above which a sentence is a headline, where capitals mark no names
_ARTICLE = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Tt]his|[Tt]hat|its|their)\s$")


@dataclass(frozen=True, slots=True)
class Absent:
    """Words of a sentence that no article has, and the reason shown to the reader."""

    words: str
    reason: str


class Holdings:
    """Looks up words, phrases and outlets in the part of an index that some filters select."""

    def __init__(self, catalog: Catalog, filters: Filters) -> None:
        self._catalog, self._filters = catalog, filters
        self._outlets = tuple({line.outlet for line in catalog.listing(filters) if line.outlet})

    def has_words(self, phrase: str) -> bool:
        """Whether some passage has these words next to each other, in any inflection; never for an empty phrase."""
        plain = " ".join(words(phrase))
        return bool(plain) and bool(self._catalog.lexical([plain], self._filters, 1))

    def has_like(self, word: str) -> bool:
        """Whether some article has the word, another form of it, or a word that it may be a misspelling of.

        One part of a hyphenated word is enough.
        """
        if any(self.has_like(part) for part in word.split("-")[:-1]):
            return True
        own = "".join(words(word))
        if self._catalog.frequencies([stem(own)])[stem(own)]:
            return self.has_words(word)
        alike = self._catalog.stems_like(own[:_OPENING], _OPENING, _LONGER * len(own))
        return any(_may_be_form_of(own, other) for other in alike) or bool(corrections(self._catalog, word))

    def has_outlet(self, name: str) -> bool:
        """Whether there are articles of this outlet."""
        return any(same_outlet(name, one) for one in self._outlets)


def _may_be_form_of(own: str, other: str) -> bool:
    """Whether a word may be a form of another: Chile and Chilean, but not Marchenko and March."""
    shared = next((at for at, (a, b) in enumerate(zip(own, other, strict=False)) if a != b), min(len(own), len(other)))
    return len(own) - shared <= max(_ENDING, len(other) - shared)


def absent_outlet(text: str, held: Holdings) -> Absent | None:
    """The first outlet that a sentence names, has no article and is named in none; None without one."""
    for (start, end), name in mentions(unquoted(text)):
        printed = text[start:end]
        if not held.has_outlet(name) and not held.has_words(re.sub(r"^[Tt]he ", "", printed)):
            return Absent(printed, f"no article is by {printed}, and none names it")
    return None


def absent_name(text: str, articles: Sequence[Article], held: Holdings) -> Absent | None:
    """The first name that no article has, or only with another given name; None without one. Quotations are ignored."""
    plain = unquoted(text)
    people = {person for article in articles for person in _people(article.title or "", article.text)}
    for name in people_in(plain):
        name = _without_opener(name, plain, articles)
        if " " not in name or held.has_words(name) or any(same_person(name, other) for other in people):
            continue
        namesakes = sorted({other for other in people if _shares_last_name(other, name)})
        if namesakes:
            return Absent(name, f"“{name}” is nowhere in the articles; they have “{namesakes[0]}”")
    for name in _names(plain):
        if not any(held.has_like(word) for word in name.split()) and not any(
            same_person(name, other) for other in people
        ):
            return Absent(name, f"“{name}” is nowhere in the articles")
    return None


def _without_opener(name: str, text: str, articles: Sequence[Article]) -> str:
    """A name at the start of a sentence, without its first word if that is a common one ("Unlike Inzaghi")."""
    first, _, rest = name.partition(" ")
    if not text.lstrip().startswith(name):
        return name
    small = first.lower()
    common = small in listed("prepositions", "name_openers") or any(
        re.search(rf"\b{re.escape(small)}\b", one.text) for one in articles
    )
    return rest if common else name


def _shares_last_name(other: str, name: str) -> bool:
    """Whether two names share their last word, and what precedes it in `other` is not just titles and nationalities."""
    last, given = name.split()[-1], other.split()[:-1]
    titled = all(word.lower().strip(".") in listed("titles", "dotted_titles") or is_people(word) for word in given)
    return other.split()[-1] == last and not titled


def _names(text: str) -> Iterator[str]:
    """The runs of capitalized words that may name people, places or bodies; none in a headline."""
    plain = re.findall(r"[^\W\d_]+", text) if not text.rstrip().endswith(".") else []
    if sum(word[0].isupper() for word in plain) > _HEADLINE * len(plain):
        return
    days = [day.span for day in dates(text)]
    outlets = [span for span, _ in mentions(text)]
    for found in _NAME.finditer(text):
        start, end = found.span()
        if any(range(max(start, first), min(end, last)) for first, last in (*days, *outlets)):  # they overlap
            continue
        run = found.group().split()
        opens = not re.search(r"[\w,;)’']\s*$", text[:start])
        if opens and len(run) == 1:  # the first word of a sentence is capitalized anyway
            continue
        run = run[1:] if opens and is_stop(run[0].lower()) else run
        own = [word for word in run if not _common(word)]
        body = len(own) < len(run) or bool(_ARTICLE.search(text[:start]))  # "the Norwegian Parliament"
        if any(len(word) >= _OPENING for word in own) and not (body and len(own) == 1):
            yield " ".join(own)


def _common(word: str) -> bool:
    """Whether a capitalized word is an office, a body or a people, for which an article may use another word."""
    small = re.sub(r"['’]s$", "", word).lower()
    sections = ("bodies", "press", "reports")
    return (
        is_people(small)
        or any(noun(section, small) for section in sections)
        or small in listed("titles", "nationalities", "places", "proper_bodies")
        or is_stop(small)
    )


@lru_cache(maxsize=128)
def _people(title: str, text: str) -> frozenset[str]:
    return frozenset(people_in(f"{title}. {text}"))
