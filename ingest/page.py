"""Decides which lines of a page belong to its article. Floor 2.

`boilerplate` classifies single lines, `menus` and `asides` runs of lines; this file combines them and decides where the
story begins and ends. In doubt a line is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from assistant.language.outlets import same_outlet
from ingest.asides import BIO, mark_appeals, mark_author_boxes
from ingest.boilerplate import (
    address_score,
    credits_reporting,
    describes_outlet,
    ends_sentence,
    is_prose,
    kind_of,
    line_words,
    speaks_as_outlet,
)
from ingest.menus import FACTS, mark_lists, mark_menus
from ingest.plain import PageLine, letters_and_digits
from ingest.published import is_age, is_date_line

_OUTSIDE = ("tags", "byline")  # boilerplate only outside the story, between its paragraphs part of it


class Page:
    """The lines of a page, each with its kind of boilerplate; None for lines of the article."""

    def __init__(self, lines: Sequence[PageLine], heading: str, outlet: str | None) -> None:
        self.lines = lines
        self.heading = heading
        self.outlet = outlet
        self.kinds: list[str | None] = [None] * len(lines)
        self.first = self.last = 0
        """Indices of the first and the last line of prose of the story."""

    def judge(self, *, extracted: bool = False) -> None:
        """Set the kinds: by the line itself, by position, by neighbours; menus only in a whole page."""
        self._each_by_itself()
        self._title()
        self._doubles()
        self._find_story()
        self._above()
        for mark in (mark_author_boxes, mark_appeals, mark_lists, *(() if extracted else (mark_menus,))):
            self.kinds = mark(self.lines, self.kinds)
        self._find_story()
        self._below()

    def _open(self, *, prose: bool = False) -> list[int]:
        """Indices of the lines that still count as the article, or of those of them that are prose."""
        return [
            at for at, kind in enumerate(self.kinds) if kind is None and (not prose or is_prose(self.lines[at].text))
        ]

    def _each_by_itself(self) -> None:
        shouting = sum(line.text.isupper() for line in self.lines) * 4 > len(self.lines)
        for at, line in enumerate(self.lines):
            kind = kind_of(line)
            if kind not in _OUTSIDE and not (shouting and kind == "related" and line.text.isupper()):
                self.kinds[at] = kind
            if is_age(line.text):
                self.kinds[at] = "date"
            if credits_reporting(line.text) and kind != "notice":
                self.kinds[at] = None

    def _title(self) -> None:
        wanted = letters_and_digits(self.heading)
        for at, line in enumerate(self.lines):
            if wanted and (at < 30 or line.heading) and letters_and_digits(line.text) == wanted:
                self.kinds[at] = "title"

    def _doubles(self) -> None:
        """Drop one of two equal lines in a row; both where they are no sentence (a picture's alt text and caption)."""
        for at, (line, after) in enumerate(pairwise(self.lines)):
            if line.text == after.text and len(line_words(line.text)) >= 4:
                self.kinds[at] = self.kinds[at] or "double"
                if not ends_sentence(line.text):
                    self.kinds[at + 1] = self.kinds[at + 1] or "caption"

    def _find_story(self) -> None:
        prose = self._open(prose=True)
        full = [at for at in prose if ends_sentence(self.lines[at].text) or credits_reporting(self.lines[at].text)]
        credits = [at for at in self._open() if credits_reporting(self.lines[at].text)]
        self.first = full[0] if full else 0
        self.last = max(prose[-1:] + credits, default=len(self.lines) - 1)

    def _above(self) -> None:
        """Drop above the story what stands before the title, dates, bylines, the outlet's name, other short lines."""
        titles = [at for at, kind in enumerate(self.kinds) if kind == "title"]
        for at in self._open():
            line = self.lines[at]
            if at >= self.first:
                break
            if is_date_line(line.text):
                self.kinds[at] = "date"
            elif kind_of(line) in _OUTSIDE:
                self.kinds[at] = kind_of(line)
            elif self._is_outlet(line.text):
                self.kinds[at] = "outlet"
            elif not is_prose(line.text) and titles and (at < titles[0] or len(line_words(line.text)) <= 4):
                self.kinds[at] = "navigation"

    def _is_outlet(self, text: str) -> bool:
        return bool(self.outlet) and len(text) <= 80 and same_outlet(text, self.outlet or "")

    def _below(self) -> None:
        """Drop below the story what an outlet says of itself and its writers, and short lines among boilerplate."""
        has_boilerplate = any(self.kinds[self.last + 1 :])
        for at in reversed(range(self.first + 1, len(self.lines))):
            if self.kinds[at] is not None:
                continue
            line, after = self.lines[at], self.kinds[at + 1] if at + 1 < len(self.lines) else "end"
            if credits_reporting(line.text):
                break
            bio = BIO.match(line.text)
            if kind_of(line) in _OUTSIDE or is_date_line(line.text):
                self.kinds[at] = "tags"
            elif self._is_outlet(line.text):
                self.kinds[at] = "outlet"
            elif bio and len(line_words(line.text)) <= 60 and not self._mentioned(bio["name"], at):
                self.kinds[at] = "author"
            elif self._speaks_of_itself(line.text) and after in ("notice", "self", "author", "appeal", "newsletter"):
                self.kinds[at] = "self"
            elif address_score(line.text) >= 3:
                self.kinds[at] = "appeal"
            elif is_prose(line.text):
                break
            elif not has_boilerplate:
                continue
            elif len(line_words(line.text)) <= 6 and not line.heading and not FACTS.search(line.text):
                self.kinds[at] = "navigation"

    def _speaks_of_itself(self, text: str) -> bool:
        named = bool(self.outlet) and text.startswith((self.outlet or "", (self.outlet or "").removeprefix("The ")))
        return (named or describes_outlet(text)) and (describes_outlet(text) or speaks_as_outlet(text))

    def _mentioned(self, name: str, before: int) -> bool:
        """Whether the story mentions a person before a line, so that the line may be part of the story."""
        surname = name.split()[-1]
        return any(surname in self.lines[at].text for at in self._open(prose=True) if at < before)
