"""Where a text quotes: the quotations between marks of any kind, an inner one within its outer one. Floor 1."""

from __future__ import annotations

import re
from typing import NamedTuple

_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_MARK = re.compile(r"[\"“«»„'‘]")
_OPENERS = {"“": '”"', "«": "»", "„": "“”"}
_LONGEST_SINGLE = 400  # a single quotation mark that finds no partner within so many characters is an apostrophe


class Quotation(NamedTuple):
    """Where a quotation stands, marks included, and whether its closing mark was found."""

    start: int
    end: int
    closed: bool


def quotations(text: str) -> list[Quotation]:
    """The quotations of a text, in order and without overlap; an inner quotation belongs to its outer one.

    Curly, straight and angle marks. An unclosed one runs to the end of its paragraph, and on into the next paragraph
    where that opens with a mark again, as newspapers do, or where the closing mark of its kind stands there.
    """
    if not _MARK.search(text):
        return []
    found: list[Quotation] = []
    start, closer = -1, ""
    at = 0
    breaks = [(match.start(), match.end()) for match in _PARAGRAPH.finditer(text)] + [(len(text), len(text))]
    for stop, resume in breaks:
        if start >= 0 and text[at : at + 1] not in ("“", '"', "«"):
            # the quotation of the paragraph before goes on only if its closing mark comes before another opens
            ahead = re.compile(r"[“”\"«»]").search(text, at, stop)
            if not ahead or ahead.group() not in closer:
                found.append(Quotation(start, at, False))
                start = -1
        elif start >= 0:
            at += 1
        while at < stop:
            char = text[at]
            if start < 0:
                single = _single(text, at, stop) if char in "'‘" else 0
                if single:
                    found.append(Quotation(at, single, True))
                    at = single
                    continue
                turned = char == "»" and text[at + 1 : at + 2].isalnum() and not text[max(0, at - 1) : at].strip()
                if turned:  # »as German books do«
                    start, closer = at, "«"
                elif char in _OPENERS or (char == '"' and not _inches(text, at)):
                    start, closer = at, _OPENERS.get(char, '"”')
            elif char in closer:
                found.append(Quotation(start, at + 1, True))
                start = -1
            at += 1
        at = resume
    if start >= 0:
        found.append(Quotation(start, len(text), False))
    return found


def unquoted(text: str) -> str:
    """The text with blanks in the place of its quotations, each character kept one for one."""
    kept = list(text)
    for one in quotations(text):
        kept[one.start : one.end] = " " * (one.end - one.start)
    return "".join(kept)


def _single(text: str, at: int, stop: int) -> int:
    """Where a quotation in single marks that opens at `at` ends; 0 where the mark is an apostrophe."""
    if (at and (text[at - 1].isalnum() or text[at - 1] in ".,")) or not text[at + 1 : at + 2].strip():
        return 0
    closing = "’" if text[at] == "‘" else "'"
    limit = min(stop, at + _LONGEST_SINGLE)
    end = text.find(closing, at + 1, limit)
    while end >= 0:
        if not text[end + 1 : end + 2].isalnum() and not text[end - 1].isspace():
            return end + 1
        end = text.find(closing, end + 1, limit)
    return 0


def _inches(text: str, at: int) -> bool:
    return at > 0 and text[at - 1].isdigit()
