"""What a web page tells of itself for machines: JSON-LD, meta tags, its headline and its links. Floor 2.

The facts come in the order in which they are to be believed; `describe` takes the first that can be used and notes
those that contradict it.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ingest.plain import one_line
from ingest.sources.found import Fact

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|Review|LiveBlogPosting|NewsStory)$")
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
_BARS = re.compile(r"\s+[|·•»–—-]+\s+|\s*\|\s*")
_BYLINE = (
    './/*[@rel="author" or @itemprop="author" or contains(@class, "author-name") or contains(@class, "byline__name")'
    ' or contains(@class, "author__name") or contains(@class, "byline-name")]'
)


def page_facts(tree: HtmlElement, address: str = "") -> tuple[Fact, ...]:
    """Everything that the page says of itself, field by field, the most trusted first."""
    meta = _meta(tree)
    canonical = _first(tree.xpath('//link[contains(@rel, "canonical")]/@href'))
    titles = [one_line(part) for part in (meta.get("og:title", ""), tree.findtext(".//title") or "") if part]
    story = _main_story(linked_data(tree), titles)
    facts = [
        *_titles(tree, story, titles, meta),
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
        facts.sort(key=lambda fact: fact.name == "url" and fact.origin == "address")  # the page's own comes first
    language = tree.get("lang") or story.get("inLanguage") or meta.get("og:locale") or ""
    if isinstance(language, str) and language:
        facts.append(Fact("language", re.split(r"[-_]", language)[0].lower(), "page", "lang"))
    for name, keys in (("section", ("articleSection",)), ("tags", ("keywords",))):
        value = _text(story.get(keys[0])) or meta.get({"section": "article:section", "tags": "news_keywords"}[name], "")
        if value:
            facts.append(
                Fact(name, one_line(value, 300), "page", f"JSON-LD {keys[0]}" if story.get(keys[0]) else "meta")
            )
    return tuple(facts)


def _titles(
    tree: HtmlElement, story: Mapping[str, Any], titles: Sequence[str], meta: Mapping[str, str]
) -> Iterator[Fact]:
    site = [meta[name] for name in _SITE_NAMES if name in meta] + [_text(story.get("publisher"))]
    if headline := one_line(html.unescape(_text(story.get("headline")))):
        yield Fact("title", without_site(headline, site), "page", "JSON-LD headline")
    heads = [one_line(head.text_content()) for head in tree.xpath("//h1")]
    heads = [head for head in dict.fromkeys(heads) if head and head not in site]
    alike = [head for head in heads if any(_alike(head, title) for title in titles)] or (
        heads if len(heads) == 1 else []
    )
    if alike and len(alike[0].split()) > 1:
        yield Fact("title", alike[0], "page", "h1")
    for where, title in zip(("og:title", "title") if meta.get("og:title") else ("title",), titles, strict=False):
        yield Fact("title", without_site(title, site), "page", where)


def _names(story: Mapping[str, Any], meta: Mapping[str, str]) -> Iterator[Fact]:
    if publisher := one_line(html.unescape(_text(story.get("publisher")))):
        yield Fact("outlet", publisher, "page", "JSON-LD publisher")
    for name in _SITE_NAMES:
        if value := one_line(meta.get(name, "")):
            yield Fact("outlet", value, "page", name)
    people = [one_line(html.unescape(name)) for name in _people(story.get("author") or story.get("creator"))]
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
        value = one_line(meta.get(name, ""))
        if value and not value.startswith(("http", "@", "www.")):
            yield Fact("author", value, "page", f"meta {name}")


def _times(tree: HtmlElement, story: Mapping[str, Any], meta: Mapping[str, str]) -> Iterator[Fact]:
    for name, key in (("published", "datePublished"), ("updated", "dateModified")):
        if value := one_line(_text(story.get(key))):
            yield Fact(name, value, "page", f"JSON-LD {key}")
        for tag in _TIMES[name]:
            if value := one_line(meta.get(tag, "")):
                yield Fact(name, value, "page", f"meta {tag}")
    for name, key in (("published", "datePublished"), ("updated", "dateModified")):
        for element in tree.xpath(f'//*[@itemprop="{key}"]'):
            if value := one_line(element.get("datetime") or element.get("content") or ""):
                yield Fact(name, value, "page", f"itemprop {key}")


def without_site(title: str, sites: Sequence[str]) -> str:
    """A title without the name of its site behind a bar or a dash: "Mill closes - Vale Courier"."""
    keys = {_squeezed(site) for site in sites if site}
    parts = _BARS.split(title)
    bars = _BARS.findall(title)
    for at in range(1, len(parts)):
        if _squeezed(parts[at]) in keys or any(_squeezed(parts[at]) == key.removeprefix("the") for key in keys):
            return "".join(part + bar for part, bar in zip(parts[:at], [*bars[: at - 1], ""], strict=True)).strip()
    return title


def people_of(text: str) -> list[str]:
    """The names in a byline: "By Ana Reyes and Tom Alder" gives two."""
    text = re.sub(r"^\W*(?:by|von|par|por|di|written by|words by|от)\s*:?\s+", "", text.strip(), flags=re.IGNORECASE)
    found = re.split(r"\s*(?:;|,|/|\||\s(?:and|und|et|y|e|и|&|with)\s)\s*", text)
    return [name.strip(" .") for name in found if 1 < len(name.strip(" .")) <= 60]


def _meta(tree: HtmlElement) -> dict[str, str]:
    """The content of each meta tag by its name in small letters, the first of each; tags are joined."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content:
                if name in ("article:author", "author") and name in found and content not in found[name]:
                    found[name] += f"; {content}"
                found.setdefault(name, content)
    return found


