"""Marks menus and lists of other stories, recognised by their neighbouring lines. Floor 2.

Each function returns the kinds of the lines with its finds added; None is a line of the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from assistant.language.days import is_day
from ingest.boilerplate import credits_reporting, ends_sentence, is_prose, line_words, word_list
from ingest.plain import PageLine

Kind = str | None

_LIST_HEADER = re.compile(
    r"(?:related|most|trending|recommended|more|read (?:more|next|also)|see also|you (?:may|might)|top stories"
    r"|(?:the )?latest|up next|editor|what to read|popular|in other news|don[’']t miss|from around|promoted"
    r"|sponsored)\b[^.!?]{0,50}$",
    re.IGNORECASE,
)
FACTS = re.compile(r"[.!?:;,\d–—]|--| - ")  # signs of figures, pairs and sentences, which menu items lack


def mark_lists(lines: Sequence[PageLine], kinds: Sequence[Kind]) -> list[Kind]:
    """Mark headlines below `Most read` and similar headings, and menus of sections."""
    kinds = list(kinds)
    prose = [at for at, kind in enumerate(kinds) if kind is None and is_prose(lines[at].text)]
    long_prose = max((at for at in prose if len(line_words(lines[at].text)) > 12), default=0)
    for at, line in enumerate(lines):
        if kinds[at] not in ("related", "control") or not _LIST_HEADER.match(line.text.rstrip(":")):
            continue
        run: list[int] = []
        for one in range(at + 1, min(at + 13, len(lines))):
            text = lines[one].text
            asks = text.endswith("?") and len(line_words(text)) <= 12 and one > long_prose
            whole = (ends_sentence(text) and not asks) or (is_prose(text) and len(line_words(text)) >= 18)
            # A date below a list of links begins a page of updates.
            if (whole and not lines[one].bullet) or credits_reporting(text) or is_day(text):
                break
            if kinds[one] is None:
                run.append(one)
        if len(run) == 1 and is_prose(lines[run[0]].text) and not lines[run[0]].bullet:
            continue
        for one in run:
            kinds[one] = "related"
    for at in (at for at, kind in enumerate(kinds) if kind is None):
        found = [word.lower() for word in line_words(lines[at].text)]
        around = [lines[one].text for one in (at - 1, at + 1) if 0 <= one < len(lines)]
        menu = 0 < len(found) <= 4 and set(found) <= word_list("sections") | {"&", "and"}
        if menu and any(len(line_words(text)) <= 4 for text in around) and not ends_sentence(lines[at].text):
            kinds[at] = "navigation"
    return kinds


def mark_menus(lines: Sequence[PageLine], kinds: Sequence[Kind]) -> list[Kind]:
    """Mark the lines without a sentence outside the densest stretch of a page that was pasted with its menus.

    The densest stretch maximises the words of prose minus eight for each line that is not prose. A side counts as menus
    where sixteen lines in a row hold no sentence; lists within an article are rarely longer.
    """
    kinds = list(kinds)
    gains = [
        0 if kind is not None else len(line_words(line.text)) if is_prose(line.text) else -8
        for line, kind in zip(lines, kinds, strict=True)
    ]
    start, end = _densest(gains)
    plain = [gain < 0 and not FACTS.search(line.text) for gain, line in zip(gains, lines, strict=True)]
    for side in (range(start), range(end, len(gains))):
        if _longest_run(plain[at] or kinds[at] is not None for at in side) >= 16:
            for at in side:
                if plain[at] and not credits_reporting(lines[at].text):
                    kinds[at] = "navigation"
    return kinds


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
