"""One analysis of a sentence: its words, quotations, figures, days, names and negations. Floor 1.

    analyse("Rostec denied that it had cut 900 jobs in May.").figures  -> (900 jobs,)

Each part is computed on first use and cached with the text. Who says the sentence depends on the whole article:
see `attribution.ladders`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.language.days import Day, dates
from assistant.language.detect import detect_supported
from assistant.language.figures import Figure, figures
from assistant.language.lexicon import lexicon
from assistant.language.negation import has_denial, has_negation
from assistant.language.quotations import Quotation, quotations
from assistant.language.terms import PRINTED_WORD, words
from assistant.language.tokens import Token, tokens
from assistant.language.unknowns import says_unknown

_LAST_WORD = re.compile(r"([\w.,]*\w)\s$")
_GOES_ON = re.compile(r"[\w,;)’'-]\s$|[\w’']$")


@dataclass(frozen=True)
class Analysis:
    """The parts of a sentence or short text. Their spans are character offsets into `text`."""

    text: str
    language: str
    """The code of the language whose word data is used."""

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """The quotations, quotation marks included."""
        return tuple(quotations(self.text))

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Words, punctuation and whole quotations, in order."""
        return tuple(tokens(self.text, (0, len(self.text)), self.quotations))

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Quantities, each with its unit and the noun it counts."""
        return tuple(figures(self.text, self.language))

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """Mentions of time."""
        return tuple(dates(self.text, self.language))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The capitalised words that do not open a sentence or quotation, as `words` normalises them, in order.

        In a language that capitalises every noun, those that look like common nouns are left out.
        """
        nouns = lexicon(self.language).table("writing").get("nouns") == "capital"
        return tuple(
            words(one.group())[0]
            for one in PRINTED_WORD.finditer(self.text)
            if one.group()[0].isupper()
            and one.start()
            and words(one.group())
            and not self._opens(one.start())
            and not (nouns and self._common(one.group().lower(), one.start()))
        )

    @cached_property
    def has_denial(self) -> bool:
        """Whether it contains a word of denial."""
        return has_denial(self.text, self.language)

    @cached_property
    def has_negation(self) -> bool:
        """Whether it contains a negation."""
        return has_negation(self.text, self.language)

    @cached_property
    def left_open(self) -> bool:
        """Whether it says that something is not known."""
        return says_unknown(self.text, self.language)

    def _common(self, noun: str, at: int) -> bool:
        """Whether a capitalised noun is a common noun: it is listed, or its ending or the word before it shows it."""
        word_data = lexicon(self.language)
        if noun in word_data.words(
            "people", "bodies", "press", "months", "weekdays", "currencies", "scales", "plural_people"
        ):
            return True
        before = _LAST_WORD.search(self.text[:at])
        led = before is not None and (
            before[1].isdigit()
            or before[1].lower() in word_data.words("noun_leads", "determiners", "small", "scales")
            or (before[1].islower() and bool(word_data.pattern("adjective_endings", r"\w{}$").search(before[1])))
        )
        return led or bool(word_data.pattern("noun_endings", r"\w{}$").search(noun))

    def _opens(self, at: int) -> bool:
        """Whether a word opens a sentence or quotation, where any word is capitalised."""
        return not _GOES_ON.search(self.text[:at])


def analyse(text: str, language: str | None = None) -> Analysis:
    """The analysis of a text, cached; without `language` it is detected from the words."""
    return _analysed(text, language or detect_supported(text))


@lru_cache(maxsize=4096)
def _analysed(text: str, language: str) -> Analysis:
    return Analysis(text, language)
