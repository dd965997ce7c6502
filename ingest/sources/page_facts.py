"""Reads the machine-readable metadata of a web page: JSON-LD, meta tags, headline, links. Floor 2.

Facts come in order of trust; `describe` takes the first usable one and keeps contradicting ones as conflicts.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ingest.plain import single_line
from ingest.sources.found import Fact
from ingest.sources.linked_data import jsonld_text, linked_data, main_story
from ingest.sources.page_titles import titles_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TIMES = {
    "published": (
        "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "publishdate",
        "publish-date", "publish_date", "published_time", "article.published", "parsely-pub-date", "sailthru.date",
        "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "dc.date.created",
        "cxenseparse:recs:publishtime",
        "pubdate", "rnews:datepublished", "originalpublicationdate", "publication_date", "date",
    ),
    "updated": (
        "article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "lastmod", "last-modified",
    ),
}  # fmt: skip
_SITE_NAMES = ("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher", "publisher")
_PAGE_SCOPE = re.compile(r"(?:Article|Posting|Report|Review|Story|WebPage|Blog|CreativeWork)$")


def page_facts(tree: HtmlElement, address: str = "") -> tuple[Fact, ...]:
    """The metadata of a page, field by field, the most trusted first. `address` is where it was read, "" if unknown."""
    meta = _meta(tree)
    canonical = _first(tree.xpath('//link[contains(@rel, "canonical")]/@href'))
    titles = [single_line(part) for part in (meta.get("og:title", ""), tree.findtext(".//title") or "") if part]
    story = main_story(linked_data(tree), titles)
    facts = [
        *_titles(tree, story, titles, meta, canonical or meta.get("og:url", "") or address),
        *_names(story, meta),
        *_times(tree, story, meta),
        *(
            Fact("url", link, "page", where)
            for where, link in (("canonical link", canonical), ("og:url", meta.get("og:url", "")))
            if link.startswith(("http://", "https://")) and not _is_front_page(link)
        ),
    ]
    if address:
        facts.insert(0, Fact("url", address, "address", "the address that was read"))
        facts.sort(
            key=lambda fact: fact.name == "url" and fact.origin == "address"
        )  # the page's own address comes first
    language = tree.get("lang") or story.get("inLanguage") or meta.get("og:locale") or ""
    if isinstance(language, str) and language:
        facts.append(Fact("language", re.split(r"[-_]", language)[0].lower(), "page", "lang"))
    for name, keys in (("section", ("articleSection",)), ("tags", ("keywords",))):
        value = jsonld_text(story.get(keys[0])) or meta.get(
            {"section": "article:section", "tags": "news_keywords"}[name], ""
        )
        if value:
            facts.append(
                Fact(name, single_line(value, 300), "page", f"JSON-LD {keys[0]}" if story.get(keys[0]) else "meta")
            )
    return tuple(facts)


def _titles(
    tree: HtmlElement, story: Mapping[str, Any], titles: Sequence[str], meta: Mapping[str, str], address: str
) -> Iterator[Fact]:
    sites = [meta[name] for name in _SITE_NAMES if name in meta] + [jsonld_text(story.get("publisher"))]
    places = ("og:title", "title") if meta.get("og:title") else ("title",)
    named = list(zip(places, titles, strict=False))
    yield from titles_of(tree, jsonld_text(story.get("headline")), named, sites, address)


def _names(story: Mapping[str, Any], meta: Mapping[str, str]) -> Iterator[Fact]:
    if publisher := single_line(html.unescape(jsonld_text(story.get("publisher")))):
        yield Fact("outlet", publisher, "page", "JSON-LD publisher")
    for name in _SITE_NAMES:
        if value := single_line(meta.get(name, "")):
            yield Fact("outlet", value, "page", name)
    people = [single_line(html.unescape(name)) for name in _people(story.get("author") or story.get("creator"))]
    if people:
        yield Fact("author", "; ".join(dict.fromkeys(people)), "page", "JSON-LD author")
    for name in (
        "author",
        "article:author",
        "byl",
        "dc.creator",
        "parsely-author",
        "sailthru.author",
        "cxenseparse:author",
    ):
        value = single_line(meta.get(name, ""))
        if value and not value.startswith(("http", "@", "www.")):
            yield Fact("author", value, "page", f"meta {name}")


def _times(tree: HtmlElement, story: Mapping[str, Any], meta: Mapping[str, str]) -> Iterator[Fact]:
    for name, key in (("published", "datePublished"), ("updated", "dateModified")):
        if value := single_line(jsonld_text(story.get(key))):
            yield Fact(name, value, "page", f"JSON-LD {key}")
        for tag in _TIMES[name]:
            if value := single_line(meta.get(tag, "")):
                yield Fact(name, value, "page", f"meta {tag}")
    for name, key in (("published", "datePublished"), ("updated", "dateModified")):
        for element in filter(_is_of_page, tree.xpath(f'//*[@itemprop="{key}"]')):
            if value := single_line(element.get("datetime") or element.get("content") or ""):
                yield Fact(name, value, "page", f"itemprop {key}")


def people_of(text: str) -> list[str]:
    """The names in a byline: "By Ana Reyes and Tom Alder" gives two."""
    text = re.sub(r"^\W*(?:by|von|par|por|di|written by|words by|от)\s*:?\s+", "", text.strip(), flags=re.IGNORECASE)
    found = re.split(r"\s*(?:;|,|/|\||\s(?:and|und|et|y|e|и|&|with)\s)\s*", text)
    return [name.strip(" .") for name in found if 1 < len(name.strip(" .")) <= 60]


def _meta(tree: HtmlElement) -> dict[str, str]:
    """The content of meta tags by lower-case name: the first of each, several authors joined."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content and (attribute != "itemprop" or _is_of_page(element)):
                if name in ("article:author", "author") and name in found and content not in found[name]:
                    found[name] += f"; {content}"
                found.setdefault(name, content)
    return found


def _is_of_page(element: HtmlElement) -> bool:
    """Whether a microdata property belongs to the page or its article, not to a picture, a video or a comment."""
    scopes = element.xpath("ancestor::*[@itemscope][1]/@itemtype")
    return not scopes or bool(_PAGE_SCOPE.search(scopes[0].strip()))


def _people(value: Any) -> Iterator[str]:
    """The names in a JSON-LD author: strings, objects or lists of them; organisations only without persons."""
    values = value if isinstance(value, list) else [value]
    people = [one for one in values if not (isinstance(one, dict) and one.get("@type") == "Organization")] or values
    for one in people:
        name = one.get("name") if isinstance(one, dict) else one
        for each in name if isinstance(name, list) else [name]:
            if isinstance(each, str) and each and not each.startswith("http"):
                yield from people_of(each)


def _is_front_page(link: str) -> bool:
    return bool(re.fullmatch(r"https?://[^/]+/?", link))


def _first(values: Sequence[str]) -> str:
    return values[0].strip() if values else ""