def linked_data(tree: HtmlElement) -> list[dict[str, Any]]:
    """Every object of the page's JSON-LD, outer ones first, references by `@id` filled in."""
    objects: list[dict[str, Any]] = []
    for script in tree.xpath('//script[contains(@type, "ld+json")]/text()'):
        try:
            waiting: list[Any] = [json.loads(re.sub(r"[\x00-\x1f]+", " ", script.strip().rstrip(";")), strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting and len(objects) < 5000:
            one = waiting.pop(0)
            if isinstance(one, list):
                waiting += one
            elif isinstance(one, dict):
                objects.append(one)
                waiting += [value for value in one.values() if isinstance(value, (dict, list))]
    by_id = {one["@id"]: one for one in objects if isinstance(one.get("@id"), str) and len(one) > 1}
    for one in objects:
        for key in ("author", "publisher"):
            value = one.get(key)
            values = value if isinstance(value, list) else [value]
            filled = [
                by_id.get(v["@id"], v) if isinstance(v, dict) and isinstance(v.get("@id"), str) else v for v in values
            ]
            if value is not None:
                one[key] = filled if isinstance(value, list) else filled[0]
    return objects


def _main_story(objects: Sequence[Mapping[str, Any]], titles: Sequence[str]) -> Mapping[str, Any]:
    """The object that describes the page's article: of several, the one with the page's title, else the first.

    What it lacks is taken from the page's own object (`WebPage`), where there is one.
    """

    def is_story(one: Mapping[str, Any]) -> bool:
        kinds = one.get("@type")
        return any(
            isinstance(kind, str) and _ARTICLE.search(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])
        )

    stories = [one for one in objects if is_story(one)]
    named = [
        one for one in stories if any(_alike(html.unescape(_text(one.get("headline"))), title) for title in titles)
    ]
    page = next(
        (one for one in objects if one.get("@type") in ("WebPage", "ItemPage") and one.get("datePublished")), {}
    )
    best = (named or stories or [{}])[0]
    dates = {key: page[key] for key in ("datePublished", "dateModified") if key in page}
    merged: dict[str, Any] = {**(dates if not best or named or len(stories) == 1 else {})}
    for one in reversed(named):
        merged.update({key: value for key, value in one.items() if value})
    merged.update({key: value for key, value in best.items() if value})
    return merged


def _people(value: Any) -> Iterator[str]:
    """The names of people in JSON-LD: a name, an object, or a list of either; bodies only where nobody else is."""
    values = value if isinstance(value, list) else [value]
    people = [one for one in values if not (isinstance(one, dict) and one.get("@type") == "Organization")] or values
    for one in people:
        name = one.get("name") if isinstance(one, dict) else one
        for each in name if isinstance(name, list) else [name]:
            if isinstance(each, str) and each and not each.startswith("http"):
                yield from people_of(each)


def _text(value: Any) -> str:
    """A JSON-LD value as text: of an object its name, of a list the first, or all of plain words."""
    if isinstance(value, dict):
        return _text(value.get("name"))
    if isinstance(value, list):
        words = [one for one in value if isinstance(one, str)]
        return ", ".join(words) if len(words) == len(value) else _text(value[0])
    return value if isinstance(value, str) else ""


def _is_front_page(link: str) -> bool:
    return bool(re.fullmatch(r"https?://[^/]+/?", link))


def _alike(one: str, other: str) -> bool:
    a, b = _squeezed(one), _squeezed(other)
    return len(a) > 7 and len(b) > 7 and (a in b or b in a or a[:30] == b[:30])


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _first(values: Sequence[str]) -> str:
    return values[0].strip() if values else ""
