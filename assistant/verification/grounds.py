"""What a sentence says and what it stands on, laid out once for all the checks of verification. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.language.claim_words import concept
from assistant.language.figures import Day, Figure, dates, figures
from assistant.language.outlets import same_outlet
from assistant.language.terms import is_stop, stem, words
from assistant.types import Attribution, Evidence, Span

Words = tuple[str, ...]

_TYPOGRAPHY = str.maketrans("“”„‟″«»‘’‚‛′–—‑−\u00a0\u202f", '"""""""' + "'''''" + "----" + "  ")
_MARKS = re.compile(r"[ \t]?\[\d{1,4}(?:\s*,\s*\d{1,4})*\]")
# An opening mark never follows a letter and a closing one never precedes it: apostrophes are no quotation marks.
_PAIRS = (
    re.compile(r"“([^“”\"]{1,2000})[”\"]"),
    re.compile(r"«([^«»]{1,2000})»"),
    re.compile(r"(?<![\w\"])\"([^\"“”]{1,2000})\"(?!\w)"),
    re.compile(r"(?<!\w)‘([^‘]{1,2000}?)’(?!\w)"),
    re.compile(r"(?<![\w'])'(?=[^\s'])([^'\"]{1,300}?)'(?!\w)"),
)


def listed(text: str) -> frozenset[str]:
    """The words of a word list."""
    return frozenset(text.split())


def short(text: str, limit: int = 80) -> str:
    """The text, cut for a reason that shall be read."""
    return text if len(text) <= limit else f"{text[:limit].rstrip()}…"


def straight(text: str) -> str:
    """The text with plain quotation marks, dashes and spaces, each character kept one for one."""
    return text.translate(_TYPOGRAPHY)


def without_marks(text: str) -> str:
    """The text without citation marks such as [1] or [2, 3], trimmed."""
    return _MARKS.sub("", text).strip()


def quoted_spans(text: str) -> list[Span]:
    """The insides of the outermost quotation marks, in order; a mark without its partner quotes nothing."""
    found: list[Span] = []
    free = text
    for pattern in _PAIRS:
        spans = [match.span(1) for match in pattern.finditer(free)]
        found += spans
        free = _blank(free, [(start - 1, end + 1) for start, end in spans])
    return sorted(found)


def _blank(text: str, spans: Iterable[Span]) -> str:
    pieces, at = [], 0
    for start, end in sorted(spans):
        pieces += [text[at:start], " " * (end - start)]
        at = end
    return "".join(pieces) + text[at:]


@dataclass(frozen=True)
class Claim:
    """One sentence to verify, citation marks taken off."""

    text: str

    @cached_property
    def quotations(self) -> list[str]:
        """What stands between quotation marks, names of works and outlets included."""
        return [self.text[start:end] for start, end in quoted_spans(self.text)]

    @cached_property
    def unquoted(self) -> str:
        """The text with what is quoted struck out, of the same length."""
        return _blank(self.text, quoted_spans(self.text))

    @cached_property
    def words(self) -> Words:
        """Lower-case words in order."""
        return tuple(words(self.text))

    @cached_property
    def stems(self) -> frozenset[str]:
        """Stems of the content words."""
        return frozenset(stem(word) for word in self.words if not is_stop(word))

    @cached_property
    def figures(self) -> list[Figure]:
        """The quantities it gives."""
        return figures(self.text)

    @cached_property
    def days(self) -> list[Day]:
        """The days, months and years it gives."""
        return dates(self.text)

    @cached_property
    def shouted(self) -> bool:
        """Whether the text is in capitals, so that capitals tell no name from a word."""
        letters = [char for char in self.text if char.isalpha()]
        return bool(letters) and sum(char.isupper() for char in letters) > 0.7 * len(letters)


@dataclass(frozen=True)
class Grounds:
    """The cited evidence of one sentence. At least one piece."""

    cited: Sequence[Evidence]

    @cached_property
    def quotes(self) -> str:
        """All quotes, one a paragraph."""
        return "\n\n".join(piece.quote for piece in self.cited)

    @cached_property
    def rungs(self) -> str:
        """The names of all ladders and printing outlets, one a paragraph."""
        names = [rung.name for piece in self.cited for rung in piece.ladder]
        return "\n\n".join(dict.fromkeys(names + [piece.article.outlet or "" for piece in self.cited]))

    @cached_property
    def everything(self) -> str:
        """Quotes, rungs and titles: where a name may come from."""
        titles = [piece.article.title or "" for piece in self.cited]
        return "\n\n".join([self.quotes, self.rungs, *titles])

    @cached_property
    def words(self) -> frozenset[str]:
        """Lower-case words of everything."""
        return frozenset(words(self.everything))

    @cached_property
    def stems(self) -> frozenset[str]:
        """Stems of quotes and rungs, stop words included."""
        return frozenset(stem(word) for word in words(self.quotes + "\n" + self.rungs))

    @cached_property
    def concepts(self) -> frozenset[str]:
        """What the words of the quotes stand for, so that "dismissals" meets "cut"."""
        return frozenset(concept(word) for word in words(self.quotes)) - {""}

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """The first five letters of the longer stems: "reduc" for reduce and reduction."""
        return frozenset(word[:5] for word in self.stems if len(word) >= 5)

    @property
    def outlets(self) -> list[str]:
        """The printing outlets, each once, in citation order; "the article" for one that is not known."""
        return list(dict.fromkeys(piece.article.outlet or "the article" for piece in self.cited))

    @property
    def named(self) -> str:
        """The printing outlets as one phrase."""
        return " and ".join(self.outlets)


def deeper(piece: Evidence) -> tuple[Attribution, ...]:
    """The rungs beyond the printing outlet: cited outlets, organisations, and last who said it."""
    outlet = piece.article.outlet
    if outlet is None:
        return piece.ladder
    return tuple(rung for rung in piece.ladder if rung.kind != "outlet" or not same_outlet(rung.name, outlet))
