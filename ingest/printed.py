"""Finds metadata in the visible text of a page: title line, address, byline, datelines, outlet. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from assistant.language.outlets import canonical, outlet_of_address, same_outlet
from ingest import published
from ingest.boilerplate import ends_sentence, is_prose, kind_of, line_words, word_list
from ingest.datelines import DateLine, byline_of, is_source_line, names_a_paper, read_date_line
from ingest.plain import PageLine, letters_and_digits
from ingest.publisher import is_outlet, outlet_named
from ingest.sources.found import Fact

_HEAD_LINES = 25  # of a page with long menus, the title stood at the 22nd line at most
_ADDRESS_LABEL = re.compile(r"(?:original|source|canonical)?[- ]?(?:url|link|permalink|address)\s*:\s*(\S*)$", re.I)
_PLATFORMS = re.compile(
    r"(?:^|\.)(?:facebook|twitter|x|t|instagram|linkedin|youtube|youtu|whatsapp|wa|telegram|t\.me|tiktok|reddit|"
    r"pinterest|flipboard|bit|apple|google|goo)\.(?:com|co|be|me|ly|gl|it|news)$"
)
_TITLE_LABEL = re.compile(r"(?:title|headline)\s*:\s+(\S.*)$", re.IGNORECASE)
_BYLINE = re.compile(r"(?:[Bb]y|BY|[Ww]ritten [Bb]y|[Ww]ords [Bb]y|[Aa]uthors?:|[Rr]eporter:)[ :]+(?P<names>\S.*)$")
_PERSON = r"[A-Z][\w.’'-]*(?: (?:de|da|del|van|von|der|bin|al|el|la|Mc|O)\b)*(?: [A-Z][\w.’'-]*){1,3}"
_ABOUT_AUTHOR = re.compile(r"about (?:the|this) (?:author|writer|reporter|journalist|contributor)s?\W*$", re.IGNORECASE)
_PEOPLE = re.compile(rf"{_PERSON}(?:(?:, and |, | and | & ){_PERSON})*")


def heading_of(lines: Sequence[PageLine], given: str | None = None) -> str:
    """The title line among the first lines of a page, "" for none.

    With a `given` title only a line that repeats it counts. Else it is a labelled title, the first heading, or the
    first line that is no navigation, byline, date, caption or paragraph.
    """
    head = lines[:_HEAD_LINES]
    if given:
        wanted = letters_and_digits(given)
        return next((line.text for line in head if letters_and_digits(unlabelled(line.text)) == wanted), "")
    for line in head:
        if _TITLE_LABEL.match(line.text):
            return line.text
    level = min((line.heading for line in head if line.heading), default=0)
    for line in head:
        if line.heading == level and level and not is_outlet(line.text) and kind_of(line) in (None, "related"):
            return line.text
    alone = [line for line in lines if line.heading == 1 and not is_outlet(line.text)]
    if len(alone) == 1:  # below menus longer than what counts as the head
        return alone[0].text
    for line in head:
        found = line_words(line.text)
        passed_over = kind_of(line) or published.is_date_line(line.text) or is_outlet(line.text) or len(found) < 2
        if passed_over or line.bullet or all(word.lower() in word_list("sections") for word in found):
            continue
        if len(found) > 30 or (re.search(r"(?<!\b[A-Z])\.[\"”’']?$", line.text) and len(found) > 5):
            return ""  # a paragraph: the page begins without a title
        return line.text
    return ""


def unlabelled(text: str) -> str:
    """A title line without its label ("Title: ")."""
    found = _TITLE_LABEL.match(text)
    return found.group(1) if found else text


def usable_address(value: str) -> str | None:
    """The value if it is a web address, else None."""
    return value if re.fullmatch(r"https?://[^\s<>\"\\]{3,2000}", value, re.IGNORECASE) else None


def printed_facts(
    lines: Sequence[PageLine], heading: str, url: str, language: str | None, *, extracted: bool = False
) -> Iterator[Fact]:
    """The facts in the text, the most trusted first; of an `extracted` body not those of the page around it."""
    if not extracted and (title := unlabelled(heading)):
        yield Fact("title", title, "printed", "the title line")
    address = None if extracted else _address(lines, heading)
    if address:
        yield Fact("url", address, "printed", "its own line")
        url = url or address
    head, opening, tail = _regions(lines, heading)
    dates = [(line, read) for line in head if (read := read_date_line(line.text, language))]
    yield from _days(head, opening, tail, dates, url, lines)
    yield from _outlets(lines, head, opening, tail, dates, url, extracted=extracted)
    if byline := _author(head, lines, language):
        yield Fact("author", byline, "printed", "byline")


def _days(
    head: Sequence[PageLine],
    opening: str,
    tail: Sequence[PageLine],
    dates: Sequence[tuple[PageLine, DateLine]],
    url: str,
    lines: Sequence[PageLine],
) -> Iterator[Fact]:
    for line in head:
        if day := published.printed_day(line.text):
            yield Fact("published", day, "printed", f"the line {line.text[:60]!r}")
        if changed := published.updated_day(line.text):
            yield Fact("updated", changed, "printed", f"the line {line.text[:60]!r}")
    for line, read in dates:
        if read.day:
            yield Fact("published", read.day, "printed", f"the line {line.text[:60]!r}")
        if read.updated:
            yield Fact("updated", read.updated, "printed", f"the line {line.text[:60]!r}")
    if day := published.opening_day(opening):
        yield Fact("published", day, "printed", "the dateline that opens the story")
    for line in tail:
        if day := published.labelled_day(line.text):
            yield Fact("published", day, "printed", f"the line {line.text[:60]!r}")
    if day := published.day_in_address(url):
        yield Fact("published", day, "inferred", f"the day in its address, {url[:80]}")
    if part := published.yearless_dateline(opening):
        for year, why in _years(url, lines):
            if day := published.iso_day(year, *part):
                yield Fact("published", day, "inferred", f"the dateline names the day, {why} the year")


def _years(url: str, lines: Sequence[PageLine]) -> Iterator[tuple[int, str]]:
    """The years in the address and in copyright lines, each with its place, for a dateline without a year."""
    if year := published.year_in_address(url):
        yield year, f"its address {url[:80]}"
    for line in lines:
        if found := re.match(r"(?:©|\([cC]\)|[Cc]opyright)\D{0,20}((?:19|20)\d\d)\b(?!\s?[-–])", line.text):
            yield int(found[1]), f"the line {line.text[:40]!r}"


def _outlets(
    lines: Sequence[PageLine],
    head: Sequence[PageLine],
    opening: str,
    tail: Sequence[PageLine],
    dates: Sequence[tuple[PageLine, DateLine]],
    url: str,
    *,
    extracted: bool,
) -> Iterator[Fact]:
    owner = outlet_of_address(url) if url else None
    named = None if extracted else outlet_named(lines, head, tail, opening)
    if owner:
        printed = named and same_outlet(named, owner)
        yield Fact("outlet", owner, "printed" if printed else "address", f"the owner of its address {url[:80]}")
    if named:
        yield Fact("outlet", named, "printed", "what the page says of itself")
    for _, read in dates:
        if read.source:
            yield Fact("outlet", canonical(read.source), "printed", "the line of its date")
    for line in head:
        if source := is_source_line(line.text):
            yield Fact("outlet", canonical(source), "printed", f"the line {line.text[:60]!r}")
    if not extracted and (paper := paper_in_head(head)):
        yield Fact("outlet", canonical(paper), "printed", "its head")


def paper_in_head(head: Sequence[PageLine]) -> str | None:
    """An outlet's name by its form, alone on a line above the story or before the date of a dateline; None for none."""
    for line in head:
        text = published.before_day(line.text) or line.text
        text = re.sub(r"\s*[-–—|:]?\s*(?:live ?blog|live|online)$", "", text, flags=re.IGNORECASE).strip(" ,|–—-")
        if not line.heading and names_a_paper(text) and line is not head[0]:
            return text
    return None


