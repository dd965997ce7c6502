"""Reads datelines, bylines and names of newspapers in languages other than English. Floor 2: sole owner of dateparser.

The words around a date are in `datelines.tsv`, by language. As in `published`, only complete dates count.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

_LETTER = r"[^\W\d_]"
_YEAR = r"(?:1[6-9]|20)\d\d"
_DAY = re.compile(
    rf"(?P<east>{_YEAR})\s?[年년]\s?(?P<month>\d{{1,2}})\s?[月월]\s?(?P<day>\d{{1,2}})\s?[日号號일]"
    rf"|\d{{1,2}}(?:er|\.|º|ª|-)?\s?(?:de\s|of\s)?(?:{_LETTER}{{3,12}}\.?)\s?(?:de\s|del\s)?,?\s?{_YEAR}"
    rf"|{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[./-]\d{{1,2}}[./-]{_YEAR}",
    re.IGNORECASE,
)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９", "012345678901234567890123456789")
_LANGUAGES = ("de", "fr", "es", "pt", "it", "ru", "ar", "zh", "ja")
_LONGEST_WORDS, _LONGEST_CHARACTERS = 16, 120


class DateLine(NamedTuple):
    """The content of a dateline. `day` is the ISO day of publication, None where the line names only an update."""

    day: str | None
    updated: str | None = None
    source: str | None = None


@lru_cache(maxsize=4096)
def read_date_line(line: str, language: str | None) -> DateLine | None:
    """Parse a line that holds a date and nothing else but labels, a time and a source; None for any other line.

    Without a language all languages of the table are tried. English lines are parsed by `published`.
    """
    parts = None if language == "en" else _split_date_line(line)
    if parts is None:
        return None
    line, dates, source = parts
    known = [(found.start(), day) for found in dates if (day := _read(found, language))]
    if not known:
        return None
    updates = re.search(rf"(?:{_words('updated')})", line, re.IGNORECASE)
    if updates:
        before = [day for at, day in known if at < updates.start()]
        after = [day for at, day in known if at > updates.start()]
        return DateLine(before[0] if before else None, after[0] if after else None, source)
    return DateLine(known[0][1], None, source)


def has_form_of_date_line(line: str) -> bool:
    """Whether a line holds a date and nothing else but labels, a time, a source, in any of the languages."""
    return _split_date_line(line) is not None


@lru_cache(maxsize=4096)
def _split_date_line(line: str) -> tuple[str, tuple[re.Match[str], ...], str | None] | None:
    """A dateline with ASCII digits, the matches of its dates, and its source; None for any other line."""
    line = line.translate(_DIGITS).strip()
    if len(line) > _LONGEST_CHARACTERS or len(line.split()) > _LONGEST_WORDS:
        return None
    dates = tuple(_DAY.finditer(line))
    if not dates:
        return None
    rest, source = _DAY.sub(" ", line), None
    if labelled := re.search(rf"(?:{_words('source')})\s*[:：]\s*(?P<name>\S.{{0,40}})$", rest, re.IGNORECASE):
        source, rest = labelled["name"].strip(), rest[: labelled.start()]
    labels = "|".join(_words(kind) for kind in ("published", "updated", "clock"))
    # Whole words first: one label may contain another.
    rest = re.sub(
        rf"(?<!{_LETTER})(?:{labels})(?!{_LETTER})|(?:{labels})\s*[:：]",
        " ",
        rest,
        flags=re.IGNORECASE,
    )
    return None if len(re.findall(rf"{_LETTER}+", rest)) > 1 else (line, dates, source)  # one more word: a weekday


def is_source_line(line: str) -> str | None:
    """The outlet that a line names as its source and nothing else: "来源：...", "Quelle: ..."; else None."""
    found = re.fullmatch(rf"\W*(?:{_words('source')})\s*[:：]\s*(?P<name>\S.{{1,40}})", line.strip(), re.IGNORECASE)
    return found["name"].strip() if found else None


def byline_of(line: str, language: str | None) -> str | None:
    """The author in a byline in a language other than English; None for any other line."""
    if not language or language == "en" or len(line) > 80:
        return None
    labels = _words("by", language)
    found = labels and re.fullmatch(
        rf"(?:{labels})(?:\s*[:：]\s*|\s+)(?P<name>\S.{{1,60}})", line.strip(), re.IGNORECASE
    )
    if not found or re.search(r"[.!?。]$|\d", found["name"]):
        return None
    name: str = found["name"]
    cased = name.lower() != name.upper()
    return name if not cased or all(word[:1].isupper() or len(word) <= 3 for word in name.split()) else None


def names_a_paper(text: str) -> bool:
    """Whether a short line has the form of an outlet's name: it holds a word that newspapers have in their names."""
    words = re.findall(rf"{_LETTER}+(?:['’]{_LETTER}+)?", text)
    if not 1 <= len(words) <= 6 or re.search(r"\d|[.!?:;,。]$", text):
        return False
    if sum(word[0].isupper() for word in words) * 2 < len(words) and text.lower() != text.upper():
        return False
    # German names are often compounds: Morgenpost, Tagesanzeiger.
    return len(words) >= 2 and bool(
        re.search(rf"(?:^|\W|{_LETTER}{{3}})(?:{_words('paper')})(?!{_LETTER})", text, re.IGNORECASE)
    )


def _read(found: re.Match[str], language: str | None) -> str | None:
    """The ISO day of a date in a language; None for an invalid date."""
    if found["east"]:
        try:
            return date(int(found["east"]), int(found["month"]), int(found["day"])).isoformat()
        except ValueError:
            return None
    import dateparser

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "RETURN_AS_TIMEZONE_AWARE": False}
    try:
        read = dateparser.parse(
            found.group(), languages=[language] if language else list(_LANGUAGES), settings=settings
        )
    except ValueError:  # dateparser does not know the language
        return None
    return read.date().isoformat() if read else None


@cache
def _words(kind: str, language: str | None = None) -> str:
    """The patterns of a kind as one alternation, longest first; of one language, or of all."""
    found = [
        word
        for row in Path(__file__).with_name("datelines.tsv").read_text(encoding="utf-8").splitlines()
        if row and not row.startswith("#")
        for row_kind, row_language, words in [row.split("\t")]
        if row_kind == kind and language in (None, row_language)
        for word in _alternatives(words)
    ]
    return "|".join(sorted(dict.fromkeys(found), key=len, reverse=True))


def _alternatives(words: str) -> list[str]:
    """The alternatives of a pattern at its outermost level."""
    found, depth, begun = [], 0, 0
    for at, char in enumerate(words):
        depth += (char == "(") - (char == ")")
        if char == "|" and not depth:
            found.append(words[begun:at])
            begun = at + 1
    return [*found, words[begun:]]
