"""Finds the quotations of a text, between quotation marks of any kind. Floor 1."""

from __future__ import annotations

import re
from typing import NamedTuple

_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_MARK = re.compile(r"[\"“«»„'‘]")
_OPENERS = {"“": '”"', "«": "»", "„": "“”"}
_LONGEST_SINGLE = 400  # characters; a single mark that is not closed within them is an apostrophe


class Quotation(NamedTuple):
    """The span of a quotation, marks included, and whether its closing mark was found."""

    start: int
    end: int
    closed: bool


def quotations(text: str) -> list[Quotation]:
    """The quotations of a text, in order, not overlapping; an inner quotation is part of its outer one.

    Marks may be curly, straight or angled. An unclosed quotation runs to the end of its paragraph, and into the next
    one if that opens with a mark again, as newspapers do, or contains the closing mark.
    """
    if not _MARK.search(text):
        return []
    found: list[Quotation] = []
    start, closer = -1, ""
    at = 0
    breaks = [(match.start(), match.end()) for match in _PARAGRAPH.finditer(text)] + [(len(text), len(text))]
    for stop, resume in breaks:
        if start >= 0 and text[at : at + 1] not in ("“", '"', "«"):
            # the previous paragraph's quotation continues only if its closing mark comes before another one opens
            ahead = re.compile(r"[“”\"«»]").search(text, at, stop)
            if not ahead or ahead.group() not in closer or _opens(text, ahead.start()):
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
    """The text with each character of its quotations replaced by a blank, so that offsets stay valid."""
    kept = list(text)
    for one in quotations(text):
        kept[one.start : one.end] = " " * (one.end - one.start)
    return "".join(kept)


def _single(text: str, at: int, stop: int) -> int:
    """The end of the single-quoted quotation that opens at `at`; 0 where the mark is an apostrophe."""
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


def _opens(text: str, at: int) -> bool:
    """Whether a straight mark opens a quotation: a blank before it, a word behind it."""
    return text[at] == '"' and text[at - 1 : at].isspace() and text[at + 1 : at + 2].isalnum()


def _inches(text: str, at: int) -> bool:
    return at > 0 and text[at - 1].isdigit()
