"""One analysis of a sentence: its words, quotations, figures, days, names and negations, each read once. Floor 1.

    analyse("Rostec denied that it had cut 900 jobs in May.").figures  -> (900 jobs,)

Each part is worked out when it is first asked for, and kept with the text. Who says the sentence takes the whole
article, and is told by `attribution.ladders`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.language.days import Day, dates
from assistant.language.detect import read_as
from assistant.language.figures import Figure, figures
from assistant.language.lexicon import lexicon
from assistant.language.negation import denies, negates
from assistant.language.quotations import Quotation, quotations
from assistant.language.terms import words
from assistant.language.tokens import Token, tokens
from assistant.language.unknowns import says_unknown

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_LAST_WORD = re.compile(r"([\w.,]*\w)\s$")
_GOES_ON = re.compile(r"[\w,;)’'-]\s$|[\w’']$")


@dataclass(frozen=True)
class Analysis:
    """What one sentence, or a short text, is made of. The spans of its parts are characters of `text`."""

    text: str
    language: str
    """The code of the language in whose words it is read."""

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """What stands between quotation marks, marks included."""
        return tuple(quotations(self.text))

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Words, marks and whole quotations, in order."""
        return tuple(tokens(self.text, (0, len(self.text)), self.quotations))

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Quantities, each with its unit and what it counts."""
        return tuple(figures(self.text, self.language))

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """Mentions of time."""
        return tuple(dates(self.text, self.language))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The words with a capital that do not open a sentence or a quotation, in plain small letters.

        Where a language writes all its nouns with a capital, those that look like common nouns are left out.
        """
        nouns = lexicon(self.language).table("writing").get("nouns") == "capital"
        return tuple(
            words(one.group())[0]
            for one in _WORD.finditer(self.text)
            if one.group()[0].isupper()
            and one.start()
            and words(one.group())
            and not self._opens(one.start())
            and not (nouns and self._common(one.group().lower(), one.start()))
        )

    @cached_property
    def denies(self) -> bool:
        """Whether it has a word of denial."""
        return denies(self.text, self.language)

    @cached_property
    def negates(self) -> bool:
        """Whether it has a negation."""
        return negates(self.text, self.language)

    @cached_property
    def left_open(self) -> bool:
        """Whether it says that something is not known."""
        return says_unknown(self.text, self.language)

    @cached_property
    def speech_verbs(self) -> tuple[Token, ...]:
        """The verbs of saying outside its quotations."""
        known = lexicon(self.language).words("said", "claim", "weak")
        return tuple(token for token in self.tokens if token.kind == "w" and token.text.lower() in known)

    def _common(self, noun: str, at: int) -> bool:
        """Whether a noun with a capital is no name: by the lists, by its ending, or by what stands before it."""
        told = lexicon(self.language)
        if noun in told.words(
            "people", "bodies", "press", "months", "weekdays", "currencies", "scales", "plural_people"
        ):
            return True
        before = _LAST_WORD.search(self.text[:at])
        led = before is not None and (
            before[1].isdigit()
            or before[1].lower() in told.words("noun_leads", "determiners", "small", "scales")
            or (before[1].islower() and bool(told.pattern("adjective_endings", r"\w{}$").search(before[1])))
        )
        return led or bool(told.pattern("noun_endings", r"\w{}$").search(noun))

    def _opens(self, at: int) -> bool:
        """Whether a word opens a sentence or a quotation, where its capital says nothing."""
        return not _GOES_ON.search(self.text[:at])


def analyse(text: str, language: str | None = None) -> Analysis:
    """The analysis of a text; the language is told by its words where it is not given. Kept for the latest texts."""
    return _analysed(text, language or read_as(text))


@lru_cache(maxsize=4096)
def _analysed(text: str, language: str) -> Analysis:
    return Analysis(text, language)