def _regions(lines: Sequence[PageLine], heading: str) -> tuple[list[PageLine], str, list[PageLine]]:
    """The lines above the story, its first paragraph, and the lines below it."""
    prose = [
        at for at, line in enumerate(lines) if is_prose(line.text) and kind_of(line) is None and line.text != heading
    ]
    if not prose:
        return list(lines[:_HEAD_LINES]), "", []
    full = [at for at in prose if ends_sentence(lines[at].text)] or prose
    return list(lines[: min(full[0], _HEAD_LINES)]), lines[full[0]].text, list(lines[full[-1] + 1 :])


def _address(lines: Sequence[PageLine], heading: str) -> str | None:
    """The page's own address: labelled, or the only one on a line by itself, or the one that resembles the title."""
    alone: list[str] = []
    for at, line in enumerate(lines):
        label = _ADDRESS_LABEL.match(line.text) if not line.address else None
        after = lines[at + 1].address if at + 1 < len(lines) else None
        if label and (usable_address(label.group(1)) or after):
            return usable_address(label.group(1)) or usable_address(after or "")
        usable = usable_address(line.address) if line.address else None
        if usable and not _PLATFORMS.search((urlsplit(usable).hostname or "").lower()) and usable not in alone:
            alone.append(usable)
    if len(alone) > 1:
        title = {word.lower() for word in line_words(heading) if len(word) > 3}
        alone = [one for one in alone if len(title & set(re.split(r"[\W_]+", urlsplit(one).path.lower()))) >= 2]
    return alone[0] if len(alone) == 1 else None


def _author(head: Sequence[PageLine], lines: Sequence[PageLine], language: str | None) -> str | None:
    """The author in a byline above the story, or in a box about the author below it; None for none."""
    for line in head:
        if (name := byline_of(line.text, language)) and not is_outlet(name):
            return name
    for line in head:
        byline = _BYLINE.match(line.text)
        people = _PEOPLE.match(byline["names"]) if byline and kind_of(line) == "byline" else None
        if people and not is_outlet(people.group()):
            return people.group().rstrip(".,")
    for at, line in enumerate(lines[:-1]):
        if _ABOUT_AUTHOR.match(line.text):
            return lines[at + 1].text if _PEOPLE.fullmatch(lines[at + 1].text) else None
    return None
