"""Finds the day of publication that a web page shows. Floor 2: sole owner of htmldate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ingest.datelines import read_date_line
from ingest.plain import single_line
from ingest.published import day_in_address, printed_day
from ingest.sources.found import Fact
from ingest.sources.page_titles import same_title

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BELOW_HEADLINE = 60  # elements; dates further down belong to other stories


def days_shown(tree: HtmlElement, facts: Sequence[Fact], address: str) -> Iterator[Fact]:
    """The day that a page shows, where its metadata has none: a dateline, else what is marked up as a date.

    htmldate's extensive search is off: its guesses from the text alone were right on one of two pages.
    """
    if any(fact.name == "published" for fact in facts):
        return
    shown = list(_date_lines(tree, [fact.value for fact in facts if fact.name == "title"]))
    yield from shown
    if shown or day_in_address(address):  # more reliable than any other date on the page
        return
    from htmldate import find_date

    latest = (date.today() + timedelta(days=1)).isoformat()
    if found := find_date(tree, extensive_search=False, original_date=True, max_date=latest, verbose=False):
        yield Fact("published", found, "page", "marked up as a date")


def _date_lines(tree: HtmlElement, titles: Sequence[str]) -> Iterator[Fact]:
    """The first dateline below the headline: the h1 that resembles the title, else the first h1."""
    heads = tree.xpath("//h1")
    if not heads:
        return
    named = [head for head in heads if any(same_title(single_line(head.text_content()), title) for title in titles)]
    language = (tree.get("lang") or "")[:2].lower() or None
    below = (named or heads)[0].xpath("following::*[not(self::script or self::style)]")
    for element in below[:_BELOW_HEADLINE]:
        line = single_line(element.text_content()) if len(element) <= 3 else ""
        if not 6 <= len(line) <= 120:
            continue
        read = read_date_line(line, language)
        if day := printed_day(line) or (read.day if read else None):
            yield Fact("published", day, "printed", f"the line {line[:60]!r}")
            return
