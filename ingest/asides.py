"""Marks author boxes and appeals to the reader that span several lines. Floor 2.

Each function returns the kinds of the lines with its finds added; None is a line of the article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.boilerplate import address_score, has_cue, is_prose, line_words, speaks_as_outlet
from ingest.plain import PageLine

Kind = str | None

_BOX = re.compile(
    r"(?:about (?:the|this) (?:author|writer|reporter|journalist|contributor|columnist)s?|(?:the|our) "
    r"(?:author|correspondent|reporter)s?|author (?:bio|profile|info)\w*|meet the (?:author|reporter)s?)\W*$",
    re.IGNORECASE,
)
_TRADE = (
    r"(?:reporter|correspondent|editor|journalist|writer|columnist|contributor|author|producer|freelancer?|fellow|"
    r"covers|covering|writes|reports on|reporting on|bureau chief|intern)"
)
BIO = re.compile(
    rf"(?P<name>[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){{0,3}}),? (?:is|was|has|covers|writes|reports|joined)\b.*\b{_TRADE}\b"
)
_QUOTE_ALONE = re.compile(r"[\"“][^\"“”]+[\"”]\W*(?:[-–—]?\s?[A-Z][\w.,’' -]{0,60})?$")


def mark_author_boxes(lines: Sequence[PageLine], kinds: Sequence[Kind]) -> list[Kind]:
    """Mark a box about the author: up to the end, or where much text follows, while the lines read like a biography."""
    kinds = list(kinds)
    for at, line in enumerate(lines):
        if not _BOX.match(line.text) or not at:
            continue
        following = range(at + 1, len(lines))
        short = sum(len(line_words(lines[one].text)) for one in following) <= 150
        kinds[at] = "author"
        for one in following:
            text = lines[one].text
            if not short and is_prose(text) and not BIO.match(text):
                break
            kinds[one] = kinds[one] or "author"
    return kinds


def mark_appeals(lines: Sequence[PageLine], kinds: Sequence[Kind]) -> list[Kind]:
    """Mark the paragraphs that continue an appeal, and the readers' praise that it quotes."""
    kinds = list(kinds)
    for at in range(1, len(lines)):
        text = lines[at].text
        if kinds[at] is not None or kinds[at - 1] not in ("appeal", "newsletter"):
            continue
        after = kinds[at + 1] if at + 1 < len(lines) else "end"
        ends = after in ("appeal", "newsletter", "share", "follow", "control", "end")
        if kinds[at - 1] == "newsletter" and not ends:
            continue
        goes_on = address_score(text) >= (2 if ends else 4) or (ends and after != "end" and speaks_as_outlet(text))
        # Quoted praise counts between two paragraphs of an appeal, or where it mentions giving.
        praised = bool(_QUOTE_ALONE.match(text)) and (after == "appeal" or (ends and has_cue(text)))
        if goes_on or (praised and kinds[at - 1] == "appeal"):
            kinds[at] = "appeal"
    return kinds
