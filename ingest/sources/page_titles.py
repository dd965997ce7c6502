"""Finds the titles of a web page, in metadata and in its text, in order of trust. Floor 2."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assistant.language.outlets import outlet_of_address, same_outlet
from ingest.plain import letters_and_digits, single_line
from ingest.sources.found import Fact

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BARS = re.compile(r"\s+[|·•»–—-]+\s+|\s*\|\s*")


def titles_of(
    tree: HtmlElement, headline: str, named: Sequence[tuple[str, str]], sites: Sequence[str], address: str
) -> Iterator[Fact]:
    """The titles of a page, the most trusted first, each without the name of its site.

    `headline` is that of its JSON-LD, "" for none; `named` the other titles in metadata, each with its place; `sites`
    the names of its outlet, besides those in the registry for its `address`. No other order was right more often on
    the benchmark (docs/ingest.md).
    """
    if stated := single_line(html.unescape(headline)):
        yield Fact("title", without_site(stated, sites, address), "page", "JSON-LD headline")
    if shown := _shown(tree, [title for _, title in named], sites):
        yield Fact("title", shown, "page", "h1")
    for where, title in named:
        yield Fact("title", without_site(title, sites, address), "page", where)


def _shown(tree: HtmlElement, titles: Sequence[str], sites: Sequence[str]) -> str | None:
    """The visible headline: the h1 that resembles a title in the metadata, or the only h1."""
    heads = [single_line(head.text_content()) for head in tree.xpath("//h1")]
    heads = [head for head in dict.fromkeys(heads) if head and head not in sites]
    like = [head for head in heads if any(same_title(head, title) for title in titles)] or (
        heads if len(heads) == 1 else []
    )
    return like[0] if like and len(like[0].split()) > 1 else None


def without_site(title: str, sites: Sequence[str], address: str = "") -> str:
    """A title without the site name before or after a bar or a dash: "Mill closes - Vale Courier".

    The site name is one of `sites`, the registry's name for the owner of the address, or the domain.
    """
    parts, bars = _BARS.split(title), _BARS.findall(title)
    for at in range(1, len(parts)):
        if _is_site(parts[at], sites, address):
            return "".join(part + bar for part, bar in zip(parts[:at], [*bars[: at - 1], ""], strict=True)).strip()
    if len(parts) > 1 and _is_site(parts[0], sites, address):
        return title[title.index(bars[0]) + len(bars[0]) :].strip()
    return title


def _is_site(part: str, sites: Sequence[str], address: str) -> bool:
    keys = {letters_and_digits(site) for site in sites if site}
    own = letters_and_digits(part)
    if own in keys or any(own == key.removeprefix("the") for key in keys):
        return True
    owner = outlet_of_address(address) if address else None
    labels = (urlsplit(address).hostname or "").split(".")
    return bool(own) and (
        own in {letters_and_digits(address and ".".join(labels[-2:])), *labels}
        or bool(owner and same_outlet(part, owner))
    )


def same_title(one: str, other: str) -> bool:
    """Whether two titles are variants of one: equal letters, one within the other, or the same first 30 letters."""
    a, b = letters_and_digits(one), letters_and_digits(other)
    return len(a) > 7 and len(b) > 7 and (a in b or b in a or a[:30] == b[:30])
