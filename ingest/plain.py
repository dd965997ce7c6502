"""Turns the text of a file into plain lines: no Markdown, no hidden characters. Floor 2: sole owner of markdown-it-py.

Only the inline half of CommonMark is used (links, emphasis, entities, escapes): its block half would take the
indented paragraphs and the stray dashes of pasted pages for code and for lists within lists.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
# Persian and the Indic scripts need joiners between letters; elsewhere they are invisible noise.
_NEEDED_JOINER = re.compile(r"(?<=[\u0600-\u0dff])[\u200c\u200d](?=[\u0600-\u0dff])")
_VARIANTS = re.compile(r"[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_DROPPED = {"Cc", "Cf", "Co", "Cs", "Cn"}  # control, format, private use, surrogate, unassigned

_HEADING = re.compile(r"#{1,6}[ \t]+(.*?)[ \t#]*$")
_RULE = re.compile(r"(?:[-*_=~][ \t]*){3,}$|`{3,}\w*$")
_UNDERLINE = re.compile(r"={3,}$")
_QUOTE_MARK = re.compile(r"(?:>[ \t]?)+")
_BULLET = re.compile(r"(?:[-*+•◦▪●‣·■□➤►▶→»✓]|\d{1,2}\.(?=[ \t]+\[))[ \t]+")
_BARE_ADDRESS = re.compile(r"<?((?:https?://|www\.)[^\s<>]+)>?$", re.IGNORECASE)
_MARKED = re.compile(r"[*_`\[\]<>&\\]")
_INSIDE_WORD = re.compile(r"(?<=\w)\*+(?=\w)")
_OPEN_ENDED = re.compile(r"[^.!?:…\"”’)]$")


@dataclass(frozen=True, slots=True)
class PageLine:
    """One visible line. `gap`: a blank line or a rule precedes it.

    `heading` is the level of a heading, else 0; `link`: all of it is a link; `bold`: all of it is emphasised;
    `address`: the web address that it consists of, else None.
    """

    text: str
    heading: int = 0
    gap: bool = False
    bullet: bool = False
    link: bool = False
    bold: bool = False
    address: str | None = None


def without_hidden(text: str) -> str:
    """The text in NFC with plain newlines and spaces, and without control, zero-width, bidi and tag characters."""
    text = _BREAKS.sub("\n", text)
    if text.isascii() and not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", text):
        return text
    text = _VARIANTS.sub("", unicodedata.normalize("NFC", text))
    needed = {match.start() for match in _NEEDED_JOINER.finditer(text)}
    kinds = {char: unicodedata.category(char) for char in set(text)}
    dropped = {char for char, kind in kinds.items() if kind in _DROPPED and char not in "\n\t"}
    spaces = {char for char, kind in kinds.items() if kind == "Zs"} | {"\t"}
    return "".join(
        " " if char in spaces else char for at, char in enumerate(text) if char not in dropped or at in needed
    )


def single_line(text: str, limit: int = 1000) -> str:
    """A text on one line without hidden characters, truncated to `limit` characters."""
    return " ".join(without_hidden(text).split())[:limit].strip()


def letters_and_digits(text: str) -> str:
    """The letters and digits of a text in lower case, for comparing two printings of one title."""
    return re.sub(r"[\W_]+", "", text).casefold()


def page_lines(text: str) -> list[PageLine]:
    """The lines of a text in order, blank ones left out; hard-wrapped paragraphs are one line each.

    Images are dropped, links keep their text, escapes and entities are decoded.
    """
    found: list[PageLine] = []
    gap = True
    for raw in _unwrapped([line.strip() for line in without_hidden(text).split("\n")]):
        if _UNDERLINE.match(raw) and found and not gap:
            found[-1] = replace(found[-1], heading=1)
        if not raw or _RULE.match(raw):
            gap = True
            continue
        line = _line(raw, gap)
        if line.text or line.address:
            found.append(line)
            gap = False
    return found


def _line(raw: str, gap: bool) -> PageLine:
    raw = _QUOTE_MARK.sub("", raw, count=1) if raw.startswith(">") else raw
    heading = _HEADING.match(raw)
    level = len(raw) - len(raw.lstrip("#")) if heading else 0
    raw = heading.group(1) if heading else raw
    bullet = _BULLET.match(raw)
    raw = raw[bullet.end() :].strip() if bullet else raw.strip()
    address = _BARE_ADDRESS.match(raw)
    if address:
        return PageLine(address.group(1), level, gap, bullet is not None, link=True, address=address.group(1))
    if not _MARKED.search(raw):
        return PageLine(raw, level, gap, bullet is not None)
    words, link, bold = _inline(raw)
    return PageLine(words, level, gap, bullet is not None, link, bold)


def _inline(raw: str) -> tuple[str, bool, bool]:
    """The text of one line of Markdown, and whether all of it is a link, or emphasised."""
    # Stars inside a word censor an oath (f**k); they are never emphasis.
    tokens = _markdown().parseInline(_INSIDE_WORD.sub(lambda stars: "\\*" * len(stars.group()), raw))[0].children or []
    words: list[str] = []
    outside_link = outside_bold = False
    links = bolds = 0
    for token in tokens:
        if token.type == "link_open":
            links += 1
        elif token.type == "link_close":
            links -= 1
        elif token.type in ("em_open", "strong_open"):
            bolds += 1
        elif token.type in ("em_close", "strong_close"):
            bolds -= 1
        elif token.content and token.type != "image":
            words.append(token.content)
            if token.content.strip():
                outside_link = outside_link or not links
                outside_bold = outside_bold or not bolds
    text = " ".join(without_hidden("".join(words)).split())
    return text, bool(text) and not outside_link, bool(text) and not outside_bold


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").disable(["html_inline"])


def _unwrapped(lines: Sequence[str]) -> Iterator[str]:
    """The lines, with the paragraphs of a hard-wrapped text joined."""
    runs = [list(run) for full, run in groupby(lines, key=bool) if full]
    wrapped = sum(len(run) for run in runs if _is_wrapped(run))
    long_lines = sum(len(line) > 110 for line in lines)
    if not wrapped or wrapped < 0.5 * sum(len(run) for run in runs if len(run) > 1) or long_lines > len(lines) / 10:
        yield from lines
        return
    for full, run in groupby(lines, key=bool):
        paragraph = list(run)
        if full and len(paragraph) > 1 and _is_broken(paragraph):
            yield " ".join(paragraph)
        else:
            yield from paragraph


def _is_wrapped(run: Sequence[str]) -> bool:
    """Whether three or more lines have a similar width and break in mid-sentence."""
    widths = [len(line) for line in run[:-1]]
    return len(run) > 2 and min(widths) >= 45 and max(widths) <= 110 and _is_broken(run)


def _is_broken(run: Sequence[str]) -> bool:
    """Whether most lines of a paragraph, except the last, are 40 or more characters long and break in mid-sentence."""
    broken = sum(len(line) >= 40 and bool(_OPEN_ENDED.search(line)) for line in run[:-1])
    continued = any(line[0].islower() for line in run[1:])
    return broken * 2 > len(run) - 1 and continued
