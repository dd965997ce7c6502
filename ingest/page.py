"""Which lines of a page are not its article, by their place and their neighbours. Floor 2.

`boilerplate` judges each line by itself; here a list is known by its heading, an appeal by the lines around it.
In doubt a line stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from assistant.language.outlets import same_outlet
from ingest.boilerplate import (
    address_score,
    describes_outlet,
    ends_sentence,
    has_cue,
    is_prose,
    kind_of,
    listed,
    speaks_as_outlet,
    words,
)
from ingest.plain import Line
from ingest.printed import squeezed
from ingest.published import is_age, is_date_line

_OUTSIDE = ("tags", "byline")  # between the paragraphs of a story they are more likely part of it
_LIST_HEADER = re.compile(
    r"(?:related|most|trending|recommended|more|read (?:more|next|also)|see also|you (?:may|might)|top stories"
    r"|(?:the )?latest|up next|editor|what to read|popular|in other news|don[’']t miss|from around|promoted"
    r"|sponsored)\b[^.!?]{0,50}$",
    re.IGNORECASE,
)
_CREDITS_REPORTING = re.compile(
    r"\W*(?:(?:with )?(?:additional )?(?:reporting|editing|writing|research|compiled|translated|translation|produced)\b"
    r"|.{0,60}\bcontribut(?:ed|ing)\b|correction|clarification|editor[’']s note)",
    re.IGNORECASE,
)
_BOX = re.compile(
    r"(?:about (?:the|this) (?:author|writer|reporter|journalist|contributor|columnist)s?|(?:the|our) "
    r"(?:author|correspondent|reporter)s?|author (?:bio|profile|info)\w*|meet the (?:author|reporter)s?)\W*$",
    re.IGNORECASE,
)
_TRADE = (
    r"(?:reporter|correspondent|editor|journalist|writer|columnist|contributor|author|producer|freelancer?|fellow|"
    r"covers|covering|writes|reports on|reporting on|bureau chief|intern)"
)
_BIO = re.compile(
    rf"(?P<name>[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){{0,3}}),? (?:is|was|has|covers|writes|reports|joined)\b.*\b{_TRADE}\b"
)
_BIO_LINE = re.compile(
    rf"(?:\w+[ -]){{0,4}}{_TRADE}\b|.*\b(?:@\w+|e-?mail|twitter|follow (?:her|him|them))\b|(?:he|she|they) ", re.I
)
_QUOTE_ALONE = re.compile(r"[\"“][^\"“”]+[\"”]\W*(?:[-–—]?\s?[A-Z][\w.,’' -]{0,60})?$")
_FACTS = re.compile(r"[.!?:;,\d–—]|--| - ")  # in a short line: figures, pairs and sentences, which menus have none of


class Page:
    """The lines of a page, and for each what it is if not part of the article."""

    def __init__(self, lines: Sequence[Line], heading: str, outlet: str | None) -> None:
        self.lines = lines
        self.heading = heading
        self.outlet = outlet
        self.kinds: list[str | None] = [None] * len(lines)
        self.first = self.last = 0
        """Where the story begins and ends: its first and its last line of prose."""

    def judge(self, *, extracted: bool = False) -> None:
        """Set the kinds: each line by itself, then by place, then by its neighbours; menus only of a whole page."""
        self._each_by_itself()
        self._title()
        self._doubles()
        self._find_story()
        self._above()
        self._author_box()
        self._appeals()
        self._lists()
        if not extracted:
            self._menus()
        self._find_story()
        self._below()

    def _open(self, *, prose: bool = False) -> list[int]:
        """Positions of the lines still taken for the article."""
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
            if _CREDITS_REPORTING.match(line.text) and kind != "notice":
                self.kinds[at] = None

    def _title(self) -> None:
        wanted = squeezed(self.heading)
        for at, line in enumerate(self.lines):
            if wanted and (at < 30 or line.heading) and squeezed(line.text) == wanted:
                self.kinds[at] = "title"

    def _doubles(self) -> None:
        """Of two equal lines in a row, a page's picture text and its caption, both go; of a doubled sentence, one."""
        for at, (line, after) in enumerate(pairwise(self.lines)):
            if line.text == after.text and len(words(line.text)) >= 4:
                self.kinds[at] = self.kinds[at] or "double"
                if not ends_sentence(line.text):
                    self.kinds[at + 1] = self.kinds[at + 1] or "caption"

    def _find_story(self) -> None:
        prose = self._open(prose=True)
        full = [
            at for at in prose if ends_sentence(self.lines[at].text) or _CREDITS_REPORTING.match(self.lines[at].text)
        ]
        credits = [at for at in self._open() if _CREDITS_REPORTING.match(self.lines[at].text)]
        self.first = full[0] if full else 0
        self.last = max(prose[-1:] + credits, default=len(self.lines) - 1)

    def _above(self) -> None:
        """Above the story: what stands before the title, dates, bylines, the outlet's name and other short lines."""
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
            elif not is_prose(line.text) and titles and (at < titles[0] or len(words(line.text)) <= 4):
                self.kinds[at] = "navigation"

    def _is_outlet(self, text: str) -> bool:
        return bool(self.outlet) and len(text) <= 80 and same_outlet(text, self.outlet or "")

    def _author_box(self) -> None:
        """A box about the author: to the end, or where much text follows, as long as it reads like one."""
        for at, line in enumerate(self.lines):
            if not _BOX.match(line.text) or not at:
                continue
            following = range(at + 1, len(self.lines))
            short = sum(len(words(self.lines[one].text)) for one in following) <= 150
            self.kinds[at] = "author"
            for one in following:
                text = self.lines[one].text
                if not short and is_prose(text) and not _BIO.match(text) and not _BIO_LINE.match(text):
                    break
                self.kinds[one] = self.kinds[one] or "author"

    def _appeals(self) -> None:
        """Paragraphs that go on with an appeal, and the readers that it quotes."""
        for at in range(1, len(self.lines)):
            text = self.lines[at].text
            if self.kinds[at] is not None or self.kinds[at - 1] not in ("appeal", "newsletter"):
                continue
            after = self.kinds[at + 1] if at + 1 < len(self.lines) else "end"
            ends = after in ("appeal", "newsletter", "share", "follow", "furniture", "end")
            if self.kinds[at - 1] == "newsletter" and not ends:
                continue
            goes_on = address_score(text) >= (2 if ends else 4) or (ends and after != "end" and speaks_as_outlet(text))
            # A reader's praise stands between two paragraphs of the appeal, or speaks of giving itself.
            praised = bool(_QUOTE_ALONE.match(text)) and (after == "appeal" or (ends and has_cue(text)))
            if goes_on or (praised and self.kinds[at - 1] == "appeal"):
                self.kinds[at] = "appeal"

    def _lists(self) -> None:
        """Headlines under `Most read` and the like, and the menus of sections."""
        long_prose = max((at for at in self._open(prose=True) if len(words(self.lines[at].text)) > 12), default=0)
        for at, line in enumerate(self.lines):
            if self.kinds[at] not in ("related", "furniture") or not _LIST_HEADER.match(line.text.rstrip(":")):
                continue
            run: list[int] = []
            for one in range(at + 1, min(at + 13, len(self.lines))):
                text = self.lines[one].text
                asks = text.endswith("?") and len(words(text)) <= 12 and one > long_prose
                whole = (ends_sentence(text) and not asks) or (is_prose(text) and len(words(text)) >= 18)
                if (whole and not self.lines[one].bullet) or _CREDITS_REPORTING.match(text):
                    break
                if self.kinds[one] is None:
                    run.append(one)
            if len(run) == 1 and is_prose(self.lines[run[0]].text) and not self.lines[run[0]].bullet:
                continue
            for one in run:
                self.kinds[one] = "related"
        for at in self._open():
            found = [word.lower() for word in words(self.lines[at].text)]
            around = [self.lines[one].text for one in (at - 1, at + 1) if 0 <= one < len(self.lines)]
            menu = 0 < len(found) <= 4 and set(found) <= listed("sections") | {"&", "and"}
            if menu and any(len(words(text)) <= 4 for text in around) and not ends_sentence(self.lines[at].text):
                self.kinds[at] = "navigation"

    def _menus(self) -> None:
        """Of a whole page pasted with its menus: the lines without a sentence that lie outside its densest stretch.

        The stretch is the one with the greatest sum of words in prose less eight for each line that is none. A page
        counts as pasted whole where sixteen lines in a row hold no sentence; lists in an article are rarely longer.
        """
        gains = [
            0 if kind is not None else len(words(line.text)) if is_prose(line.text) else -8
            for line, kind in zip(self.lines, self.kinds, strict=True)
        ]
        start, end = _densest(gains)
        plain = [gain < 0 and not _FACTS.search(line.text) for gain, line in zip(gains, self.lines, strict=True)]
        for side in (range(start), range(end, len(gains))):
            if _longest_run(plain[at] or self.kinds[at] is not None for at in side) >= 16:
                for at in side:
                    if plain[at] and not _CREDITS_REPORTING.match(self.lines[at].text):
                        self.kinds[at] = "navigation"

    def _below(self) -> None:
        """Below the story: what an outlet says of itself and of its writers, and the short lines among boilerplate."""
        furnished = any(self.kinds[self.last + 1 :])
        for at in reversed(range(self.first + 1, len(self.lines))):
            if self.kinds[at] is not None:
                continue
            line, after = self.lines[at], self.kinds[at + 1] if at + 1 < len(self.lines) else "end"
            if _CREDITS_REPORTING.match(line.text):
                break
            bio = _BIO.match(line.text)
            if kind_of(line) in _OUTSIDE or is_date_line(line.text):
                self.kinds[at] = "tags"
            elif self._is_outlet(line.text):
                self.kinds[at] = "outlet"
            elif bio and len(words(line.text)) <= 60 and not self._mentioned(bio["name"], at):
                self.kinds[at] = "author"
            elif self._speaks_of_itself(line.text) and after in ("notice", "self", "author", "appeal", "newsletter"):
                self.kinds[at] = "self"
            elif address_score(line.text) >= 3:
                self.kinds[at] = "appeal"
            elif is_prose(line.text):
                break
            elif not furnished:
                continue
            elif len(words(line.text)) <= 6 and not line.heading and not _FACTS.search(line.text):
                self.kinds[at] = "navigation"

    def _speaks_of_itself(self, text: str) -> bool:
        named = bool(self.outlet) and text.startswith((self.outlet or "", (self.outlet or "").removeprefix("The ")))
        return (named or describes_outlet(text)) and (describes_outlet(text) or speaks_as_outlet(text))

    def _mentioned(self, name: str, before: int) -> bool:
        """Whether the story speaks of a person before a line, so that the line may be part of it."""
        surname = name.split()[-1]
        return any(surname in self.lines[at].text for at in self._open(prose=True) if at < before)


def _densest(gains: Sequence[int]) -> tuple[int, int]:
    """The half-open stretch with the greatest sum (Kadane's algorithm); the earliest among equals."""
    best, total, start, found = 0, 0, 0, (0, 0)
    for at, gain in enumerate(gains):
        if total <= 0:
            total, start = 0, at
        total += gain
        if total > best:
            best, found = total, (start, at + 1)
    return found


def _longest_run(flags: Iterable[bool]) -> int:
    """The length of the longest run of true flags."""
    return max((sum(1 for _ in run) for flag, run in groupby(flags) if flag), default=0)
