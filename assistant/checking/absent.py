"""Finds names, outlets and days of a sentence that stand nowhere in an index. Floor 2.

What no article has, no article bears out. Whatever could be another spelling, another form of a word, or a day worked
out from another is left alone. Measured by `python -m evals.parts.drafts`.
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
_OPENING = 4  # letters that two forms of a word have in common (Chile, Chilean)
_ENDING = 3  # letters that a form may add to the word that the articles have
_HEADLINE = 0.5  # share of capitals from which a sentence is a headline, whose capitals say nothing
_ARTICLE = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Tt]his|[Tt]hat|its|their)\s$")


@dataclass(frozen=True, slots=True)
class Absent:
    """Words of a sentence that stand nowhere, and why that is known."""

    words: str
    reason: str


class Holdings:
    """What an index holds anywhere inside some filters: words, names side by side, outlets."""

    def __init__(self, catalog: Catalog, filters: Filters) -> None:
        self._catalog, self._filters = catalog, filters
        self._outlets = tuple({line.outlet for line in catalog.listing(filters) if line.outlet})

    def has_words(self, phrase: str) -> bool:
        """Whether some passage has these words side by side, in any inflection."""
        plain = " ".join(words(phrase))
        return bool(plain) and bool(self._catalog.lexical([plain], self._filters, 1))

    def has_like(self, word: str) -> bool:
        """Whether some article has the word, another form of it, or one that it may be a misspelling of.

        Of a word with hyphens, one part will do.
        """
        if any(self.has_like(part) for part in word.split("-")[:-1]):
            return True
        own = "".join(words(word))
        if not own or self._catalog.frequencies([stem(own)])[stem(own)]:
            return self._filters == Filters() or self.has_words(word)
        alike = self._catalog.stems_like(own[:_OPENING], _OPENING, 40)
        return any(_one_word(own, other) for other in alike) or bool(corrections(self._catalog, word))

    def has_outlet(self, name: str) -> bool:
        """Whether articles of this outlet are there."""
        return any(same_outlet(name, one) for one in self._outlets)


def _one_word(own: str, other: str) -> bool:
    """Whether a word may be a form of a shorter or longer one: Chile, Chilean, but not Marchenko, March."""
    shared = next((at for at, (a, b) in enumerate(zip(own, other, strict=False)) if a != b), min(len(own), len(other)))
    return len(own) - shared <= max(_ENDING, len(other) - shared)


def absent_outlet(text: str, held: Holdings) -> Absent | None:
    """An outlet that a sentence names, of which there is no article and which no article names."""
    for (start, end), name in mentions(unquoted(text)):
        printed = text[start:end]
        if not held.has_outlet(name) and not held.has_words(re.sub(r"^[Tt]he ", "", printed)):
            return Absent(printed, f"no article is by {printed}, and none names it")
    return None


def absent_name(text: str, articles: Sequence[Article], held: Holdings) -> Absent | None:
    """A name that stands nowhere, or stands there with another given name; quoted words are left out."""
    plain = unquoted(text)
    people = {person for article in articles for person in _people(article.title or "", article.text)}
    for name in people_in(plain):
        name = _without_opener(name, plain, articles)
        if " " not in name or held.has_words(name) or any(same_person(name, other) for other in people):
            continue
        bearers = sorted({other for other in people if _bears(other, name)})
        if bearers:
            return Absent(name, f"“{name}” is nowhere in the articles; they have “{bearers[0]}”")
    for name in _names(plain):
        if not any(held.has_like(word) for word in name.split()) and not any(
            same_person(name, other) for other in people
        ):
            return Absent(name, f"“{name}” is nowhere in the articles")
    return None


def _without_opener(name: str, text: str, articles: Sequence[Article]) -> str:
    """A name that begins a sentence without its first word, where that is a common word ("Unlike Inzaghi")."""
    first, _, rest = name.partition(" ")
    if not text.lstrip().startswith(name):
        return name
    small = first.lower()
    common = small in listed("prepositions", "name_openers") or any(
        re.search(rf"\b{re.escape(small)}\b", one.text) for one in articles
    )
    return rest if common else name


def _bears(other: str, name: str) -> bool:
    """Whether two names of several words have their last word in common, and no place or body is meant by it."""
    last, given = name.split()[-1], other.split()[:-1]
    titled = all(word.lower().strip(".") in listed("titles", "dotted_titles") or is_people(word) for word in given)
    return other.split()[-1] == last and not titled


def _names(text: str) -> Iterator[str]:
    """The runs of capitals that may be names of people, places or bodies; none in a headline."""
    told = re.findall(r"[^\W\d_]+", text) if not text.rstrip().endswith(".") else []
    if sum(word[0].isupper() for word in told) > _HEADLINE * len(told) and len(told) > 3:
        return
    days = [day.span for day in dates(text)]
    outlets = [span for span, _ in mentions(text)]
    for found in _NAME.finditer(text):
        start, end = found.span()
        if any(start < last and end > first for first, last in (*days, *outlets)):
            continue
        run = found.group().split()
        opens = not re.search(r"[\w,;)’']\s*$", text[:start])
        if opens and len(run) == 1:  # the capital of a sentence's first word says nothing
            continue
        run = run[1:] if opens and is_stop(run[0].lower()) else run
        own = [word for word in run if not _common(word)]
        body = len(own) < len(run) or bool(_ARTICLE.search(text[:start]))  # "the Norwegian Parliament"
        if any(len(word) >= _OPENING for word in own) and not (body and len(own) == 1):
            yield " ".join(own)


def _common(word: str) -> bool:
    """Whether a word with a capital is an office, a body or a people, which an article may call otherwise."""
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
